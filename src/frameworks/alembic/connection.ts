import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, NULL, TRUE, conditionValue, isNull, plainText, textValue, unknownValue } from '../../evaluate/value.js';
import type { Fact } from '../../operation.js';
import type { Span } from '../../span.js';
import { type TracedText, concatText, holeAt, tracedText, unknown } from '../../value.js';
import { entriesOf, stringOf } from '../values.js';
import { argument, nameFrom, textArgument } from './arguments.js';
import { executeStatement } from './execute.js';
import { type Maker, gives, lazyNative, method, unread } from '../natives.js';
import { type Runtime, dialectNameOf } from './runtime.js';

const nothing = (): Value => NULL;

const exists = (fact: Fact): Value => conditionValue({ is: 'exists', fact });

/** `has_table('x')` of an engine, `has_table(connection, 'x')` of a dialect. */
function hasTable(call: Call, first: number): Value {
  const table = nameFrom(argument(call, first, 'table_name', 'tablename'), argument(call, first + 1, 'schema'));
  return exists({ ask: 'table', table: table ?? unknown('input', call.span) });
}

export function dialectNative(runtime: Runtime): NativeValue {
  const name = dialectNameOf(runtime.target.dialect);
  return lazyNative(
    'sqlalchemy.dialect',
    {
      name: () => plainText(name),
      has_table: method('dialect.has_table', (call) => hasTable(call, 1)),
      has_index: method('dialect.has_index', (call) => {
        const table = nameFrom(argument(call, 1, 'table_name'), argument(call, 3, 'schema'));
        return exists({ ask: 'index', table, index: textArgument(call, 2, 'index_name') ?? unknown('input', call.span) });
      }),
      has_type: method('dialect.has_type', (call) => exists({ ask: 'type', name: nameFrom(argument(call, 1, 'type_name'), argument(call, 2, 'schema')) ?? unknown('input', call.span) })),
      has_sequence: method('dialect.has_sequence', (call) =>
        exists({ ask: 'object', object: { kind: 'sequence', name: textArgument(call, 1, 'sequence_name') ?? unknown('input', call.span) } }),
      ),
      server_version_info: unread('database'),
    },
    { other: (_, context) => unknownValue('environment', context.span) },
  );
}

function urlNative(runtime: Runtime): NativeValue {
  const name = dialectNameOf(runtime.target.dialect);
  // the driver behind the name, the host and the rest are the environment's
  const text = (span: Span): TracedText => concatText([tracedText(name, span, false), holeAt(unknown('environment', span), span)]);
  return lazyNative(
    'sqlalchemy.url',
    {
      drivername: (context) => textValue(text(context.span)),
      render_as_string: method('url.render_as_string', (call) => textValue(text(call.span))),
      get_backend_name: gives('url.get_backend_name', () => plainText(name)),
      get_dialect: gives('url.get_dialect', () => dialectNative(runtime)),
    },
    { other: (_, context) => unknownValue('environment', context.span), text: () => text({ file: '', start: 0, end: 0 }) },
  );
}

/** `with connection.begin():`; the migration's own transaction stays what it is. */
function transactionNative(): NativeValue {
  const self: NativeValue = lazyNative(
    'sqlalchemy.transaction',
    { commit: gives('transaction.commit', nothing), rollback: gives('transaction.rollback', nothing), close: gives('transaction.close', nothing), is_active: () => TRUE },
    { enter: () => self, other: (_, context) => unknownValue('database', context.span) },
  );
  return self;
}

function savepoint(call: Call): Value {
  call.emit([{ kind: 'transaction', verb: 'savepoint', span: call.span }]);
  return transactionNative();
}

/** A cursor of the database driver: it remembers what its last query asked. */
function cursorNative(runtime: Runtime): NativeValue {
  let last: Value | undefined;
  const run = (call: Call): Value => {
    last = executeStatement(runtime, call, argument(call, 0, 'query', 'sql', 'operation'), argument(call, 1, 'vars', 'params', 'parameters'), 'driver');
    return self;
  };
  const fetched = (name: string): Maker =>
    method(`cursor.${name}`, (call) => {
      const own = last?.kind === 'native' ? last.member?.(name, call) : undefined;
      return own?.kind === 'native' && own.call ? own.call(call) : unknownValue('database', call.span);
    });
  const self: NativeValue = lazyNative(
    'database.cursor',
    {
      execute: method('cursor.execute', run),
      executemany: method('cursor.executemany', (call) => {
        last = executeStatement(runtime, call, call.positional[0], unknownValue('input', call.span), 'driver');
        return NULL;
      }),
      copy_expert: method('cursor.copy_expert', run),
      copy_from: method('cursor.copy_from', (call) => {
        call.emit([{ kind: 'modifyRows', verb: 'insert', table: nameFrom(argument(call, 1, 'table'), undefined) ?? unknown('input', call.span), span: call.span }]);
        return NULL;
      }),
      fetchone: fetched('fetchone'),
      fetchall: fetched('fetchall'),
      fetchmany: fetched('fetchmany'),
      rowcount: (context) => (last?.kind === 'native' ? last.member?.('rowcount', context) : undefined) ?? unknownValue('database', context.span),
      close: gives('cursor.close', nothing),
      connection: () => driverConnection(runtime),
    },
    { effectful: true, enter: () => self, other: (property, context) => (property === 'description' || property === 'mogrify' ? unknownValue('database', context.span) : undefined) },
  );
  return self;
}

/** The connection of the database driver below SQLAlchemy's. */
function driverConnection(runtime: Runtime): NativeValue {
  const self: NativeValue = lazyNative(
    'database.connection',
    {
      cursor: gives('connection.cursor', () => cursorNative(runtime)),
      execute: method('connection.execute', (call) => executeStatement(runtime, call, call.positional[0], call.positional[1], 'driver')),
      commit: method('connection.commit', commit),
      rollback: gives('connection.rollback', nothing),
      close: gives('connection.close', nothing),
      set_isolation_level: method('connection.set_isolation_level', (call) => {
        const level = call.positional[0];
        const autocommit = level?.kind === 'constant' ? Number(level.value) === 0 : level?.kind === 'unknown' && /AUTOCOMMIT/.test(level.label ?? '');
        call.setTransaction(!autocommit && runtime.transactional);
        return NULL;
      }),
      driver_connection: () => self,
      dbapi_connection: () => self,
      connection: () => self,
    },
    { effectful: true, enter: () => self, exit: () => undefined, other: (property, context) => (/^(?:autocommit|isolation_level|encoding|notices|server_version|info|status|closed)$/.test(property) ? unknownValue('database', context.span) : undefined) },
  );
  return self;
}

function commit(call: Call): Value {
  call.emit([{ kind: 'transaction', verb: 'commit', span: call.span }]);
  return NULL;
}

/** `isolation_level='AUTOCOMMIT'` takes the connection out of its transaction. */
function applyOptions(runtime: Runtime, call: Call): void {
  const level = argument(call, undefined, 'isolation_level') ?? entriesOf(call.positional[0]).get('isolation_level');
  const text = stringOf(level);
  if (typeof text === 'string') call.setTransaction(text.toUpperCase() === 'AUTOCOMMIT' ? false : runtime.transactional);
}

/** A connection that the program opened itself: what it commits is not the transaction of the migration. */
interface Kind {
  readonly separate?: boolean;
}

/** What connections, engines and `Session.connection()` have in common. */
function executing(runtime: Runtime, kind: Kind): Record<string, Maker> {
  const run = (call: Call): Value => executeStatement(runtime, call, argument(call, 0, 'statement', 'object_', 'clause'), parametersOf(call), 'driver');
  const scalarOf = (call: Call, name: string): Value => {
    const result = run(call);
    const own = result.kind === 'native' ? result.member?.(name, call) : undefined;
    return own?.kind === 'native' && own.call ? own.call(call) : unknownValue('database', call.span);
  };
  return {
    execute: method('connection.execute', run),
    scalar: method('connection.scalar', (call) => scalarOf(call, 'scalar')),
    scalars: method('connection.scalars', (call) => scalarOf(call, 'scalars')),
    exec_driver_sql: method('connection.exec_driver_sql', (call) => executeStatement(runtime, call, argument(call, 0, 'statement'), argument(call, 1, 'parameters'), 'driver')),
    begin_nested: method('connection.begin_nested', savepoint),
    commit: kind.separate ? gives('connection.commit', nothing) : method('connection.commit', commit),
    rollback: gives('connection.rollback', nothing),
    close: gives('connection.close', nothing),
    dialect: () => dialectNative(runtime),
    has_table: method('engine.has_table', (call) => hasTable(call, 0)),
    run_sync: method('connection.run_sync', (call) => {
      const [callee, ...rest] = call.positional;
      return callee ? call.invoke(callee, [connection(runtime, kind), ...rest], call.named) : unknownValue('input', call.span);
    }),
    run_callable: method('connection.run_callable', (call) => {
      const [callee, ...rest] = call.positional;
      return callee ? call.invoke(callee, [connection(runtime, kind), ...rest], call.named) : unknownValue('input', call.span);
    }),
    get_isolation_level: gives('connection.get_isolation_level', (context) => unknownValue('database', context.span)),
  };
}

/** Parameters of `execute(sql, {...})`, `execute(sql, [{...}])`, `execute(sql, a=1)`, `execute(sql, 1, 2)`. */
function parametersOf(call: Call): Value | undefined {
  const given = argument(call, 1, 'parameters', 'multiparams');
  const named = [...call.named].filter(([name]) => !['statement', 'object_', 'clause', 'parameters', 'execution_options'].includes(name));
  if (given === undefined && named.length > 0) return { kind: 'record', entries: new Map(named), complete: call.complete };
  if (call.positional.length > 2) return { kind: 'list', form: 'tuple', items: call.positional.slice(1), complete: call.complete };
  return given;
}

const connection = (runtime: Runtime, kind: Kind): NativeValue => (kind.separate ? connectionNative(runtime, kind) : runtime.connection());

export function connectionNative(runtime: Runtime, kind: Kind = {}): NativeValue {
  const self: NativeValue = lazyNative(
    'sqlalchemy.Connection',
    {
      ...executing(runtime, kind),
      begin: gives('connection.begin', () => transactionNative()),
      in_transaction: gives('connection.in_transaction', () => TRUE),
      in_nested_transaction: gives('connection.in_nested_transaction', () => FALSE),
      get_transaction: gives('connection.get_transaction', () => transactionNative()),
      connect: gives('connection.connect', () => self),
      execution_options: method('connection.execution_options', (call) => {
        if (!kind.separate) applyOptions(runtime, call);
        return self;
      }),
      engine: () => engineNative(runtime, kind),
      connection: () => driverConnection(runtime),
      sync_connection: () => self,
      closed: () => FALSE,
      info: unread('environment'),
    },
    { effectful: true, truth: () => true, enter: () => self, binary: identity },
  );
  return self;
}

export function engineNative(runtime: Runtime, kind: Kind = {}): NativeValue {
  const self: NativeValue = lazyNative(
    'sqlalchemy.Engine',
    {
      ...executing(runtime, kind),
      name: () => plainText(dialectNameOf(runtime.target.dialect)),
      driver: unread('environment'),
      url: () => urlNative(runtime),
      connect: gives('engine.connect', () => connection(runtime, kind)),
      begin: gives('engine.begin', () => connection(runtime, kind)),
      raw_connection: gives('engine.raw_connection', () => driverConnection(runtime)),
      dispose: gives('engine.dispose', nothing),
      table_names: gives('engine.table_names', (context) => unknownValue('database', context.span)),
      engine: () => self,
      execution_options: method('engine.execution_options', (call) => {
        if (!kind.separate) applyOptions(runtime, call);
        return self;
      }),
      sync_engine: () => self,
      pool: unread('environment'),
    },
    { effectful: true, truth: () => true, enter: () => self, binary: identity },
  );
  return self;
}

/** A connection is never None. */
const identity: NonNullable<NativeValue['binary']> = (operator, left, right) => {
  if (!isNull(left) && !isNull(right)) return undefined;
  if (operator === 'is' || operator === 'equal') return FALSE;
  return operator === 'isNot' || operator === 'notEqual' ? TRUE : undefined;
};

