import { quoteName } from '../../dialects/postgres-types.js';
import type { BinaryOperator } from '../../evaluate/core.js';
import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction, plainText } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import type { Target } from '../../target.js';
import type { Known, TracedText } from '../../value.js';
import { isUnknown, knownText, unknown } from '../../value.js';
import type { ExpressionModel, SqlType, TableModel } from './model.js';
import { LABELS, asExpression, asTable } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { identifiersIn } from './sql-words.js';
import { statementOf } from './statement-model.js';
import { enumMemberValue, isNative, mapKnown, quoteLiteral, stringOf, tracedOf, unknownFrom } from '../values.js';
import { asType } from './types/resolve.js';
import { renderType } from './types/render.js';

export const PRECEDENCE = { atom: 9, multiply: 7, add: 6, other: 5, compare: 4, not: 3, and: 2, or: 1, order: 0 } as const;

const OPERATORS: Partial<Record<BinaryOperator, readonly [sql: string, precedence: number]>> = {
  add: ['+', PRECEDENCE.add], subtract: ['-', PRECEDENCE.add], multiply: ['*', PRECEDENCE.multiply], divide: ['/', PRECEDENCE.multiply],
  floorDivide: ['/', PRECEDENCE.multiply], remainder: ['%', PRECEDENCE.multiply],
  equal: ['=', PRECEDENCE.compare], notEqual: ['!=', PRECEDENCE.compare], less: ['<', PRECEDENCE.compare], lessEqual: ['<=', PRECEDENCE.compare],
  greater: ['>', PRECEDENCE.compare], greaterEqual: ['>=', PRECEDENCE.compare], shiftLeft: ['<<', PRECEDENCE.other], shiftRight: ['>>', PRECEDENCE.other],
  bitAnd: ['AND', PRECEDENCE.and], bitOr: ['OR', PRECEDENCE.or],
};

const union = <T>(...lists: readonly (readonly T[])[]): readonly T[] => [...new Set(lists.flat())];
const sameName = (a: Name, b: Name): boolean => a.name === b.name && a.schema === b.schema;
export const unionNames = (...lists: readonly (readonly Name[])[]): readonly Name[] =>
  lists.flat().filter((name, i, all) => all.findIndex((other) => sameName(other, name)) === i);

/** SQL put together of parts; unknown where one of them is. */
export function joinSql(parts: readonly Known<string>[], join: (...texts: string[]) => string): Known<string> {
  const texts: string[] = [];
  for (const part of parts) {
    if (isUnknown(part)) return part;
    texts.push(part);
  }
  return join(...texts);
}

export const wrapped = (model: ExpressionModel, precedence: number): Known<string> => (model.precedence < precedence ? mapKnown(model.sql, (sql) => `(${sql})`) : model.sql);

export const booleanSql = (value: boolean, target: Target): string =>
  target.dialect === 'postgres' || target.dialect === 'mysql' || target.dialect === 'mariadb' ? String(value) : value ? '1' : '0';

export const plainExpression = (sql: Known<string>, rest: Partial<ExpressionModel> = {}): ExpressionModel => ({ sql, reads: [], from: [], precedence: PRECEDENCE.atom, ...rest });

/** A larger expression that reads what its parts read. */
export const compound = (sql: Known<string>, parts: readonly ExpressionModel[], precedence: number, rest: Partial<ExpressionModel> = {}): ExpressionModel => ({
  sql, precedence, reads: union(...parts.map((part) => part.reads)), from: unionNames(...parts.map((part) => part.from)), ...rest,
});

/** Any value where SQL is expected: expressions as they are, other values as literals. */
export function toExpression(value: Value | undefined, options: SqlAlchemyOptions): ExpressionModel {
  const expression = asExpression(value);
  if (expression) return expression;
  if (isNull(value)) return plainExpression('NULL', { isNull: true });
  const statement = statementOf(value);
  if (statement) return { sql: unknown('unsupported', statement.span), reads: statement.reads, from: unionNames(statement.from), precedence: PRECEDENCE.atom };
  const table = asTable(value);
  if (table) return tableExpression(table);
  const type = value?.kind === 'native' && (value.label === LABELS.type || value.label === LABELS.typeClass) ? asType(value) : undefined;
  if (type) return plainExpression(renderType(type, options.target));
  if (value?.kind === 'constant') {
    if (typeof value.value === 'boolean') return plainExpression(booleanSql(value.value, options.target));
    return plainExpression(String(value.value));
  }
  if (value?.kind === 'list') {
    const items = value.items.map((item) => toExpression(item, options));
    const sql = value.complete ? joinSql(items.map((item) => item.sql), (...texts) => `(${texts.join(', ')})`) : unknown('input', value.span);
    return compound(sql, items, PRECEDENCE.atom);
  }
  const member = enumMemberValue(value);
  if (member) return toExpression(member, options);
  const text = tracedOf(value);
  return plainExpression(text ? mapKnown(knownText(text.text), quoteLiteral) : unknownFrom(value));
}

export const tableExpression = (table: TableModel): ExpressionModel => plainExpression(isUnknown(table.name) ? table.name : quoteName(table.name.name), { from: isUnknown(table.name) ? [] : [table.name], table });

export function columnExpression(name: Known<string>, table?: TableModel, type?: SqlType): ExpressionModel {
  const from = table && !isUnknown(table.name) ? [table.name] : [];
  return { sql: mapKnown(name, quoteName), column: name, reads: isUnknown(name) ? [] : [name], from, table, precedence: PRECEDENCE.atom, type };
}

/** `text('...')` with the parameters that are bound. */
export function textExpression(text: TracedText, parameters: ReadonlyMap<string, Value>, options: SqlAlchemyOptions): ExpressionModel {
  const known = knownText(text.text);
  const sql = mapKnown(known, (written) =>
    written.replace(/(?<![:\w\\]):(\w+)(?!:)/gu, (all, name: string) => {
      const value = parameters.get(name);
      const bound = value && toExpression(value, options).sql;
      return typeof bound === 'string' ? bound : all;
    }).replaceAll('\\:', ':'),
  );
  const whereNull = isUnknown(sql) ? null : /^\s*\(?\s*(?:"?\w+"?\.)?"?(\w+)"?\s+is\s+null\s*\)?\s*$/iu.exec(sql);
  const compoundText = isUnknown(sql) || /^\s*(?:[\w.]+|[\w.]+\([^()]*\)|'(?:[^']|'')*'(?:::\w+)?)\s*$/u.test(sql);
  return {
    sql, text, parameters, reads: isUnknown(sql) ? [] : identifiersIn(sql), from: [],
    precedence: compoundText ? PRECEDENCE.atom : PRECEDENCE.or,
    ...(whereNull?.[1] !== undefined && { whereNull: [whereNull[1]] }),
  };
}

function negatedSql(model: ExpressionModel): ExpressionModel {
  return compound(mapKnown(wrapped(model, PRECEDENCE.not), (sql) => `NOT ${sql}`), [model], PRECEDENCE.not);
}

export function combine(operator: BinaryOperator, left: ExpressionModel, right: ExpressionModel): ExpressionModel | undefined {
  if (operator === 'and' || operator === 'or') return undefined;
  if ((operator === 'equal' || operator === 'is') && (right.isNull || left.isNull)) return nullTest(right.isNull ? left : right, true);
  if ((operator === 'notEqual' || operator === 'isNot') && (right.isNull || left.isNull)) return nullTest(right.isNull ? left : right, false);
  const known = OPERATORS[operator];
  if (!known) return undefined;
  const [sql, precedence] = known;
  const whereNull = operator === 'bitAnd' ? union(left.whereNull ?? [], right.whereNull ?? []) : [];
  const joined = joinSql([wrapped(left, precedence), wrapped(right, sql === '-' || sql === '/' ? precedence + 1 : precedence)], (a = '', b = '') => `${a} ${sql} ${b}`);
  return compound(joined, [left, right], precedence, whereNull.length > 0 ? { whereNull } : {});
}

export const nullTest = (model: ExpressionModel, isNullTest: boolean): ExpressionModel =>
  compound(mapKnown(wrapped(model, PRECEDENCE.compare), (sql) => `${sql} IS ${isNullTest ? '' : 'NOT '}NULL`), [model], PRECEDENCE.compare, isNullTest && typeof model.column === 'string' ? { whereNull: [model.column] } : {});

const infix = (left: ExpressionModel, word: string, right: ExpressionModel): ExpressionModel =>
  compound(joinSql([wrapped(left, PRECEDENCE.compare), wrapped(right, PRECEDENCE.compare)], (a = '', b = '') => `${a} ${word} ${b}`), [left, right], PRECEDENCE.compare);
const suffix = (model: ExpressionModel, word: string): ExpressionModel => compound(mapKnown(model.sql, (sql) => `${sql} ${word}`), [model], PRECEDENCE.order, { column: model.column });

type Method = (model: ExpressionModel, call: Call, options: SqlAlchemyOptions) => ExpressionModel;
const binaryWord = (word: string): Method => (model, call, options) => infix(model, word, toExpression(call.positional[0], options));
const pattern = (word: string, before: string, after: string): Method => (model, call, options) => {
  const text = stringOf(call.positional[0]);
  return infix(model, word, typeof text === 'string' ? plainExpression(quoteLiteral(before + text + after)) : toExpression(call.positional[0], options));
};
const nullMethod = (negative: boolean, word: string): Method => (model, call, options) => {
  const other = toExpression(call.positional[0], options);
  return other.isNull ? nullTest(model, !negative) : infix(model, word, other);
};
const between: Method = (model, call, options) => {
  const [low, high] = [toExpression(call.positional[0], options), toExpression(call.positional[1], options)];
  return compound(joinSql([model.sql, low.sql, high.sql], (a = '', b = '', c = '') => `${a} BETWEEN ${b} AND ${c}`), [model, low, high], PRECEDENCE.compare);
};
const same: Method = (model) => model;

const METHODS: Readonly<Record<string, Method>> = {
  is_: nullMethod(false, 'IS'), is_not: nullMethod(true, 'IS NOT'), isnot: nullMethod(true, 'IS NOT'),
  in_: binaryWord('IN'), not_in: binaryWord('NOT IN'), notin_: binaryWord('NOT IN'),
  like: binaryWord('LIKE'), ilike: binaryWord('ILIKE'), not_like: binaryWord('NOT LIKE'), notlike: binaryWord('NOT LIKE'), not_ilike: binaryWord('NOT ILIKE'), notilike: binaryWord('NOT ILIKE'),
  contains: pattern('LIKE', '%', '%'), startswith: pattern('LIKE', '', '%'), endswith: pattern('LIKE', '%', ''),
  is_distinct_from: binaryWord('IS DISTINCT FROM'), is_not_distinct_from: binaryWord('IS NOT DISTINCT FROM'), isnot_distinct_from: binaryWord('IS NOT DISTINCT FROM'),
  regexp_match: binaryWord('~'), concat: binaryWord('||'), has_key: binaryWord('?'), match: binaryWord('@@'), between,
  desc: (model) => suffix(model, 'DESC'), asc: (model) => suffix(model, 'ASC'),
  nulls_first: (model) => suffix(model, 'NULLS FIRST'), nullsfirst: (model) => suffix(model, 'NULLS FIRST'), nulls_last: (model) => suffix(model, 'NULLS LAST'), nullslast: (model) => suffix(model, 'NULLS LAST'),
  label: same, self_group: same, distinct: same, over: same, filter: same, as_string: same, as_integer: same, as_boolean: same, as_float: same, as_json: same, scalar_subquery: same, as_scalar: same, any_: same, all_: same, within_group: same, columns: same, execution_options: same,
  any: (model, call, options) => compound(joinSql([toExpression(call.positional[0], options).sql, model.sql], (a = '', b = '') => `${a} = ANY (${b})`), [model], PRECEDENCE.compare),
  collate: (model, call) => compound(joinSql([model.sql, stringOf(call.positional[0]) ?? unknown('input')], (a = '', b = '') => `${a} COLLATE ${quoteName(b)}`), [model], PRECEDENCE.other),
  cast: (model, call, options) => castExpression(model, asType(call.positional[0], call, options.target), options),
};

export const castExpression = (model: ExpressionModel, type: SqlType | undefined, options: SqlAlchemyOptions): ExpressionModel =>
  compound(joinSql([model.sql, type ? renderType(type, options.target) : unknown('input')], (a = '', b = '') => `CAST(${a} AS ${b})`), [model], PRECEDENCE.atom, { type });

/** What every SQL expression answers: operators, methods, JSON access. */
export function expressionHooks(model: () => ExpressionModel, options: SqlAlchemyOptions): Pick<NativeValue, 'binary' | 'unary' | 'item'> & { readonly method: (property: string) => Value | undefined } {
  return {
    method: (property) => {
      if (property === 'op' || property === 'bool_op') {
        return nativeFunction('sqlalchemy.op', (call) => {
          const word = stringOf(call.positional[0]);
          return nativeFunction('sqlalchemy.op()', (inner) => expressionNative(infix(model(), typeof word === 'string' ? word : '?', toExpression(inner.positional[0], options)), options));
        });
      }
      if (property === 'astext') return expressionNative(model(), options);
      if (property === 'name' || property === 'key') {
        const name = model().column;
        return typeof name === 'string' ? plainText(name) : undefined;
      }
      const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined;
      return method && nativeFunction(`sqlalchemy.${property}`, (call) => expressionNative(method(model(), call, options), options));
    },
    binary: (operator, left, right) => {
      const combined = combine(operator, toExpression(left, options), toExpression(right, options));
      return combined && expressionNative(combined, options);
    },
    unary: (operator) => {
      if (operator === 'invert') return expressionNative(negatedSql(model()), options);
      if (operator === 'negate') return expressionNative(compound(mapKnown(wrapped(model(), PRECEDENCE.multiply), (sql) => `-${sql}`), [model()], PRECEDENCE.multiply), options);
      return undefined;
    },
    item: (key) => expressionNative(infix(model(), '->', toExpression(key, options)), options),
  };
}

export function expressionNative(model: ExpressionModel, options: SqlAlchemyOptions): NativeValue {
  const hooks = expressionHooks(() => model, options);
  return {
    kind: 'native',
    label: LABELS.expression,
    data: model,
    binary: hooks.binary,
    unary: hooks.unary,
    item: hooks.item,
    member: (property) => ((property === 'bindparams' || property === 'params') && model.text ? nativeFunction('sqlalchemy.bindparams', (call) => bindParameters(model, call, options)) : property === 'text' && model.text ? { kind: 'text', text: model.text } : hooks.method(property)),
    text: () => (model.text && !isUnknown(model.sql) ? model.text : isUnknown(model.sql) ? undefined : { text: model.sql, pieces: [], holes: [] }),
    truth: () => true,
  };
}

interface BoundParameter {
  readonly name: string;
  readonly value?: Value;
}
const PARAMETER = 'sqlalchemy.bindparam';

export function bindParameter(call: Call, options: SqlAlchemyOptions): Value {
  const name = stringOf(call.positional[0] ?? call.named.get('key'));
  const value = call.positional[1] ?? call.named.get('value');
  const data: BoundParameter = { name: typeof name === 'string' ? name : '', value };
  const native = expressionNative(value ? toExpression(value, options) : plainExpression(unknown('input', call.span)), options);
  return { ...native, label: PARAMETER, data };
}

function bindParameters(model: ExpressionModel, call: Call, options: SqlAlchemyOptions): Value {
  const parameters = new Map(model.parameters);
  for (const [name, value] of call.named) parameters.set(name, value);
  for (const value of call.positional) {
    if (value.kind === 'record') for (const [name, each] of value.entries) parameters.set(name, each);
    if (!isNative(value, PARAMETER)) continue;
    const bound = value.data as BoundParameter;
    if (bound.value) parameters.set(bound.name, bound.value);
  }
  return model.text ? expressionNative(textExpression(model.text, parameters, options), options) : expressionNative(model, options);
}

/** The items of a clause that may be given as one list or as several arguments. */
export const clauses = (values: readonly Value[], context: Context): readonly Value[] =>
  values.flatMap((value) => (value.kind === 'list' ? value.items : value.kind === 'native' && value.iterate && !asExpression(value) ? (context.itemsOf(value) ?? [value]) : [value]));
