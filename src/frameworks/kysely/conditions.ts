import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { join, sql, written } from '../javascript/fragment.js';
import { fragmentOf } from '../knex/fragment.js';
import { nameText } from '../knex/names.js';
import { tracedOf, unknownFrom } from '../values.js';
import { expression, operand, taken } from './expression.js';
import { orderedColumn, reference } from './names.js';
import type { Runtime } from './runtime.js';

/** `where('a', '=', 1)`, `where(eb => ...)`, `where(sql`...`)` */
export function comparison(runtime: Runtime, call: Call, at: Span): TracedText {
  const [left, operator, right] = call.positional;
  if (call.positional.length >= 3) return compared(runtime, call, left, operator, right, at);
  if (left?.kind === 'closure') return operand(runtime, call.invoke(left, [expressionBuilder(runtime)]), at);
  return fragmentOf(left) ? operand(runtime, left, at) : holeAt(unknownFrom(left), at);
}

/** A column on the left side, whatever the right side is. */
export function compared(runtime: Runtime, context: Context, left: Value | undefined, operator: Value | undefined, right: Value | undefined, at: Span): TracedText {
  const own = left?.kind === 'closure' ? operand(runtime, context.invoke(left, [expressionBuilder(runtime)]), at) : fragmentOf(left);
  taken(runtime, left);
  const text = own ?? orderedColumn(runtime, left, at);
  const word = fragmentOf(operator) ?? nameText(operator, at);
  return sql(at, text, ' ', word, ' ', rightSide(runtime, context, right, word.text, at));
}

function rightSide(runtime: Runtime, context: Context, right: Value | undefined, operator: string, at: Span): TracedText {
  if (right?.kind === 'closure') return operand(runtime, context.invoke(right, [expressionBuilder(runtime)]), at);
  if (/^is(?: not)?$/iu.test(operator) && isNull(right)) return written('null', at);
  if (right?.kind === 'list' && /\bin$/iu.test(operator)) return sql(at, '(', right.items.length > 0 ? join(right.items.map((item) => operand(runtime, item, at)), ', ', at) : 'null', ')');
  return operand(runtime, right, at);
}

/** `eb`: what callbacks are handed to write conditions and values with. Called, it compares. */
export function expressionBuilder(runtime: Runtime): NativeValue {
  const make = (write: (call: Call) => TracedText): ((call: Call) => Value) => (call) => expression(runtime, write(call));
  const combined = (word: string) => make((call) => {
    const items = call.positional[0]?.kind === 'list' ? call.positional[0].items : call.positional;
    return sql(call.span, '(', join(items.map((item) => operand(runtime, item, call.span)), ` ${word} `, call.span), ')');
  });
  const methods: Readonly<Record<string, (call: Call) => Value>> = {
    ref: make((call) => reference(runtime, nameText(call.positional[0], call.span), call.span)),
    val: make((call) => operand(runtime, call.positional[0], call.span)),
    lit: make((call) => operand(runtime, call.positional[0], call.span)),
    value: make((call) => operand(runtime, call.positional[0], call.span)),
    and: combined('and'),
    or: combined('or'),
    not: make((call) => sql(call.span, 'not ', operand(runtime, call.positional[0], call.span))),
    exists: make((call) => sql(call.span, 'exists ', operand(runtime, call.positional[0], call.span))),
    parens: make((call) => (call.positional.length >= 3 ? sql(call.span, '(', comparison(runtime, call, call.span), ')') : sql(call.span, '(', operand(runtime, call.positional[0], call.span), ')'))),
  };
  const self: NativeValue = {
    kind: 'native',
    label: 'kysely.eb',
    truth: () => true,
    call: make((call) => comparison(runtime, call, call.span)),
    member: (property, context) => {
      if (property === 'eb') return self;
      if (property === 'fn') return functions(runtime);
      if (property === 'selectFrom') return connectionMember(runtime, property, context);
      if (Object.hasOwn(methods, property)) return nativeFunction(`eb.${property}`, methods[property] as (call: Call) => Value);
      // what has not been modelled is an expression of which nothing is known
      return nativeFunction(`eb.${property}`, (call) => expression(runtime, holeAt(unknown('unsupported', call.span), call.span)));
    },
  };
  return self;
}

function connectionMember(runtime: Runtime, property: string, context: Context): Value | undefined {
  const connection = runtime.connection();
  return connection.kind === 'native' ? connection.member?.(property, context) : undefined;
}

/** `db.fn`, `eb.fn`: a function of the database by its name. */
export function functions(runtime: Runtime): NativeValue {
  const called = (name: TracedText | string, call: Call, from: number): Value => {
    const given = call.positional.slice(from).flatMap((value) => (value.kind === 'list' ? value.items : [value]));
    const written = given.map((value) => (tracedOf(value) && !fragmentOf(value) ? reference(runtime, nameText(value, call.span), call.span) : operand(runtime, value, call.span)));
    return expression(runtime, sql(call.span, name, '(', join(written, ', ', call.span), ')'));
  };
  return {
    kind: 'native',
    label: 'kysely.fn',
    truth: () => true,
    call: (call) => called(nameText(call.positional[0], call.span), call, 1),
    member: (property) =>
      nativeFunction(`fn.${property}`, (call) => (property === 'countAll' ? expression(runtime, sql(call.span, 'count(*)')) : property === 'agg' ? called(nameText(call.positional[0], call.span), call, 1) : called(property, call, 0))),
  };
}
