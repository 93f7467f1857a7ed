import type { Snapshot } from './snapshot.js';

/** What the programs of a history ask of the files around them. */
export interface ModuleFiles {
  read(file: string): string | undefined;
  isFile(file: string): boolean;
  /** A folder that holds files which were listed. */
  isFolder(folder: string): boolean;
  /** Listed files at any depth below a folder. */
  below(folder: string): readonly string[];
  /** Listed files that are called like this, in any folder. */
  named(name: string): readonly string[];
  readonly above: readonly string[];
}

interface Index {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}
const indexes = new WeakMap<Snapshot, Index>();

export function moduleFiles(snapshot: Snapshot): ModuleFiles {
  const index = (): Index => {
    const known = indexes.get(snapshot) ?? indexOf(snapshot.files);
    indexes.set(snapshot, known);
    return known;
  };
  return {
    read: (file) => snapshot.read(file),
    isFile: (file) => index().files.has(file) || snapshot.read(file) !== undefined,
    isFolder: (folder) => index().folders.has(folder),
    below: (folder) => snapshot.files.filter((file) => file.startsWith(`${folder}/`)),
    named: (name) => snapshot.files.filter((file) => file === name || file.endsWith(`/${name}`)),
    above: snapshot.above ?? [],
  };
}

function indexOf(files: readonly string[]): Index {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      const folder = file.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return { files: new Set(files), folders };
}
