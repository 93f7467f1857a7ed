import type { Call, Context, Value } from '../../evaluate/value.js';
import { UNDEFINED } from '../../evaluate/value.js';
import type { ColumnState, ConstraintState, TableState } from '../../framework.js';
import type { Draft, Name } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { isTrue, stringOf } from '../values.js';
import { builtColumn } from './columns.js';
import { changedKey, keyConstraint } from './constraints.js';
import { defaultName, nameFromPath } from './names.js';
import { type Options, itemsOf, optionsOf, textOption } from './options.js';
import { type Runtime, isMysql, schemaNow, tableName, tableState } from './runtime.js';
import { draft, enumsOf, unnamed } from './tables.js';

export type Statements = readonly (readonly Draft[])[];

/** The name of a column that is given as text or as an object. */
export function columnNameOf(value: Value | undefined): Known<string> {
  const options = optionsOf(value);
  return (options ? textOption(options, 'name') : stringOf(value)) ?? unknown('input');
}

export function addColumn(runtime: Runtime, call: Call, table: Known<Name>, value: Value | undefined): void {
  const options = optionsOf(value);
  if (options) call.emitStatements(columnAdded(runtime, call, table, options));
  else {
    call.unread('adds a column that cannot be read here');
    call.emit([draft(call, { kind: 'opaque', reason: 'adds a column that cannot be read here', touches: isUnknown(table) ? 'anything' : [table] })]);
  }
}

export function columnAdded(runtime: Runtime, context: Context, table: Known<Name>, options: Options, certainty?: 'maybe'): Statements {
  const built = builtColumn(runtime, options, table);
  const { column, primary, unique } = built;
  const statements: Draft[][] = enumsOf(runtime, context, [built], false).map((each) => [certainty ? { ...each, certainty } : each]);
  statements.push([draft(context, { kind: 'addColumn', table, column }, certainty)]);
  if (primary === true) statements.push(...keyWith(runtime, context, table, column.name, certainty));
  if (unique !== true) return statements;
  // on MySQL the index of a unique column is named as other indexes are
  const name = isMysql(runtime) ? defaultName('index', table, [column.name]) : undefined;
  statements.push([draft(context, { kind: 'addConstraint', table, constraint: keyConstraint('unique', table, [column.name], name) }, certainty)]);
  return statements;
}

/** The primary key with one column more. */
function keyWith(runtime: Runtime, context: Context, table: Known<Name>, column: Known<string>, certainty?: 'maybe'): Draft[][] {
  const state = tableState(runtime, context, table);
  const key = primaryKey(state);
  const before = keyColumns(key);
  const constraint = changedKey(table, key, [...before, column]);
  const add = [draft(context, { kind: 'addConstraint', table, constraint: isMysql(runtime) ? unnamed(constraint) : constraint }, certainty)];
  return key ? [[draft(context, { kind: 'dropConstraint', table, constraint: key.name, type: 'primaryKey' }, certainty)], add] : [add];
}

export const keyColumns = (key: ConstraintState | undefined): readonly Known<string>[] => (key && !('expression' in key.constraint) && !isUnknown(key.constraint.columns) ? key.constraint.columns : []);

export const primaryKey = (state: TableState | undefined): ConstraintState | undefined => [...(state?.constraints.values() ?? [])].find(({ constraint }) => constraint.type === 'primaryKey');

export function dropColumn(runtime: Runtime, call: Call, given: Value | undefined, value: Value | undefined, ifExists: Value | undefined): void {
  call.emitStatements(columnDropped(runtime, call, tableName(given), columnNameOf(value), isTrue(ifExists)));
}

/** What TypeORM drops with a column: what has no other column, and the type that was made for it. */
export function columnDropped(runtime: Runtime, context: Context, table: Known<Name>, column: Known<string>, tolerant = false, certainty?: 'maybe'): Statements {
  const drop = draft(context, { kind: 'dropColumn', table, column, ...(tolerant && { ifExists: true }) }, certainty);
  const state = tableState(runtime, context, table);
  if (!state || isUnknown(column)) return [[drop]];
  const alone = (columns: Known<readonly Known<string>[]> | undefined): boolean => columns !== undefined && !isUnknown(columns) && columns.length === 1 && columns[0] === column;
  const statements: Draft[][] = [];
  const key = primaryKey(state);
  if (key && keyColumns(key).includes(column)) statements.push(...keyWithout(runtime, context, table, key, column, certainty));
  const index = [...state.indexes.values()].find((each) => alone(each.index.columns));
  if (index) statements.push([draft(context, { kind: 'dropIndex', table, index: index.name, ...(state.name.schema !== undefined && { schema: state.name.schema }) }, certainty)]);
  const constraints = [...state.constraints.values()];
  const check = constraints.find(({ constraint }) => constraint.type === 'check' && alone(constraint.columns));
  const unique = constraints.find(({ constraint }) => constraint.type === 'unique' && alone(constraint.columns));
  for (const each of [check, unique]) if (each) statements.push([draft(context, { kind: 'dropConstraint', table, constraint: each.name, type: each.constraint.type }, certainty)]);
  statements.push([drop]);
  const type = enumTypeOf(runtime, context, state.columns.get(column));
  if (type) statements.push([draft(context, { kind: 'dropEnum', name: type }, certainty)]);
  return statements;
}

/** A key that loses a column is dropped, and made again with what is left. */
function keyWithout(runtime: Runtime, context: Context, table: Known<Name>, key: ConstraintState, column: string, certainty?: 'maybe'): Draft[][] {
  const drop = [draft(context, { kind: 'dropConstraint', table, constraint: key.name, type: 'primaryKey' }, certainty)];
  const left = keyColumns(key).filter((each) => each !== column);
  if (left.length === 0) return [drop];
  const constraint = changedKey(table, key, left);
  return [drop, [draft(context, { kind: 'addConstraint', table, constraint: isMysql(runtime) ? unnamed(constraint) : constraint }, certainty)]];
}

/** The enum type of a column, where TypeORM takes it for one that goes with the column. */
function enumTypeOf(runtime: Runtime, context: Context, entry: ColumnState | undefined): Name | undefined {
  if (runtime.dialect !== 'postgres' || !entry || isUnknown(entry.column.type)) return undefined;
  const name = nameFromPath(entry.column.type.replaceAll('"', '').replace(/\[\]$/u, ''));
  return !isUnknown(name) && schemaNow(runtime, context)?.enumType(name) ? name : undefined;
}

/** Calls `each` for the objects of a list; a list that cannot be read is told as unread. */
export function forEachOf(call: Call, list: Value | undefined, what: string, each: (item: Value) => void): Value {
  const items = list === undefined ? unknown('input') : itemsOf(list);
  if (isUnknown(items)) {
    const table = tableName(call.positional[0]);
    call.unread(`${what} that cannot be read here`);
    call.emit([draft(call, { kind: 'opaque', reason: `${what} that cannot be read here`, touches: isUnknown(table) ? 'anything' : [table] })]);
  } else for (const item of items) each(item);
  return UNDEFINED;
}

