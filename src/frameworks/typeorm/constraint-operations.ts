import type { Call, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Action, Constraint, Draft, Name } from '../../operation.js';
import { type Known, isUnknown, known, unknown } from '../../value.js';
import { isTrue, listOf, stringOf } from '../values.js';
import { columnNameOf, primaryKey } from './column-operations.js';
import { changedKey, expressionConstraint, foreignKey, indexOf, keyConstraint, nameOf, uniqueConstraint } from './constraints.js';
import { defaultExpressionName } from './names.js';
import { type Options, flagOption, optionsOf, textOption } from './options.js';
import { type Runtime, isMysql, tableName, tableState } from './runtime.js';
import { draft, unnamed } from './tables.js';

export type PartKind = 'unique' | 'check' | 'exclude' | 'foreignKey' | 'index';

const emitOne = (call: Call, action: Action): void => call.emit([draft(call, action)]);

/** `createForeignKey`, `createIndex` and the like. */
export function createPart(runtime: Runtime, call: Call, kind: PartKind, given: Value | undefined, part: Value | undefined): void {
  const table = tableName(given);
  const options = optionsOf(part);
  if (!options) {
    call.unread('creates a constraint or index that cannot be read here');
    return emitOne(call, { kind: 'opaque', reason: 'creates a constraint or index that cannot be read here', touches: isUnknown(table) ? 'anything' : [table] });
  }
  if (kind !== 'index') return emitOne(call, { kind: 'addConstraint', table, constraint: constraintOf(runtime, call, kind, options, table) });
  const concurrently = runtime.dialect === 'postgres' && flagOption(options, 'isConcurrent') === true;
  emitOne(call, { kind: 'createIndex', table, index: indexOf(runtime, call, options, table), ...(concurrently && { concurrently }) });
}

function constraintOf(runtime: Runtime, call: Call, kind: Exclude<PartKind, 'index'>, options: Options, table: Known<Name>): Constraint {
  if (kind === 'foreignKey') return foreignKey(options, table);
  return kind === 'unique' ? uniqueConstraint(options, table) : expressionConstraint(runtime, call, kind, options, table);
}

/** The drops: by name, or by an object that has a name or would get one. */
export function dropPart(call: Call, kind: PartKind, given: Value | undefined, part: Value | undefined, ifExists: Value | undefined): void {
  const table = tableName(given);
  const options = optionsOf(part);
  const name = options ? partName(options, kind, table) : (stringOf(part) ?? unknown('input', call.span));
  const tolerance = isTrue(ifExists) && { ifExists: true as const };
  if (kind !== 'index') return emitOne(call, { kind: 'dropConstraint', table, constraint: name, type: kind, ...tolerance });
  const schema = isUnknown(table) ? undefined : table.schema;
  const concurrently = options !== undefined && flagOption(options, 'isConcurrent') === true;
  emitOne(call, { kind: 'dropIndex', table, index: name, ...(schema !== undefined && { schema }), ...(concurrently && { concurrently }), ...tolerance });
}

function partName(options: Options, kind: PartKind, table: Known<Name>): Known<string> {
  if (kind !== 'check' && kind !== 'exclude') return nameOf(options, kind, table);
  const given = textOption(options, 'name');
  return given !== undefined && given !== '' ? given : defaultExpressionName(kind, table, textOption(options, 'expression') ?? unknown('input'));
}

export function createPrimaryKey(runtime: Runtime, call: Call): void {
  const [given, columns, name] = call.positional;
  const items = listOf(columns);
  const names = items ? items.map(columnNameOf) : unknown('input' as const, call.span);
  call.emit([addedKey(runtime, call, tableName(given), names, known(stringOf(name)))]);
}

function addedKey(runtime: Runtime, call: Call, table: Known<Name>, columns: Known<readonly Known<string>[]>, name?: string): Draft {
  const constraint = keyConstraint('primaryKey', table, columns, name);
  return draft(call, { kind: 'addConstraint', table, constraint: isMysql(runtime) ? unnamed(constraint) : constraint });
}

export function dropPrimaryKey(runtime: Runtime, call: Call): void {
  const [given, name, ifExists] = call.positional;
  const table = tableName(given);
  const found = primaryKey(tableState(runtime, call, table))?.name;
  const constraint = found ?? (isNull(name) ? undefined : stringOf(name)) ?? unknown('database', call.span);
  emitOne(call, { kind: 'dropConstraint', table, constraint, type: 'primaryKey', ...(isTrue(ifExists) && { ifExists: true }) });
}

/** The primary key that is there gives way to one of these columns. */
export function updatePrimaryKeys(runtime: Runtime, call: Call): void {
  const [given, columns] = call.positional;
  const table = tableName(given);
  const key = primaryKey(tableState(runtime, call, table));
  const items = listOf(columns);
  const drop = key ? [[draft(call, { kind: 'dropConstraint', table, constraint: key.name, type: 'primaryKey' })]] : [];
  const constraint = items ? changedKey(table, key, items.map(columnNameOf)) : keyConstraint('primaryKey', table, unknown('input', call.span));
  call.emitStatements([...drop, [draft(call, { kind: 'addConstraint', table, constraint: isMysql(runtime) ? unnamed(constraint) : constraint })]]);
}
