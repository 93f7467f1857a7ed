import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import { byFolder, dialectOfPackages, dialectOfSettings, exportsUp, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';

const METHODS = 'runSql|createTable|dropTable|renameTable|addColumn|removeColumn|changeColumn|renameColumn|addIndex|removeIndex|addForeignKey|removeForeignKey|insert|all';
const DB_MIGRATE = new RegExp(String.raw`\b(?:exports\.up\s*=|up\s*[:(=])[^]*\bdb\s*\.\s*(?:${METHODS})\b|['"]db-migrate['"]|\.dbmigrate\b`);
const OTHERS = /\bqueryInterface\b|\bMigrationInterface\b|\bqueryRunner\b|\bdb\.collection\b|(?:from|require\()\s*['"](?:knex|kysely|typeorm|sequelize|node-pg-migrate|@mikro-orm\/[\w-]+|mongoose|mongodb)['"]|\bpgm\b|\bKysely\b/;
const SETTINGS = /^database\.json$|^\.db-migraterc$|^database\.[cm]?[jt]s$/;

const isDbMigrate = (text: string): boolean => exportsUp(text) && DB_MIGRATE.test(text) && !OTHERS.test(text);

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, /^package\.json$/);
  const environments: Environment[] = [];
  for (const [folder, files] of byFolder(migrationScripts(snapshot))) {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    if (!texts.some(({ text }) => isDbMigrate(text))) continue;
    const chosen = texts.filter(({ text }) => exportsUp(text) && !OTHERS.test(text)).map(({ file }) => file);
    const settings = settingsOf(folder);
    const dialect = dialectOfSettings(settings) ?? dialectOfPackages(packagesOf(folder));
    const transaction = settings.some(({ text }) => /["']non-transactional["']\s*:\s*true/.test(text)) ? 'none' : 'migration';
    environments.push({ id: folder === '' ? '.' : folder, sources: scriptSources(snapshot, chosen), ...(dialect && { dialect }), order: 'sequence', transaction, problems: [] });
  }
  return environments;
}
