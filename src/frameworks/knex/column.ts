import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { jsonOf } from '../javascript/literals.js';
import { optionsOf } from '../javascript/options.js';
import { booleanOf, unknownFrom } from '../values.js';
import { fragmentOf, identifier, literal, quotedText, sql, written } from './fragment.js';
import type { ColumnItem, TableModel } from './model.js';
import { listed, nameText } from './names.js';
import { isIncrements, typeOf } from './types.js';

export const columnName = (column: ColumnItem, table: TableModel): TracedText =>
  column.arguments[0] === undefined && isIncrements(column) ? identifier(written('id', column.span), table.dialect, column.span) : identifier(nameText(column.arguments[0], column.span), table.dialect, column.span);

/** A default as Knex writes it: whatever is no raw expression becomes a text in quotes. */
export function defaultText(column: ColumnItem, table: TableModel): TracedText | undefined {
  const given = column.modifiers.get('defaultTo');
  if (!given) return undefined;
  const [value] = given;
  if (value === undefined || (value.kind === 'constant' && value.value === undefined)) return undefined;
  if (isNull(value)) return usesMysql(table) ? undefined : written('null', column.span);
  const own = fragmentOf(value);
  if (own) return own;
  if (value.kind === 'unknown' || value.kind === 'native') return holeAt(unknownFrom(value), column.span);
  if (column.type === 'bool') return booleanDefault(value, column);
  if (value.kind === 'record' || value.kind === 'list') return structuredDefault(value, column, table);
  return quotedText(nameText(value, column.span), table.dialect, column.span);
}

const usesMysql = ({ dialect }: TableModel): boolean => dialect === 'mysql' || dialect === 'mariadb';

function booleanDefault(value: Value, column: ColumnItem): TracedText {
  const isFalse = value.kind === 'text' ? value.text.text === 'false' || value.text.text === '' : booleanOf(value) === false;
  return written(isFalse ? "'0'" : "'1'", column.span);
}

/** Objects are JSON in a column of that type; elsewhere they are what JavaScript makes of them. */
function structuredDefault(value: Value, column: ColumnItem, table: TableModel): TracedText {
  const json = jsonOf(value);
  if (typeof json !== 'string') return holeAt(json, column.span);
  const isJson = column.type === 'json' || column.type === 'jsonb';
  if (isJson) return usesMysql(table) ? written(`('${json}')`, column.span) : written(`'${json}'`, column.span);
  return value.kind === 'list' ? quotedText(written(listed(value).map((item) => nameText(item, column.span).text).join(','), column.span), table.dialect, column.span) : holeAt(unknown('input', column.span), column.span);
}

function nullability(column: ColumnItem): TracedText | undefined {
  const given = column.modifiers.get('nullable');
  if (!given) return undefined;
  const nullable = given[0] === undefined ? true : booleanOf(given[0]);
  if (nullable !== undefined && typeof nullable !== 'boolean') return holeAt(nullable, column.span);
  return written(nullable === false ? 'not null' : 'null', column.span);
}

/** `notNullable()` is known to have been said. */
export const isNotNull = (column: ColumnItem): boolean => nullability(column)?.text === 'not null';

function defaultClause(column: ColumnItem, table: TableModel): TracedText | undefined {
  const value = defaultText(column, table);
  if (!value || (usesMysql(table) && (column.type === 'blob' || column.type.includes('text')))) return undefined;
  return sql(column.span, 'default ', value);
}

type Modifier = (column: ColumnItem, table: TableModel, given: readonly Value[]) => TracedText | undefined;

const commentText = (column: ColumnItem, given: readonly Value[]): TracedText => (isNull(given[0]) ? written('NULL', column.span) : quotedText(nameText(given[0], column.span), 'sqlite', column.span));

const MYSQL_MODIFIERS: readonly (readonly [string, Modifier])[] = [
  ['unsigned', (column) => written('unsigned', column.span)],
  ['nullable', nullability],
  ['defaultTo', defaultClause],
  ['comment', (column, _, given) => (isNull(given[0]) ? undefined : sql(column.span, 'comment ', commentText(column, given)))],
  ['collate', (column, _, given) => (isNull(given[0]) ? undefined : sql(column.span, 'collate ', quotedText(nameText(given[0], column.span), 'sqlite', column.span)))],
  ['first', (column) => written('first', column.span)],
  ['after', (column, table, given) => sql(column.span, 'after ', identifier(nameText(given[0], column.span), table.dialect, column.span))],
];
const MODIFIERS: readonly (readonly [string, Modifier])[] = [['nullable', nullability], ['defaultTo', defaultClause]];

/** The definition of a column, as it stands in CREATE TABLE. */
export function columnDefinition(column: ColumnItem, table: TableModel): TracedText {
  const parts = [columnName(column, table), written(' ', column.span), typeOf(column, table), ...primaryKey(column, table)];
  for (const [name, modifier] of usesMysql(table) ? MYSQL_MODIFIERS : MODIFIERS) {
    const given = column.modifiers.get(name);
    const clause = given && (!isIncrements(column) || name === 'comment') ? modifier(column, table, given) : undefined;
    if (clause) parts.push(written(' ', column.span), clause);
  }
  for (const check of checksOf(column, table)) parts.push(sql(column.span, ...(check.name ? [' constraint ', check.name] : []), ' check (', check.predicate, ')'));
  return sql(column.span, ...parts);
}

/** A counting column is the primary key unless the table names another. */
function primaryKey(column: ColumnItem, table: TableModel): readonly TracedText[] {
  if (table.dialect === 'sqlite') return [];
  const options = optionsOf(column.arguments[1]);
  const wanted = options.boolean('primaryKey') ?? (isIncrements(column) && column.arguments[1] === undefined);
  const named = table.statements.some(({ method }) => method === 'primary');
  if (wanted !== true || named || (usesMysql(table) && column.type === 'uuid')) return [];
  return [written(' primary key', column.span)];
}

/** The comment of a column of PostgreSQL is a statement of its own. */
export function columnComment(column: ColumnItem): TracedText | undefined {
  const given = column.modifiers.get('comment');
  return given && commentText(column, given);
}

interface Check {
  readonly name: TracedText | undefined;
  readonly predicate: TracedText;
}

/** `.checkPositive()`, `.checkIn([...])` and the like. */
export function checksOf(column: ColumnItem, table: TableModel): readonly Check[] {
  const { span } = column;
  const name = columnName(column, table);
  const value = (each: Value | undefined): TracedText => literal(each, table.dialect, span);
  const values = (each: Value | undefined): TracedText => sql(span, ...listed(each).flatMap((item, i) => (i === 0 ? [value(item)] : [',', value(item)])));
  const between = (each: Value | undefined): TracedText => {
    const [first] = listed(each);
    const intervals = first?.kind === 'list' ? listed(each) : each ? [each] : [];
    return sql(span, ...intervals.flatMap((interval, i) => [i === 0 ? '' : ' or ', name, ' between ', value(listed(interval)[0]), ' and ', value(listed(interval)[1])]));
  };
  const found: Check[] = [];
  const add = (modifier: string, at: number, predicate: (given: readonly Value[]) => TracedText): void => {
    const given = column.modifiers.get(modifier);
    if (given) found.push({ name: isNull(given[at]) ? undefined : nameText(given[at], span), predicate: predicate(given) });
  };
  add('checkPositive', 0, () => sql(span, name, ' > 0'));
  add('checkNegative', 0, () => sql(span, name, ' < 0'));
  add('checkIn', 1, ([list]) => sql(span, name, ' in (', values(list), ')'));
  add('checkNotIn', 1, ([list]) => sql(span, name, ' not in (', values(list), ')'));
  add('checkBetween', 1, ([list]) => between(list));
  add('checkLength', 2, ([operator, length]) => sql(span, 'length(', name, ') ', nameText(operator, span), ' ', value(length)));
  add('checkRegex', 1, ([pattern]) => sql(span, name, table.dialect === 'postgres' ? ' ~ ' : ' REGEXP ', value(pattern)));
  return found;
}
