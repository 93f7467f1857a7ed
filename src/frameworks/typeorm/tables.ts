import type { Call, Context, Value } from '../../evaluate/value.js';
import { UNDEFINED, isNull } from '../../evaluate/value.js';
import type { Action, Constraint, Draft, Name } from '../../operation.js';
import { type Known, isUnknown, known } from '../../value.js';
import { booleanOf, isTrue, stringOf } from '../values.js';
import { type BuiltColumn, builtColumn, settled } from './columns.js';
import { expressionConstraint, foreignKey, indexOf, keyConstraint, uniqueConstraint } from './constraints.js';
import { isPlain } from './loaded.js';
import { type Options, flagOption, listOption, optionsOf, textOption } from './options.js';
import { renamesOfTable } from './renames.js';
import { type Runtime, isMysql, schemaNow, tableName, tableState } from './runtime.js';

export const draft = (context: Context, action: Action, certainty?: 'maybe'): Draft => ({ ...action, span: context.span, ...(certainty && { certainty }) });

const isOff = (value: Value | undefined): boolean => value !== undefined && !isNull(value) && booleanOf(value) === false;

/** The options of each object in a list; what could not be read is told as unread. */
export function partsOf(context: Context, options: Options, key: string): readonly Options[] {
  const items = listOption(options, key) ?? [];
  const parts = isUnknown(items) ? [undefined] : items.map(optionsOf);
  if (parts.includes(undefined)) context.unread(`\`${key}\` of a table cannot be read here`);
  return parts.filter((part) => part !== undefined);
}

export function createTable(runtime: Runtime, call: Call): Value {
  const [given, ifNotExists, withForeignKeys, withIndexes] = call.positional;
  const options = optionsOf(given);
  if (!options) {
    call.unread('creates a table that cannot be read here');
    call.emit([draft(call, { kind: 'opaque', reason: 'creates a table that cannot be read here', touches: 'anything' })]);
    return UNDEFINED;
  }
  const table = tableName(given);
  const careful = !isNull(ifNotExists) && booleanOf(ifNotExists) !== false;
  const columns = partsOf(call, options, 'columns').map((column) => builtColumn(runtime, column, table));
  // TypeORM asks first, and sends no IF NOT EXISTS
  const there = careful && !isUnknown(table) ? schemaNow(runtime, call)?.hasTable(table) : false;
  const tolerant = careful && there !== false;
  const constraints = constraintsOf(runtime, call, options, table, columns, !isOff(withForeignKeys));
  const comment = textOption(options, 'comment');
  const create: Draft = draft(call, {
    kind: 'createTable',
    table,
    columns: columns.map(settled),
    constraints,
    ...(tolerant && { ifNotExists: true }),
    ...(isUnknown(listOption(options, 'columns')) && { incomplete: true }),
    ...(comment !== undefined && comment !== '' && { comment }),
  });
  // a table that is there is left as it is
  if (there === true) {
    call.emit([create]);
    return UNDEFINED;
  }
  const indexes = isOff(withIndexes) && !isMysql(runtime) ? [] : partsOf(call, options, 'indices').map((index) => indexOf(runtime, call, index, table));
  call.emitStatements([
    ...enumsOf(runtime, call, columns, tolerant).map((each) => [each]),
    [create],
    ...indexes.map((index) => [draft(call, { kind: 'createIndex', table, index, ...(tolerant && { ifNotExists: true }) })]),
  ]);
  return UNDEFINED;
}

/** Types that are not there yet, each once. */
export function enumsOf(runtime: Runtime, context: Context, columns: readonly BuiltColumn[], tolerant: boolean): readonly Draft[] {
  const seen = new Set<string>();
  const drafts: Draft[] = [];
  for (const { enumeration } of columns) {
    if (!enumeration) continue;
    const { name, values } = enumeration;
    const key = isUnknown(name) ? undefined : `${name.schema ?? ''}.${name.name}`;
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    const there = isUnknown(name) ? undefined : schemaNow(runtime, context)?.hasType(name);
    if (there === true) continue;
    drafts.push(draft(context, { kind: 'createEnum', name, values, implicit: true, ...((there === undefined || tolerant) && { ifNotExists: true }) }));
  }
  return drafts;
}

function constraintsOf(runtime: Runtime, context: Context, options: Options, table: Known<Name>, columns: readonly BuiltColumn[], withForeignKeys: boolean): readonly Constraint[] {
  const uniques = partsOf(context, options, 'uniques').map((unique) => uniqueConstraint(unique, table));
  const alone = columns.filter(({ unique, column }) => unique === true && !uniques.some((each) => !isUnknown(each.columns) && each.columns.length === 1 && each.columns[0] === column.name));
  const primary = columns.filter((each) => each.primary === true);
  const keyName = partsOf(context, options, 'columns').map((column) => known(textOption(column, 'primaryKeyConstraintName'))).find((name) => name !== undefined);
  const key = keyConstraint('primaryKey', table, primary.map(({ column }) => column.name), keyName);
  return [
    ...uniques,
    ...alone.map(({ column }) => keyConstraint('unique', table, [column.name])),
    ...partsOf(context, options, 'checks').map((check) => expressionConstraint(runtime, context, 'check', check, table)),
    ...partsOf(context, options, 'exclusions').map((each) => expressionConstraint(runtime, context, 'exclude', each, table)),
    ...(withForeignKeys ? partsOf(context, options, 'foreignKeys').map((each) => foreignKey(each, table)) : []),
    ...(primary.length === 0 ? [] : [isMysql(runtime) ? unnamed(key) : key]),
  ];
}

/** MySQL calls every primary key PRIMARY. */
export function unnamed(constraint: Constraint): Constraint {
  const { name: _, ...rest } = constraint;
  return { ...rest, named: false } as Constraint;
}

export function dropTable(runtime: Runtime, call: Call): Value {
  const [given, ifExists, withForeignKeys, withIndexes] = call.positional;
  const table = tableName(given);
  const state = tableState(runtime, call, table);
  const tolerant = !isNull(ifExists) && booleanOf(ifExists) !== false;
  const tolerance = tolerant && { ifExists: true as const };
  const schema = isUnknown(table) ? undefined : table.schema;
  const indexes = isOff(withIndexes) || isMysql(runtime) ? [] : [...(state?.indexes.values() ?? [])].filter(({ index }) => index.columns.some(isPlain));
  const foreignKeys = isOff(withForeignKeys) ? [] : [...(state?.constraints.values() ?? [])].filter(({ constraint }) => constraint.type === 'foreignKey');
  call.emitStatements([
    ...indexes.map(({ name }) => [draft(call, { kind: 'dropIndex', table, index: name, ...(schema !== undefined && { schema }), ...tolerance })]),
    ...foreignKeys.map(({ name }) => [draft(call, { kind: 'dropConstraint', table, constraint: name, type: 'foreignKey', ...tolerance })]),
    [draft(call, { kind: 'dropTable', table, ...tolerance })],
  ]);
  return UNDEFINED;
}

export function renameTable(runtime: Runtime, call: Call): Value {
  const [given, to] = call.positional;
  const table = tableName(given);
  const next = stringOf(to) ?? { unknown: 'input' as const };
  const state = tableState(runtime, call, table);
  const renames = state && !isUnknown(next) ? renamesOfTable(runtime, call, state, next) : [];
  call.emitStatements([[draft(call, { kind: 'renameTable', table, to: next })], ...renames.map((each) => [each])]);
  return UNDEFINED;
}

export function clearTable(call: Call): Value {
  const [given, options] = call.positional;
  const more = optionsOf(options);
  const cascade = more !== undefined && flagOption(more, 'cascade') === true;
  call.emit([draft(call, { kind: 'modifyRows', verb: 'truncate', table: tableName(given), ...(cascade && { cascade }) })]);
  return UNDEFINED;
}

export function changeTableComment(call: Call): Value {
  const [given, comment] = call.positional;
  const table = tableName(given);
  const name = isUnknown(table) ? table : table.name;
  const schema = isUnknown(table) ? undefined : table.schema;
  const definition = stringOf(comment);
  call.emit([draft(call, { kind: 'alterObject', object: { kind: 'comment', name, table, ...(schema !== undefined && { schema }), ...(definition !== undefined && { definition }) }, action: 'comment on table' })]);
  return UNDEFINED;
}

/** `createSchema`, `dropSchema`, `createDatabase`, `dropDatabase`. */
export function changeNamespace(call: Call, verb: 'create' | 'drop', kind: 'schema' | 'database'): Value {
  const [path, tolerant, cascade] = call.positional;
  const given = stringOf(path) ?? { unknown: 'input' as const };
  const name = isUnknown(given) ? given : (given.split('.').at(-1) ?? given);
  const object = { kind, name };
  call.emit([draft(call, verb === 'create' ? { kind: 'createObject', object: { ...object, definition: '' }, ...(isTrue(tolerant) && { ifNotExists: true }) } : { kind: 'dropObject', object, ...(isTrue(tolerant) && { ifExists: true }), ...(isTrue(cascade) && { cascade: true }) })]);
  return UNDEFINED;
}
