import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfDriver, dialectOfPackages, dialectOfSettings, exportsUp, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';
import { ancestorsOf } from '../paths.js';

const SEQUELIZE = /\bqueryInterface\b|\bQueryInterface\b|['"](?:sequelize|sequelize-typescript|@sequelize\/core)['"]|\bSequelize\.|sequelize-cli/;
const OTHERS = /\bMigrationInterface\b|\bqueryRunner\b|(?:from|require\()\s*['"](?:knex|kysely|typeorm|node-pg-migrate|db-migrate|@mikro-orm\/[\w-]+|mongoose|mongodb)['"]|\bpgm\b|\bKysely\b/;
/** Rows for trying out have files of the same form, and are not part of the history. */
const SEEDS = /(?:^|\/)(?:seeds?|seeders?|fixtures)\//i;
const SETTINGS = /^(?:config|database|db|sequelize|connection)(?:[.-]?config)?\.(?:json|[cm]?[jt]s)$/i;
const BESIDE = ['', 'config', 'src', 'src/config', 'db', 'src/db', 'database', 'src/database'];

const isSequelize = (text: string): boolean => exportsUp(text) && SEQUELIZE.test(text) && !OTHERS.test(text);
/** Beside files that are Sequelize's for certain. */
const mayBeSequelize = (text: string): boolean => exportsUp(text) && !OTHERS.test(text);

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, /^package\.json$/);
  const scripts = migrationScripts(snapshot).filter((file) => !SEEDS.test(file));
  const environments: Environment[] = [];
  for (const [folder, files] of byFolder(scripts)) {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    if (!texts.some(({ text }) => isSequelize(text))) continue;
    const chosen = texts.filter(({ text }) => mayBeSequelize(text)).map(({ file }) => file);
    const dialect = dialectNear(folder, settingsOf) ?? dialectOfPackages(packagesOf(folder));
    environments.push({ id: folder === '' ? '.' : folder, sources: scriptSources(snapshot, chosen), ...(dialect && { dialect }), order: 'sequence', transaction: 'none', problems: [] });
  }
  return environments;
}

/** Settings lie in the folders above, or in one beside them that is called like this. */
function dialectNear(folder: string, settingsOf: (folder: string) => readonly SettingsFile[]): Dialect | undefined {
  for (const above of ancestorsOf(folder)) {
    const places = BESIDE.map((beside) => [above, beside].filter((part) => part !== '').join('/'));
    const files = [...new Map(places.flatMap((place) => settingsOf(place)).map((file) => [file.file, file])).values()];
    const dialect = productive(files) ?? dialectOfSettings(files);
    if (dialect) return dialect;
  }
  return undefined;
}

const PRODUCTION = /["']?production["']?\s*:\s*\{[^{}]{0,2000}?["']?dialect["']?\s*:\s*["'](\w+)["']/;

/** What is developed on one database may run on another: the one that runs counts. */
function productive(files: readonly SettingsFile[]): Dialect | undefined {
  for (const { text } of files) {
    const found = PRODUCTION.exec(text)?.[1];
    const dialect = found === undefined ? undefined : dialectOfDriver(found);
    if (dialect) return dialect;
  }
  return undefined;
}
