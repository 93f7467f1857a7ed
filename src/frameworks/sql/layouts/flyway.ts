import { ancestorsOf, baseName, folderOf } from '../../paths.js';
import { outsideWhere, type Entry, type Home, type Layout } from '../layout.js';
import { databaseOf, identityOf, isDatabaseName, naturalKey, wordsOf } from '../names.js';
import { idOf, isMigrationsFolder, pathOf, type SqlProject } from '../project.js';

const VERSIONED = /^V(\d+(?:[._]\d+)*)__(.*)\.sql$/u;
const UNDO = /^U(\d+(?:[._]\d+)*)__/u;
const REPEATABLE = /^R__(.+)\.sql$/u;
/** Runs alone: Flyway leaves the transaction out by itself where a script holds nothing else. */
const ALONE = /\bCONCURRENTLY\b|^\s*(?:VACUUM|REINDEX|ALTER\s+SYSTEM|(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE))\b|\bALTER\s+TYPE\s[^;]*\bADD\s+VALUE\b/imu;

/** `V1_2__add_bio.sql`, `U1_2__add_bio.sql`, and `R__views.sql`, which runs again behind all others when it changes. */
export const flyway: Layout = {
  name: 'flyway',
  transactions: 'file',
  placeholders: /\$\{[\w:.-]+\}/gu,
  find(project) {
    const locations = new Map<string, string[]>();
    for (const [folder, names] of project.folders()) {
      const files = names.filter((name) => VERSIONED.test(name) || REPEATABLE.test(name) || UNDO.test(name));
      if (files.length === 0) continue;
      const location = locationOf(folder);
      locations.set(location, [...(locations.get(location) ?? []), ...files.map((name) => pathOf(folder, name))]);
    }
    return [...locations].flatMap(([location, files]) => (files.some((file) => VERSIONED.test(baseName(file))) ? homesOf(project, location, files) : []));
  },
  parts: (text) => outsideWhere(text, ALONE),
};

/** Flyway looks below its locations: the outermost migrations folder, as far as no folder on the way names a database. */
function locationOf(folder: string): string {
  const folders = ancestorsOf(folder);
  const database = folders.find((each) => isDatabaseName(baseName(each)));
  const root = folders.filter((each) => isMigrationsFolder(baseName(each))).at(-1);
  if (root === undefined) return folder;
  return database !== undefined && database.length > root.length ? database : root;
}

const versionOf = (digits: string): string => digits.replaceAll('_', '.').replaceAll(/(?<=^|\.)0+(?=\d)/gu, '').replace(/(?:\.0)+$/u, '');

/** Two folders that number their files alike are two databases. */
function homesOf(project: SqlProject, location: string, files: readonly string[]): readonly Home[] {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), file]);
  const versions = files.flatMap((file) => VERSIONED.exec(baseName(file))?.[1] ?? []).map(versionOf);
  if (folders.size > 1 && new Set(versions).size < versions.length) return [...folders].flatMap(([folder, own]) => homeOf(project, folder, own));
  return homeOf(project, location, files);
}

function homeOf(project: SqlProject, folder: string, files: readonly string[]): readonly Home[] {
  const { named, dialect } = databaseOf(folder);
  if (named && !dialect) return [];
  const undo = new Map(files.flatMap((file) => pair(UNDO.exec(baseName(file))?.[1], file)));
  const entries = files.flatMap((file): Entry[] => {
    const outside = /^\s*executeInTransaction\s*=\s*false/imu.test(project.text(`${file}.conf`)) && { transactional: false };
    const repeatable = REPEATABLE.exec(baseName(file))?.[1];
    if (repeatable !== undefined) return [{ file, identity: identityOf(`R__${repeatable}`, `~${repeatable}`, wordsOf(repeatable)), ...outside }];
    const [, digits, title = ''] = VERSIONED.exec(baseName(file)) ?? [];
    if (digits === undefined) return [];
    const version = versionOf(digits);
    const downgrade = undo.get(version);
    return [{ file, identity: identityOf(version, naturalKey(version), wordsOf(title)), ...(downgrade !== undefined && { downgrade }), ...outside }];
  });
  return [{ id: idOf(folder), entries, ...(dialect && { dialect }) }];
}

const pair = (digits: string | undefined, file: string): readonly (readonly [string, string])[] => (digits === undefined ? [] : [[versionOf(digits), file]]);
