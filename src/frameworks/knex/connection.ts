import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, TRUE, UNDEFINED, constant, isNull, nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { stringOf } from '../values.js';
import { beginsQuery, query } from './query.js';
import { functionHelper, raw, reference } from './raw.js';
import type { Runtime } from './runtime.js';
import { schemaNative } from './schema.js';

/** What drivers of a database are called in Knex's settings. */
const CLIENTS: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: ['pg', 'postgres', 'postgresql', 'pgnative'], mysql: ['mysql2', 'mysql'], mariadb: ['mysql2', 'mysql', 'mariadb'], sqlite: ['better-sqlite3', 'sqlite3', 'sqlite'], mssql: ['mssql'], oracle: ['oracledb', 'oracle'],
};

/** A name of the database, equal to each name that it may have. */
export function clientName(dialect: Dialect): NativeValue {
  const names = CLIENTS[dialect];
  const self: NativeValue = {
    kind: 'native',
    label: 'knex.clientName',
    truth: () => true,
    text: () => ({ text: names[0] ?? dialect, pieces: [], holes: [] }),
    binary: (operator, left, right) => {
      const positive = operator === 'equal' || operator === 'is';
      if (!positive && operator !== 'notEqual' && operator !== 'isNot') return undefined;
      const other = stringOf(left === self ? right : left);
      return typeof other === 'string' ? constant(names.includes(other) === positive) : isNull(left === self ? right : left) ? constant(!positive) : undefined;
    },
    member: (property, context) => (TESTS.has(property) ? method(property, (call) => tested(names, property, call))(context) : undefined),
  };
  return self;
}

const TESTS: ReadonlySet<string> = new Set(['includes', 'startsWith', 'endsWith', 'toLowerCase', 'toString', 'match']);

function tested(names: readonly string[], property: string, call: Call): Value {
  const wanted = stringOf(call.positional[0]);
  if (property === 'toLowerCase' || property === 'toString') return plainText(names[0] ?? '');
  if (typeof wanted !== 'string') return unknownValue('input', call.span);
  const holds = (name: string): boolean => (property === 'startsWith' ? name.startsWith(wanted) : property === 'endsWith' ? name.endsWith(wanted) : name.includes(wanted));
  return names.some(holds) ? TRUE : FALSE;
}

function clientNative({ dialect }: Runtime): NativeValue {
  const name = clientName(dialect);
  const config = lazyNative('knex.client.config', { client: () => name, dialect: () => name }, { other: (_, context) => unknownValue('environment', context.span) });
  return lazyNative('knex.client', { config: () => config, dialect: () => name, driverName: () => name }, { other: (_, context) => unknownValue('environment', context.span) });
}

/** `knex`, a transaction of it, or what stands for it elsewhere: `db` of a deferred function. */
export function connectionNative(runtime: Runtime): NativeValue {
  const fromTable = (call: Call): Value => query(runtime, call.span, call.positional[0] ?? unknownValue('input', call.span));
  const members: Record<string, Maker> = {
    raw: method('knex.raw', (call) => raw(runtime, call)),
    ref: method('knex.ref', (call) => reference(runtime, call)),
    fn: () => functionHelper(runtime),
    client: () => clientNative(runtime),
    transaction: method('knex.transaction', (call) => transaction(runtime, call)),
    from: method('knex.from', fromTable),
    table: method('knex.table', fromTable),
    into: method('knex.into', fromTable),
    queryBuilder: method('knex.queryBuilder', (call) => query(runtime, call.span)),
    query: method('knex.query', (call) => query(runtime, call.span)),
    insertQuery: method('knex.insertQuery', (call) => query(runtime, call.span)),
    rawQuery: method('knex.rawQuery', (call) => raw(runtime, call)),
    batchInsert: method('knex.batchInsert', (call) => batchInsert(runtime, call)),
    isTransaction: () => constant(runtime.transactional),
    commit: method('knex.commit', () => UNDEFINED),
    rollback: method('knex.rollback', () => UNDEFINED),
    savepoint: method('knex.savepoint', (call) => transaction(runtime, call)),
    isCompleted: method('knex.isCompleted', () => FALSE),
    on: method('knex.on', () => self),
    once: method('knex.once', () => self),
    destroy: method('knex.destroy', () => UNDEFINED),
  };
  // `knex.schema` is a new builder each time; what a query can be told begins one
  const other = (property: string, context: Context): Value | undefined =>
    property === 'schema' ? schemaNative(runtime, context.span) : beginsQuery(property) ? nativeFunction(`knex.${property}`, (call) => startingWith(runtime, property, call)) : undefined;
  const self: NativeValue = {
    ...lazyNative('knex', members, { effectful: true, truth: () => true, other }),
    call: (call) => query(runtime, call.span, call.positional[0] ?? unknownValue('input', call.span)),
  };
  return self;
}

function startingWith(runtime: Runtime, name: string, call: Call): Value {
  const builder = query(runtime, call.span);
  const run = builder.member?.(name, call);
  return run?.kind === 'native' && run.call ? run.call(call) : builder;
}

/** A callback runs inside a transaction of its own; without one, the transaction itself is given. */
function transaction(runtime: Runtime, call: Call): Value {
  const [callback] = call.positional;
  if (callback?.kind !== 'closure') return connectionNative(runtime);
  return call.withTransaction(true, () => call.invoke(callback, [connectionNative(runtime)]));
}

function batchInsert(runtime: Runtime, call: Call): Value {
  const [table, rows] = call.positional;
  const builder = query(runtime, call.span, table ?? unknownValue('input', call.span));
  const run = builder.member?.('insert', call);
  if (run?.kind === 'native' && run.call && rows) call.invoke(run, [rows]);
  return builder;
}
