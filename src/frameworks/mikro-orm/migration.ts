import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { TRUE, UNDEFINED, isNull, listValue, unknownValue } from '../../evaluate/value.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import type { Queue } from '../javascript/queue.js';
import { fragmentOf } from '../knex/fragment.js';
import { boundSql, taken } from '../knex/raw.js';
import type { Runtime as KnexRuntime } from '../knex/runtime.js';
import { sendWritten } from '../javascript/send.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { tracedOf } from '../values.js';

/** What the values of one direction share. */
export interface Runtime extends KnexRuntime {
  queue: Queue;
}

function send(runtime: Runtime, call: Call, statement: Value | undefined, parameters?: Value): Value {
  // a builder of Knex is sent as it would be by someone who waits for it
  if (statement?.kind === 'native' && statement.settle && !fragmentOf(statement)) return statement.settle(call);
  if (isNull(statement)) return UNDEFINED;
  if (!fragmentOf(statement) && !tracedOf(statement)) {
    call.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: call.span }]);
    return unknownValue('database', call.span);
  }
  const sql = boundSql(runtime, statement, parameters, call.span);
  sendWritten(runtime, call, sql, call.span);
  const question = existenceQuery(sql.text, runtime.dialect);
  return question ? rowsOf(question) : unknownValue('database', call.span);
}

function addSql(runtime: Runtime, call: Call): Value {
  const [statement] = call.positional;
  taken(runtime, statement);
  runtime.queue.note(call, () => send(runtime, call, statement));
  return UNDEFINED;
}

const execute = (runtime: Runtime): Maker => method('mikro-orm.execute', (call) => send(runtime, call, call.positional[0], call.positional[1]));

/** An entity manager, its driver and its connection: what they send is sent at once. */
function managerNative(runtime: Runtime): NativeValue {
  const self: NativeValue = lazyNative(
    'mikro-orm.manager',
    {
      execute: execute(runtime),
      getConnection: method('mikro-orm.getConnection', () => self),
      getDriver: method('mikro-orm.getDriver', () => self),
      fork: method('mikro-orm.fork', () => self),
      getKnex: method('mikro-orm.getKnex', () => runtime.connection()),
      getTransactionContext: method('mikro-orm.getTransactionContext', () => UNDEFINED),
      transactional: method('mikro-orm.transactional', (call) => (call.positional[0] ? call.invoke(call.positional[0], [self]) : UNDEFINED)),
    },
    { effectful: true, truth: () => true },
  );
  return self;
}

/** `class extends Migration`: what `addSql` is told is sent when the method has ended, in order. */
export function migrationBase(runtime: Runtime): NativeValue {
  const members = lazyNative(
    'mikro-orm.Migration',
    {
      addSql: method('this.addSql', (call) => addSql(runtime, call)),
      execute: execute(runtime),
      getKnex: method('this.getKnex', () => runtime.connection()),
      getEntityManager: method('this.getEntityManager', () => managerNative(runtime)),
      getQueries: method('this.getQueries', () => listValue([])),
      reset: method('this.reset', () => (runtime.queue.forget(), UNDEFINED)),
      isTransactional: method('this.isTransactional', () => TRUE),
      ctx: () => UNDEFINED,
      driver: () => managerNative(runtime),
      config: (context) => unknownValue('environment', context.span),
    },
    { effectful: true },
  );
  return { ...members, label: 'mikro-orm.Migration', truth: () => true, call: () => members };
}

/** `raw('now()')`: part of a statement. */
const fragments: Readonly<Record<string, Maker>> = { raw: method('mikro-orm.raw', (call) => call.positional[0] ?? UNDEFINED) };

const PACKAGE = /(?:^|\/)@?mikro-orm\/(migrations|core|knex|postgresql|mysql|mariadb|sqlite|better-sqlite)$/u;

export function moduleOf(name: string, base: () => NativeValue): Value | undefined {
  const part = PACKAGE.exec(name)?.[1];
  if (part === undefined) return undefined;
  return lazyNative(`module.${part}`, part === 'migrations' ? { Migration: base } : fragments, { other: (property, context) => unknownValue('unsupported', context.span, `mikro-orm.${property}`) });
}
