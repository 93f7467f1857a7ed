import type { Action, Column, Constraint, Draft, Index } from '../../../operation.js';
import { isUnknown, type Known } from '../../../value.js';
import { isTableKey, readIfNotExists, readTableKey } from './keys.js';
import { readColumn } from './columns.js';
import type { Cursor } from './cursor.js';

type CreateTable = Extract<Action, { kind: 'createTable' }>;

interface Listed {
  readonly columns: Column[];
  readonly constraints: Constraint[];
  readonly indexes: { readonly index: Index; readonly from: number; readonly to: number }[];
}

const IGNORED: ReadonlySet<string> = new Set(['PERIOD']);

function readList(inner: Cursor, out: Listed): void {
  for (const part of inner.commaParts()) {
    const from = part.at;
    if (part.isAny(IGNORED) && part.word(from + 1) === 'FOR') continue;
    if (isTableKey(part)) {
      const key = readTableKey(part);
      if ('index' in key) out.indexes.push({ index: key.index, from, to: part.end });
      else out.constraints.push(key.constraint);
    } else {
      const { column, constraints } = readColumn(part);
      out.columns.push(column);
      out.constraints.push(...constraints);
    }
    if (!part.done) part.fail();
  }
}

/** CREATE TABLE, from behind the word TABLE. */
export function readCreateTable(cursor: Cursor, temporary: boolean, orReplace: boolean): Draft[] {
  const ifNotExists = readIfNotExists(cursor);
  const table = cursor.name();
  const listed: Listed = { columns: [], constraints: [], indexes: [] };
  const like = readLike(cursor);
  if (!like && cursor.is('(') && !SELECTS.has(cursor.word(cursor.at + 1))) readList(cursor.brackets(), listed);
  const options = readOptions(cursor);
  const query = cursor.isAny(SELECTS) || cursor.is('(');
  if (!query && !cursor.done) cursor.fail();
  const incomplete = query || like !== undefined;
  const action: CreateTable = {
    kind: 'createTable',
    table,
    columns: listed.columns.map((column) => keyColumn(column, listed.constraints)),
    constraints: listed.constraints,
    ...(ifNotExists ? { ifNotExists } : {}),
    ...(options.comment === undefined ? {} : { comment: options.comment }),
    ...(temporary ? { temporary } : {}),
    ...(incomplete ? { incomplete } : {}),
    ...(like && !isUnknown(like) ? { like } : {}),
  };
  const indexes = listed.indexes.map(({ index, from, to }) => cursor.draft({ kind: 'createIndex', table, index, ...(ifNotExists ? { ifNotExists } : {}) }, from, to));
  const replaced = orReplace ? [cursor.draft({ kind: 'dropTable', table, ifExists: true })] : [];
  return [...replaced, cursor.draft(action), ...indexes];
}

/** The columns of the primary key are not null, whatever they say. */
function keyColumn(column: Column, constraints: readonly Constraint[]): Column {
  const inKey = constraints.some(({ type, ...constraint }) => type === 'primaryKey' && 'columns' in constraint && Array.isArray(constraint.columns) && constraint.columns.includes(column.name));
  return inKey && column.nullable !== false ? { ...column, nullable: false } : column;
}

const SELECTS: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', 'LIKE', 'AS', 'IGNORE', 'REPLACE']);

function readLike(cursor: Cursor): ReturnType<Cursor['name']> | undefined {
  if (cursor.eat('LIKE')) return cursor.name();
  if (!cursor.is('(', 'LIKE')) return undefined;
  cursor.at += 2;
  const model = cursor.name();
  cursor.expect(')');
  return model;
}

/** Options of the table up to the query that fills it. They are no part of the catalog but for the comment. */
export function readOptions(cursor: Cursor): { readonly comment?: Known<string> } {
  let comment: Known<string> | undefined;
  while (!cursor.done && !cursor.isAny(SELECTS) && !cursor.is('(')) {
    if (cursor.eat('COMMENT')) {
      cursor.eat('=');
      comment = cursor.string();
    } else if (cursor.is('PARTITION', 'BY')) readPartitions(cursor);
    else if (!readOption(cursor)) cursor.fail();
    cursor.eat(',');
  }
  return comment === undefined ? {} : { comment };
}

const OPTIONS: ReadonlySet<string> = new Set(
  `ENGINE TYPE AUTO_INCREMENT AUTOEXTEND_SIZE AVG_ROW_LENGTH CHARSET CHECKSUM COLLATE COMPRESSION CONNECTION DELAY_KEY_WRITE ENCRYPTION ENGINE_ATTRIBUTE INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS
  PASSWORD ROW_FORMAT SECONDARY_ENGINE SECONDARY_ENGINE_ATTRIBUTE STATS_AUTO_RECALC STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE UNION ENCRYPTED ENCRYPTION_KEY_ID IETF_QUOTES PAGE_CHECKSUM PAGE_COMPRESSED
  PAGE_COMPRESSION_LEVEL SEQUENCE TABLE_CHECKSUM TRANSACTIONAL STORAGE`.split(/\s+/u),
);

/** One option of a table with its value; `false` where there is none. */
export function readOption(cursor: Cursor): boolean {
  cursor.eat('DEFAULT');
  if (cursor.eat('WITH', 'SYSTEM', 'VERSIONING') || cursor.eat('WITHOUT', 'SYSTEM', 'VERSIONING')) return true;
  const directory = cursor.eat('DATA', 'DIRECTORY') || cursor.eat('INDEX', 'DIRECTORY') || cursor.eat('CHARACTER', 'SET') || cursor.eat('CHAR', 'SET') || cursor.eat('START', 'TRANSACTION');
  if (!directory && cursor.eatAny(OPTIONS) === undefined) return readOwnOption(cursor);
  cursor.eat('=');
  if (cursor.is('(')) cursor.brackets();
  else if (!cursor.done && !cursor.is(',')) cursor.at += 1;
  return true;
}

/** Storage engines have options of their own: `name = value`. */
function readOwnOption(cursor: Cursor): boolean {
  if (!cursor.isIdentifier() || cursor.word(cursor.at + 1) !== '=') return false;
  cursor.at += 3;
  return true;
}

const BEHIND_PARTITIONS: ReadonlySet<string> = new Set(['SELECT', 'AS', 'IGNORE', 'REPLACE']);

/** PARTITION BY up to the query that fills the table. */
export function readPartitions(cursor: Cursor): void {
  while (!cursor.done && !cursor.isAny(BEHIND_PARTITIONS)) cursor.skip();
}
