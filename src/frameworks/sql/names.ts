import type { Identity } from '../../migration.js';
import type { Dialect } from '../../target.js';

/** Names of databases in folders and files; `undefined`: a database that is not read. */
const DATABASES: ReadonlyMap<string, Dialect | undefined> = new Map<string, Dialect | undefined>([
  ...['postgres', 'postgresql', 'pg', 'pgsql', 'psql'].map((name) => [name, 'postgres'] as const),
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ...['sqlite', 'sqlite3', 'libsql'].map((name) => [name, 'sqlite'] as const),
  ...['mssql', 'sqlserver'].map((name) => [name, 'mssql'] as const),
  ['oracle', 'oracle'],
  ...['cockroach', 'cockroachdb', 'crdb', 'clickhouse', 'cassandra', 'cql', 'h2', 'hsqldb', 'derby', 'db2', 'duckdb', 'spanner', 'snowflake', 'bigquery', 'redshift', 'ydb', 'firebird', 'surrealdb', 'mongodb'].map((name) => [name, undefined] as const),
]);

export const isDatabaseName = (word: string): boolean => DATABASES.has(word.toLowerCase());
export const dialectNamed = (word: string): Dialect | undefined => DATABASES.get(word.toLowerCase());

/** The database that the path of a folder names, the innermost name first. */
export function databaseOf(folder: string): { readonly named: boolean; readonly dialect?: Dialect } {
  const word = folder.split('/').reverse().find(isDatabaseName);
  if (word === undefined) return { named: false };
  const dialect = dialectNamed(word);
  return { named: true, ...(dialect && { dialect }) };
}

/** Text that sorts as the numbers in it count. */
export const naturalKey = (text: string): string => text.replace(/\d+/gu, (digits) => digits.replace(/^0+(?=\d)/u, '').padStart(24, '0'));

export const isNumbered = (name: string): boolean => /^[vV]?\d/u.test(name);

export const wordsOf = (text: string): string => text.replace(/^[-_. ]+/u, '').replaceAll(/[-_]+/gu, ' ').trim();

export function identityOf(id: string, sequence: string, message = ''): Identity {
  return { id, parents: [], dependsOn: [], labels: [], sequence, ...(message !== '' && { message }) };
}

/** A migration known by the number that its name begins with. */
export function numberedIdentity(stem: string): Identity {
  const version = /^[vV]?\d+(?:[.-]\d+)*/u.exec(stem)?.[0] ?? stem;
  return identityOf(version, naturalKey(stem), wordsOf(stem.slice(version.length)));
}

/** A migration known by its whole name. */
export const namedIdentity = (stem: string, sequence = naturalKey(stem)): Identity => identityOf(stem, sequence, wordsOf(stem.replace(/^[\d.-]+/u, '')));
