import type { Source } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { ancestorsOf, baseName, folderOf } from '../paths.js';

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NO_SCRIPT = /\.d\.[cm]?ts$|\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:node_modules|__tests__|__mocks__)\//;
/** What migrations are called: numbered files, and those in a folder that says so. */
const PLACE = /(?:^|\/)[^/]*migrat[^/]*\/|(?:^|\/)\w?\d{3,}[^/]*$/i;

/** Scripts that may be migrations by where they are, so that no others are looked into. */
export const migrationScripts = (snapshot: Snapshot): readonly string[] => snapshot.files.filter((file) => SCRIPT.test(file) && PLACE.test(file) && !NO_SCRIPT.test(file));

/** A function `up` among the exports, in all the ways that there are to write it. */
const UP = /\bexports\.up\b|\bexports\[["']up["']\]|\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+up\b|\bexport\s*\{[^}]*\bup\b|\bmodule\.exports\s*=\s*\{[^]{0,400}?\bup\b|\bexport\s+default\b|\bexports\.default\b|\bexport\s*=/;
export const exportsUp = (text: string): boolean => UP.test(text);

/** Files as they are told apart by their folder; each list in order. */
export function byFolder(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const file of [...files].sort()) {
    const folder = folderOf(file);
    const known = folders.get(folder);
    if (known) known.push(file);
    else folders.set(folder, [file]);
  }
  return folders;
}

export function scriptSources(snapshot: Snapshot, files: readonly string[]): readonly Source[] {
  return files.flatMap((file) => {
    const text = snapshot.read(file);
    return text === undefined ? [] : [{ file, language: 'typescript' as const, text }];
  });
}

export interface SettingsFile {
  readonly file: string;
  readonly text: string;
}

/** The settings files of a framework, by the names that they have; those that are nearest to a folder first. */
export function settingsFinder(snapshot: Snapshot, names: RegExp): (folder: string) => readonly SettingsFile[] {
  const places = byFolder(snapshot.files.filter((file) => names.test(baseName(file))));
  return (folder) =>
    ancestorsOf(folder)
      .flatMap((each) => places.get(each) ?? [])
      .flatMap((file) => {
        const text = snapshot.read(file);
        return text === undefined ? [] : [{ file, text }];
      });
}

const DRIVERS: Readonly<Record<string, Dialect>> = {
  pg: 'postgres', postgres: 'postgres', postgresql: 'postgres', pgnative: 'postgres', 'pg-native': 'postgres', cockroachdb: 'postgres', redshift: 'postgres', 'aurora-postgres': 'postgres', pglite: 'postgres',
  mysql: 'mysql', mysql2: 'mysql', 'aurora-mysql': 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', sqlite3: 'sqlite', 'better-sqlite3': 'sqlite', 'better-sqlite': 'sqlite', mssql: 'mssql', tedious: 'mssql', oracle: 'oracle', oracledb: 'oracle',
};
const DRIVER = /\b(?:client|dialect|type|provider|driver)["']?\s*[:=]\s*(?:process\.env\.\w+\s*(?:\|\||\?\?)\s*)?["'`]([\w-]+)["'`]|["'`](postgres(?:ql)?|mysql|mariadb|sqlite|mssql):\/\//g;

/** The database that settings name, where all of them name the same. */
export function dialectOfSettings(files: readonly SettingsFile[]): Dialect | undefined {
  for (const { text } of files) {
    const found = new Set<Dialect>();
    for (const match of text.matchAll(DRIVER)) {
      const dialect = dialectOfDriver(match[1] ?? match[2] ?? '');
      if (dialect) found.add(dialect);
    }
    const [only, ...others] = found;
    if (only && others.length === 0) return only;
  }
  return undefined;
}

export const dialectOfDriver = (name: string): Dialect | undefined => (Object.hasOwn(DRIVERS, name) ? DRIVERS[name] : undefined);

const PACKAGES: readonly (readonly [RegExp, Dialect])[] = [
  [/"(?:pg|pg-promise|postgres|@electric-sql\/pglite|@types\/pg)"\s*:/, 'postgres'],
  [/"(?:mysql|mysql2)"\s*:/, 'mysql'],
  [/"mariadb"\s*:/, 'mariadb'],
  [/"(?:sqlite3|better-sqlite3|@vscode\/sqlite3)"\s*:/, 'sqlite'],
  [/"(?:mssql|tedious)"\s*:/, 'mssql'],
];

/** The database whose driver a project depends on, where it is only one. */
export function dialectOfPackages(files: readonly SettingsFile[]): Dialect | undefined {
  for (const { text } of files) {
    const found = PACKAGES.filter(([pattern]) => pattern.test(text));
    if (found.length > 0) return found.length === 1 ? found[0]?.[1] : undefined;
  }
  return undefined;
}
