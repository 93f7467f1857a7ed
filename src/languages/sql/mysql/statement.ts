import type { Draft } from '../../../operation.js';
import { knownText } from '../../../value.js';
import { readAlterTable, renamedTable } from './alter-table.js';
import { readCreateTable } from './create-table.js';
import type { Cursor } from './cursor.js';
import { readAlterObject, readCreateIndex, readCreateObject, readDropIndex, readDropObject, readDropTable, readKind, skipPreamble } from './objects.js';
import { opaqueStatement } from './opaque.js';
import { readDelete, readInsert, readLoad, readTruncate, readUpdate } from './rows.js';
import { readSet } from './settings.js';

type Reader = (cursor: Cursor) => Draft[];

const nothing: Reader = () => [];
const transaction = (verb: 'begin' | 'commit' | 'rollback' | 'savepoint'): Reader => (cursor) => [cursor.draft({ kind: 'transaction', verb })];
const opaque = (reason: string): Reader => (cursor) => [opaqueStatement(cursor, reason)];

const grant: Reader = (cursor) => [cursor.draft({ kind: 'alterObject', object: { kind: 'grant', name: knownText(cursor.text(0).toLowerCase()) }, action: 'privileges' })];

/** By their first word. */
const READERS: Readonly<Record<string, Reader>> = {
  CREATE: readCreate,
  ALTER: readAlter,
  DROP: readDrop,
  RENAME: readRenameTable,
  INSERT: readInsert,
  REPLACE: readInsert,
  UPDATE: readUpdate,
  DELETE: readDelete,
  TRUNCATE: readTruncate,
  LOAD: readLoad,
  WITH: readWith,
  SET: readSet,
  BEGIN: readBegin,
  START: (cursor) => (cursor.is('TRANSACTION') ? transaction('begin')(cursor) : []),
  COMMIT: transaction('commit'),
  ROLLBACK: (cursor) => transaction(cursor.is('TO') || cursor.is('WORK', 'TO') ? 'savepoint' : 'rollback')(cursor),
  SAVEPOINT: transaction('savepoint'),
  RELEASE: transaction('savepoint'),
  XA: transaction('commit'),
  USE: (cursor) => [cursor.draft({ kind: 'setting', name: 'database', value: cursor.identifier() })],
  GRANT: grant,
  REVOKE: grant,
  CALL: opaque('calls a procedure'),
  EXECUTE: opaque('runs a prepared statement'),
  IMPORT: opaque('imports a table'),
  INSTALL: opaque('installs a plugin'),
  UNINSTALL: opaque('removes a plugin'),
  SOURCE: opaque('runs another file'),
};

/** Statements without an effect on schema or rows. */
const HARMLESS: ReadonlySet<string> = new Set([
  'SELECT', '(', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'ANALYZE', 'OPTIMIZE', 'CHECK', 'CHECKSUM', 'REPAIR', 'FLUSH', 'KILL', 'DO', 'HANDLER', 'LOCK', 'UNLOCK', 'PREPARE', 'DEALLOCATE', 'RESET',
  'PURGE', 'CHANGE', 'HELP', 'BINLOG', 'CACHE', 'SIGNAL', 'RESIGNAL', 'GET', 'SHUTDOWN', 'RESTART', 'CLONE', 'STOP', 'DELIMITER', 'BACKUP',
]);

/** The effects of one statement. Throws `Unexpected` where it is not what the grammar says. */
export function readStatement(cursor: Cursor): Draft[] {
  if (cursor.token()?.kind === 'command') return [opaqueStatement(cursor, 'a command of the client')];
  const head = cursor.word();
  if (HARMLESS.has(head)) return [];
  const reader = Object.hasOwn(READERS, head) ? READERS[head] : undefined;
  if (!reader) cursor.fail();
  cursor.at += 1;
  return reader(cursor);
}

/** Rows are changed behind common table expressions as well. */
function readWith(cursor: Cursor): Draft[] {
  const at = cursor.find(VERBS);
  const reader = at < cursor.end ? READERS[cursor.word(at)] : undefined;
  if (!reader) return nothing(cursor);
  cursor.at = at + 1;
  return reader(cursor);
}
const VERBS: ReadonlySet<string> = new Set(['UPDATE', 'DELETE', 'SELECT']);

/** BEGIN starts a transaction; BEGIN NOT ATOMIC is a compound statement of MariaDB. */
function readBegin(cursor: Cursor): Draft[] {
  if (cursor.done || cursor.eat('WORK')) return transaction('begin')(cursor);
  return [opaqueStatement(cursor, 'a compound statement')];
}

function readCreate(cursor: Cursor): Draft[] {
  const orReplace = cursor.eat('OR', 'REPLACE');
  skipPreamble(cursor);
  cursor.eat('ONLINE');
  cursor.eat('OFFLINE');
  const temporary = cursor.eat('TEMPORARY');
  if (cursor.eat('TABLE')) return readCreateTable(cursor, temporary, orReplace);
  const unique = cursor.eat('UNIQUE');
  const special = cursor.is('SPATIAL', 'REFERENCE') ? undefined : cursor.eatAny(SPECIAL);
  if (cursor.eat('INDEX')) return readCreateIndex(cursor, unique, special);
  const kind = readKind(cursor);
  if (kind === undefined || unique || special !== undefined) cursor.fail();
  return readCreateObject(cursor, kind, orReplace);
}
const SPECIAL: ReadonlySet<string> = new Set(['FULLTEXT', 'SPATIAL', 'VECTOR']);

function readAlter(cursor: Cursor): Draft[] {
  cursor.eat('ONLINE');
  cursor.eat('IGNORE');
  if (cursor.eat('TABLE')) return readAlterTable(cursor);
  skipPreamble(cursor);
  const kind = readKind(cursor);
  if (kind === undefined) return cursor.is('INSTANCE') ? [] : cursor.fail();
  return readAlterObject(cursor, kind);
}

function readDrop(cursor: Cursor): Draft[] {
  cursor.eat('TEMPORARY');
  if (cursor.eat('TABLE') || cursor.eat('TABLES')) return readDropTable(cursor);
  if (cursor.eat('INDEX')) return readDropIndex(cursor);
  if (cursor.eat('PREPARE')) return [];
  const kind = readKind(cursor);
  if (kind === undefined) cursor.fail();
  return readDropObject(cursor, kind);
}

function readRenameTable(cursor: Cursor): Draft[] {
  if (cursor.eat('USER')) return [cursor.draft({ kind: 'alterObject', object: { kind: 'role', name: knownText(cursor.text()) }, action: 'rename' })];
  if (!cursor.eat('TABLE')) cursor.expect('TABLES');
  cursor.eat('IF', 'EXISTS');
  const out: Draft[] = [];
  do {
    const from = cursor.at;
    const table = cursor.name();
    if (cursor.eat('WAIT')) cursor.at += 1;
    else cursor.eat('NOWAIT');
    cursor.expect('TO');
    const action = renamedTable(table, cursor.name());
    out.push(cursor.is(',') || out.length > 0 ? cursor.draft(action, from, cursor.at) : cursor.draft(action));
  } while (cursor.eat(','));
  if (!cursor.done) cursor.fail();
  return out;
}
