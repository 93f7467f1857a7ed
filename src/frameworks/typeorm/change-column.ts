import type { Call, Value } from '../../evaluate/value.js';
import { isNull, plainText } from '../../evaluate/value.js';
import type { ColumnChange, Draft, Name } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { columnAdded, columnDropped, columnNameOf, keyColumns, primaryKey } from './column-operations.js';
import { defaultOf } from './columns.js';
import { changedKey, keyConstraint } from './constraints.js';
import { enumRelabelled } from './enums.js';
import { loadedTable } from './loaded.js';
import { defaultName } from './names.js';
import { type Options, flagOption, optionsOf, textOption, unseenColumn } from './options.js';
import { renamesOfColumn } from './renames.js';
import { type Runtime, isMysql, schemaNow, tableName, tableState } from './runtime.js';
import { draft, unnamed } from './tables.js';
import { columnType } from './types.js';

/** One change of a column, with what is known of the column before it. */
export interface Change {
  readonly runtime: Runtime;
  readonly call: Call;
  readonly table: Known<Name>;
  readonly from: Options;
  readonly to: Options;
}

export function changeColumn(runtime: Runtime, call: Call, given: Value | undefined, old: Value | undefined, next: Value | undefined): void {
  const table = tableName(given);
  const to = optionsOf(next);
  if (!to) {
    call.unread('changes a column to something that cannot be read here');
    call.emit([draft(call, { kind: 'opaque', reason: 'changes a column to something that cannot be read here', touches: isUnknown(table) ? 'anything' : [table] })]);
    return;
  }
  apply({ runtime, call, table, from: optionsOf(old) ?? columnBefore(runtime, call, table, old), to });
}

/** `renameColumn`: to a name, or to a whole new column. */
export function renameColumn(runtime: Runtime, call: Call): void {
  const [given, old, next] = call.positional;
  if (optionsOf(next)) return changeColumn(runtime, call, given, old, next);
  const table = tableName(given);
  const [column, to] = [columnNameOf(old), columnNameOf(next)];
  call.emitStatements(renamed({ runtime, call, table, from: { entries: new Map(), complete: false }, to: { entries: new Map(), complete: false } }, column, to).map((each) => [each]));
}

/** The column that the database has, as TypeORM loads it. */
function columnBefore(runtime: Runtime, call: Call, table: Known<Name>, old: Value | undefined): Options {
  const state = tableState(runtime, call, table);
  const schema = schemaNow(runtime, call);
  const name = columnNameOf(old);
  const loaded = state && schema ? optionsOf(loadedTable(schema, state, call.span))?.entries.get('columns') : undefined;
  const items = loaded?.kind === 'list' ? loaded.items : [];
  const found = items.map(optionsOf).find((column) => column && textOption(column, 'name') === name);
  return found ?? (optionsOf(unseenColumn(isUnknown(name) ? undefined : plainText(name), call.span)) as Options);
}

/** Whether an option is the same before and after; `undefined` where that cannot be told. */
function same({ from, to }: Change, key: string): boolean | undefined {
  const [before, after] = [from.entries.get(key), to.entries.get(key)];
  if (before === after && (before !== undefined || (from.complete && to.complete))) return true;
  // a copy of a column says what the column says
  if (before === undefined && after === undefined && from.origin !== undefined && from.origin === to.origin) return true;
  const [a, b] = [optionText(from, key), optionText(to, key)];
  if (!isUnknown(a) && !isUnknown(b)) return a === b;
  // what is set on a copy is set because it was something else
  return !isUnknown(b) && from.origin !== undefined && from.origin === to.origin ? false : undefined;
}

function optionText(options: Options, key: string): Known<string> {
  const value = options.entries.get(key);
  if (value?.kind === 'list') return value.complete ? value.items.map((item) => (item.kind === 'text' ? item.text.text : '')).join('\n') : unknown('input');
  const absent = /^is[A-Z]|^unsigned$/u.test(key) ? 'false' : '';
  return value !== undefined && isNull(value) ? absent : (textOption(options, key) ?? absent);
}

/** PostgreSQL's own name of a type has a space or is one of these; another spelling never equals what TypeORM loads. */
const SPELLINGS = /^(?:varchar|int|int2|int4|int8|bool|timestamp|timestamptz|time|timetz|decimal|float|float4|float8|char|varbit|dec|datetime)$/iu;

/** Whether TypeORM drops the column and adds it anew. */
function recreates(change: Change): boolean | undefined {
  const { runtime, from, to } = change;
  // the rest of the databases copies the table
  if (runtime.dialect !== 'postgres' && !isMysql(runtime)) return false;
  const type = textOption(to, 'type');
  if (runtime.dialect === 'postgres' && typeof type === 'string' && SPELLINGS.test(type) && from.origin !== undefined && from.origin !== to.origin) return true;
  const keys = isMysql(runtime) ? ['type', 'length', 'isGenerated', 'generatedType'] : ['type', 'length', 'isArray', ...(textOption(to, 'generatedType') === 'STORED' ? ['generatedType', 'asExpression'] : [])];
  const answers = keys.map((key) => same(change, key));
  if (answers.includes(false)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function apply(change: Change): void {
  const { runtime, call, table, from, to } = change;
  const column = textOption(from, 'name') ?? unknown('input');
  const anew = recreates(change);
  if (anew === false) return call.emitStatements(altered(change, column));
  // what cannot be told is told as something that may happen
  const certainty = anew === undefined ? 'maybe' : undefined;
  call.emitStatements(columnDropped(runtime, call, table, column, false, certainty));
  call.emitStatements(columnAdded(runtime, call, table, to, certainty));
}

function renamed({ runtime, call, table }: Change, column: Known<string>, to: Known<string>): readonly Draft[] {
  const state = tableState(runtime, call, table);
  const renames = state && !isUnknown(column) && !isUnknown(to) ? renamesOfColumn(runtime, call, state, column, to) : [];
  return [draft(call, { kind: 'renameColumn', table, column, to }), ...renames];
}

/** The changes that leave the values where they are. */
function altered(change: Change, before: Known<string>): readonly (readonly Draft[])[] {
  const { runtime, call, table, to } = change;
  const column = textOption(to, 'name') ?? before;
  const drafts: Draft[] = same(change, 'name') === false ? [...renamed(change, before, column)] : [];
  const alter = (set: ColumnChange): void => void drafts.push(draft(call, { kind: 'alterColumn', table, column, set }));
  if (same(change, 'precision') === false || same(change, 'scale') === false || (isMysql(runtime) && same(change, 'enum') === false)) alter({ type: columnType(to, table, runtime.dialect) });
  const relabelled = runtime.dialect === 'postgres' && same(change, 'enum') === false ? enumRelabelled(change, column) : [];
  drafts.push(...relabelled);
  if (same(change, 'isNullable') === false) alter({ nullable: flagOption(to, 'isNullable') });
  if (same(change, 'comment') === false) alter({ comment: textOption(to, 'comment') ?? null });
  drafts.push(...keyChanges(change, column), ...uniqueChanges(change, column));
  const given = defaultOf(runtime, to);
  if (relabelled.length === 0 && (same(change, 'default') === false || same(change, 'generationStrategy') === false)) alter({ default: given ?? null });
  return drafts.map((each) => [each]);
}

function uniqueChanges(change: Change, column: Known<string>): readonly Draft[] {
  if (same(change, 'isUnique') !== false) return [];
  const { runtime, call, table, to } = change;
  const name = defaultName(isMysql(runtime) ? 'index' : 'unique', table, [column]);
  if (flagOption(to, 'isUnique') === true) return [draft(call, { kind: 'addConstraint', table, constraint: keyConstraint('unique', table, [column], name) })];
  const state = tableState(runtime, call, table);
  const found = [...(state?.constraints.values() ?? [])].find(({ constraint }) => constraint.type === 'unique' && !isUnknown(constraint.columns) && constraint.columns.length === 1 && constraint.columns[0] === column);
  return [draft(call, { kind: 'dropConstraint', table, constraint: found?.name ?? (state?.complete ? name : unknown('database')), type: 'unique' })];
}

function keyChanges(change: Change, column: Known<string>): readonly Draft[] {
  if (same(change, 'isPrimary') !== false) return [];
  const { runtime, call, table, to } = change;
  const key = primaryKey(tableState(runtime, call, table));
  const before = keyColumns(key);
  const after = flagOption(to, 'isPrimary') === true ? [...before, column] : before.filter((each) => each !== column);
  const constraint = changedKey(table, key, after);
  return [
    ...(key ? [draft(call, { kind: 'dropConstraint', table, constraint: key.name, type: 'primaryKey' })] : []),
    ...(after.length === 0 ? [] : [draft(call, { kind: 'addConstraint', table, constraint: isMysql(runtime) ? unnamed(constraint) : constraint })]),
  ];
}

