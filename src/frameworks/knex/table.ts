import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction, plainText } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { sliceText } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { isTrue, tracedOf } from '../values.js';
import { expression, taken } from './raw.js';
import { written } from './fragment.js';
import type { ColumnItem, ForeignData, StatementItem, TableModel } from './model.js';
import { nameText } from './names.js';
import type { Runtime } from './runtime.js';
import { COLUMN_TYPES, typeName } from './types.js';

/** Methods that are compiled behind the columns. */
const STATEMENTS: ReadonlySet<string> = new Set([
  'index', 'primary', 'unique', 'dropPrimary', 'dropPrimaryIfExists', 'dropUnique', 'dropUniqueIfExists', 'dropIndex', 'dropForeign', 'dropForeignIfExists', 'renameColumn', 'dropTimestamps', 'setNullable', 'dropNullable', 'dropChecks',
  'dropColumn', 'dropColumns',
]);
const OPTIONS: ReadonlySet<string> = new Set(['comment', 'engine', 'charset', 'collate', 'inherits']);
const MODIFIERS: Readonly<Record<string, string>> = {
  default: 'defaultTo', defaultsTo: 'defaultTo', defaultTo: 'defaultTo', unsigned: 'unsigned', nullable: 'nullable', first: 'first', after: 'after', comment: 'comment', collate: 'collate', check: 'check', checkPositive: 'checkPositive',
  checkNegative: 'checkNegative', checkIn: 'checkIn', checkNotIn: 'checkNotIn', checkBetween: 'checkBetween', checkLength: 'checkLength', checkRegex: 'checkRegex',
};

/** The object that a callback of `createTable` or `alterTable` is given. */
export function tableNative(runtime: Runtime, model: TableModel): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'knex.table',
    effectful: true,
    truth: () => true,
    member: (property) => {
      const run = methodOf(property);
      return run && nativeFunction(`table.${property}`, run);
    },
  };

  function methodOf(property: string): ((call: Call) => Value) | undefined {
    if (COLUMN_TYPES.has(property)) return (call) => columnNative(runtime, model, declare(property, call, call.positional));
    if (STATEMENTS.has(property)) return (call) => (say(property, call, call.positional), self);
    if (OPTIONS.has(property)) return (call) => (call.positional[0] && model.options.set(property, call.positional[0]), self);
    if (property === 'timestamps') return timestamps;
    if (property === 'foreign') return (call) => foreignNative(say('foreign', call, [], { columns: call.positional[0], keyName: call.positional[1] }), () => self);
    if (property === 'check') return (call) => (say('check', call, call.positional), self);
    return property === 'queryContext' ? () => self : undefined;
  }

  function declare(method: string, call: Call, given: readonly Value[]): ColumnItem {
    for (const value of given) taken(runtime, value);
    const item: ColumnItem = { kind: 'column', type: typeName(method), arguments: given, modifiers: new Map(), span: call.span, tests: call.tests };
    model.columns.push(item);
    return item;
  }

  function say(method: string, call: Context & { readonly span: Span }, given: readonly Value[], foreign?: ForeignData): StatementItem {
    const item: StatementItem = { kind: 'statement', method, arguments: given, span: call.span, tests: call.tests, ...(foreign && { foreign }) };
    model.statements.push(item);
    return item;
  }

  function timestamps(call: Call): Value {
    const [first] = call.positional;
    const options = first?.kind === 'record' ? optionsOf(first) : undefined;
    const flag = (name: string, at: number): boolean => (options ? options.isTrue(name) : isTrue(call.positional[at]));
    const [createdAt, updatedAt] = flag('useCamelCase', 2) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'];
    for (const name of [createdAt, updatedAt]) {
      const column = declare(flag('useTimestamps', 0) ? 'timestamp' : 'datetime', call, [plainText(name ?? '')]);
      if (!flag('defaultToNow', 1)) continue;
      column.modifiers.set('nullable', [{ kind: 'constant', value: false }]);
      column.modifiers.set('defaultTo', [expression(written('CURRENT_TIMESTAMP', call.span))]);
    }
    return UNDEFINED;
  }

  return self;
}

/** What follows a column's declaration. */
function columnNative(runtime: Runtime, model: TableModel, column: ColumnItem): NativeValue {
  let foreign: NativeValue | undefined;
  const grow = (call: Call): void => {
    if (call.span.file === column.span.file && call.span.end > column.span.end) column.span = { ...column.span, end: call.span.end };
  };
  const say = (method: string, call: Call, given: readonly Value[], data?: ForeignData): StatementItem => {
    const item: StatementItem = { kind: 'statement', method, arguments: given, span: call.span, tests: call.tests, ...(data && { foreign: data }) };
    model.statements.push(item);
    return item;
  };
  const modifies = (name: string, given: (call: Call) => readonly Value[]) => (call: Call): Value => {
    grow(call);
    for (const value of call.positional) taken(runtime, value);
    column.modifiers.set(name, given(call));
    return self;
  };
  const methodOf = (property: string): ((call: Call) => Value) | undefined => {
    if (Object.hasOwn(MODIFIERS, property)) return modifies(MODIFIERS[property] ?? property, (call) => call.positional);
    switch (property) {
      case 'notNull':
      case 'notNullable':
        return modifies('nullable', () => [{ kind: 'constant', value: false }]);
      case 'index':
      case 'primary':
      case 'unique':
        return (call) => {
          grow(call);
          // a counting column is the primary key as it is
          if (!column.type.includes('increments')) say(property, call, [column.arguments[0] ?? UNDEFINED, ...call.positional]);
          return self;
        };
      case 'references':
        return (call) => {
          grow(call);
          const item = say('foreign', call, [], { columns: column.arguments[0] });
          foreign = foreignNative(item, () => self);
          refer(item, call.positional[0], call);
          return self;
        };
      case 'alter':
        return (call) => {
          grow(call);
          const options = optionsOf(call.positional[0]);
          column.alter = { nullable: options.boolean('alterNullable') !== false, type: options.boolean('alterType') !== false };
          return self;
        };
      case 'queryContext':
        return () => self;
      default:
        return undefined;
    }
  };
  const self: NativeValue = {
    kind: 'native',
    label: 'knex.column',
    effectful: true,
    truth: () => true,
    member: (property, context) => {
      const run = methodOf(property);
      if (!run) return foreign?.member?.(property, context);
      return nativeFunction(`column.${property}`, run);
    },
  };
  return self;
}

/** `references('id')` or `references('table.id')` */
function refer(item: StatementItem, target: Value | undefined, { span }: Call): void {
  const { foreign } = item;
  if (!foreign) return;
  const text = tracedOf(target);
  const dot = text?.text.indexOf('.') ?? -1;
  foreign.references = target;
  if (!text || dot < 0) return;
  foreign.table = sliceText(text, 0, dot);
  foreign.references = { kind: 'text', text: sliceText(text, dot + 1, text.text.indexOf('.', dot + 1) < 0 ? undefined : text.text.indexOf('.', dot + 1)) };
  item.span = { ...item.span, end: Math.max(item.span.end, span.end) };
}

/** What follows `foreign(...)` or `references(...)`. */
function foreignNative(item: StatementItem, back: () => NativeValue): NativeValue {
  const { foreign } = item;
  const sets = (store: (call: Call) => void) => (call: Call): Value => {
    store(call);
    if (call.span.file === item.span.file && call.span.end > item.span.end) item.span = { ...item.span, end: call.span.end };
    return owner();
  };
  const inTable = sets((call) => foreign && (foreign.table = nameText(call.positional[0], call.span)));
  const methods: Readonly<Record<string, (call: Call) => Value>> = {
    references: sets((call) => refer(item, call.positional[0], call)),
    on: inTable,
    inTable,
    onDelete: sets((call) => foreign && (foreign.onDelete = call.positional[0])),
    onUpdate: sets((call) => foreign && (foreign.onUpdate = call.positional[0])),
    withKeyName: sets((call) => foreign && (foreign.keyName = call.positional[0])),
    deferrable: sets((call) => foreign && (foreign.deferrable = call.positional[0])),
  };
  const self: NativeValue = { kind: 'native', label: 'knex.foreign', effectful: true, truth: () => true, member: (property) => (Object.hasOwn(methods, property) ? nativeFunction(`foreign.${property}`, methods[property] as (call: Call) => Value) : undefined) };
  const owner = (): NativeValue => (back().label === 'knex.column' ? back() : self);
  return self;
}

/** Calls the callback with the table, also as its `this`. */
export function describe(runtime: Runtime, context: Context, callback: Value | undefined, model: TableModel): void {
  if (callback === undefined) return;
  const table = tableNative(runtime, model);
  context.invoke(callback.kind === 'closure' && callback.function.receiver === 'this' && !callback.self ? { ...callback, self: table } : callback, [table]);
}
