import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Queue } from '../javascript/queue.js';
import { optionsOf } from '../javascript/options.js';
import { rowsOf } from '../javascript/answer.js';
import { existenceQuery } from '../existence.js';
import { answerOf } from '../knex/answer.js';
import { boundText } from './parameters.js';
import { sendBuilt, sendWritten } from '../javascript/send.js';
import { lazyNative, method } from '../natives.js';
import { tracedOf } from '../values.js';
import { literalNative } from './literal.js';
import { methodOf, templateText } from './methods.js';
import { type Settings, Writer } from './writer.js';

/** What the values of one direction share. */
export interface Runtime {
  readonly host: Host;
  readonly settings: Settings;
  /** The way back is made from the way there: what each call does is taken back, the last call first. */
  readonly reverse: boolean;
  readonly queue: Queue;
  /** Whether all migrations of a run share a transaction, which is open when `up` is called. */
  readonly shared: boolean;
  /** `pgm.noTransaction()` */
  outside: boolean;
  /** A call that has no way back: the rollback throws there, before it sends anything. */
  broken?: Draft;
}

/** `pgm`: what it is told is sent when the function has returned. */
export function builderNative(runtime: Runtime): NativeValue {
  const made = new Map<string, Value>();
  const self: NativeValue = {
    kind: 'native',
    label: 'node-pg-migrate.pgm',
    effectful: true,
    truth: () => true,
    member: (property, context) => {
      const known = made.get(property) ?? memberOf(property, context.span);
      if (known) made.set(property, known);
      return known;
    },
  };

  function memberOf(property: string, span: Span): Value | undefined {
    if (methodOf(property)) return nativeFunction(`pgm.${property}`, (call) => told(runtime, property, call));
    switch (property) {
      case 'sql':
        return nativeFunction('pgm.sql', (call) => raw(runtime, call));
      case 'func':
        return nativeFunction('pgm.func', (call) => literalNative(new Writer(call.span, runtime.settings).raw(call.positional[0])));
      case 'noTransaction':
        return nativeFunction('pgm.noTransaction', () => ((runtime.outside = true), self));
      case 'db':
        return databaseNative(runtime);
      case 'isUsingTransaction':
        return nativeFunction('pgm.isUsingTransaction', () => ({ kind: 'constant', value: !runtime.outside }));
      case 'getSql':
      case 'getSqlSteps':
        return nativeFunction(`pgm.${property}`, () => unknownValue('unsupported', span));
      default:
        return undefined;
    }
  }
  return self;
}

function told(runtime: Runtime, name: string, call: Call): Value {
  const known = methodOf(name);
  const write = runtime.reverse ? known?.reverse : known?.write;
  const reason = runtime.reverse ? cannotReverse(name, call) : undefined;
  if (!write || reason !== undefined) return giveUp(runtime, name, call, reason);
  const writer = new Writer(call.span, runtime.settings);
  const statements = write(writer, call.positional);
  for (const step of known?.separate === true ? statements.map((statement) => [statement]) : [statements]) {
    runtime.queue.note(call, () => {
      for (const statement of step) sendBuilt(runtime, call, statement, call.span);
    });
  }
  return UNDEFINED;
}

/** What keeps a call from being taken back although others of its kind can be. */
function cannotReverse(name: string, { positional: [, constraint, third] }: Call): string | undefined {
  if (name !== 'addConstraint' && name !== 'createConstraint') return undefined;
  if (constraint?.kind === 'constant' && constraint.value === null) return 'a constraint without a name';
  return third?.kind === 'text' ? 'a constraint that is written in SQL' : undefined;
}

function raw(runtime: Runtime, call: Call): Value {
  if (runtime.reverse) return giveUp(runtime, 'sql', call);
  const text = templateText(new Writer(call.span, runtime.settings), call.positional[0], call.positional[1]);
  runtime.queue.note(call, () => sendWritten(runtime, call, text, call.span));
  return UNDEFINED;
}

function giveUp(runtime: Runtime, name: string, call: Call, why = `\`pgm.${name}\``): Value {
  const reason = `there is no \`down\`, and node-pg-migrate cannot infer one from ${why}`;
  const draft: Draft = { kind: 'opaque', reason, touches: [], rejected: true, span: call.span };
  runtime.broken ??= call.tests.length === 0 ? draft : undefined;
  runtime.queue.note(call, () => call.emit([draft]));
  return UNDEFINED;
}

/** `pgm.db`: the connection itself, which sends what it is given at once. */
function databaseNative(runtime: Runtime): NativeValue {
  const send = (call: Call, rows: boolean): Value => {
    if (runtime.reverse) return giveUp(runtime, 'db', call);
    const [first, second] = call.positional;
    const options = optionsOf(first);
    const statement = first?.kind === 'record' ? options.get('text') : first;
    const given = first?.kind === 'record' ? options.get('values') : second;
    const text = tracedOf(statement);
    if (!text) {
      call.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: call.span }]);
      return unknownValue('database', call.span);
    }
    const sql = boundText(text, given, call.span);
    call.withTransaction(runtime.shared, () => sendWritten(runtime, call, sql, call.span));
    const question = rows ? existenceQuery(sql.text, 'postgres') : undefined;
    return rows ? (question ? rowsOf(question) : unknownValue('database', call.span)) : answerOf(sql, 'postgres', call);
  };
  return lazyNative('node-pg-migrate.db', { query: method('pgm.db.query', (call) => send(call, false)), select: method('pgm.db.select', (call) => send(call, true)) }, { effectful: true, truth: () => true });
}
