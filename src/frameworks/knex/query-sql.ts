import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { literalText } from '../sql-text.js';
import { unknownFrom } from '../values.js';
import { type Part, fragmentOf, identifier, join, sql, written } from './fragment.js';
import { nameText } from './names.js';

/** What a query builder was told so far. */
export interface QueryModel {
  readonly dialect: Dialect;
  readonly span: Span;
  verb: 'select' | 'insert' | 'update' | 'delete' | 'truncate';
  table?: TracedText;
  schema?: TracedText;
  readonly wheres: { readonly joiner: 'and' | 'or'; readonly sql: TracedText }[];
  readonly joins: TracedText[];
  readonly selected: TracedText[];
  /** Further clauses of a selection, in order: GROUP BY, HAVING, ORDER BY, LIMIT. */
  readonly tail: TracedText[];
  readonly withs: TracedText[];
  /** What is inserted or set. */
  values?: Value;
  conflict?: 'ignore' | 'merge';
}

export const QUERY = 'knex.query';

export const queryModel = (value: Value | undefined): QueryModel | undefined => (value?.kind === 'native' && value.label === QUERY ? (value.data as { readonly model: QueryModel }).model : undefined);

/** The value on the right side of a comparison: a part of a statement, a subquery, or a literal. */
export function operandText(value: Value | undefined, model: Pick<QueryModel, 'dialect' | 'span'>): TracedText {
  const subquery = queryModel(value);
  if (subquery) return sql(model.span, '(', selectText(subquery), ')');
  return fragmentOf(value) ?? literalText(value, model.span);
}

/** A column or an expression. */
export function columnText(value: Value | undefined, model: Pick<QueryModel, 'dialect' | 'span'>): TracedText {
  const subquery = queryModel(value);
  if (subquery) return sql(model.span, '(', selectText(subquery), ')');
  return fragmentOf(value) ?? identifier(nameText(value, model.span), model.dialect, model.span);
}

function tableText(model: QueryModel): TracedText {
  const name = model.table ?? holeAt(unknown('input', model.span), model.span);
  return model.schema && !/["`]\./.test(name.text) ? join([identifier(model.schema, model.dialect, model.span), name], '.', model.span) : name;
}

function whereText(model: QueryModel): readonly Part[] {
  if (model.wheres.length === 0) return [];
  return [' where ', ...model.wheres.flatMap(({ joiner, sql: text }, i) => (i === 0 ? [text] : [` ${joiner} `, text]))];
}

const withText = (model: QueryModel): readonly Part[] => (model.withs.length === 0 ? [] : ['with ', join(model.withs, ', ', model.span), ' ']);

export function selectText(model: QueryModel): TracedText {
  const columns = model.selected.length === 0 ? written('*', model.span) : join(model.selected, ', ', model.span);
  const from = model.table ? [' from ', tableText(model), ...model.joins] : [];
  return sql(model.span, ...withText(model), 'select ', columns, ...from, ...whereText(model), ...model.tail);
}

/** The statement that a builder sends; `undefined` where it sends none. */
export function statementText(model: QueryModel): TracedText | undefined {
  switch (model.verb) {
    case 'select':
      return selectText(model);
    case 'insert':
      return insertText(model);
    case 'update':
      return updateText(model);
    case 'delete':
      // rows are told apart by the tables that are joined: what remains says that not all of them go
      return sql(model.span, ...withText(model), 'delete from ', tableText(model), ...(model.joins.length > 0 && model.wheres.length === 0 ? [' where ', holeAt(unknown('unsupported', model.span), model.span)] : whereText(model)));
    case 'truncate':
      return model.dialect === 'sqlite' ? sql(model.span, 'delete from ', tableText(model)) : sql(model.span, 'truncate ', tableText(model), ...(model.dialect === 'postgres' ? [' restart identity'] : []));
  }
}

/** All rows write the columns that any of them has; one row is enough to tell what is done. */
function insertText(model: QueryModel): TracedText | undefined {
  const { values, span } = model;
  const head = [...withText(model), 'insert into ', tableText(model)];
  const tail = model.conflict === 'ignore' && model.dialect !== 'mysql' ? [' on conflict do nothing'] : [];
  const subquery = queryModel(values);
  if (subquery) return sql(span, ...head, ' ', selectText(subquery));
  const own = fragmentOf(values);
  if (own) return sql(span, ...head, ' ', own);
  const rows = values?.kind === 'list' ? values.items : values?.kind === 'record' ? [values] : undefined;
  if (values?.kind === 'list' && values.complete && rows?.length === 0) return undefined;
  const columns = new Map<string, Value>();
  let complete = rows !== undefined && !(values?.kind === 'list' && !values.complete);
  for (const row of rows ?? []) {
    if (row.kind !== 'record' || !row.complete) complete = false;
    if (row.kind === 'record') for (const [name, value] of row.entries) if (!columns.has(name) && !isMissing(value)) columns.set(name, value);
  }
  if (columns.size === 0) return complete ? sql(span, ...head, ' default values') : sql(span, ...head, ' select ', holeAt(values ? unknownFrom(values) : unknown('input', span), span));
  const names = [...columns.keys()].map((name) => identifier(written(name, span), model.dialect, span));
  if (!complete) return sql(span, ...head, ' select ', holeAt(unknown('input', span), span));
  return sql(span, ...head, ' (', join(names, ', ', span), ') values (', join([...columns.values()].map((value) => operandText(value, model)), ', ', span), ')', ...tail);
}

const isMissing = (value: Value): boolean => value.kind === 'constant' && value.value === undefined;

function updateText(model: QueryModel): TracedText | undefined {
  const { values, span } = model;
  const parts: TracedText[] = [];
  if (values?.kind === 'record') {
    for (const [name, value] of values.entries) if (!isMissing(value)) parts.push(sql(span, identifier(written(name, span), model.dialect, span), ' = ', operandText(value, model)));
    if (parts.length === 0 && values.complete) return undefined;
  }
  if (values?.kind !== 'record' || !values.complete) {
    const gap = holeAt(values ? unknownFrom(values) : unknown('input', span), span);
    parts.push(sql(span, gap, ' = ', gap));
  }
  const limited = model.joins.length > 0 && model.wheres.length === 0 ? [' where ', holeAt(unknown('unsupported', span), span)] : whereText(model);
  return sql(span, ...withText(model), 'update ', tableText(model), ' set ', join(parts, ', ', span), ...limited);
}

/** ` where ...` of a partial index. */
export function predicateOf(value: Value | undefined, span: Span): readonly Part[] {
  const model = queryModel(value);
  if (model) return whereText(model);
  return value === undefined || isNull(value) ? [] : [' where ', fragmentOf(value) ?? holeAt(unknownFrom(value), span)];
}
