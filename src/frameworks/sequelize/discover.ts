import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfDriver, dialectOfPackages, dialectOfSettings, exportsUp, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';
import { ancestorsOf, baseName, folderOf } from '../paths.js';

const SEQUELIZE = /\bqueryInterface\b|\bQueryInterface\b|['"](?:sequelize|sequelize-typescript|@sequelize\/core)['"]|\bSequelize\.|sequelize-cli/;
const OTHERS = /\bMigrationInterface\b|\bqueryRunner\b|(?:from|require\()\s*['"](?:knex|kysely|typeorm|node-pg-migrate|db-migrate|@mikro-orm\/[\w-]+|mongoose|mongodb)['"]|\bpgm\b|\bKysely\b/;
/** Rows for trying out have files of the same form, and are not part of the history. */
const SEEDS = /(?:^|\/)(?:seeds?|seeders?|fixtures)\//i;
const SETTINGS = /^(?:config|database|db|sequelize|connection)(?:[.-]?config)?\.(?:json|[cm]?[jt]s)$/i;
const BESIDE = ['', 'config', 'src', 'src/config', 'db', 'src/db', 'database', 'src/database'];

const isSequelize = (text: string): boolean => exportsUp(text) && SEQUELIZE.test(text) && !OTHERS.test(text);
/** Beside files that are Sequelize's for certain. */
const mayBeSequelize = (text: string): boolean => exportsUp(text) && !OTHERS.test(text);

/** The migrations of one folder, and of those below it that are their past. */
interface History {
  readonly folder: string;
  readonly files: readonly string[];
}

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, /^package\.json$/);
  const scripts = migrationScripts(snapshot).filter((file) => !SEEDS.test(file));
  const histories = [...byFolder(scripts)].flatMap(([folder, files]): History[] => {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    if (!texts.some(({ text }) => isSequelize(text))) return [];
    return [{ folder, files: texts.filter(({ text }) => mayBeSequelize(text)).map(({ file }) => file) }];
  });
  return withPast(histories).map(({ folder, files }) => {
    const dialect = dialectNear(folder, settingsOf) ?? dialectOfPackages(packagesOf(folder));
    return { id: folder === '' ? '.' : folder, sources: scriptSources(snapshot, files), ...(dialect && { dialect }), order: 'sequence', transaction: 'none', problems: [] };
  });
}

/** Migrations that were put away in a folder below, all of them older, are the past of those that are left. */
function withPast(histories: readonly History[]): readonly History[] {
  const homes = new Map(histories.map((history): [string, History] => [history.folder, history]));
  for (const history of histories) {
    const home = homes.get(folderOf(history.folder));
    if (history.folder === '' || !home || home === history || !isBefore(history.files, home.files)) continue;
    homes.set(home.folder, { ...home, files: [...history.files, ...home.files] });
    homes.delete(history.folder);
  }
  return [...homes.values()];
}

const isBefore = (past: readonly string[], present: readonly string[]): boolean => {
  const last = past.map(baseName).sort().at(-1);
  const first = present.map(baseName).sort()[0];
  return last !== undefined && first !== undefined && last < first;
};

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
