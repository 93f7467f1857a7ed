import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Constraint, Name } from '../../operation.js';
import type { Target } from '../../target.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { sqlOf } from './defaults.js';
import type { ConstraintModel, ForeignKeyModel, TableModel } from './model.js';
import { LABELS, asColumn, asExpression, asTable, nameOf } from './model.js';
import { leaveToConvention, nameConstraint } from './names.js';
import type { SqlAlchemyOptions } from './options.js';
import { identifiersIn } from './sql-words.js';
import type { Arguments } from '../values.js';
import { bindArguments, isTrue, listOf, mapKnown, stringOf, unknownFrom } from '../values.js';

const constraintNative = (model: ConstraintModel): NativeValue => ({
  kind: 'native',
  label: LABELS.constraint,
  data: model,
  span: model.span,
  member: (property) => (property === 'name' && typeof model.name?.name === 'string' ? { kind: 'text', text: { text: model.name.name, pieces: [], holes: [] } } : undefined),
  truth: () => true,
});

/** The name of a column that is given as text, as a column or as an attribute of a table. */
export function columnNameOf(value: Value | undefined): Known<string> {
  return asColumn(value)?.column.name ?? asExpression(value)?.column ?? stringOf(value) ?? unknownFrom(value);
}

/** Several columns, given one by one or as a list. */
export function columnNamesOf(values: readonly Value[], call: Call): Known<readonly Known<string>[]> {
  if (!call.complete) return unknown('input', call.span);
  const names: Known<string>[] = [];
  for (const value of values) {
    if (value.kind === 'list') {
      if (!value.complete) return unknown('input', value.span);
      names.push(...value.items.map(columnNameOf));
    } else if (value.kind !== 'unknown') names.push(columnNameOf(value));
    else return unknownFrom(value);
  }
  return names;
}

/** The table that given columns belong to. */
function tableOfColumns(values: readonly Value[]): TableModel | undefined {
  for (const value of values.flatMap((each) => (each.kind === 'list' ? each.items : [each]))) {
    const table = asExpression(value)?.table;
    if (table) return table;
  }
  return undefined;
}

type Common = Pick<ConstraintModel, 'name' | 'deferrable' | 'initiallyDeferred' | 'notValid' | 'table' | 'span'>;
function common(named: Arguments, call: Call): Common {
  const table = tableOfColumns(call.positional);
  const initially = stringOf(named.get('initially'));
  return {
    name: nameOf(named.get('name')),
    ...(isTrue(named.get('deferrable')) && { deferrable: true }),
    ...(typeof initially === 'string' && initially.toUpperCase() === 'DEFERRED' && { initiallyDeferred: true }),
    ...(isTrue(named.get('postgresql_not_valid')) && { notValid: true }),
    ...(table && { table }),
    span: call.span,
  };
}

export const primaryKeyConstraint = (call: Call): Value => constraintNative({ type: 'primaryKey', columns: columnNamesOf(call.positional, call), ...common(call.named, call) });

export const uniqueConstraint = (call: Call): Value =>
  constraintNative({ type: 'unique', columns: columnNamesOf(call.positional, call), ...common(call.named, call), ...(isTrue(call.named.get('postgresql_nulls_not_distinct')) && { nullsNotDistinct: true }) });

export function checkConstraint(call: Call, options: SqlAlchemyOptions): Value {
  const bound = bindArguments(call, ['sqltext', 'name', 'deferrable', 'initially']).arguments;
  const expression = sqlOf(bound.get('sqltext'), options) ?? unknown('input', call.span);
  return constraintNative({ type: 'check', expression, ...(!isUnknown(expression) && { columns: identifiersIn(expression) }), ...common(bound, call) });
}

/** `ExcludeConstraint((column, operator), ..., where=, using=)`. */
export function excludeConstraint(call: Call, options: SqlAlchemyOptions): Value {
  const parts: string[] = [];
  let unread = !call.complete;
  for (const element of call.positional) {
    const [what, operator] = listOf(element) ?? [];
    const text = sqlOf(what, options);
    const sign = stringOf(operator);
    if (typeof text === 'string' && typeof sign === 'string') parts.push(`${text} WITH ${sign}`);
    else unread = true;
  }
  const using = stringOf(call.named.get('using')) ?? 'gist';
  const where = sqlOf(call.named.get('where'), options);
  const expression: Known<string> = unread || isUnknown(using) || isUnknown(where) ? unknown('input', call.span) : `USING ${using} (${parts.join(', ')})${where === undefined ? '' : ` WHERE (${where})`}`;
  const columns = parts.flatMap((part) => identifiersIn(part.slice(0, part.lastIndexOf(' WITH '))));
  return constraintNative({ type: 'exclude', expression, columns, ...common(call.named, call) });
}

interface Reference {
  readonly table: Known<Name>;
  /** Left out where only the table is named. */
  readonly column?: Known<string>;
}

/** `schema.table.column`, or a column of a table. */
function referenceOf(value: Value | undefined): Reference {
  const expression = asExpression(value);
  if (expression?.column !== undefined) return { table: expression.table?.name ?? unknown('input', value && 'span' in value ? value.span : undefined), column: expression.column };
  const table = asTable(value);
  if (table) return { table: table.name };
  const text = stringOf(value) ?? unknownFrom(value);
  if (isUnknown(text)) return { table: text, column: text };
  const parts = text.split('.');
  if (parts.length === 1) return { table: { name: text } };
  const column = parts.pop() ?? '';
  const name = parts.pop() ?? '';
  const schema = parts.join('.');
  return { table: schema === '' || schema === 'public' ? { name } : { schema, name }, column };
}

/** `NO ACTION` is what happens anyway. */
export function actionOf(value: Value | undefined): Known<string> | undefined {
  const action = stringOf(value);
  if (action === undefined || isUnknown(action)) return action;
  const upper = action.trim().toUpperCase();
  return upper === '' || upper === 'NO ACTION' ? undefined : upper;
}

const foreignKeyRest = (named: Arguments, call: Call): Pick<ForeignKeyModel, 'onDelete' | 'onUpdate' | 'useAlter' | keyof Common> => {
  const [onDelete, onUpdate] = [actionOf(named.get('ondelete')), actionOf(named.get('onupdate'))];
  return { ...(onDelete !== undefined && { onDelete }), ...(onUpdate !== undefined && { onUpdate }), ...(isTrue(named.get('use_alter')) && { useAlter: true }), ...common(named, call) };
};

/** `ForeignKey('t.c', ...)` inside a column. */
export function foreignKey(call: Call): Value {
  const bound = bindArguments(call, ['column', '_constraint', 'use_alter', 'name', 'onupdate', 'ondelete', 'deferrable', 'initially']).arguments;
  const reference = referenceOf(bound.get('column'));
  return constraintNative({ type: 'foreignKey', references: { table: reference.table, columns: reference.column === undefined ? [] : [reference.column] }, ...foreignKeyRest(bound, call) });
}

export function foreignKeyConstraint(call: Call): Value {
  const bound = bindArguments(call, ['columns', 'refcolumns', 'name', 'onupdate', 'ondelete', 'deferrable', 'initially', 'use_alter']).arguments;
  const columns = bound.get('columns');
  const references = listOf(bound.get('refcolumns'), call)?.map(referenceOf);
  const table = references?.[0]?.table ?? unknownFrom(bound.get('refcolumns'));
  return constraintNative({
    type: 'foreignKey',
    columns: columns && !isNull(columns) ? columnNamesOf([columns], call) : unknown('input', call.span),
    references: { table, columns: references ? references.flatMap((reference) => (reference.column === undefined ? [] : [reference.column])) : unknown('input', call.span) },
    ...foreignKeyRest(bound, call),
  });
}

export interface ConstraintSurroundings {
  readonly table: Known<Name>;
  readonly convention?: NamingConvention;
  readonly target: Target;
  /** The column that a `ForeignKey` or `CheckConstraint` stands in. */
  readonly column?: Known<string>;
  /** Names of the columns by their key, where they differ. */
  readonly keys?: ReadonlyMap<string, Known<string>>;
}

/** The constraint as the database will have it, its name included. */
export function buildConstraint(model: ConstraintModel, around: ConstraintSurroundings): Constraint {
  const made = constraintFrom(model, around);
  // the name of a check is what conventions build on
  const settled = model.type === 'exclude' || (model.name && (model.name.final || model.type !== 'check'));
  return settled || around.convention ? made : leaveToConvention(made);
}

function constraintFrom(model: ConstraintModel, around: ConstraintSurroundings): Constraint {
  const byKey = (column: Known<string>): Known<string> => (isUnknown(column) ? column : (around.keys?.get(column) ?? column));
  const deferral = { ...(model.deferrable && { deferrable: true }), ...(model.initiallyDeferred && { initiallyDeferred: true }) };
  const named = (columns: Known<readonly Known<string>[]>, more: { readonly referredTable?: Known<Name>; readonly referredColumns?: readonly Known<string>[] } = {}): { readonly name?: Known<string>; readonly named: boolean } =>
    nameConstraint(model.type, model.name, { table: around.table, columns: isUnknown(columns) ? [columns] : columns, ...more }, around.convention, around.target);
  switch (model.type) {
    case 'primaryKey': case 'unique': {
      const columns = mapKnown(model.columns, (list) => list.map(byKey));
      return { type: model.type, columns, ...named(columns), ...deferral, ...(model.nullsNotDistinct && { nullsNotDistinct: true }) };
    }
    case 'foreignKey': {
      const columns = model.columns === undefined ? [around.column ?? unknown('input', model.span)] : mapKnown(model.columns, (list) => list.map(byKey));
      const { table, columns: listed } = model.references;
      const referred = isUnknown(listed) || listed.length > 0 ? listed : columns;
      return {
        type: 'foreignKey', columns, references: { table, columns: referred },
        ...named(columns, { referredTable: table, referredColumns: isUnknown(referred) ? [referred] : referred }),
        ...(model.onDelete !== undefined && { onDelete: model.onDelete }), ...(model.onUpdate !== undefined && { onUpdate: model.onUpdate }), ...deferral,
      };
    }
    default: {
      // PostgreSQL names an unnamed check after its column only where there is exactly one
      const columns = model.columns ?? [];
      const naming = model.name ? columns : columns.length === 1 ? columns : [];
      return { type: model.type, expression: model.expression, ...(model.columns && { columns: model.columns }), ...named(isUnknown(model.expression) && !model.name ? model.expression : naming), ...deferral };
    }
  }
}

/** Names of columns by their keys, for constraints that are given keys. */
export const keysOf = (table: Pick<TableModel, 'columns'>): ReadonlyMap<string, Known<string>> =>
  new Map(table.columns.flatMap((column) => (isUnknown(column.key) || column.key === column.column.name ? [] : [[column.key, column.column.name] as const])));
