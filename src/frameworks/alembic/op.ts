import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, unknownValue } from '../../evaluate/value.js';
import { stringOf, tracedOf } from '../values.js';
import { argument } from './arguments.js';
import { batchAlterTable } from './batch.js';
import { type EntityVerb, entityOperation } from './entities.js';
import { syncEnumValues } from './enum-values.js';
import { executeStatement } from './execute.js';
import { type Maker, method, moduleNative } from '../natives.js';
import { SHARED_OPERATIONS, TABLE_OPERATIONS } from './operations/index.js';
import type { Runtime } from './runtime.js';

/** `op.f('name')`: the name is final, no naming convention is applied to it. Otherwise it is text. */
export function finalName(call: Call): Value {
  const given = argument(call, 0, 'name');
  const text = tracedOf(given);
  if (!text) return given ?? unknownValue('input', call.span);
  const plain: Value = { kind: 'text', text };
  return {
    kind: 'native',
    label: 'alembic.f',
    span: call.span,
    text: () => text,
    truth: () => text.text !== '',
    binary: (operator, left, right) => {
      const other = left.kind === 'text' ? left : right.kind === 'text' ? right : undefined;
      const equal = other && other.text.text === text.text;
      if (operator === 'equal') return { kind: 'constant', value: equal === true };
      return operator === 'notEqual' ? { kind: 'constant', value: equal !== true } : undefined;
    },
    data: plain,
  };
}

/** An operation object, built by hand or by a plugin. */
export function invokeOperation(call: Call): Value {
  call.emit([{ kind: 'opaque', reason: 'invokes an operation that cannot be read here', touches: 'anything', span: call.span }]);
  return unknownValue('unsupported', call.span, undefined, true);
}

const ENTITIES: readonly EntityVerb[] = ['create', 'replace', 'drop'];

export function opNative(runtime: Runtime): NativeValue {
  const makers: Record<string, Maker> = {};
  for (const [name, operation] of [...Object.entries(SHARED_OPERATIONS), ...Object.entries(TABLE_OPERATIONS)]) makers[name] = method(`alembic.op.${name}`, (call) => operation(call, runtime));
  for (const verb of ENTITIES) makers[`${verb}_entity`] = method(`alembic.op.${verb}_entity`, (call) => entityOperation(runtime, call, verb));
  Object.assign(makers, {
    batch_alter_table: method('alembic.op.batch_alter_table', (call) => batchAlterTable(runtime, call)),
    execute: method('alembic.op.execute', (call) => execute(runtime, call)),
    f: method('alembic.op.f', finalName),
    inline_literal: method('alembic.op.inline_literal', (call) => argument(call, 0, 'value') ?? unknownValue('input', call.span)),
    get_bind: method('alembic.op.get_bind', () => runtime.connection()),
    get_context: method('alembic.op.get_context', () => runtime.migrationContext()),
    migration_context: () => runtime.migrationContext(),
    impl: (context: Context) => {
      const own = runtime.migrationContext();
      return own.member?.('impl', context) ?? own;
    },
    invoke: method('alembic.op.invoke', invokeOperation),
    run_async: method('alembic.op.run_async', (call) => {
      const [callee, ...rest] = call.positional;
      return callee ? call.invoke(callee, [runtime.connection(), ...rest], call.named) : unknownValue('input', call.span);
    }),
    register_operation: method('alembic.op.register_operation', () => unchanged('alembic.register_operation')),
    implementation_for: method('alembic.op.implementation_for', () => unchanged('alembic.implementation_for')),
    sync_enum_values: method('alembic.op.sync_enum_values', syncEnumValues),
  });
  return moduleNative('alembic.op', makers, { effectful: true, truth: () => true });
}

/** A decorator that leaves a function as it is. */
const unchanged = (label: string): NativeValue => ({ kind: 'native', label, call: (call) => call.positional[0] ?? NULL });

function execute(runtime: Runtime, call: Call): Value {
  const options = argument(call, 1, 'execution_options');
  const level = options?.kind === 'record' ? stringOf(options.entries.get('isolation_level')) : undefined;
  const run = (): Value => executeStatement(runtime, call, argument(call, 0, 'sqltext', 'sql'), undefined, 'text');
  return typeof level === 'string' && level.toUpperCase() === 'AUTOCOMMIT' ? call.withTransaction(false, run) : run();
}
