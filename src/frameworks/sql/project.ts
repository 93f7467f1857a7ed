import type { Snapshot } from '../../snapshot.js';
import { ancestorsOf, baseName, folderOf } from '../paths.js';

/** The files of a repository, as the layouts look at them. */
export interface SqlProject {
  readonly snapshot: Snapshot;
  /** Folders that hold SQL which no layout has taken yet, with the names of these files in order. */
  folders(): ReadonlyMap<string, readonly string[]>;
  has(file: string): boolean;
  text(file: string): string;
  /** Whether programs in this folder, or in the migrations folder that it belongs to, are the migrations, and its SQL is theirs. */
  ownedByPrograms(folder: string): boolean;
  /** A folder belongs to the layout of its migrations: what else lies in it is none. */
  take(files: Iterable<string>): void;
}

const PROGRAM = /^(?:[vV]?\d|Migration\d).*\.(?:[cm]?[jt]s|py)$|^env\.py$/u;
const NO_MIGRATION = /\.(?:d|test|spec)\.[cm]?[jt]s$/u;
/** What fills a database or is written by one. */
const DATA_FOLDER = /(?:^|\/)(?:seeds?|seeders?|dumps?|backups?)(?:\/|$)/iu;
const DUMP = /^(?:schema|structure|dump|seeds?|init-?db)\.sql$/iu;
const MIGRATIONS = /^(?:[\w.-]*[-_.])?(?:migrations?|migrate|migrationen|migraciones|migracoes)(?:[-_.][\w.-]*)?$|^(?:\w+)?[mM]igrations?$/iu;

export const isMigrationsFolder = (name: string): boolean => MIGRATIONS.test(name);

export function sqlProject(snapshot: Snapshot): SqlProject {
  const files = new Set(snapshot.files);
  const byFolder = new Map<string, string[]>();
  const programs = new Set<string>();
  for (const file of snapshot.files) {
    const name = baseName(file);
    if (name.endsWith('.sql')) {
      const folder = folderOf(file);
      if (DATA_FOLDER.test(folder) || DUMP.test(name)) continue;
      const names = byFolder.get(folder);
      if (names) names.push(name);
      else byFolder.set(folder, [name]);
    } else if (PROGRAM.test(name) && !NO_MIGRATION.test(name)) programs.add(folderOf(file));
  }
  return {
    snapshot,
    folders: () => byFolder,
    has: (file) => files.has(file) || snapshot.read(file) !== undefined,
    text: (file) => snapshot.read(file) ?? '',
    ownedByPrograms(folder) {
      const folders = ancestorsOf(folder);
      const root = folders.findIndex((each) => isMigrationsFolder(baseName(each)));
      return folders.slice(0, Math.max(root, 0) + 1).some((each) => programs.has(each));
    },
    take(taken) {
      for (const file of taken) byFolder.delete(folderOf(file));
    },
  };
}

export const pathOf = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
export const idOf = (folder: string): string => (folder === '' ? '.' : folder);
export const stemOf = (name: string): string => name.replace(/\.sql$/u, '');
