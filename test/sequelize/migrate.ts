import { createRequire } from 'node:module';
import type { Environment } from '../../src/framework.js';
import { sequelize } from '../../src/frameworks/sequelize/index.js';
import { createHost } from '../../src/host.js';
import { loadLanguage } from '../../src/languages/index.js';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import type { Script } from '../../src/migration.js';
import { moduleFiles } from '../../src/module-files.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { tracedText } from '../../src/value.js';

export interface Options {
  readonly dialect?: Dialect;
  readonly files?: Readonly<Record<string, string>>;
  readonly file?: string;
}

export async function load(): Promise<void> {
  await Promise.all([loadLanguage('typescript'), loadSql('postgres'), loadSql('mysql'), loadSql('sqlite')]);
}

/** Runs a whole migration file. */
export function migrate(text: string, { dialect = 'postgres', files = {}, file = 'migrations/20240101000000-a.js' }: Options = {}): { readonly upgrade: Script; readonly downgrade: Script } {
  const source = { file, language: 'typescript', text } as const;
  const environment: Environment = { id: 'migrations', sources: [source], order: 'sequence', transaction: 'none', problems: [] };
  const host = createHost(moduleFiles(memorySnapshot({ ...files, [file]: text })), environment, {}, { dialect, version: DEFAULT_VERSIONS[dialect] });
  return sequelize.run(source, host);
}

/** Runs lines as the body of `up`. */
export const upgrade = (body: string, options: Options = {}): Script => migrate(`module.exports = { async up(queryInterface, Sequelize) {\n${body}\n} };\n`, options).upgrade;

const APART: ReadonlySet<string> = new Set(['span', 'statement', 'certainty', 'guards', 'inTransaction', 'filter', 'text', 'implicit', 'calledAt', 'reads', 'inline']);
/** What is done, without where it stands. */
const plain = (action: object): unknown => JSON.parse(JSON.stringify(action, (key, value: unknown) => (APART.has(key) ? undefined : value)));

export function actions(body: string, options: Options = {}): unknown[] {
  const script = upgrade(body, options);
  if (script.unread.length > 0) throw new Error(`unread: ${JSON.stringify(script.unread)}`);
  return script.operations.map(plain);
}

const require = createRequire(import.meta.url);

interface Statement {
  readonly query: string;
  readonly bind?: readonly unknown[];
}
interface Connection {
  query: (statement: string | Statement, options?: { readonly replacements?: object; readonly type?: string; readonly plain?: boolean }) => Promise<unknown>;
  transaction: (first: unknown, second?: unknown) => Promise<unknown>;
  getQueryInterface(): { describeTable: unknown };
  readonly options: Record<string, unknown>;
  readonly dialect: { readonly connectionManager: { _refreshDynamicOIDs: () => Promise<void> } };
}

/** Stands where a driver would be required; nothing connects. */
const DRIVER = { types: { getTypeParser: () => String, setTypeParser: () => undefined, arrayParser: {} }, Client: class {} };

/** The statements that Sequelize itself sends for the body of `up`. No database is connected, and all questions are answered with nothing. */
export async function sent(body: string, dialect: 'postgres' | 'mysql', columns: Readonly<Record<string, object>> = {}): Promise<readonly string[]> {
  const library = require('sequelize') as { Sequelize: new (options: object) => Connection };
  const connection = new library.Sequelize({ dialect, dialectModule: DRIVER, logging: false, database: 'd', username: 'u', password: '' });
  const { injectReplacements } = require('sequelize/lib/utils/sql') as { injectReplacements: (sql: string, dialect: unknown, replacements: unknown) => string };
  const statements: string[] = [];
  connection.options['databaseVersion'] = '15.0.0';
  connection.dialect.connectionManager._refreshDynamicOIDs = () => Promise.resolve();
  connection.query = (statement, options) => {
    const text = typeof statement === 'string' ? statement : statement.query.replace(/\$(\d+)/gu, (_, number) => literal((statement.bind ?? [])[Number(number) - 1]));
    statements.push(options?.replacements ? injectReplacements(text, connection.dialect, options.replacements) : text);
    return Promise.resolve(options?.plain ? null : options?.type === 'SELECT' ? [] : [[], {}]);
  };
  connection.transaction = async (first, second) => (second ?? first as (given: object) => Promise<unknown>) instanceof Function ? ((second ?? first) as (given: object) => Promise<unknown>)({}) : {};
  const queryInterface = connection.getQueryInterface();
  queryInterface.describeTable = () => Promise.resolve(columns);
  const run = new Function('queryInterface', 'Sequelize', `return (async () => {\n${body}\n})()`) as (first: unknown, second: unknown) => Promise<void>;
  await run(queryInterface, library.Sequelize);
  return statements.filter((statement) => !/^\s*SELECT\b/u.test(statement)).map((statement) => statement.replace(ENUM_TYPE, (_, inner: string) => `${inner.replaceAll("''", "'")};`));
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

/** A type is made in a block that swallows the error where it is there; which it is not here. */
const ENUM_TYPE = /DO 'BEGIN (CREATE TYPE .*?); EXCEPTION WHEN duplicate_object THEN null; END';/gsu;

/** What statements do, without where they stand. */
export function read(statements: readonly string[], dialect: Dialect): unknown[] {
  const at = { file: 'a.sql', start: 0, end: 0 };
  return statements.flatMap((statement) => readSql(tracedText(statement, at, false), at, { dialect, version: DEFAULT_VERSIONS[dialect] })).flat().map(plain);
}
