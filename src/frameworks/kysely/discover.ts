import type { Environment, Source } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { type SettingsFile, byFolder, dialectOfPackages, dialectOfSettings, migrationScripts, scriptSources, settingsFinder } from '../javascript/discover.js';
import { ancestorsOf, folderOf } from '../paths.js';

const KYSELY = /['"]kysely(?:\/[\w/.-]+)?['"]|\bKysely\s*</u;
const UP = /\bup\b\s*(?:[:=(]|<)|\bexport\s*\{[^}]*\bup\b/u;
const RUNS = /\bnew\s+Migrator\s*\(/u;
const isMigration = (text: string): boolean => KYSELY.test(text) && UP.test(text) && !RUNS.test(text);

/** Several migrations in one file: `migrations['001'] = { ... }`, `{ '001': { up, down } }`. */
const SEVERAL = /\bmigrations\s*\[\s*(['"`])([\w.-]+)\1\s*\]\s*=|^[ \t]*(['"`]?)([\w.-]*\d[\w.-]*)\3\s*:\s*\{\s*(?:async\s+)?up\b/gmu;
const TOGETHER = /\b(?:Record\s*<\s*string\s*,\s*Migration\s*>|MigrationProvider)\b/u;

export function discover(snapshot: Snapshot): readonly Environment[] {
  const settingsOf = settingsFinder(snapshot, SETTINGS);
  const packagesOf = settingsFinder(snapshot, /^package\.json$/u);
  const environments: Environment[] = [];
  const add = (id: string, folder: string, sources: readonly Source[]): void => {
    const settings = besides(folder, settingsOf);
    const dialect = dialectOf(settings, packagesOf(folder));
    environments.push({ id, sources, ...(dialect && { dialect }), order: 'sequence', transaction: transactionOf(settings, dialect), problems: [] });
  };
  for (const [folder, files] of byFolder(migrationScripts(snapshot))) {
    const texts = files.map((file) => ({ file, text: snapshot.read(file) ?? '' }));
    const alone = texts.filter(({ text }) => !TOGETHER.test(text) && isMigration(text)).map(({ file }) => file);
    if (alone.length > 0) add(folder === '' ? '.' : folder, folder, scriptSources(snapshot, alone));
  }
  for (const file of snapshot.files) {
    if (!/(?:^|\/)[^/]*migrations?[^/]*\.[cm]?[jt]s$|(?:^|\/)[^/]*migrations?[^/]*\/index\.[cm]?[jt]s$/iu.test(file) || /\.d\.[cm]?ts$|(?:^|\/)node_modules\//u.test(file)) continue;
    const text = snapshot.read(file) ?? '';
    const parts = TOGETHER.test(text) && KYSELY.test(text) ? [...new Set([...text.matchAll(SEVERAL)].map((match) => match[2] ?? match[4] ?? ''))] : [];
    if (parts.length > 0) add(file, folderOf(file), parts.map((part) => ({ file, language: 'typescript', text, part })));
  }
  return environments;
}

const SETTINGS = /^(?:.*kysely.*|db|database|data-?source|connection|client|index|migrator?|migrate)(?:\.config)?\.[cm]?[jt]s$/iu;
const BESIDE = ['', 'src', 'src/db', 'src/database', 'db', 'database', 'config'];

/** Settings lie in the folders above, or in one beside that is called like this. */
function besides(folder: string, find: (folder: string) => readonly SettingsFile[]): readonly SettingsFile[] {
  const seen = new Set<string>();
  return ancestorsOf(folder).flatMap((each) =>
    BESIDE.flatMap((beside) => find([each, beside].filter((part) => part !== '').join('/'))).filter(({ file, text }) => {
      const fresh = !seen.has(file) && /kysely/iu.test(text);
      seen.add(file);
      return fresh;
    }),
  );
}

const CLASSES: readonly (readonly [RegExp, Dialect])[] = [
  [/\b(?:Postgres(?:JS)?|Neon(?:HTTP)?|PGlite|Xata|VercelPostgres)\w*Dialect\b/iu, 'postgres'],
  [/\b(?:Mysql|PlanetScale|Mysql2)\w*Dialect\b/iu, 'mysql'],
  [/\b(?:\w*Sqlite|LibSQL|D1|BunWorker|Expo|SQLocal)\w*Dialect\b/iu, 'sqlite'],
  [/\bMssql\w*Dialect\b/iu, 'mssql'],
];

function dialectOf(settings: readonly SettingsFile[], packages: readonly SettingsFile[]): Dialect | undefined {
  for (const { text } of settings) {
    const found = CLASSES.filter(([pattern]) => pattern.test(text));
    if (found.length === 1) return found[0]?.[1];
  }
  return dialectOfSettings(settings) ?? dialectOfPackages(packages);
}

/** All pending migrations run in one transaction where the database can take back what changes its schema. */
function transactionOf(settings: readonly SettingsFile[], dialect: Dialect | undefined): Environment['transaction'] {
  if (settings.some(({ text }) => /\bdisableTransactions\s*:\s*true\b/u.test(text))) return 'none';
  return dialect === undefined || dialect === 'postgres' || dialect === 'mssql' ? 'run' : 'none';
}
