import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { join, sql, written } from '../javascript/fragment.js';
import { sqlLiteral } from '../javascript/literals.js';
import { stringOf, unknownFrom } from '../values.js';
import { nameText, quotedPath } from './names.js';
import { isMysql } from './runtime.js';

const EXPRESSION = 'sequelize.expression';

/** `Sequelize.literal(...)` and its like: part of a statement. */
function expression(text: TracedText, span: Span): NativeValue {
  return { kind: 'native', label: EXPRESSION, data: text, span, truth: () => true };
}

/** What stands in a statement where the program gives an expression; `undefined` for other values. */
export function fragmentOf(value: Value | undefined): TracedText | undefined {
  if (value?.kind === 'native') return value.label === EXPRESSION ? (value.data as TracedText) : undefined;
  // an object of the shape that `literal` makes, of another copy of the library
  const inner = value?.kind === 'record' && value.entries.size === 1 ? value.entries.get('val') : undefined;
  return inner?.kind === 'text' ? inner.text : undefined;
}

/** A value as it is written into a statement. */
export function literal(value: Value | undefined, dialect: Dialect, source: Span): TracedText {
  const own = fragmentOf(value);
  if (own) return own;
  const place = value?.kind === 'text' ? (value.text.pieces[0]?.source ?? source) : source;
  if (value?.kind === 'native') return holeAt(unknownFrom(value), source);
  // MySQL knows the words true and false, and so does a reader of its columns
  if (value?.kind === 'constant' && typeof value.value === 'boolean' && isMysql(dialect)) return written(String(value.value), place);
  const text = sqlLiteral(value, dialect);
  return typeof text === 'string' ? written(text, place) : holeAt(text, source);
}

/** Values one after the other, as they stand in brackets. */
export const literals = (values: readonly Value[], dialect: Dialect, source: Span, between = ', '): TracedText => join(values.map((value) => literal(value, dialect, source)), between, source);

/** `literal`, `fn`, `col`, `cast`, `where`, `json` of the library. */
export const EXPRESSIONS: Readonly<Record<string, (call: Call, dialect: Dialect) => Value>> = {
  literal: (call) => expression(nameText(call.positional[0], call.span), call.span),
  fn: (call, dialect) => {
    const [name, ...given] = call.positional;
    return expression(sql(call.span, nameText(name, call.span), '(', literals(given, dialect, call.span), ')'), call.span);
  },
  col: (call, dialect) => {
    const name = nameText(call.positional[0], call.span);
    return expression(name.text === '*' ? name : quotedPath(name, dialect, call.span), call.span);
  },
  cast: (call, dialect) => {
    const [value, type] = call.positional;
    return expression(sql(call.span, 'CAST(', literal(value, dialect, call.span), ' AS ', nameText(type, call.span), ')'), call.span);
  },
  where: (call, dialect) => {
    const [left, comparator, right] = call.positional;
    const value = right ?? comparator;
    const operator = right === undefined ? '=' : stringOf(comparator);
    const plain = value?.kind !== 'record' && value?.kind !== 'list' && typeof operator === 'string' && /^[\w\s<>=!~*]+$/.test(operator);
    const text = plain
      ? sql(call.span, literal(left, dialect, call.span), isNull(value) ? ' IS NULL' : ` ${operator} `, ...(isNull(value) ? [] : [literal(value, dialect, call.span)]))
      : holeAt(unknown('unsupported', call.span), call.span);
    return expression(text, call.span);
  },
  json: (call) => expression(holeAt(unknown('unsupported', call.span), call.span), call.span),
};
