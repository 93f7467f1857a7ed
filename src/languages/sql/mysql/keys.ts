import type { CheckConstraint, Constraint, ForeignKey, Index } from '../../../operation.js';
import { isUnknown, known, unknown, type Known } from '../../../value.js';
import type { Cursor } from './cursor.js';
import { columnsIn } from './expression.js';

/** A key or constraint of a table: the server has no constraint where it has only an index. */
export type TableKey = { readonly constraint: Constraint } | { readonly index: Index };

const START: ReadonlySet<string> = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK', 'INDEX', 'KEY', 'FULLTEXT', 'SPATIAL', 'VECTOR']);
const BEHIND_NAME: ReadonlySet<string> = new Set(['(', 'USING', 'ON']);

/** Whether a key or constraint begins here, and not a column that is called like one. */
export function isTableKey(cursor: Cursor): boolean {
  if (!cursor.isAny(START)) return false;
  // `vector` and `check` are names as well
  if (cursor.is('VECTOR')) return cursor.is('VECTOR', 'INDEX') || cursor.is('VECTOR', 'KEY');
  return true;
}

/** A key or constraint as CREATE TABLE lists it and ALTER TABLE adds it. */
export function readTableKey(cursor: Cursor): TableKey {
  const name = cursor.eat('CONSTRAINT') && !cursor.isAny(START) ? readConstraintName(cursor) : undefined;
  if (cursor.eat('PRIMARY', 'KEY')) return readPrimaryKey(cursor);
  if (cursor.eat('FOREIGN', 'KEY')) return { constraint: readForeignKey(cursor, name) };
  if (cursor.eat('CHECK')) return { constraint: readCheck(cursor, name) };
  const unique = cursor.eat('UNIQUE');
  const special = unique ? undefined : cursor.eatAny(SPECIAL);
  cursor.eatAny(KEY_WORDS);
  readIfNotExists(cursor);
  const own = cursor.isAny(BEHIND_NAME) ? undefined : cursor.identifier();
  return keyOf(cursor, own ?? name, unique, special);
}

const SPECIAL: ReadonlySet<string> = new Set(['FULLTEXT', 'SPATIAL', 'VECTOR']);
const KEY_WORDS: ReadonlySet<string> = new Set(['INDEX', 'KEY']);

export function readIfNotExists(cursor: Cursor): boolean {
  return cursor.eat('IF', 'NOT', 'EXISTS');
}

function readConstraintName(cursor: Cursor): Known<string> {
  readIfNotExists(cursor);
  return cursor.identifier();
}

function readPrimaryKey(cursor: Cursor): TableKey {
  readIfNotExists(cursor);
  if (!cursor.isAny(BEHIND_NAME)) cursor.identifier();
  const parts = readParts(cursor);
  return { constraint: { type: 'primaryKey', name: 'PRIMARY', named: false, columns: parts.names } };
}

/** A unique key over whole columns is what other databases call a constraint; the catalog keeps both as one. */
function keyOf(cursor: Cursor, name: Known<string> | undefined, unique: boolean, special: string | undefined): TableKey {
  const parts = readParts(cursor);
  if (unique && parts.plain) return { constraint: { type: 'unique', ...(name === undefined ? {} : { name }), named: name !== undefined, columns: parts.names } };
  return { index: indexOf(name, parts, unique, special?.toLowerCase()) };
}

function indexOf(name: Known<string> | undefined, parts: KeyParts, unique: boolean, special: string | undefined): Index {
  const using = special ?? parts.using;
  return { ...(name === undefined ? { named: false } : { name }), columns: parts.columns, reads: parts.reads, unique, ...(using === undefined || using === 'btree' ? {} : { using }) };
}

/** CREATE INDEX from the list of columns on. */
export const readIndex = (cursor: Cursor, name: Known<string> | undefined, unique: boolean, special: string | undefined): Index => indexOf(name, readParts(cursor), unique, special?.toLowerCase());

interface KeyParts {
  readonly names: readonly Known<string>[];
  readonly columns: readonly Known<string>[];
  readonly reads: readonly string[];
  /** Nothing but names of columns. */
  readonly plain: boolean;
  readonly using?: string;
}

function readParts(cursor: Cursor): KeyParts {
  const before = readUsing(cursor);
  const parts = cursor.items().map(readPart);
  const after = readKeyOptions(cursor);
  const using = after ?? before;
  return {
    names: parts.map((part) => part.name),
    columns: parts.map((part) => part.text),
    reads: [...new Set(parts.flatMap((part) => part.reads))],
    plain: parts.every((part) => part.plain),
    ...(using === undefined ? {} : { using }),
  };
}

/** Columns stand without quotes wherever what is behind them cannot be taken for a part of the name. */
const written = (name: string): string => (/[\s()"'+*/|,:<>=-]/u.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

interface KeyPart {
  readonly text: Known<string>;
  readonly name: Known<string>;
  readonly reads: readonly string[];
  readonly plain: boolean;
}

function readPart(cursor: Cursor): KeyPart {
  if (cursor.is('(')) {
    const reads = columnsIn(cursor);
    const descending = cursor.word(cursor.end - 1) === 'DESC';
    const expression = known(cursor.expression(cursor.at, cursor.end - (descending || cursor.word(cursor.end - 1) === 'ASC' ? 1 : 0)));
    return { text: expression === undefined ? unknown('input') : `(${expression})${descending ? ' DESC' : ''}`, name: unknown('unsupported'), reads, plain: false };
  }
  const name = cursor.identifier();
  const length = cursor.is('(') ? known(cursor.brackets().expression()) : undefined;
  const descending = cursor.eat('DESC');
  cursor.eat('ASC');
  if (!cursor.done) cursor.fail();
  if (isUnknown(name)) return { text: name, name, reads: [], plain: true };
  return { text: `${written(name)}${length === undefined ? '' : ` (${length})`}${descending ? ' DESC' : ''}`, name, reads: [name], plain: length === undefined && !descending };
}

function readUsing(cursor: Cursor): string | undefined {
  return cursor.eat('USING') || cursor.eat('TYPE') ? known(cursor.identifier())?.toLowerCase() : undefined;
}

const VALUED: ReadonlySet<string> = new Set(['KEY_BLOCK_SIZE', 'ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE', 'CLUSTERING', 'DISTANCE', 'M']);
const PLAIN: ReadonlySet<string> = new Set(['VISIBLE', 'INVISIBLE', 'IGNORED']);

/** Options behind the columns of a key; the kind of tree where they say it. */
function readKeyOptions(cursor: Cursor): string | undefined {
  let using: string | undefined;
  for (;;) {
    const said = readUsing(cursor);
    if (said !== undefined) using = said;
    else if (cursor.eat('WITH', 'PARSER')) cursor.identifier();
    else if (cursor.eat('COMMENT')) {
      cursor.eat('=');
      cursor.string();
    } else if (cursor.eat('NOT', 'IGNORED') || cursor.eatAny(PLAIN) !== undefined) continue;
    else if (cursor.eatAny(VALUED) !== undefined) {
      cursor.eat('=');
      cursor.at += 1;
    } else return using;
  }
}

/** FOREIGN KEY from the name of its index on, which names the constraint where nothing else does on old servers. */
function readForeignKey(cursor: Cursor, name: Known<string> | undefined): ForeignKey {
  readIfNotExists(cursor);
  const index = cursor.is('(') ? undefined : cursor.identifier();
  const given = name ?? (namesConstraint(cursor) ? index : undefined);
  const columns = cursor.names();
  return { type: 'foreignKey', ...(given === undefined ? {} : { name: given }), named: given !== undefined, columns, ...readReferences(cursor) };
}

/** `FOREIGN KEY name (...)` names the index only; MariaDB and MySQL up to 8.0.15 take it for the constraint as well. */
const namesConstraint = ({ script: { target } }: Cursor): boolean => target.dialect === 'mariadb' || (target.version[0] ?? 8) < 8;

const ACTIONS: readonly (readonly string[])[] = [['CASCADE'], ['RESTRICT'], ['SET', 'NULL'], ['SET', 'DEFAULT'], ['NO', 'ACTION']];

/** REFERENCES with its actions. RESTRICT is what NO ACTION is to InnoDB. */
export function readReferences(cursor: Cursor): Pick<ForeignKey, 'references' | 'onDelete' | 'onUpdate'> {
  cursor.expect('REFERENCES');
  const table = cursor.name();
  const columns = cursor.is('(') ? cursor.names() : [];
  if (cursor.eat('MATCH')) cursor.at += 1;
  const out: { onDelete?: string; onUpdate?: string } = {};
  while (cursor.is('ON', 'DELETE') || cursor.is('ON', 'UPDATE')) {
    const which = cursor.is('ON', 'DELETE') ? 'onDelete' : 'onUpdate';
    cursor.at += 2;
    const action = ACTIONS.find((words) => cursor.eat(...words))?.join(' ');
    if (action === undefined) cursor.fail();
    if (action !== 'NO ACTION' && action !== 'RESTRICT') out[which] = action;
  }
  return { references: { table, columns }, ...out };
}

function readCheck(cursor: Cursor, name: Known<string> | undefined): CheckConstraint {
  const inner = cursor.brackets();
  cursor.eat('NOT', 'ENFORCED');
  cursor.eat('ENFORCED');
  return { type: 'check', ...(name === undefined ? {} : { name }), named: name !== undefined, expression: inner.expression(), columns: columnsIn(inner) };
}

