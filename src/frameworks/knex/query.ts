import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction, recordValue, textValue, unknownValue } from '../../evaluate/value.js';
import { conditionOfQuery } from './query-answer.js';
import type { Span } from '../../span.js';
import { holeAt, unknown } from '../../value.js';
import { tracedOf } from '../values.js';
import { type Part, fragmentOf, identifier, sql, written } from './fragment.js';
import { listed, nameText } from './names.js';
import { QUERY, type QueryModel, columnText, operandText, queryModel, selectText, statementText } from './query-sql.js';
import { boundSql, expression, raw, taken } from './raw.js';
import { type Runtime, sendBuilt } from './runtime.js';
import { whereMethod, whereText } from './where.js';

type Method = (call: Call) => void;

/** `knex('table')`, `knex.from('table')`, `trx.select(...)`. */
export function query(runtime: Runtime, span: Span, table?: Value): NativeValue {
  const model: QueryModel = { dialect: runtime.dialect, span, verb: 'select', wheres: [], joins: [], selected: [], tail: [], withs: [] };
  if (table !== undefined) setTable(model, table, span);
  return queryNative(runtime, model);
}

function setTable(model: QueryModel, table: Value | undefined, span: Span): void {
  if (isNull(table)) return;
  const [alias] = table?.kind === 'record' ? [...table.entries] : [];
  if (alias) model.table = sql(span, operandOf(alias[1], model, span), ' as ', identifier(written(alias[0], span), model.dialect, span));
  else model.table = operandOf(table, model, span);
}

function operandOf(table: Value | undefined, model: QueryModel, span: Span): ReturnType<typeof nameText> {
  const subquery = queryModel(table);
  if (subquery) return sql(span, '(', selectText(subquery), ')');
  return fragmentOf(table) ?? identifier(nameText(table, span), model.dialect, span);
}

function queryNative(runtime: Runtime, model: QueryModel): NativeValue {
  const token = {};
  let sent = false;
  const changes = (): boolean => model.verb !== 'select';
  const extend = ({ span }: Call): void => {
    if (span.file === model.span.file && span.end > model.span.end) (model as { span: Span }).span = { ...model.span, end: span.end };
  };
  const made = (run: Method) => (call: Call): Value => {
    extend(call);
    for (const value of call.positional) taken(runtime, value);
    run(call);
    if (changes() && !sent) runtime.waiting.set(token, model.span);
    return self;
  };
  const self: NativeValue = {
    kind: 'native',
    label: QUERY,
    data: { model },
    span: model.span,
    effectful: true,
    truth: () => true,
    text: () => (queryText(model)),
    settle: (context) => {
      runtime.waiting.delete(token);
      if (sent || !changes()) return conditionOfQuery(model, context);
      sent = true;
      const text = statementText(model);
      if (text) sendBuilt(runtime, context, text, model.span);
      return unknownValue('database', context.span);
    },
    member: (property, context) => memberOf(property, context),
  };

  function memberOf(property: string, context: Context): Value | undefined {
    const where = whereMethod(property);
    if (where) {
      return nativeFunction(`query.${property}`, made((call) => void model.wheres.push({ joiner: where.joiner, sql: whereText(runtime, model, where.kind, call, (callback) => groupOf(runtime, call, callback)) })));
    }
    const run = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined;
    if (run) return nativeFunction(`query.${property}`, made((call) => run(runtime, model, call)));
    if (PLAIN.has(property)) return nativeFunction(`query.${property}`, made(() => undefined));
    if (property === 'raw') return nativeFunction('query.raw', (call) => raw(runtime, call));
    if (property === 'clone') return nativeFunction('query.clone', () => queryNative(runtime, copyOf(model)));
    if (property === 'as') return nativeFunction('query.as', (call) => expression(sql(call.span, '(', selectText(model), ') as ', identifier(nameText(call.positional[0], call.span), model.dialect, call.span))));
    if (property === 'modify') return nativeFunction('query.modify', (call) => (call.positional[0] && call.invoke(call.positional[0], [self, ...call.positional.slice(1)]), self));
    if (TEXTS.has(property)) return nativeFunction(`query.${property}`, () => (runtime.waiting.delete(token), property === 'toString' || property === 'toQuery' ? textValue(queryText(model)) : recordValue([['sql', textValue(queryText(model))]])));
    return READS.has(property) ? unknownValue('database', context.span) : undefined;
  }
  return self;
}

const queryText = (model: QueryModel): ReturnType<typeof selectText> => statementText(model) ?? written('', model.span);

const copyOf = (model: QueryModel): QueryModel => ({ ...model, wheres: [...model.wheres], joins: [...model.joins], selected: [...model.selected], tail: [...model.tail], withs: [...model.withs] });

/** What a callback says to the builder that it is given: a group of conditions, or a query of its own. */
function groupOf(runtime: Runtime, call: Call, callback: Value): QueryModel {
  const inner = query(runtime, call.span);
  call.invoke(callback.kind === 'closure' && callback.function.receiver === 'this' && !callback.self ? { ...callback, self: inner } : callback, [inner]);
  return queryModel(inner) as QueryModel;
}

type Run = (runtime: Runtime, model: QueryModel, call: Call) => void;

const from: Run = (_, model, call) => setTable(model, call.positional[0], call.span);
const select: Run = (_, model, call) => {
  for (const value of call.positional.flatMap((each) => (each.kind === 'list' ? each.items : [each]))) if (value.kind !== 'record') model.selected.push(columnText(value, { dialect: model.dialect, span: call.span }));
};
const insert: Run = (_, model, call) => {
  model.verb = 'insert';
  model.values = call.positional[0];
};
const remove: Run = (_, model) => void (model.verb = 'delete');

const update: Run = (_, model, call) => {
  model.verb = 'update';
  const [first, second] = call.positional;
  const name = tracedOf(first);
  model.values = name && name.holes.length === 0 ? recordValue([[name.text, second ?? unknownValue('input', call.span)]]) : first;
};

const step = (sign: string): Run => (_, model, call) => {
  const [first, amount] = call.positional;
  const name = nameText(first, call.span);
  const column = identifier(name, model.dialect, call.span);
  model.verb = 'update';
  model.values = recordValue([[name.text, expression(sql(call.span, column, ` ${sign} `, amount ? operandText(amount, model) : '1'))]]);
};

/** What is joined is read, and limits the rows; how is not needed. */
const joinWith = (kind: string): Run => (_, model, call) => {
  const [table, left, operator, right] = call.positional;
  const at = { dialect: model.dialect, span: call.span };
  const other = right ?? operator;
  const on = left !== undefined && left.kind !== 'closure' && left.kind !== 'record' && other ? sql(call.span, columnText(left, at), ' = ', columnText(other, at)) : written('1 = 1', call.span);
  model.joins.push(sql(call.span, ` ${kind} `, operandOf(table, model, call.span), ' on ', on));
};

const clause = (word: string): Run => (_, model, call) => {
  const values = call.positional.flatMap((each) => listed(each));
  const parts = values.slice(0, word === ' order by ' ? 1 : undefined).filter((value) => value.kind === 'text' || fragmentOf(value));
  if (parts.length === 0) return;
  model.tail.push(sql(call.span, word, ...parts.flatMap((value, i): readonly Part[] => (i === 0 ? [columnText(value, model)] : [', ', columnText(value, model)]))));
};

const aggregate = (name: string): Run => (_, model, call) => {
  const [column] = call.positional;
  const text = column?.kind === 'text' ? column.text.text.split(/\s+as\s+/i) : [];
  const inner = text[0] === undefined || text[0] === '*' ? written('*', call.span) : identifier(written(text[0], call.span), model.dialect, call.span);
  model.selected.push(sql(call.span, `${name}(`, inner, ')', ...(text[1] ? [' as ', identifier(written(text[1], call.span), model.dialect, call.span)] : [])));
};

const withQuery: Run = (runtime, model, call) => {
  const [alias, , inner = call.positional[1]] = call.positional;
  const at = call.span;
  const body = queryModel(inner) ?? (inner?.kind === 'closure' ? groupOf(runtime, call, inner) : undefined);
  const text = body ? statementText(body) : (fragmentOf(inner) ?? undefined);
  if (text) model.withs.push(sql(at, identifier(nameText(alias, at), model.dialect, at), ' as (', text, ')'));
};

const METHODS: Readonly<Record<string, Run>> = {
  from, into: from, table: from, fromRaw: (runtime, model, call) => void (model.table = boundSql(runtime, call.positional[0], call.positional[1], call.span)),
  withSchema: (_, model, call) => void (model.schema = nameText(call.positional[0], call.span)),
  select, column: select, columns: select, distinct: select, pluck: select, first: select, returning: () => undefined,
  insert, update, del: remove, delete: remove, truncate: (_, model) => void (model.verb = 'truncate'), increment: step('+'), decrement: step('-'),
  upsert: insert, ignore: (_, model) => void (model.conflict = 'ignore'), merge: (_, model) => void (model.conflict = 'merge'),
  join: joinWith('inner join'), innerJoin: joinWith('inner join'), leftJoin: joinWith('left join'), leftOuterJoin: joinWith('left join'), rightJoin: joinWith('right join'), fullOuterJoin: joinWith('full join'), crossJoin: joinWith('cross join'),
  joinRaw: (runtime, model, call) => void model.joins.push(sql(call.span, ' ', boundSql(runtime, call.positional[0], call.positional[1], call.span))),
  groupBy: clause(' group by '), orderBy: clause(' order by '), count: aggregate('count'), min: aggregate('min'), max: aggregate('max'), sum: aggregate('sum'), avg: aggregate('avg'),
  with: withQuery, withRecursive: withQuery,
  limit: (_, model, call) => void (call.positional[0]?.kind === 'constant' && model.tail.push(sql(call.span, ' limit ', String(call.positional[0].value)))),
  whereJsonPath: (_, model, call) => void model.wheres.push({ joiner: 'and', sql: holeAt(unknown('unsupported', call.span), call.span) }),
};

/** Say how a query is sent or which of the rows are given back. */
const PLAIN: ReadonlySet<string> = new Set([
  'transacting', 'timeout', 'forUpdate', 'forShare', 'skipLocked', 'noWait', 'debug', 'options', 'connection', 'queryContext', 'hintComment', 'comment', 'on', 'once', 'onConflict', 'offset', 'having', 'havingRaw', 'havingIn', 'orderByRaw', 'groupByRaw', 'union',
  'unionAll', 'except', 'intersect', 'clearSelect', 'clearOrder', 'clearWhere', 'using', 'onConflictDoNothing', 'andOn', 'orOn', 'asCallback', 'nodeify',
]);
const TEXTS: ReadonlySet<string> = new Set(['toString', 'toQuery', 'toSQL']);
const READS: ReadonlySet<string> = new Set(['stream', 'pipe', 'columnInfo']);

/** Whether `knex.<name>(...)` is the first that a new query is told. */
export const beginsQuery = (name: string): boolean => Object.hasOwn(METHODS, name) || PLAIN.has(name) || whereMethod(name) !== undefined;
