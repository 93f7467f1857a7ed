import { CompiledQuery, DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { loadMissedParsers, loadParsers } from '../../src/analyze.js';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import type { Migration } from '../../src/migration.js';
import { type ReadHistory, readHistories } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { tracedText } from '../../src/value.js';

export const load = async (): Promise<void> => {
  await Promise.all([loadSql('postgres'), loadSql('mysql'), loadSql('sqlite')]);
};

/** The histories of a project, read as the command line reads them. */
export async function histories(files: Readonly<Record<string, string>>, dialect?: Dialect): Promise<readonly ReadHistory[]> {
  const snapshot = memorySnapshot(files);
  const settings = dialect ? { dialect } : {};
  await loadParsers(snapshot, settings);
  const readAll = (): readonly ReadHistory[] => readHistories(snapshot, { settings, ...settings }).histories;
  const first = readAll();
  return (await loadMissedParsers()) ? readAll() : first;
}

export async function only(files: Readonly<Record<string, string>>, dialect?: Dialect): Promise<Migration> {
  const [history] = await histories(files, dialect);
  const [migration] = history?.migrations ?? [];
  if (!migration) throw new Error('no migration was found');
  return migration;
}

const IMPORTS = "import { CompiledQuery, Kysely, sql } from 'kysely';\n";
export const file = (up: string, down = ''): string => `${IMPORTS}export async function up(db: Kysely<any>): Promise<void> {\n${up}\n}\nexport async function down(db: Kysely<any>): Promise<void> {\n${down}\n}\n`;

export const upgraded = (body: string, dialect: Dialect = 'postgres'): Promise<Migration> => only({ 'migrations/001_first.ts': file(body) }, dialect);

/** What is done, without where it stands. */
export const plain = (action: object): unknown => JSON.parse(JSON.stringify(action, (key, value: unknown) => (['span', 'statement', 'certainty', 'guards', 'inTransaction', 'filter', 'text'].includes(key) ? undefined : value)));

export async function actions(body: string, dialect: Dialect): Promise<unknown[]> {
  const { upgrade } = await upgraded(body, dialect);
  if (upgrade.unread.length > 0 || upgrade.unexecuted) throw new Error(`unread: ${JSON.stringify([upgrade.unread, upgrade.unexecuted])}`);
  return upgrade.operations.map(plain);
}

const PARTS = { postgres: [PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler], mysql: [MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler], sqlite: [SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler] } as const;

/** The statements that Kysely itself sends for the body of `up`. No database is connected. */
export async function sent(body: string, dialect: keyof typeof PARTS): Promise<readonly string[]> {
  const statements: string[] = [];
  const [Adapter, Introspector, Compiler] = PARTS[dialect];
  const db = new Kysely<unknown>({
    dialect: { createAdapter: () => new Adapter(), createDriver: () => new DummyDriver(), createIntrospector: (each) => new Introspector(each), createQueryCompiler: () => new Compiler() },
    log: ({ query }) => void statements.push(bound(query.sql, query.parameters)),
  });
  const run = new Function('db', 'sql', 'CompiledQuery', `return (async () => {\n${body}\n})()`) as (...given: readonly unknown[]) => Promise<void>;
  await run(db, sql, CompiledQuery);
  return statements;
}

/** Parameters in place. */
function bound(statement: string, parameters: readonly unknown[]): string {
  let next = 0;
  return statement.replace(/\$(\d+)|\?/gu, (_, number: string | undefined) => {
    const value = parameters[number === undefined ? next++ : Number(number) - 1];
    return value === null ? 'NULL' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
  });
}

/** What statements do, without where they stand. */
export function read(statements: readonly string[], dialect: Dialect): unknown[] {
  const at = { file: 'a.sql', start: 0, end: 0 };
  return statements.flatMap((statement) => readSql(tracedText(statement, at, false), at, { dialect, version: DEFAULT_VERSIONS[dialect] })).flat().map(plain);
}
