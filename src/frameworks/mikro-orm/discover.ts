import type { Environment } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfDriver, dialectOfPackages, dialectOfSettings, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';

/** The package itself, or what another hands on: `@medusajs/framework/mikro-orm/migrations`. */
const PACKAGE = /['"](?:[\w@./-]*\/)?@?mikro-orm\/migrations['"]/u;
const CLASS = /\bclass\s+\w*\s*extends\s+(?:\w+\.)?\w*Migration\w*\b/u;
const ADDS = /\bthis\.addSql\s*\(/u;
const isMigration = (text: string): boolean => CLASS.test(text) && (PACKAGE.test(text) || ADDS.test(text));

const SETTINGS = /^(?:.*mikro-?orm.*|medusa-config)\.(?:[cm]?[jt]s|json)$/iu;

export function discover(snapshot: Snapshot): readonly Environment[] {
  const scripts = migrationScripts(snapshot).filter((file) => isMigration(snapshot.read(file) ?? ''));
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, /^package\.json$/u);
  return [...byFolder(scripts)].map(([folder, files]) => {
    const settings = settingsOf(folder);
    const dialect = dialectOf(settings, packagesOf(folder));
    return { id: folder === '' ? '.' : folder, sources: scriptSources(snapshot, files), ...(dialect && { dialect }), order: 'sequence', transaction: transactionOf(settings), problems: [] };
  });
}

const DRIVER = /@mikro-orm\/(postgresql|mysql|mariadb|better-sqlite|sqlite|libsql|mssql)\b/u;
const MEDUSA = /"@medusajs\/(?:medusa|framework|test-utils|utils)"\s*:/u;

function dialectOf(settings: readonly SettingsFile[], packages: readonly SettingsFile[]): Dialect | undefined {
  for (const { text } of [...settings, ...packages]) {
    const driver = DRIVER.exec(text)?.[1];
    if (driver !== undefined) return driver === 'libsql' ? 'sqlite' : dialectOfDriver(driver);
  }
  // Medusa runs on PostgreSQL alone
  return dialectOfSettings(settings) ?? (packages.some(({ text }) => MEDUSA.test(text)) ? 'postgres' : dialectOfPackages(packages));
}

function transactionOf(settings: readonly SettingsFile[]): Environment['transaction'] {
  if (settings.some(({ text }) => /\btransactional\s*:\s*false\b/u.test(text))) return 'none';
  return settings.some(({ text }) => /\ballOrNothing\s*:\s*false\b/u.test(text)) ? 'migration' : 'run';
}
