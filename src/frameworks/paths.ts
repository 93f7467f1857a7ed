/** Folder of a path; `''` is the root of the snapshot. */
export const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));

export const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Joins and resolves `.` and `..`. `undefined` where the result lies outside the snapshot. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

export const isWithin = (file: string, folder: string): boolean => folder === '' || file.startsWith(`${folder}/`);

/** The folder and those above it, nearest first, down to the root of the snapshot. */
export function ancestorsOf(folder: string): string[] {
  const folders = [folder];
  while (folder !== '') {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}
