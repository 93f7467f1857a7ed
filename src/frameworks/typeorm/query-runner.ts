import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, conditionValue, constant, listValue, recordValue, unknownValue } from '../../evaluate/value.js';
import type { Fact } from '../../operation.js';
import { unknown } from '../../value.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { stringOf } from '../values.js';
import { changeColumn, renameColumn } from './change-column.js';
import { addColumn, columnNameOf, dropColumn, forEachOf } from './column-operations.js';
import { type PartKind, createPart, createPrimaryKey, dropPart, dropPrimaryKey, updatePrimaryKeys } from './constraint-operations.js';
import { loadedTable } from './loaded.js';
import { managerNative, managing } from './manager.js';
import { native, optionsOf } from './options.js';
import { type Runtime, schemaNow, tableName, tableState } from './runtime.js';
import { changeNamespace, changeTableComment, clearTable, createTable, dropTable, renameTable } from './tables.js';
import { transactionMethods } from './transactions.js';
import { createView, dropView } from './views.js';

/** A method that changes the schema and gives nothing back. */
const does = (name: string, run: (call: Call) => unknown): Maker =>
  method(`typeorm.QueryRunner.${name}`, (call) => {
    run(call);
    return UNDEFINED;
  });

const asks = (name: string, factOf: (call: Call) => Fact): Maker => method(`typeorm.QueryRunner.${name}`, (call) => conditionValue({ is: 'exists', fact: factOf(call) }));

const PARTS: readonly (readonly [PartKind, string, string])[] = [
  ['unique', 'UniqueConstraint', 'UniqueConstraints'],
  ['check', 'CheckConstraint', 'CheckConstraints'],
  ['exclude', 'ExclusionConstraint', 'ExclusionConstraints'],
  ['foreignKey', 'ForeignKey', 'ForeignKeys'],
  ['index', 'Index', 'Indices'],
];

function partMethods(runtime: Runtime): Record<string, Maker> {
  const methods: Record<string, Maker> = {};
  for (const [kind, one, many] of PARTS) {
    methods[`create${one}`] = does(`create${one}`, (call) => createPart(runtime, call, kind, call.positional[0], call.positional[1]));
    methods[`create${many}`] = does(`create${many}`, (call) => forEachOf(call, call.positional[1], 'creates constraints or indexes', (part) => createPart(runtime, call, kind, call.positional[0], part)));
    methods[`drop${one}`] = does(`drop${one}`, (call) => dropPart(call, kind, call.positional[0], call.positional[1], call.positional[2]));
    methods[`drop${many}`] = does(`drop${many}`, (call) => forEachOf(call, call.positional[1], 'drops constraints or indexes', (part) => dropPart(call, kind, call.positional[0], part, call.positional[2])));
  }
  return methods;
}

const columnMethods = (runtime: Runtime): Record<string, Maker> => ({
  addColumn: does('addColumn', (call) => addColumn(runtime, call, tableName(call.positional[0]), call.positional[1])),
  addColumns: does('addColumns', (call) => forEachOf(call, call.positional[1], 'adds columns', (column) => addColumn(runtime, call, tableName(call.positional[0]), column))),
  dropColumn: does('dropColumn', (call) => dropColumn(runtime, call, call.positional[0], call.positional[1], call.positional[2])),
  dropColumns: does('dropColumns', (call) => forEachOf(call, call.positional[1], 'drops columns', (column) => dropColumn(runtime, call, call.positional[0], column, call.positional[2]))),
  renameColumn: does('renameColumn', (call) => renameColumn(runtime, call)),
  changeColumn: does('changeColumn', (call) => changeColumn(runtime, call, ...columnsOf(call))),
  changeColumns: does('changeColumns', (call) =>
    forEachOf(call, call.positional[1], 'changes columns', (change) => {
      const entries = optionsOf(change)?.entries;
      changeColumn(runtime, call, call.positional[0], entries?.get('oldColumn'), entries?.get('newColumn'));
    }),
  ),
  createPrimaryKey: does('createPrimaryKey', (call) => createPrimaryKey(runtime, call)),
  updatePrimaryKeys: does('updatePrimaryKeys', (call) => updatePrimaryKeys(runtime, call)),
  dropPrimaryKey: does('dropPrimaryKey', (call) => dropPrimaryKey(runtime, call)),
});

const columnsOf = (call: Call): [Value | undefined, Value | undefined, Value | undefined] => [call.positional[0], call.positional[1], call.positional[2]];

const tableMethods = (runtime: Runtime): Record<string, Maker> => ({
  createTable: does('createTable', (call) => createTable(runtime, call)),
  dropTable: does('dropTable', (call) => dropTable(runtime, call)),
  renameTable: does('renameTable', (call) => renameTable(runtime, call)),
  clearTable: does('clearTable', clearTable),
  changeTableComment: does('changeTableComment', changeTableComment),
  createView: does('createView', (call) => createView(runtime, call)),
  dropView: does('dropView', dropView),
  createSchema: does('createSchema', (call) => changeNamespace(call, 'create', 'schema')),
  dropSchema: does('dropSchema', (call) => changeNamespace(call, 'drop', 'schema')),
  createDatabase: does('createDatabase', (call) => changeNamespace(call, 'create', 'database')),
  dropDatabase: does('dropDatabase', (call) => changeNamespace(call, 'drop', 'database')),
  clearDatabase: does('clearDatabase', (call) => call.emit([{ kind: 'opaque', reason: 'drops everything in the database', touches: 'anything', span: call.span }])),
});

const questions = (runtime: Runtime): Record<string, Maker> => ({
  hasTable: asks('hasTable', (call) => ({ ask: 'table', table: tableName(call.positional[0]) })),
  hasColumn: asks('hasColumn', (call) => ({ ask: 'column', table: tableName(call.positional[0]), column: columnNameOf(call.positional[1]) })),
  hasSchema: asks('hasSchema', (call) => ({ ask: 'object', object: { kind: 'schema', name: stringOf(call.positional[0]) ?? unknown('input') } })),
  hasDatabase: asks('hasDatabase', (call) => ({ ask: 'object', object: { kind: 'database', name: stringOf(call.positional[0]) ?? unknown('input') } })),
  getTable: method('typeorm.QueryRunner.getTable', (call) => tableFor(runtime, call, call.positional[0])),
  getCachedTable: method('typeorm.QueryRunner.getCachedTable', (call) => tableFor(runtime, call, call.positional[0])),
  getTables: method('typeorm.QueryRunner.getTables', (call) => {
    const [names] = call.positional;
    return names?.kind === 'list' && names.complete ? listValue(names.items.map((name) => tableFor(runtime, call, name))) : unknownValue('database', call.span);
  }),
});

/** The table as the history tells it; one that it does not tell of has a name, and no more can be said. */
function tableFor(runtime: Runtime, context: Context, path: Value | undefined): Value {
  const name = tableName(path);
  const state = tableState(runtime, context, name);
  const schema = schemaNow(runtime, context);
  if (state && schema) return loadedTable(schema, state, context.span);
  const known = path?.kind === 'text' ? ([['name', path]] satisfies [string, Value][]) : [];
  const unseen = native('Table', { entries: new Map(known), complete: false, span: context.span, origin: {} });
  return { ...unseen, truth: () => ({ is: 'exists', fact: { ask: 'table', table: name } }) };
}

const DATABASE = /^(?:get(?:Databases|Schemas|CurrentDatabase|CurrentSchema|Version|View|Views|ReplicationMode|MemorySql)|stream)$/u;
const HARMLESS = /^(?:connect|release|enableSqlMemory|disableSqlMemory|clearSqlMemory|beforeMigration|afterMigration)$/u;

/** What a migration is handed. Most only ask for `query`: the rest is made when it is asked for. */
export function queryRunnerNative(runtime: Runtime): NativeValue {
  let schemaMethods: Record<string, Maker> | undefined;
  return lazyNative(
    'typeorm.QueryRunner',
    {
      ...managing(runtime),
      manager: () => managerNative(runtime),
      connection: () => runtime.dataSource(),
      dataSource: () => runtime.dataSource(),
      data: () => recordValue(),
      isReleased: () => constant(false),
      isTransactionActive: () => constant(runtime.transactional),
    },
    {
      effectful: true,
      truth: () => true,
      other: (property, context) => {
        schemaMethods ??= { ...tableMethods(runtime), ...columnMethods(runtime), ...partMethods(runtime), ...questions(runtime), ...transactionMethods(runtime) };
        if (Object.hasOwn(schemaMethods, property)) return schemaMethods[property]?.(context);
        if (DATABASE.test(property)) return method(`typeorm.QueryRunner.${property}`, (call) => unknownValue('database', call.span))(context);
        return HARMLESS.test(property) ? method(`typeorm.QueryRunner.${property}`, () => UNDEFINED)(context) : undefined;
      },
    },
  );
}
