import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction, textValue, unknownValue } from '../../evaluate/value.js';
import { lazyNative, method } from '../natives.js';
import { addColumn, changeColumn, removeColumn, renameColumn } from './columns.js';
import { isConnectionMember } from './connection.js';
import { addConstraint, constraintOptions, removeConstraint } from './constraints.js';
import { QUESTIONS } from './describe.js';
import { addIndex, indexOptions, removeIndex } from './indexes.js';
import { nameText, quoted, quotedPath, quotedTable, tableOf } from './names.js';
import { routine } from './routines.js';
import { bulkDelete, bulkInsert, bulkUpdate, insert, remove, update, upsert } from './rows.js';
import { type Request, type Runtime, inTransactionOf, requestOf } from './runtime.js';
import { SCHEMAS, createTable, dropAllTables, dropTable, renameTable } from './tables.js';

interface Method {
  readonly run: (request: Request) => void;
  readonly options: (given: readonly Value[]) => Value | undefined;
}

const at = (run: Method['run'], place: number): Method => ({ run, options: (given) => given[place] });

const METHODS: Readonly<Record<string, Method>> = {
  createTable: at(createTable, 2), dropTable: at(dropTable, 1), renameTable: at(renameTable, 2), dropAllTables: at(dropAllTables, 0),
  addColumn: at(addColumn, 3), changeColumn: at(changeColumn, 3), removeColumn: at(removeColumn, 2), renameColumn: at(renameColumn, 3),
  addIndex: { run: addIndex, options: indexOptions }, removeIndex: at(removeIndex, 2), addConstraint: { run: addConstraint, options: constraintOptions }, removeConstraint: at(removeConstraint, 2),
  bulkInsert: at(bulkInsert, 2), bulkUpdate: at(bulkUpdate, 3), bulkDelete: at(bulkDelete, 2), insert: at(insert, 3), upsert: at(upsert, 4), update: at(update, 4), delete: at(remove, 3),
  ...Object.fromEntries(Object.entries(SCHEMAS).map(([name, run]): [string, Method] => [name, at(run, name === 'dropAllEnums' ? 0 : 1)])),
};

/** Where the options of a routine's calls are. */
const ROUTINE_OPTIONS: Readonly<Record<string, number>> = { createFunction: 6, dropFunction: 2, renameFunction: 3, createTrigger: 7, dropTrigger: 2, renameTrigger: 3 };

function methodNamed(name: string): Method | undefined {
  if (Object.hasOwn(METHODS, name)) return METHODS[name];
  const run = routine(name);
  return run && at(run, ROUTINE_OPTIONS[name] ?? 2);
}

/** Texts that the library writes for parts of a statement. */
function generator({ dialect }: Runtime): NativeValue {
  const text = (name: string, write: (value: Value | undefined, span: Request['span']) => ReturnType<typeof quoted>) => method(`queryGenerator.${name}`, (call) => textValue(write(call.positional[0], call.span)));
  return lazyNative('sequelize.queryGenerator', {
    quoteIdentifier: text('quoteIdentifier', (value, span) => quoted(nameText(value, span), dialect, span)),
    quoteIdentifiers: text('quoteIdentifiers', (value, span) => quotedPath(nameText(value, span), dialect, span)),
    quoteTable: text('quoteTable', (value, span) => quotedTable(tableOf(value, span), dialect, span)),
  }, { other: (_, context) => unknownValue('unsupported', context.span) });
}

/** What a migration is handed. Umzug wraps it in a context, which may be the connection as well. */
export function queryInterfaceNative(runtime: Runtime): NativeValue {
  const self: NativeValue = lazyNative(
    'sequelize.queryInterface',
    {
      context: () => self,
      queryInterface: () => self,
      sequelize: () => runtime.connection(),
      queryGenerator: () => generator(runtime),
      QueryGenerator: () => generator(runtime),
    },
    { truth: () => true, effectful: true, other: (property, context) => memberOf(runtime, property, context) },
  );
  return self;
}

function memberOf(runtime: Runtime, property: string, context: Context): Value | undefined {
  const label = `queryInterface.${property}`;
  const change = methodNamed(property);
  if (change) {
    return nativeFunction(label, (call) => {
      inTransactionOf(call, change.options(call.positional), () => change.run(requestOf(runtime, call)));
      return UNDEFINED;
    });
  }
  const question = Object.hasOwn(QUESTIONS, property) ? QUESTIONS[property] : undefined;
  if (question) return nativeFunction(label, (call) => question(requestOf(runtime, call)));
  if (property === 'rawSelect' || property === 'select') return nativeFunction(label, (call) => unknownValue('database', call.span));
  if (property.startsWith('quote')) return generator(runtime).member?.(property, context);
  return isConnectionMember(property) ? runtime.connection().member?.(property, context) : undefined;
}
