import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfPackages, dialectOfSettings, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';

/** A function `up` among the exports, in all the ways that there are to write it. */
const UP = /\bexports\.up\b|\bexports\[["']up["']\]|\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+up\b|\bexport\s*\{[^}]*\bup\b|\bmodule\.exports\s*=\s*\{[^]{0,400}?\bup\b|\bexport\s+default\b|\bexports\.default\b/;
const KNEX = /\b[Kk]nex\b|\.schema\s*\.\s*(?:createTable|table|alterTable|dropTable|hasTable|raw)\s*\(\s*['"`]|@adonisjs\/lucid|@ioc:Adonis\/Lucid/;
const DOES = /\.schema\b|\b[Kk]nex\b|\.raw\s*\(/;
const OTHERS = /\bqueryInterface\b|\bQueryInterface\b|\bMigrationInterface\b|\bqueryRunner\b|(?:\bfrom|\brequire\(|\bimport\(?)\s*['"](?:kysely|typeorm|sequelize|node-pg-migrate|db-migrate|umzug|@mikro-orm\/[\w-]+|mongoose|mongodb|payload|@payloadcms\/[\w-]+)['"]|\bpgm\b|\bKysely\b/;
const SETTINGS = /^knexfile\.[cm]?[jt]s$|^(?:knex|database|db)(?:\.?config)?\.[cm]?[jt]s$/i;
const PACKAGE = /^package\.json$/;

const isKnex = (text: string): boolean => UP.test(text) && KNEX.test(text) && !OTHERS.test(text);
/** Beside files that are Knex for certain. */
const mayBeKnex = (text: string): boolean => UP.test(text) && !OTHERS.test(text);

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, PACKAGE);
  const environments: Environment[] = [];
  for (const [folder, files] of byFolder(migrationScripts(snapshot))) {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    const certain = texts.filter(({ text }) => isKnex(text));
    if (certain.length === 0) continue;
    const chosen = texts.filter(({ text }) => mayBeKnex(text) && (DOES.test(text) || certain.length * 2 >= texts.length)).map(({ file }) => file);
    const settings = settingsOf(folder);
    const dialect = dialectOf(settings, packagesOf(folder));
    environments.push({ id: folder === '' ? '.' : folder, sources: scriptSources(snapshot, chosen), ...(dialect && { dialect }), order: 'sequence', transaction: transactionOf(settings, texts), problems: [] });
  }
  return environments;
}

function dialectOf(settings: readonly SettingsFile[], packages: readonly SettingsFile[]): Dialect | undefined {
  return dialectOfSettings(settings) ?? dialectOfPackages(packages);
}

/** Lucid runs each file in a transaction of its own, Knex all pending ones in one. */
function transactionOf(settings: readonly SettingsFile[], files: readonly SettingsFile[]): Environment['transaction'] {
  if (settings.some(({ text }) => /\bdisableTransactions\s*:\s*true\b/.test(text))) return 'none';
  return files.some(({ text }) => /\bBaseSchema\b/.test(text)) ? 'migration' : 'run';
}
