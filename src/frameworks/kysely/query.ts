import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction, recordValue, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { join, sql, written } from '../javascript/fragment.js';
import { sendBuilt } from '../javascript/send.js';
import { conditionOfQuery } from '../knex/query-answer.js';
import { QUERY, type QueryModel, queryModel, selectText, statementText } from '../knex/query-sql.js';
import { nameText } from '../knex/names.js';
import { fragmentOf } from '../knex/fragment.js';
import { tracedOf } from '../values.js';
import { comparison, compared, expressionBuilder } from './conditions.js';
import { compiled, expression, operand, taken } from './expression.js';
import { orderedColumn, reference, tableText } from './names.js';
import type { Runtime } from './runtime.js';

type Step = (model: QueryModel, call: Call, runtime: Runtime) => QueryModel;

/** What callbacks stand for: they are handed an expression builder. */
const settled = (runtime: Runtime, call: Call, value: Value | undefined): Value | undefined => (value?.kind === 'closure' ? call.invoke(value, [expressionBuilder(runtime)]) : value);

const withWhere = (model: QueryModel, text: TracedText): QueryModel => ({ ...model, wheres: [...model.wheres, { joiner: 'and', sql: text }] });
const withTail = (model: QueryModel, text: TracedText): QueryModel => ({ ...model, tail: [...model.tail, text] });

/** A table, a query under another name, or several of them. */
function sourceText(runtime: Runtime, call: Call, given: Value | undefined, schema: TracedText | undefined): TracedText {
  const value = settled(runtime, call, given);
  taken(runtime, value);
  if (value?.kind === 'list') return join(value.items.map((item) => sourceText(runtime, call, item, schema)), ', ', call.span);
  const query = queryModel(value);
  return query ? sql(call.span, '(', selectText(query), ')') : tableText(runtime, value, schema, call.span);
}

function selection(runtime: Runtime, call: Call, given: Value | undefined): readonly TracedText[] {
  const value = settled(runtime, call, given);
  if (value?.kind === 'list') return [...value.items.flatMap((item) => selection(runtime, call, item)), ...(value.complete ? [] : [holeAt(unknown('input', call.span), call.span)])];
  taken(runtime, value);
  const query = queryModel(value);
  if (query) return [sql(call.span, '(', selectText(query), ')')];
  const own = fragmentOf(value);
  if (own) return [own];
  const text = nameText(value, call.span);
  const alias = /^(.*?)\s+as\s+(.*)$/iu.exec(text.text);
  if (!alias) return [reference(runtime, text, call.span)];
  return [sql(call.span, reference(runtime, written(alias[1] ?? '', call.span), call.span), ' as ', reference(runtime, written(alias[2] ?? '', call.span), call.span))];
}

const select: Step = (model, call, runtime) => ({ ...model, selected: [...model.selected, ...selection(runtime, call, call.positional[0])] });
const selectAll: Step = (model, call, runtime) => ({ ...model, selected: [...model.selected, ...(call.positional[0] ? [sql(call.span, reference(runtime, nameText(call.positional[0], call.span), call.span), '.*')] : [written('*', call.span)])] });

/** What is joined is read, and limits the rows. */
const joined = (kind: string): Step => (model, call, runtime) => {
  const [table, left, right] = call.positional;
  const on = tracedOf(left) && tracedOf(right) ? sql(call.span, ' on ', orderedColumn(runtime, left, call.span), ' = ', orderedColumn(runtime, right, call.span)) : written(' on 1 = 1', call.span);
  return { ...model, joins: [...model.joins, sql(call.span, ` ${kind} `, sourceText(runtime, call, table, model.schema), ...(kind === 'cross join' ? [] : [on]))] };
};

/** The values of a row; callbacks among them are handed an expression builder. */
function row(runtime: Runtime, call: Call, value: Value): Value {
  if (value.kind !== 'record') return value;
  const record = recordValue([...value.entries].map(([name, each]) => [name, settled(runtime, call, each) ?? each]), value.span);
  for (const each of record.entries.values()) taken(runtime, each);
  record.complete = value.complete;
  return record;
}

const values: Step = (model, call, runtime) => {
  const given = settled(runtime, call, call.positional[0]);
  if (!given) return model;
  return { ...model, values: given.kind === 'list' ? { ...given, items: given.items.map((each) => row(runtime, call, each)) } : row(runtime, call, given) };
};

/** `set({ a: 1 })`, `set('a', 1)`, `set(eb => ({ ... }))`, several of them one after the other. */
const set: Step = (model, call, runtime) => {
  const [first, second] = call.positional;
  const name = tracedOf(first);
  const given = name && second ? recordValue([[name.text, second]]) : settled(runtime, call, first);
  const next = given && row(runtime, call, given);
  const before = model.values?.kind === 'record' ? model.values : undefined;
  if (next?.kind !== 'record' || !before) return { ...model, ...(next && { values: next }) };
  const merged = recordValue([...before.entries, ...next.entries]);
  merged.complete = before.complete && next.complete;
  return { ...model, values: merged };
};

const list = (before: string): Step => (model, call, runtime) => {
  const [first, second] = call.positional;
  const items = (first?.kind === 'list' ? first.items : first ? [first] : []).map((item) => sourceOf(runtime, call, item));
  const direction = tracedOf(second)?.text;
  return withTail(model, sql(call.span, before, join(items, ', ', call.span), direction === 'asc' || direction === 'desc' ? ` ${direction}` : ''));
};
const sourceOf = (runtime: Runtime, call: Call, item: Value): TracedText => orderedColumn(runtime, settled(runtime, call, item), call.span);

const STEPS: Readonly<Record<string, Step>> = {
  select, selectAll, set, values,
  where: (model, call, runtime) => withWhere(model, comparison(runtime, call, call.span)),
  whereRef: (model, call, runtime) => withWhere(model, sql(call.span, orderedColumn(runtime, call.positional[0], call.span), ' ', nameText(call.positional[1], call.span), ' ', orderedColumn(runtime, call.positional[2], call.span))),
  orWhere: (model, call, runtime) => ({ ...model, wheres: [...model.wheres, { joiner: 'or', sql: compared(runtime, call, call.positional[0], call.positional[1], call.positional[2], call.span) }] }),
  innerJoin: joined('inner join'), leftJoin: joined('left join'), rightJoin: joined('right join'), fullJoin: joined('full join'), crossJoin: joined('cross join'),
  from: joined('cross join'), using: joined('cross join'),
  groupBy: list(' group by '), orderBy: list(' order by '),
  having: (model, call, runtime) => withTail(model, sql(call.span, ' having ', comparison(runtime, call, call.span))),
  limit: (model, call, runtime) => withTail(model, sql(call.span, ' limit ', operand(runtime, call.positional[0], call.span))),
  expression: (model, call, runtime) => ({ ...model, values: settled(runtime, call, call.positional[0]) ?? unknownValue('input', call.span) }),
  onConflict: (model) => ({ ...model, conflict: 'ignore' }),
  ignore: (model) => ({ ...model, conflict: 'ignore' }),
  defaultValues: (model) => ({ ...model, values: recordValue([]) }),
};
/** Say which rows are given back or how the query is sent. */
const PLAIN: ReadonlySet<string> = new Set([
  'returning', 'returningAll', 'columns', 'distinct', 'distinctOn', 'forUpdate', 'forShare', 'skipLocked', 'noWait', 'offset', 'modifyEnd', 'modifyFront', '$castTo', '$narrowType', '$asTuple', '$assertType', 'clearSelect', 'clearOrderBy', 'clearLimit', 'clearWhere', 'union', 'unionAll', 'except', 'intersect', 'withPlugin', 'onDuplicateKeyUpdate', 'toOperationNode', 'explain', 'doNothing',
]);
const EXECUTES: ReadonlySet<string> = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'stream']);

/** `db.selectFrom(...)`, `db.updateTable(...)` and the like: each method gives a new builder. */
export function queryNative(runtime: Runtime, model: QueryModel): NativeValue {
  const token = {};
  const changes = model.verb !== 'select';
  if (changes) runtime.waiting.set(token, model.span);
  const next = (more: QueryModel, call: Call): Value => {
    runtime.waiting.delete(token);
    return queryNative(runtime, call.span.file === more.span.file && call.span.end > more.span.end ? { ...more, span: { ...more.span, end: call.span.end } } : more);
  };
  const self: NativeValue = { kind: 'native', label: QUERY, data: { model, token }, span: model.span, effectful: true, truth: () => true, member: (property) => memberOf(property) };

  function memberOf(property: string): Value | undefined {
    const step = Object.hasOwn(STEPS, property) ? STEPS[property] : undefined;
    if (step) return nativeFunction(`query.${property}`, (call) => next(step(model, call, runtime), call));
    if (PLAIN.has(property)) return nativeFunction(`query.${property}`, (call) => next(model, call));
    if (EXECUTES.has(property)) return nativeFunction(`query.${property}`, execute);
    if (property === 'as') return nativeFunction('query.as', (call) => expression(runtime, sql(call.span, '(', selectText(model), ') as ', reference(runtime, nameText(call.positional[0], call.span), call.span))));
    if (property === '$call') return nativeFunction('query.$call', (call) => (call.positional[0] ? call.invoke(call.positional[0], [self]) : self));
    if (property === 'compile') return nativeFunction('query.compile', () => (runtime.waiting.delete(token), compiled(statementText(model) ?? written('', model.span))));
    return undefined;
  }

  function execute(call: Call): Value {
    runtime.waiting.delete(token);
    if (!changes) return conditionOfQuery(model, call);
    const text = statementText(model);
    if (text) sendBuilt(runtime, call, text, model.span);
    return unknownValue('database', call.span);
  }
  return self;
}

/** A query that begins with a table. */
export function query(runtime: Runtime, verb: QueryModel['verb'], call: Call, at: Span, schema: TracedText | undefined, withs: readonly TracedText[]): Value {
  const model: QueryModel = { dialect: runtime.dialect, span: at, verb, table: sourceText(runtime, call, call.positional[0], schema), wheres: [], joins: [], selected: [], tail: [], withs: [...withs] };
  return queryNative(runtime, model);
}
