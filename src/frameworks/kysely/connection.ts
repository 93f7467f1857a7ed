import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, UNDEFINED, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import { sql } from '../javascript/fragment.js';
import { sendWritten } from '../javascript/send.js';
import { nameText } from '../knex/names.js';
import { queryModel, selectText, statementText } from '../knex/query-sql.js';
import { lazyNative, method } from '../natives.js';
import { tracedOf } from '../values.js';
import { functions } from './conditions.js';
import { COMPILED, expression, resultOf, taken } from './expression.js';
import { reference, tableText } from './names.js';
import { query } from './query.js';
import type { Runtime } from './runtime.js';
import { schemaNative } from './schema.js';

/** What a connection was told before a query begins. */
interface Scope {
  readonly schema?: TracedText;
  readonly withs: readonly TracedText[];
}

const BEGINS = { selectFrom: 'select', insertInto: 'insert', replaceInto: 'insert', updateTable: 'update', deleteFrom: 'delete' } as const;
const PLAIN: ReadonlySet<string> = new Set(['withPlugin', 'withoutPlugins', 'withTables', '$extendTables', '$pickTables', '$omitTables']);

/** `db`, a transaction of it, or what `with` and `withSchema` make of it. */
export function connectionNative(runtime: Runtime, scope: Scope = { withs: [] }): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'kysely.db',
    effectful: true,
    truth: () => true,
    member: (property) => {
      if (property === 'schema') return schemaNative(runtime, scope.schema);
      if (Object.hasOwn(BEGINS, property)) return nativeFunction(`db.${property}`, (call) => query(runtime, BEGINS[property as keyof typeof BEGINS], call, call.span, scope.schema, scope.withs));
      if (PLAIN.has(property)) return nativeFunction(`db.${property}`, () => self);
      return other(property);
    },
  };

  function other(property: string): Value | undefined {
    switch (property) {
      case 'withSchema':
        return nativeFunction('db.withSchema', (call) => connectionNative(runtime, { ...scope, schema: nameText(call.positional[0], call.span) }));
      case 'with':
      case 'withRecursive':
        return nativeFunction(`db.${property}`, (call) => connectionNative(runtime, { ...scope, withs: [...scope.withs, commonTable(runtime, self, call)] }));
      case 'transaction':
      case 'startTransaction':
      case 'connection':
        return nativeFunction(`db.${property}`, () => runner(self, property !== 'connection'));
      case 'executeQuery':
        return nativeFunction('db.executeQuery', (call) => executeQuery(runtime, call));
      case 'fn':
        return functions(runtime);
      case 'isTransaction':
        return FALSE;
      case 'destroy':
        return nativeFunction('db.destroy', () => UNDEFINED);
      case 'dynamic':
        return dynamicNative(runtime);
      case 'introspection':
        return lazyNative('kysely.introspection', {}, { other: (name) => nativeFunction(`introspection.${name}`, (call) => unknownValue('database', call.span)) });
      case 'commit':
      case 'rollback':
        return nativeFunction(`db.${property}`, () => runner(self, false));
      default:
        return undefined;
    }
  }
  return self;
}

/** `db.dynamic.ref('a.b')`: names that the program chooses when it runs. */
const dynamicNative = (runtime: Runtime): NativeValue =>
  lazyNative('kysely.dynamic', {
    ref: method('dynamic.ref', (call) => expression(runtime, reference(runtime, nameText(call.positional[0], call.span), call.span))),
    table: method('dynamic.table', (call) => expression(runtime, tableText(runtime, call.positional[0], undefined, call.span))),
  });

/** `db.transaction().execute(async trx => ...)`; without a callback the transaction itself is given. */
function runner(connection: NativeValue, inside: boolean): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'kysely.transaction',
    effectful: true,
    truth: () => true,
    member: (property) => {
      if (property !== 'execute') return nativeFunction(`transaction.${property}`, () => self);
      return nativeFunction('transaction.execute', (call) => {
        const [callback] = call.positional;
        if (callback === undefined) return connection;
        return inside ? call.withTransaction(true, () => call.invoke(callback, [connection])) : call.invoke(callback, [connection]);
      });
    },
  };
  return self;
}

/** `with('name', db => db.selectFrom(...))` */
function commonTable(runtime: Runtime, connection: NativeValue, call: Call): TracedText {
  const [name, callback] = call.positional;
  const value = callback && call.invoke(callback, [connection]);
  taken(runtime, value);
  const model = queryModel(value);
  const text = model && (model.verb === 'select' ? selectText(model) : statementText(model));
  return sql(call.span, reference(runtime, nameText(name, call.span), call.span), ' as (', text ?? 'select 1', ')');
}

function executeQuery(runtime: Runtime, call: Call): Value {
  const [given] = call.positional;
  const text = given?.kind === 'native' && given.label === COMPILED ? (given.data as TracedText) : tracedOf(given?.kind === 'record' ? given.entries.get('sql') : undefined);
  if (!text) {
    call.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: call.span }]);
    return unknownValue('database', call.span);
  }
  sendWritten(runtime, call, text, call.span);
  return resultOf(text, runtime.dialect, call);
}
