import type { Call, NativeValue, Value } from '../../evaluate/value.js';

import { unknown } from '../../value.js';
import { bindArguments } from '../values.js';
import { nameFrom } from './arguments.js';
import { executeStatement } from './execute.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { SHARED_OPERATIONS } from './operations/index.js';
import type { Batch } from './operations/bound.js';
import { finalName, invokeOperation } from './op.js';
import type { Runtime } from './runtime.js';

/** `op.batch_alter_table(...)`, both as the context manager and as what it binds. */
export function batchAlterTable(runtime: Runtime, call: Call): Value {
  const given = bindArguments(call, ['table_name', 'schema', 'recreate', 'partial_reordering', 'copy_from', 'table_args', 'table_kwargs', 'reflect_args', 'reflect_kwargs', 'naming_convention']).arguments;
  const schema = given.get('schema');
  const batch: Batch = { table: nameFrom(given.get('table_name'), schema) ?? unknown('input', call.span), ...(schema && { schema }) };
  const makers: Record<string, Maker> = {
    f: method('alembic.batch.f', finalName),
    execute: method('alembic.batch.execute', (inner) => executeStatement(runtime, inner, inner.positional[0] ?? inner.named.get('sqltext'), undefined, 'text')),
    get_bind: method('alembic.batch.get_bind', () => runtime.connection()),
    get_context: method('alembic.batch.get_context', () => runtime.migrationContext()),
    invoke: method('alembic.batch.invoke', invokeOperation),
    batch_alter_table: method('alembic.batch.batch_alter_table', (inner) => batchAlterTable(runtime, inner)),
  };
  for (const [name, operation] of Object.entries(SHARED_OPERATIONS)) makers[name] = method(`alembic.batch.${name}`, (inner) => operation(inner, runtime, batch));
  const self: NativeValue = lazyNative('alembic.batch', makers, { effectful: true, span: call.span, enter: () => self, exit: () => undefined, truth: () => true });
  return self;
}

