import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { TRUE, UNDEFINED } from '../../evaluate/value.js';
import { lazyNative, method } from '../natives.js';
import { connectionNative } from './connection.js';
import { expression, raw } from './raw.js';
import { written } from './fragment.js';
import type { Runtime } from './runtime.js';
import { schemaNative } from './schema.js';

/** `BaseSchema` of AdonisJS Lucid: what is told to `this.schema` and `this.defer` is done when the method has ended, in order. */
export function baseSchema(current: () => Runtime): NativeValue {
  const members = (runtime: Runtime): NativeValue =>
    lazyNative(
      'lucid.BaseSchema',
      {
        db: () => connectionNative(runtime),
        defer: method('this.defer', (call) => deferred(runtime, call)),
        now: method('this.now', (call: Call) => expression(written('CURRENT_TIMESTAMP', call.span))),
        raw: method('this.raw', (call) => raw(runtime, call)),
        knex: method('this.knex', () => connectionNative(runtime)),
        debug: () => UNDEFINED,
        dryRun: () => ({ kind: 'constant', value: false }),
      },
      { effectful: true, other: (property, context) => (property === 'schema' ? schemaNative(runtime, context.span, { atOnce: true }) : undefined) },
    );
  return {
    kind: 'native',
    label: 'lucid.BaseSchema',
    truth: () => true,
    call: () => members(current()),
    member: (property, context) => members(current()).member?.(property, context),
  };
}

const deferred = (runtime: Runtime, call: Call): Value => (call.positional[0] ? call.invoke(call.positional[0], [connectionNative(runtime)]) : TRUE);
