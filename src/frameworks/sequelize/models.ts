import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { ActionOf, Name } from '../../operation.js';
import type { Span } from '../../span.js';
import { type Known, unknown } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { lazyNative } from '../natives.js';
import { MODEL, type TableReference, nameText, tableKey, tableOf } from './names.js';
import { type Runtime, inTransactionOf } from './runtime.js';

type Verb = ActionOf<'modifyRows'>['verb'];

interface Change {
  readonly verb: Verb;
  /** Where the options are among the arguments. */
  readonly options: number;
}

const CHANGES: Readonly<Record<string, Change>> = {
  create: { verb: 'insert', options: 1 }, bulkCreate: { verb: 'insert', options: 1 }, findOrCreate: { verb: 'insert', options: 0 }, findCreateFind: { verb: 'insert', options: 0 }, upsert: { verb: 'insert', options: 1 },
  update: { verb: 'update', options: 1 }, increment: { verb: 'update', options: 1 }, decrement: { verb: 'update', options: 1 }, restore: { verb: 'update', options: 0 }, destroy: { verb: 'delete', options: 0 }, truncate: { verb: 'truncate', options: 0 },
};
const ROW_CHANGES: Readonly<Record<string, Change>> = {
  save: { verb: 'update', options: 0 }, update: { verb: 'update', options: 1 }, destroy: { verb: 'delete', options: 0 }, increment: { verb: 'update', options: 1 }, decrement: { verb: 'update', options: 1 }, restore: { verb: 'update', options: 0 },
};
const READS = /^(?:find|count|max|min|sum|aggregate|describe|get|scope|unscoped|has|belongs|add(?:Scope|Hook)|before|after|hook|init)/;
const SCHEMA = /^(?:sync|drop)$/;

type Table = (span: Span) => Known<Name>;

function changes(table: Table, name: string, { verb, options }: Change, ofRow: boolean): NativeValue {
  return nativeFunction(`model.${name}`, (call) => {
    const own = call.positional[options];
    const filtered = verb === 'insert' || verb === 'truncate' ? undefined : ofRow || optionsOf(own).get('where') !== undefined;
    inTransactionOf(call, own, () => call.emit([{ kind: 'modifyRows', verb, table: table(call.span), ...(filtered !== undefined && { filtered }), span: call.span }]));
    return rows(table);
  });
}

/** Rows that a model gives: one stands for all, and changes the table when it is told to. */
function rows(table: Table): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'sequelize.rows',
    truth: () => ({ is: 'unknown' }),
    iterate: () => undefined,
    item: () => self,
    member: (property, context) => {
      const change = Object.hasOwn(ROW_CHANGES, property) ? ROW_CHANGES[property] : undefined;
      if (change) return changes(table, property, change, true);
      if (OVER_ROWS.has(property)) return nativeFunction(`rows.${property}`, (call) => overRows(self, call));
      return unknownValue('database', context.span);
    },
  };
  return self;
}

const OVER_ROWS: ReadonlySet<string> = new Set(['map', 'forEach', 'filter', 'each', 'mapSeries', 'reduce']);

function overRows(row: NativeValue, call: Call): Value {
  const callback = call.positional.find((value) => value.kind === 'closure');
  return callback ? call.perhaps(callback, [row]) : unknownValue('database', call.span);
}

function modelNative(table: Table, reference: TableReference | undefined): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: reference ? MODEL : 'sequelize.Model',
    ...(reference && { data: reference }),
    truth: () => true,
    effectful: true,
    call: () => rows(table),
    member: (property) => {
      const change = Object.hasOwn(CHANGES, property) ? CHANGES[property] : undefined;
      if (change) return changes(table, property, change, false);
      if (SCHEMA.test(property)) return nativeFunction(`model.${property}`, (call) => (call.emit([{ kind: 'opaque', reason: `\`${property}\` makes the table what its model says`, touches: 'anything', span: call.span }]), unknownValue('database', call.span)));
      if (property === 'getTableName' && reference) return nativeFunction('model.getTableName', () => ({ kind: 'text', text: reference.name }));
      return nativeFunction(`model.${property}`, READS.test(property) ? () => rows(table) : (call) => ownMethod(property, call));
    },
  };
  return self;
}

/** What an application has made of its model reads and writes rows. */
function ownMethod(name: string, call: Call): Value {
  call.emit([{ kind: 'opaque', reason: `calls \`${name}\` of a model, which may change rows`, touches: 'anything', rowsOnly: true, span: call.span }]);
  return unknownValue('database', call.span);
}

const somewhere: Table = (span) => unknown('unsupported', span);

/** A model of the application of which the table is not known here. */
export const someModel = (): NativeValue => modelNative(somewhere, undefined);

/** `class User extends Model`: what its table is called, `init` says elsewhere. */
export const modelBase = (): NativeValue => someModel();

/** `sequelize.define('User', attributes, { tableName: 'users' })` */
export function define(call: Call): Value {
  const [name, , given] = call.positional;
  const options = optionsOf(given);
  const written = options.get('tableName') ?? (options.isTrue('freezeTableName') ? name : undefined);
  if (written === undefined) return someModel();
  const reference = tableOf(written.kind === 'record' ? written : { kind: 'text', text: nameText(written, call.span) }, call.span, options.get('schema'));
  return modelNative((span) => tableKey(reference, span), reference);
}

/** The models of the application by their names, as its `models` folder gives them, with the connection beside them. */
export function applicationModels(runtime: Runtime): NativeValue {
  const self: NativeValue = lazyNative(
    'sequelize.models',
    { sequelize: () => runtime.connection(), Sequelize: () => runtime.library(), DataTypes: () => runtime.library(), default: () => self, models: () => self },
    { truth: () => true, effectful: true, other: (property, context) => (property === 'Op' ? runtime.library().member?.('Op', context) : someModel()) },
  );
  return self;
}
