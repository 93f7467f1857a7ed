import { createRequire } from 'node:module';
import type { Environment } from '../../src/framework.js';
import { knex } from '../../src/frameworks/knex/index.js';
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
export function migrate(text: string, { dialect = 'postgres', files = {}, file = 'migrations/20240101000000_a.js' }: Options = {}): { readonly upgrade: Script; readonly downgrade: Script } {
  const source = { file, language: 'typescript', text } as const;
  const environment: Environment = { id: 'migrations', sources: [source], order: 'sequence', transaction: 'run', problems: [] };
  const host = createHost(moduleFiles(memorySnapshot({ ...files, [file]: text })), environment, {}, { dialect, version: DEFAULT_VERSIONS[dialect] });
  return knex.run(source, host);
}

/** Runs lines as the body of `up`. */
export const upgrade = (body: string, options: Options = {}): Script => migrate(`exports.up = async (knex) => {\n${body}\n};\n`, options).upgrade;

/** What is done, without where it stands. */
const plain = (action: object): unknown => JSON.parse(JSON.stringify(action, (key, value: unknown) => (['span', 'statement', 'certainty', 'guards', 'inTransaction', 'filter', 'text'].includes(key) ? undefined : value)));

export function actions(body: string, options: Options = {}): unknown[] {
  const script = upgrade(body, options);
  if (script.unread.length > 0) throw new Error(`unread: ${JSON.stringify(script.unread)}`);
  return script.operations.map(plain);
}

const require = createRequire(import.meta.url);
interface Query {
  readonly sql: string;
  response?: unknown;
}
type Client = new (...given: unknown[]) => object;
const DIALECTS: Readonly<Partial<Record<Dialect, string>>> = { postgres: 'postgres', mysql: 'mysql2' };

/** The statements that Knex itself sends for the body of `up`. No database is connected. */
export async function sent(body: string, dialect: Dialect): Promise<readonly string[]> {
  const statements: string[] = [];
  const Base = require(`knex/lib/dialects/${DIALECTS[dialect]}`) as Client;
  class Recorder extends Base {
    acquireConnection(): Promise<object> {
      return Promise.resolve({ __knexUid: 'recorder' });
    }
    releaseConnection(): Promise<void> {
      return Promise.resolve();
    }
    _query(_: unknown, query: Query): Promise<Query> {
      statements.push(query.sql);
      query.response = dialect === 'mysql' ? [[], []] : { command: 'SELECT', rows: [], rowCount: 0, fields: [] };
      return Promise.resolve(query);
    }
  }
  const connect = require('knex') as (settings: object) => unknown;
  const run = new Function('knex', `return (async () => {\n${body}\n})()`) as (connection: unknown) => Promise<void>;
  await run(connect({ client: Recorder, log: { warn: () => undefined } }));
  return statements.filter((statement) => !/^(?:BEGIN|COMMIT|ROLLBACK);?$/u.test(statement));
}

/** What statements do, without where they stand. */
export function read(statements: readonly string[], dialect: Dialect): unknown[] {
  const at = { file: 'a.sql', start: 0, end: 0 };
  return statements.flatMap((statement) => readSql(tracedText(statement, at, false), at, { dialect, version: DEFAULT_VERSIONS[dialect] })).flat().map(plain);
}
