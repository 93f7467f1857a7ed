import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import { type SettingsFile, byFolder, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';
import { baseName, folderOf } from '../paths.js';

const EXPORTS = /\bexports\.(?:up|down)\b|\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+(?:up|down)\b|\bexport\s*\{[^}]*\bup\b|\bexport\s*\*\s*from\b|\bmodule\.exports\s*=\s*\{[^]{0,400}?\bup\b|\bexport\s+default\b/u;
const PACKAGE = /['"]node-pg-migrate(?:\/[\w/.-]+)?['"]/u;
const BUILDER = /\b(?:MigrationBuilder|pgm)\b/u;
const SETTINGS = /^(?:\.node-pg-migraterc.*|package\.json|(?:database|default|config|migrations?|migrate)(?:[.-]?config)?\.(?:json|[cm]?[jt]s))$/u;

const isMigration = (text: string): boolean => EXPORTS.test(text) && (PACKAGE.test(text) || BUILDER.test(text));

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const environments: Environment[] = [];
  for (const [folder, files] of byFolder(migrationScripts(snapshot))) {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    const certain = texts.filter(({ text }) => isMigration(text));
    if (certain.length === 0) continue;
    const chosen = texts.filter(({ file, text }) => isMigration(text) || (EXPORTS.test(text) && /^\d/u.test(baseName(file)))).map(({ file }) => file);
    const sources = [...scriptSources(snapshot, chosen), ...sqlBeside(snapshot, folder)];
    environments.push({ id: folder === '' ? '.' : folder, sources, dialect: 'postgres', order: 'sequence', ...settings(settingsOf(folder)), problems: [] });
  }
  return environments;
}

/** Migrations in plain SQL lie among the others. */
function sqlBeside(snapshot: Snapshot, folder: string): Environment['sources'] {
  return snapshot.files.flatMap((file) => {
    const text = folderOf(file) === folder && /^\d+.*\.sql$/u.test(baseName(file)) ? snapshot.read(file) : undefined;
    return text === undefined ? [] : [{ file, language: 'sql' as const, text }];
  });
}

function settings(files: readonly SettingsFile[]): Pick<Environment, 'transaction' | 'options'> {
  const single = files.some(({ text }) => /--no-single-transaction\b|--single-transaction(?:=|\s+)false\b|["']?single-?[tT]ransaction["']?\s*:\s*false\b/u.test(text));
  const decamelize = files.some(({ text }) => /(?:^|\s)--decamelize\b(?!\s+false)|["']?\bdecamelize["']?\s*:\s*true\b/mu.test(text));
  const recent = files.some(({ text }) => /"node-pg-migrate"\s*:\s*"[^"\d]*(?:9|[1-9]\d)\b/u.test(text));
  const schema = schemaOf(files);
  const options = new Map([...(schema === undefined ? [] : [['schema', schema] as const]), ...(decamelize ? [['decamelize', 'true'] as const] : []), ...(recent ? [['wrapsExpressions', 'true'] as const] : [])]);
  return { transaction: single ? 'migration' : 'run', ...(options.size > 0 && { options }) };
}

const COMMAND = /node-pg-migrate\b[^"\n]*?\s(?:-s|--schema)(?:=|\s+)([A-Za-z_]\w*)/gu;
const SETTING = /^\s*["']?schema["']?\s*:\s*["']([A-Za-z_]\w*)["']/gmu;

/** The schema that comes first in the search path, where the project names only one. */
function schemaOf(files: readonly SettingsFile[]): string | undefined {
  const found = new Set(files.flatMap(({ file, text }) => [...text.matchAll(/node-pg-migraterc/u.test(file) ? SETTING : COMMAND)].map((match) => match[1] ?? '')));
  const [only, ...others] = found;
  return others.length === 0 && only !== 'public' ? only : undefined;
}
