import { ancestorsOf, baseName } from '../../paths.js';
import { outsideWhere, type Entry, type Home, type Layout } from '../layout.js';
import { databaseOf, isNumbered, namedIdentity, numberedIdentity } from '../names.js';
import { idOf, isMigrationsFolder, pathOf, stemOf, type SqlProject } from '../project.js';
import { isRust, sqlxPairs } from './pairs.js';

const TIMESTAMPED = /^\d{14}_.*\.sql$/u;

/** `supabase/migrations/20240131120000_add_bio.sql` */
export const supabase: Layout = {
  name: 'supabase',
  transactions: 'file',
  find: (project) => upgradesIn(project, (folder, names) => (/(?:^|\/)supabase\/migrations$/u.test(folder) ? names.filter((name) => /^\d+_/u.test(name)) : [])).map((home) => ({ ...home, dialect: 'postgres', forwardOnly: true })),
};

/** `migrations/20240131120000_add_bio.sql` of a crate, or a pair of `.up.sql` and `.down.sql`. */
export const sqlx: Layout = {
  ...sqlxPairs,
  find: (project, settings) => [
    ...sqlxPairs.find(project, settings),
    ...upgradesIn(project, (folder, names) => (isInMigrations(folder) && isRust(project, folder) ? names.filter((name) => /^\d+_/u.test(name) && !/\.(?:up|down)\.sql$/u.test(name)) : [])),
  ],
  parts: (text) => outsideWhere(text, /^--\s*no-transaction\b/u),
};

/** Files beside an `atlas.sum`. */
export const atlas: Layout = {
  name: 'atlas',
  transactions: 'file',
  find: (project) => upgradesIn(project, (folder, names) => (project.has(pathOf(folder, 'atlas.sum')) ? names.filter(isNumbered) : [])).map((home) => ({ ...home, forwardOnly: true })),
  parts: (text) => outsideWhere(text, /^--\s*atlas:txmode\s+none\b/imu),
};

/** Numbered files in a folder named after migrations, run by a tool that is not known. */
export const numbered: Layout = {
  name: 'sql',
  transactions: 'script',
  placeholders: /\$\{[\w:.-]+\}/gu,
  find: (project) => upgradesIn(project, (folder, names) => (isInMigrations(folder) ? names.filter(isNumbered) : [])),
};

const isInMigrations = (folder: string): boolean => ancestorsOf(folder).some((each) => isMigrationsFolder(baseName(each)));

function upgradesIn(project: SqlProject, chosen: (folder: string, names: readonly string[]) => readonly string[]): readonly Home[] {
  const homes: Home[] = [];
  for (const [folder, names] of project.folders()) {
    const files = project.ownedByPrograms(folder) ? [] : chosen(folder, names);
    const { named, dialect } = databaseOf(folder);
    if (files.length === 0 || (named && !dialect)) continue;
    const entries = files.map((name): Entry => ({ file: pathOf(folder, name), identity: TIMESTAMPED.test(name) ? numberedIdentity(stemOf(name)) : namedIdentity(stemOf(name)) }));
    homes.push({ id: idOf(folder), entries, ...(dialect && { dialect }) });
  }
  return homes;
}
