import type { Environment, Settings } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfDriver, dialectOfPackages, dialectOfSettings, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';
import { ancestorsOf, baseName, folderOf } from '../paths.js';

const INTERFACE = /\bMigrationInterface\b/u;
/** A class named after a moment whose methods are handed a query runner: what compilers leave of a migration. */
const COMPILED = /\b(?:class|function)\s+\w+\d{13}\b/u;
const METHOD = /\bup\b[^\n]*\bqueryRunner\b|\bup\(\w+\)/u;
const isMigration = (text: string): boolean => (INTERFACE.test(text) || COMPILED.test(text)) && METHOD.test(text);

const SETTINGS = /^(?:ormconfig.*|.*data-?source.*|.*typeorm.*|.*orm\.config.*|(?:app|database|db)[.-]?(?:module|config|provider|connection|providers).*)\.(?:[cm]?[jt]s|json|ya?ml|env)$|^ormconfig$/iu;
const MODE = /\bmigrationsTransactionMode["']?\s*:\s*["'](all|each|none)["']/u;
/** Settings lie in the folders above, or in one beside that is called like this. */
const BESIDE = ['', 'src', 'config', 'src/config', 'database', 'src/database', 'db', 'src/db'];

/** Folders that are named after a database hold what is for it alone. */
const DIALECT_FOLDERS: Readonly<Record<string, Dialect>> = {
  postgres: 'postgres', postgresql: 'postgres', postgresdb: 'postgres', pg: 'postgres', mysql: 'mysql', mysqldb: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', sqlite3: 'sqlite', mssql: 'mssql', oracle: 'oracle', cockroachdb: 'postgres',
};

function dialectOfFolder(folder: string): Dialect | undefined {
  for (const part of folder.toLowerCase().split('/').reverse()) if (Object.hasOwn(DIALECT_FOLDERS, part)) return DIALECT_FOLDERS[part];
  return undefined;
}

/** Migrations of one data source. */
interface History {
  readonly folder: string;
  readonly dialect?: Dialect;
  readonly files: readonly string[];
}

export function discover(snapshot: Snapshot, settings: Settings): readonly Environment[] {
  const scripts = migrationScripts(snapshot).filter((file) => isMigration(snapshot.read(file) ?? ''));
  if (scripts.length === 0) return [];
  const find = settingsFinder(snapshot, SETTINGS);
  const packages = settingsFinder(snapshot, /^package\.json$/u);
  return historiesOf(withoutCompiled(scripts)).map(({ folder, dialect, files }) => {
    const found = settingsOf(folder, find);
    const type = typeOf(found);
    const version = packages(folder).map(({ text }) => VERSION.exec(text)?.[1]).find((each) => each !== undefined);
    const known = dialect ?? settings.dialect ?? (type === undefined ? undefined : dialectOfDriver(type)) ?? dialectOfSettings(found) ?? dialectOfPackages(packages(folder));
    return {
      id: folder,
      sources: scriptSources(snapshot, files),
      ...(known && { dialect: known }),
      order: 'sequence',
      transaction: transactionOf(found),
      problems: [],
      ...((type !== undefined || version !== undefined) && { options: new Map([...(type === undefined ? [] : [['type', type] as const]), ...(version === undefined ? [] : [['version', version] as const])]) }),
    };
  });
}

const stem = (file: string): string => baseName(file).replace(/\.[cm]?[jt]sx?$/u, '');

/** What a compiler made of a migration that is there in TypeScript is not another one. */
function withoutCompiled(files: readonly string[]): readonly string[] {
  const written = new Set(files.filter((file) => /\.[cm]?tsx?$/u.test(file)).map(stem));
  return files.filter((file) => /\.[cm]?tsx?$/u.test(file) || !written.has(stem(file)));
}

/** Each folder is a history; where there is one for each database, what all share goes to the first of them. */
function historiesOf(files: readonly string[]): readonly History[] {
  const folders = [...byFolder(files)].map(([folder, each]): History => ({ folder, files: each, dialect: dialectOfFolder(folder) }));
  const histories = new Map<string, History>();
  for (const history of folders) {
    const home = homeOf(history, folders);
    const known = histories.get(home.folder);
    histories.set(home.folder, { ...home, files: [...(known?.files ?? []), ...history.files] });
  }
  return [...histories.values()];
}

const PREFERRED: readonly Dialect[] = ['postgres', 'mysql', 'mariadb', 'sqlite'];

function homeOf(history: History, all: readonly History[]): History {
  const databases = all.filter(({ dialect }) => dialect !== undefined);
  if (history.dialect) return databases.find(({ dialect, folder }) => dialect === history.dialect && projectOf(folder) === projectOf(history.folder)) ?? history;
  const beside = databases.filter(({ folder }) => folderOf(folder) === folderOf(history.folder) || folderOf(folder) === history.folder);
  return PREFERRED.flatMap((dialect) => beside.filter((each) => each.dialect === dialect))[0] ?? history;
}

/** The part of the repository that a folder belongs to: `packages/server/...`, or all of it. */
const projectOf = (folder: string): string => /^(?:(?:apps|packages|services|libs|modules)\/[^/]+)(?:\/[^/]+)?/u.exec(folder)?.[0] ?? '';

function settingsOf(folder: string, find: (folder: string) => readonly SettingsFile[]): readonly SettingsFile[] {
  const seen = new Set<string>();
  return ancestorsOf(folder).flatMap((each) =>
    BESIDE.flatMap((beside) => find(each === '' ? beside : beside === '' ? each : `${each}/${beside}`)).filter(({ file, text }) => {
      const fresh = !seen.has(file) && /typeorm|DataSource|migrations|createConnection/iu.test(text);
      seen.add(file);
      return fresh;
    }),
  );
}

/** The major version that the project depends on. */
const VERSION = /"typeorm"\s*:\s*"[^"\d]*(\d+)/u;
const TYPE = /\btype["']?\s*:\s*["'`]([\w-]+)["'`]/gu;

/** The type of the data source, where settings name one only. */
function typeOf(files: readonly SettingsFile[]): string | undefined {
  for (const { text } of files) {
    const types = new Set([...text.matchAll(TYPE)].map((match) => match[1] ?? '').filter((type) => dialectOfDriver(type) !== undefined));
    const [only, ...others] = types;
    if (only !== undefined) return others.length === 0 ? only : undefined;
  }
  return undefined;
}

function transactionOf(files: readonly SettingsFile[]): Environment['transaction'] {
  const mode = files.map(({ text }) => MODE.exec(text)?.[1]).find((each) => each !== undefined);
  return mode === 'none' ? 'none' : mode === 'each' ? 'migration' : 'run';
}
