import type { Call, Value } from '../../evaluate/value.js';
import { constant, isNull, listValue, textValue, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { existenceQuery, listQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { sendWritten } from '../javascript/send.js';
import { optionsOf } from '../javascript/options.js';
import { literalText, replaced } from '../sql-text.js';
import { stringOf, tracedOf } from '../values.js';
import { literals } from './expressions.js';
import { namedRows } from './lists.js';
import type { Request } from './runtime.js';

/** `sequelize.query(sql, { replacements, bind, type, plain })` */
export function runQuery(request: Request): Value {
  const { given: [first, options], call, span } = request;
  const whole = first?.kind === 'record' ? optionsOf(first) : undefined;
  const statement = whole ? whole.get('query') : first;
  const text = tracedOf(statement) ?? (statement?.kind === 'constant' && !isNull(statement) ? call.textOf(statement) : undefined);
  if (!text) {
    call.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span }]);
    return unknownValue('database', span);
  }
  const own = optionsOf(options);
  const sql = bound(withReplacements(text, own.get('replacements') ?? whole?.get('values'), request), own.get('bind') ?? whole?.get('bind'), span);
  sendWritten(request.runtime, call, sql, span);
  return answerOf(sql, request.dialect, options, call);
}

/** Rows alone where the kind of the query is said, else rows and what the driver tells besides. */
function answerOf(sql: TracedText, dialect: Dialect, options: Value | undefined, call: Call): Value {
  const unread = unknownValue('database', call.span);
  const question = existenceQuery(sql.text, dialect);
  const list = question ? undefined : listQuery(sql.text);
  const rows = question ? rowsOf(question) : list ? namedRows(list.factOf, [list.column]) : undefined;
  if (!rows) return unread;
  const own = optionsOf(options);
  if (own.isTrue('plain')) return rows.item?.(constant(0), call) ?? unread;
  return stringOf(own.get('type')) === undefined ? listValue([rows, unread]) : rows;
}

/** Texts, names and comments, which hold no parameters, or one of these. */
const OUTSIDE = String.raw`'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\$\w*\$`;
const NAMED = new RegExp(String.raw`${OUTSIDE}|(?<![\w:]):([A-Za-z_]\w*)`, 'g');
const NUMBERED = new RegExp(String.raw`${OUTSIDE}|\?(?![|&])`, 'g');
const BOUND = /(?<![\w$])\$(\w+)\b(?!\$)/g;

/** `:name` or `?`, which Sequelize itself replaces; a list stands as its items. */
function withReplacements(text: TracedText, values: Value | undefined, { dialect, span }: Request): TracedText {
  if (values === undefined || isNull(values)) return text;
  const place = (value: Value | undefined, at: Span): TracedText => (value?.kind === 'list' && value.complete && value.items.length > 0 ? literals(value.items, dialect, at) : value?.kind === 'record' ? literals([value], dialect, at) : literalText(value, at));
  if (values.kind === 'list') {
    let next = 0;
    return replaced(text, NUMBERED, ([found], at) => (found === '?' ? place(values.items[next++], at) : undefined), span);
  }
  const entries = values.kind === 'record' ? values.entries : new Map<string, Value>();
  return replaced(text, NAMED, ([, name], at) => (name === undefined ? undefined : place(entries.get(name), at)), span);
}

/** `$1` or `$name`, which the database is given apart. */
function bound(text: TracedText, values: Value | undefined, span: Span): TracedText {
  if (values === undefined || isNull(values)) return text;
  return replaced(
    text,
    BOUND,
    ([, name = ''], at) => {
      const value = values.kind === 'list' ? values.items[Number(name) - 1] : values.kind === 'record' ? values.entries.get(name) : undefined;
      return value === undefined || value.kind === 'list' || value.kind === 'record' ? undefined : literalText(value, at);
    },
    span,
  );
}

export const escaped = ({ given: [value], dialect, span }: Request): Value => textValue(literals(value ? [value] : [], dialect, span));
