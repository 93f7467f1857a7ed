import type { Draft, Name, ObjectKind, SchemaObject } from '../../../operation.js';
import { isUnknown, knownText, type Known } from '../../../value.js';
import { droppedIndex } from './alter-table.js';
import type { Cursor } from './cursor.js';
import { tablesIn } from './expression.js';
import { readIfNotExists, readIndex } from './keys.js';

const KINDS: Readonly<Record<string, ObjectKind>> = {
  VIEW: 'view', TRIGGER: 'trigger', PROCEDURE: 'procedure', FUNCTION: 'function', EVENT: 'other', DATABASE: 'database', SCHEMA: 'database', USER: 'role', ROLE: 'role', SEQUENCE: 'sequence', SERVER: 'server',
  PACKAGE: 'other', TABLESPACE: 'other', UNDO: 'other', LOGFILE: 'other', RESOURCE: 'other', SPATIAL: 'other',
};

/** The kind of object that CREATE, ALTER or DROP is about, stepped over; `undefined`: none that has its reader here. */
export function readKind(cursor: Cursor): ObjectKind | undefined {
  cursor.eat('AGGREGATE');
  const kind = Object.hasOwn(KINDS, cursor.word()) ? KINDS[cursor.word()] : undefined;
  if (kind === undefined) return undefined;
  cursor.at += 1;
  if (cursor.is('BODY') || cursor.is('TABLESPACE') || cursor.is('GROUP') || cursor.is('REFERENCE')) cursor.at += 1;
  if (cursor.is('SYSTEM')) cursor.at += 1;
  return kind;
}

/** `DEFINER = user`, `ALGORITHM = MERGE`, `SQL SECURITY INVOKER` before the word that says what is made. */
export function skipPreamble(cursor: Cursor): void {
  for (;;) {
    if (cursor.eat('DEFINER')) {
      cursor.eat('=');
      readAccount(cursor);
    } else if (cursor.eat('ALGORITHM')) {
      cursor.eat('=');
      cursor.at += 1;
    } else if (cursor.is('SQL', 'SECURITY')) cursor.at += 3;
    else return;
  }
}

/** `user`@`host`, or CURRENT_USER(). */
function readAccount(cursor: Cursor): Known<string> {
  const from = cursor.at;
  cursor.at += 1;
  if (cursor.eat('@')) cursor.at += 1;
  else if (cursor.is('(')) cursor.brackets();
  return knownText(cursor.text(from, cursor.at).replaceAll(/['"`]/gu, ''));
}

const object = (kind: ObjectKind, name: Known<Name>, rest: Partial<SchemaObject> = {}): SchemaObject => ({ kind, ...(isUnknown(name) ? { name } : name), ...rest });
const ROUTINES: ReadonlySet<ObjectKind> = new Set(['procedure', 'function']);
const AS: ReadonlySet<string> = new Set(['AS']);
const ON: ReadonlySet<string> = new Set(['ON']);

/** CREATE of an object, from behind the word for its kind. */
export function readCreateObject(cursor: Cursor, kind: ObjectKind, orReplace: boolean): Draft[] {
  const ifNotExists = readIfNotExists(cursor);
  const flags = { ...(ifNotExists ? { ifNotExists } : {}), ...(orReplace ? { orReplace } : {}) };
  if (kind === 'role') return accounts(cursor).map((name) => cursor.draft({ kind: 'createObject', object: { kind, name, definition: '' }, ...flags }));
  const name = cursor.name();
  return [cursor.draft({ kind: 'createObject', object: described(cursor, kind, name), ...flags })];
}

/** What the object is, behind its name. */
function described(cursor: Cursor, kind: ObjectKind, name: Known<Name>): SchemaObject {
  if (kind === 'view') {
    const as = cursor.find(AS);
    if (as >= cursor.end) cursor.fail();
    return object(kind, name, { definition: knownText(cursor.text(as + 1)), reads: tablesIn(cursor.part(as + 1, cursor.end)) });
  }
  const definition = knownText(cursor.text());
  if (kind !== 'trigger') return object(kind, name, { definition });
  const on = cursor.part(cursor.find(ON) + 1, cursor.end);
  return object(kind, name, { definition, table: on.name() });
}

/** A database is changed as such, a view is replaced, of a routine only its characteristics change. */
export function readAlterObject(cursor: Cursor, kind: ObjectKind): Draft[] {
  cursor.eat('IF', 'EXISTS');
  if (kind === 'view') {
    const name = cursor.name();
    return [cursor.draft({ kind: 'createObject', object: described(cursor, kind, name), orReplace: true })];
  }
  if (kind === 'role') return [cursor.draft({ kind: 'alterObject', object: { kind, name: readAccount(cursor) }, action: 'alter' })];
  // the database in use needs no name
  const name = kind === 'database' && (cursor.is('CHARACTER') || cursor.is('DEFAULT') || cursor.is('CHARSET') || cursor.is('COLLATE')) ? undefined : cursor.name();
  return [cursor.draft({ kind: 'alterObject', object: name ? object(kind, name) : { kind, name: '' }, action: knownAction(cursor.text()) })];
}

const knownAction = (text: string): string => text.toLowerCase().slice(0, 200);

function accounts(cursor: Cursor): Known<string>[] {
  return [...cursor.part(cursor.at, cursor.end).commaParts()].filter((part) => part.isIdentifier() || part.isString()).map(readAccount);
}

/** DROP of objects, from behind the word for their kind. */
export function readDropObject(cursor: Cursor, kind: ObjectKind): Draft[] {
  const ifExists = cursor.eat('IF', 'EXISTS');
  const flags = ifExists ? { ifExists } : {};
  if (kind === 'role') return accounts(cursor).map((name) => cursor.draft({ kind: 'dropObject', object: { kind, name }, ...flags }));
  const out: Draft[] = [];
  do {
    const from = cursor.at;
    const name = cursor.name();
    const dropped = { kind: 'dropObject', object: object(kind, name), ...flags } as const;
    out.push(cursor.is(',') || out.length > 0 ? cursor.draft(dropped, from, cursor.at) : cursor.draft(dropped));
  } while (cursor.eat(','));
  if (!cursor.eat('CASCADE')) cursor.eat('RESTRICT');
  if (ROUTINES.has(kind) && cursor.is('(')) cursor.fail();
  if (!cursor.done && kind !== 'other') cursor.fail();
  return out;
}

/** DROP TABLE, from behind the word TABLE. */
export function readDropTable(cursor: Cursor): Draft[] {
  const ifExists = cursor.eat('IF', 'EXISTS');
  const found: { readonly table: Known<Name>; readonly from: number; readonly to: number }[] = [];
  do {
    const from = cursor.at;
    found.push({ table: cursor.name(), from, to: cursor.at });
  } while (cursor.eat(','));
  // both are accepted and mean nothing
  if (!cursor.eat('CASCADE')) cursor.eat('RESTRICT');
  if (cursor.eat('WAIT')) cursor.at += 1;
  else cursor.eat('NOWAIT');
  if (!cursor.done) cursor.fail();
  return found.map(({ table, from, to }) => {
    const action = { kind: 'dropTable', table, ...(ifExists ? { ifExists } : {}) } as const;
    return found.length > 1 ? cursor.draft(action, from, to) : cursor.draft(action);
  });
}

const USING: ReadonlySet<string> = new Set(['USING', 'TYPE']);

/** CREATE INDEX, from behind the word INDEX. */
export function readCreateIndex(cursor: Cursor, unique: boolean, special: string | undefined): Draft[] {
  const ifNotExists = readIfNotExists(cursor);
  const name = cursor.identifier();
  if (cursor.eatAny(USING) !== undefined) cursor.at += 1;
  cursor.expect('ON');
  const table = cursor.name();
  const index = readIndex(cursor, name, unique, special);
  readLocking(cursor);
  return [cursor.draft({ kind: 'createIndex', table, index, ...(ifNotExists ? { ifNotExists } : {}) })];
}

/** DROP INDEX, from behind the word INDEX. */
export function readDropIndex(cursor: Cursor): Draft[] {
  const ifExists = cursor.eat('IF', 'EXISTS');
  const index = cursor.identifier();
  cursor.expect('ON');
  const table = cursor.name();
  readLocking(cursor);
  return [cursor.draft(droppedIndex(table, index, ifExists))];
}

const LOCKING: ReadonlySet<string> = new Set(['ALGORITHM', 'LOCK', 'WAIT']);

function readLocking(cursor: Cursor): void {
  while (!cursor.done) {
    if (cursor.eat('NOWAIT') || cursor.eat(',')) continue;
    if (cursor.eatAny(LOCKING) === undefined) cursor.fail();
    cursor.eat('=');
    cursor.at += 1;
  }
}
