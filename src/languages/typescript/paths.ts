/** Paths of files with `/`, as `node:path` treats them. */
export function normalize(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  const joined = parts.join('/');
  return absolute ? `/${joined}` : joined === '' ? '.' : joined;
}

export const joinPath = (parts: readonly string[]): string => normalize(parts.filter((part) => part !== '').join('/'));

export function resolvePath(parts: readonly string[]): string {
  const from = parts.findLastIndex((part) => part.startsWith('/'));
  return joinPath(['/', ...parts.slice(Math.max(0, from))]);
}

export function dirname(path: string): string {
  const at = path.lastIndexOf('/');
  return at > 0 ? path.slice(0, at) : at === 0 ? '/' : '.';
}
export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const extname = (path: string): string => /[^/](\.[^./]*)$/u.exec(path)?.[1] ?? '';
