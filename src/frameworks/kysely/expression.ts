import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, listValue, nativeFunction, textValue, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { join, sql, written } from '../javascript/fragment.js';
import { sendWritten } from '../javascript/send.js';
import { EXPRESSION, fragmentOf, quotedText } from '../knex/fragment.js';
import { listed, nameText } from '../knex/names.js';
import { queryModel, selectText } from '../knex/query-sql.js';
import { lazyNative, method } from '../natives.js';
import { literalText } from '../sql-text.js';
import { tracedOf, unknownFrom } from '../values.js';
import { reference, tableText } from './names.js';
import type { Runtime } from './runtime.js';

/** Part of a statement; `sql` in the program makes one that can be sent by itself, too. */
export function expression(runtime: Runtime, text: TracedText, own?: { readonly span: Span }): NativeValue {
  const token = {};
  if (own && isStatement(text.text)) runtime.waiting.set(token, own.span);
  const again = (name: string): readonly [string, () => Value] => [name, () => nativeFunction(`kysely.${name}`, () => self)];
  const self: NativeValue = lazyNative(
    EXPRESSION,
    {
      execute: method('sql.execute', (call) => {
        runtime.waiting.delete(token);
        sendWritten(runtime, call, text, own?.span ?? call.span);
        return resultOf(text, runtime.dialect, call);
      }),
      as: method('sql.as', (call) => (taken(runtime, self), expression(runtime, sql(call.span, text, ' as ', reference(runtime, nameText(call.positional[0], call.span), call.span))))),
      compile: method('sql.compile', () => (taken(runtime, self), compiled(text))),
      ...Object.fromEntries(['$castTo', '$notNull', 'withPlugin', 'withoutPlugins', 'toOperationNode', '$call'].map(again)),
    },
    { data: { sql: text, token }, truth: () => true, ...(own && { span: own.span, effectful: true }) },
  );
  return self;
}

const isStatement = (text: string): boolean => /^\s*(?:alter|create|drop|insert|update|delete|truncate|comment\s+on|do|grant|revoke|rename|refresh)\b/iu.test(text);

/** What became part of a statement is executed with that. */
export function taken(runtime: Runtime, value: Value | undefined): void {
  if (value?.kind !== 'native') return;
  const { token } = (value.data ?? {}) as { readonly token?: object };
  if (token) runtime.waiting.delete(token);
}

/** What a query gives: an object with its rows. */
export function resultOf(text: TracedText, dialect: Dialect, context: Context): Value {
  const query = existenceQuery(text.text, dialect);
  return query ? lazyNative('database.result', { rows: () => rowsOf(query) }, { truth: () => true }) : unknownValue('database', context.span);
}

export const COMPILED = 'kysely.compiled';
export const compiled = (text: TracedText): NativeValue => lazyNative(COMPILED, { sql: () => textValue(text), parameters: () => listValue([]) }, { data: text, effectful: true, truth: () => true });

/** A value in a statement: an expression as it is, a query in brackets, anything else as a literal. */
export function operand(runtime: Runtime, value: Value | undefined, at: Span): TracedText {
  taken(runtime, value);
  const query = queryModel(value);
  if (query) return sql(at, '(', selectText(query), ')');
  return fragmentOf(value) ?? literalText(value, at);
}

/** A value that is written out: of a default, of a label. */
export function immediate(runtime: Runtime, value: Value | undefined, at: Span): TracedText {
  taken(runtime, value);
  const own = fragmentOf(value);
  if (own) return own;
  if (isNull(value)) return written('null', at);
  if (value?.kind === 'constant') return written(String(value.value), value.span ?? at);
  const text = tracedOf(value);
  if (!text) return holeAt(unknownFrom(value), at);
  return text.holes.length > 0 ? sql(at, "'", text, "'") : quotedText(text, runtime.dialect, at);
}

function template(runtime: Runtime, call: Call): Value {
  const [strings, ...values] = call.positional;
  if (strings?.kind !== 'list') return expression(runtime, operand(runtime, strings, call.span), call);
  const parts = strings.items.flatMap((part, i): TracedText[] => {
    const text = tracedOf(part) ?? holeAt(unknown('input', call.span), call.span);
    return i < values.length ? [text, operand(runtime, values[i], call.span)] : [text];
  });
  return expression(runtime, sql(call.span, ...parts), call);
}

/** The tag `sql`, and what hangs on it. */
export function sqlTag(runtime: Runtime): NativeValue {
  const make = (name: string, write: (call: Call) => TracedText, sends = false): readonly [string, () => Value] => [name, () => nativeFunction(`sql.${name}`, (call) => expression(runtime, write(call), sends ? call : undefined))];
  const value = (call: Call): TracedText => operand(runtime, call.positional[0], call.span);
  const literal = (call: Call): TracedText => immediate(runtime, call.positional[0], call.span);
  const name = (call: Call): TracedText => reference(runtime, nameText(call.positional[0], call.span), call.span);
  const separated = (call: Call): TracedText => {
    const [items, separator] = call.positional;
    const between = fragmentOf(separator)?.text ?? ', ';
    const parts = listed(items).map((item) => operand(runtime, item, call.span));
    if (items?.kind === 'list' && !items.complete) parts.push(holeAt(unknown('input', call.span), call.span));
    return join(parts, between, call.span);
  };
  const members = [
    make('raw', (call) => tracedOf(call.positional[0]) ?? holeAt(unknownFrom(call.positional[0]), call.span), true),
    make('ref', name), make('table', (call) => tableText(runtime, call.positional[0], undefined, call.span)),
    make('id', (call) => join(call.positional.map((part) => reference(runtime, nameText(part, call.span), call.span)), '.', call.span)),
    make('lit', literal), make('literal', literal), make('val', value), make('value', value), make('join', separated),
  ];
  return { ...lazyNative('kysely.sql', Object.fromEntries(members)), call: (call) => template(runtime, call), truth: () => true };
}

/** `CompiledQuery.raw(sql)` */
export const compiledQuery = (): NativeValue => lazyNative('kysely.CompiledQuery', { raw: method('CompiledQuery.raw', (call) => compiled(nameText(call.positional[0], call.span))) });
