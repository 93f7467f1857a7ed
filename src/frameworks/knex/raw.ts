import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, textValue, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, concatText, holeAt, locate, sliceText, unknown } from '../../value.js';
import { lazyNative, method } from '../natives.js';
import { literalText } from '../sql-text.js';
import { tracedOf } from '../values.js';
import { EXPRESSION, type FragmentData, RAW, fragmentOf, identifier, literal, usesBackticks, written } from './fragment.js';
import { listed, nameText } from './names.js';
import { type Runtime, isMade, sendWritten } from './runtime.js';
import { answerOf } from './answer.js';

interface RawData extends FragmentData {
  readonly token: object;
}

/** `knex.fn.now()`, `knex.ref('a.b')`: part of a statement, and none by itself. */
export function expression(sql: TracedText): NativeValue {
  const self: NativeValue = lazyNative(EXPRESSION, { as: method(`${EXPRESSION}.as`, () => self), withSchema: method(`${EXPRESSION}.withSchema`, () => self), toString: method(`${EXPRESSION}.toString`, () => textValue(sql)) }, { data: { sql }, text: () => sql, truth: () => true });
  return self;
}

/** `knex.raw(sql, bindings)`: a statement when someone waits for it, an expression inside others. */
export function raw(runtime: Runtime, call: Call): Value {
  return rawOf(runtime, boundSql(runtime, call.positional[0], call.positional[1], call.span), call.span);
}

function rawOf(runtime: Runtime, sql: TracedText, span: Span): NativeValue {
  const token = {};
  let done = false;
  if (isStatement(sql.text)) runtime.waiting.set(token, span);
  const self: NativeValue = lazyNative(
    RAW,
    {
      wrap: method('knex.raw.wrap', (call) => {
        runtime.waiting.delete(token);
        const around = call.positional.map((part) => nameText(part, call.span));
        return rawOf(runtime, concatText([around[0] ?? written('', span), sql, around[1] ?? written('', span)]), span);
      }),
      toString: method('knex.raw.toString', () => textValue(sql)),
      toQuery: method('knex.raw.toQuery', () => textValue(sql)),
      ...Object.fromEntries(PLAIN.map((name) => [name, method(`knex.raw.${name}`, () => self)])),
    },
    {
      data: { sql, token },
      span,
      effectful: true,
      text: () => sql,
      truth: () => true,
      settle: (context) => {
        runtime.waiting.delete(token);
        if (!done) sendWritten(runtime, context, sql, span);
        done = true;
        return answerOf(sql, runtime.dialect, context);
      },
    },
  );
  return self;
}

/** What begins a statement that changes something; other raw text is part of one. */
const STATEMENT = /(?:alter|create|drop|insert|update|delete|truncate|comment\s+on|do|grant|revoke|rename|replace|lock|vacuum|refresh)\b/iy;
const BLANK = /(?:\s|--[^\n]*)+/y;

/** Whether the text is a statement of its own, behind blanks and comments. */
function isStatement(text: string): boolean {
  BLANK.lastIndex = 0;
  STATEMENT.lastIndex = BLANK.test(text) ? BLANK.lastIndex : 0;
  return STATEMENT.test(text);
}

/** Say how a statement is sent, not what it is. */
const PLAIN = ['transacting', 'timeout', 'on', 'once', 'options', 'debug', 'connection', 'queryContext', 'asCallback', 'nodeify'];

export const isRaw = (value: Value | undefined): value is NativeValue => isMade(value, RAW) && value.data !== undefined;

/** A raw statement that became part of another one is waited for with that. */
export function taken(runtime: Runtime, value: Value | undefined): void {
  if (isRaw(value)) runtime.waiting.delete((value.data as RawData).token);
}

/** SQL with its bindings in place: `?` a value, `??` a name, `:name` a value, `:name:` a name. */
export function boundSql(runtime: Runtime, text: Value | undefined, bindings: Value | undefined, at: Span): TracedText {
  const sql = fragmentOf(text) ?? tracedOf(text) ?? holeAt(text?.kind === 'unknown' ? unknown(text.reason, text.span ?? at) : unknown('input', at), at);
  taken(runtime, text);
  if (bindings === undefined || isNull(bindings)) return sql;
  if (bindings.kind === 'record') return named(runtime, sql, bindings.entries, bindings.complete, at);
  const values = bindings.kind === 'list' ? bindings.items : bindings.kind === 'unknown' ? [] : [bindings];
  return numbered(runtime, sql, values, at);
}

function numbered(runtime: Runtime, sql: TracedText, values: readonly Value[], at: Span): TracedText {
  let next = 0;
  return replaced(sql, /\\\?|\?\??/g, at, ([found], place) => {
    if (found === '\\?') return written('?', place);
    const value = values[next];
    next += 1;
    return binding(runtime, value, found === '??', place);
  });
}

function named(runtime: Runtime, sql: TracedText, values: ReadonlyMap<string, Value>, complete: boolean, at: Span): TracedText {
  return replaced(sql, /\\:\w+|(?<![:\w]):(\w+)(:(?!:))?/g, at, ([found, name, asName], place) => {
    if (name === undefined) return written(found.slice(1), place);
    const value = values.get(name);
    return value || !complete ? binding(runtime, value, asName !== undefined, place) : undefined;
  });
}

function binding(runtime: Runtime, value: Value | undefined, asName: boolean, at: Span): TracedText {
  taken(runtime, value);
  const own = fragmentOf(value);
  if (own) return own;
  if (!asName) return value?.kind === 'record' ? literal(value, runtime.dialect, at) : literalText(value, at);
  const names = value === undefined ? [holeAt(unknown('input', at), at)] : listed(value).map((each) => fragmentOf(each) ?? identifier(nameText(each, at), runtime.dialect, at));
  return concatText(names.flatMap((name, i) => (i === 0 ? [name] : [written(', ', at), name])));
}

function replaced(text: TracedText, pattern: RegExp, fallback: Span, by: (match: RegExpExecArray, at: Span) => TracedText | undefined): TracedText {
  const parts: TracedText[] = [];
  let done = 0;
  for (const match of text.text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const replacement = by(match, locate(text, match.index, end) ?? fallback);
    if (!replacement) continue;
    parts.push(sliceText(text, done, match.index), replacement);
    done = end;
  }
  if (done === 0) return text;
  return concatText([...parts, sliceText(text, done)].filter((part) => part.text !== ''));
}

/** `knex.fn` */
export function functionHelper(runtime: Runtime): NativeValue {
  const now = method('knex.fn.now', (call) => {
    const [precision] = call.positional;
    const digits = precision?.kind === 'constant' && typeof precision.value === 'number' ? `(${precision.value})` : '';
    return expression(written(`CURRENT_TIMESTAMP${digits}`, call.span));
  });
  const random = usesBackticks(runtime.dialect) ? (runtime.dialect === 'sqlite' ? "(lower(hex(randomblob(16))))" : '(UUID())') : 'gen_random_uuid()';
  return lazyNative('knex.fn', { now, uuid: method('knex.fn.uuid', (call) => expression(written(random, call.span))) }, { other: (_, context) => unknownValue('unsupported', context.span) });
}

/** `knex.ref('table.column')` */
export const reference = (runtime: Runtime, call: Call): Value => expression(identifier(nameText(call.positional[0], call.span), runtime.dialect, call.span));
