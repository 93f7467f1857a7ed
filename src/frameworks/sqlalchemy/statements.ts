import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Draft, Name } from '../../operation.js';
import type { TracedText } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { mappedTable } from './mapped.js';
import { clauses, combine, expressionNative, joinSql, plainExpression, toExpression, unionNames } from './expressions.js';
import type { ExpressionModel, TableModel } from './model.js';
import { LABELS, asExpression, asTable } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import type { StatementModel } from './statement-model.js';
import { statementOf } from './statement-model.js';
import { ddlOf } from './ddl-model.js';

/** A statement that can be executed: what it does, or SQL with the values bound to its parameters. */
export type ExecutableStatement =
  | { readonly drafts: readonly Draft[] }
  | { readonly sql: TracedText; readonly parameters: ReadonlyMap<string, Value> };

/** What executing the value does. Strings are SQL. `undefined`: no statement that is known. */
export function asStatement(value: Value | undefined): ExecutableStatement | undefined {
  const statement = statementOf(value);
  if (statement) return { drafts: statementDrafts(statement) };
  const ddl = ddlOf(value);
  if (ddl) return 'sql' in ddl ? { sql: ddl.sql, parameters: new Map() } : { drafts: ddl.drafts };
  const expression = asExpression(value);
  if (expression?.text) return { sql: expression.text, parameters: expression.parameters ?? new Map() };
  if (expression) return { drafts: [] };
  if (value?.kind === 'text') return { sql: value.text, parameters: new Map() };
  return undefined;
}

function statementDrafts(statement: StatementModel): readonly Draft[] {
  if (statement.verb === 'select') return [];
  const table = statement.table?.name ?? unknown('input', statement.span);
  const own = (name: Name): boolean => !isUnknown(table) && name.name === table.name && name.schema === table.schema;
  const from = statement.from.filter((name) => !own(name));
  return [{
    kind: 'modifyRows', verb: statement.verb, table,
    ...(statement.verb !== 'insert' && { filtered: statement.filtered }),
    ...(statement.columns && { columns: statement.columns }),
    ...(statement.setsNotNull && statement.setsNotNull.length > 0 && { setsNotNull: statement.setsNotNull }),
    ...(statement.whereNull.length > 0 && { whereNull: statement.whereNull }),
    ...(statement.reads.length > 0 && { reads: statement.reads }),
    ...(from.length > 0 && { from }),
    ...(statement.filter !== undefined && { filter: statement.filter }),
    span: statement.span,
  }];
}

const tableOf = (value: Value | undefined): TableModel | undefined => asTable(value) ?? mappedTable(value);

/** `select(...)`, also in its older form with one list. */
export function select(call: Call, options: SqlAlchemyOptions): Value {
  const parts = clauses(call.positional, call).map((value) => partOf(value, options));
  const empty: StatementModel = { verb: 'select', filtered: false, whereNull: [], reads: [], from: [], span: call.span };
  const where = call.named.get('whereclause');
  const base = reading(empty, parts);
  return statementNative(where ? filteredBy(base, [where], options, call) : base, options);
}

const partOf = (value: Value, options: SqlAlchemyOptions): ExpressionModel => {
  const table = tableOf(value);
  return table ? plainExpression('*', { from: isUnknown(table.name) ? [] : [table.name] }) : toExpression(value, options);
};

export function modify(verb: 'insert' | 'update' | 'delete', target: Value | undefined, call: Call, options: SqlAlchemyOptions): Value {
  const statement: StatementModel = { verb, table: tableOf(target), filtered: false, whereNull: [], reads: [], from: [], span: call.span };
  let built = statement;
  const where = call.named.get('whereclause');
  if (where && !isNull(where)) built = filteredBy(built, [where], options, call);
  const values = call.named.get('values');
  if (values) built = writing(built, [values], new Map(), options);
  return statementNative(built, options);
}

function reading(statement: StatementModel, parts: readonly ExpressionModel[]): StatementModel {
  return {
    ...statement,
    reads: [...new Set([...statement.reads, ...parts.flatMap((part) => part.reads)])],
    from: unionNames(statement.from, ...parts.map((part) => part.from)),
  };
}

function filteredBy(statement: StatementModel, conditions: readonly Value[], options: SqlAlchemyOptions, context: Context): StatementModel {
  const parts = clauses(conditions, context).map((value) => toExpression(value, options));
  const read = reading(statement, parts);
  const filter = joinSql([...(statement.filter === undefined ? [] : [statement.filter]), ...parts.map((part) => part.sql)], (...texts) => texts.join(' AND '));
  return {
    ...read,
    filtered: true,
    whereNull: [...new Set([...statement.whereNull, ...parts.flatMap((part) => part.whereNull ?? [])])],
    ...(typeof filter === 'string' && { filter }),
  };
}

/** `.values({...})`, `.values([...])`, `.values(a=1)`. */
export function writing(statement: StatementModel, positional: readonly Value[], named: ReadonlyMap<string, Value>, options: SqlAlchemyOptions): StatementModel {
  const written = new Map<string, ExpressionModel>();
  let complete = true;
  const put = (value: Value): void => {
    if (value.kind === 'record') {
      complete &&= value.complete;
      for (const [name, each] of value.entries) {
        if (name.startsWith('\0')) complete = false;
        else written.set(name, toExpression(each, options));
      }
      return;
    }
    const items = value.kind === 'list' ? value.items : undefined;
    if (items?.some((item) => item.kind === 'record')) items.forEach(put);
    else complete = false;
  };
  positional.forEach(put);
  for (const [name, value] of named) written.set(name, toExpression(value, options));
  const columns = [...written.keys()];
  // a bare insert writes every column that the table lists
  const listed = complete || columns.length > 0 ? columns : undefined;
  const read = reading(statement, [...written.values()].map((part) => ({ ...part })));
  const notNull = statement.verb === 'update' ? columns.filter((column) => !written.get(column)?.isNull) : [];
  return {
    ...read,
    ...(listed && { columns: [...new Set([...(statement.columns ?? []), ...listed])] }),
    ...(notNull.length > 0 && { setsNotNull: [...new Set([...(statement.setsNotNull ?? []), ...notNull])] }),
  };
}

const FILTERS = new Set(['where', 'filter', 'having', 'filter_by']);
const SOURCES = new Set(['select_from', 'join', 'outerjoin', 'join_from', 'correlate']);
const READS = new Set(['order_by', 'group_by', 'returning', 'with_only_columns', 'add_columns', 'distinct']);
const SELECTABLE = new Set(['scalar_subquery', 'as_scalar', 'subquery', 'alias', 'cte', 'exists', 'lateral', 'label']);
const UNCHANGED = new Set(['limit', 'offset', 'with_for_update', 'execution_options', 'options', 'prefix_with', 'suffix_with', 'params', 'on_conflict_do_nothing', 'union', 'union_all', 'except_', 'intersect', 'correlate_except', 'inline', 'return_defaults', 'ordered_values', 'with_hint', 'compile', 'unique', 'add_cte', 'fetch', 'execute_if']);

export function statementNative(model: StatementModel, options: SqlAlchemyOptions): NativeValue {
  const next = (label: string, change: (call: Call) => StatementModel): NativeValue => nativeFunction(`sqlalchemy.statement.${label}`, (call) => statementNative(change(call), options));
  const self: NativeValue = {
    kind: 'native',
    label: LABELS.statement,
    data: model,
    span: model.span,
    truth: () => true,
    member: (property) => {
      if (property === 'values') return next(property, (call) => writing(model, call.positional, call.named, options));
      if (property === 'filter_by') return next(property, (call) => ({ ...model, filtered: true, reads: [...new Set([...model.reads, ...call.named.keys()])] }));
      if (FILTERS.has(property)) return next(property, (call) => filteredBy(model, call.positional, options, call));
      if (SOURCES.has(property) || READS.has(property)) return next(property, (call) => reading(model, clauses(call.positional, call).map((value) => partOf(value, options))));
      if (property === 'from_select') {
        return next(property, (call) => {
          const [columns, source] = call.positional;
          const inner = statementOf(source);
          const names = columns?.kind === 'list' ? columns.items.map((item) => toExpression(item, options)).map((part, i) => part.column ?? (columns.items[i]?.kind === 'text' ? columns.items[i].text.text : unknown('input'))) : [];
          const known = names.filter((name) => !isUnknown(name)) as string[];
          return { ...model, ...(known.length > 0 && { columns: known }), reads: inner?.reads ?? [], from: inner?.from ?? [] };
        });
      }
      if (property === 'on_conflict_do_update' || property === 'on_duplicate_key_update') return next(property, () => model);
      if (property === 'c' || property === 'columns' || property === 'selected_columns') {
        return { kind: 'native', label: 'sqlalchemy.columns', member: (name) => expressionNative(plainExpression(name, { column: name, reads: [], from: model.from }), options) };
      }
      if (SELECTABLE.has(property)) return nativeFunction(`sqlalchemy.statement.${property}`, () => (property === 'scalar_subquery' || property === 'as_scalar' || property === 'label' || property === 'exists' ? expressionNative(subquery(model), options) : self));
      // metadata bound to an engine, as older versions have it
      if (property === 'execute') return nativeFunction('sqlalchemy.statement.execute', (call) => options.execute?.(call, self) ?? emitAll(model, call));
      if (UNCHANGED.has(property)) return nativeFunction(`sqlalchemy.statement.${property}`, () => self);
      return undefined;
    },
    binary: (operator, left, right) => {
      const combined = combine(operator, toExpression(left, options), toExpression(right, options));
      return combined && expressionNative(combined, options);
    },
  };
  return self;
}

function emitAll(model: StatementModel, call: Call): Value {
  call.emit(statementDrafts(model));
  return unknownValue('database', call.span);
}

const subquery = (model: StatementModel): ExpressionModel => ({ sql: unknown('unsupported', model.span), reads: model.reads, from: model.from, precedence: 9 });

/** `exists(...)`. */
export function exists(call: Call, options: SqlAlchemyOptions): Value {
  const parts = clauses(call.positional, call).map((value) => partOf(value, options));
  const base: StatementModel = { verb: 'select', filtered: false, whereNull: [], reads: [], from: [], span: call.span };
  return statementNative(reading(base, parts), options);
}
