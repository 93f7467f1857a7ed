import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, concatText } from '../../value.js';
import { written } from '../javascript/fragment.js';
import { isNative, tracedOf } from '../values.js';

const LABEL = 'in-house.sql';

/** SQL that a member of the helper stands for. */
export const isExpression = (value: Value | undefined): value is NativeValue => isNative(value, LABEL);

const sqlNative = (text: TracedText, more: Partial<NativeValue> = {}): NativeValue => ({ kind: 'native', label: LABEL, data: text, text: () => text, ...more });

/** `op.now`, and `op.string(50)`: SQL that the description gives, with the arguments in it. */
export const expressionNative = (template: string, span: Span): NativeValue =>
  sqlNative(withArguments(template, [], span), { call: (call) => sqlNative(withArguments(template, call.positional.map((value) => argumentText(value, call)), call.span)) });

const argumentText = (value: Value, call: Call): TracedText => (isNull(value) ? written('', call.span) : call.textOf(value));

/** `varchar($1)`; without an argument, `varchar`. */
export function withArguments(template: string, given: readonly TracedText[], span: Span): TracedText {
  const bare = given.length === 0 ? template.replace(/\s*\([^()]*\$\d[^()]*\)/gu, '') : template;
  return concatText(bare.split(/(\$\d)/u).map((part) => (/^\$\d$/u.test(part) ? (given[Number(part[1]) - 1] ?? written('', span)) : written(part, span))));
}

const NAMED = /^\s*(\w+)\s*(?:\(([^()]*)\))?\s*$/u;

/** The SQL of a type: by its name in the description, with the arguments that it is written with, else as it is. */
export function typeText(types: Readonly<Record<string, string>>, value: Value | undefined, span: Span): TracedText | undefined {
  const text = tracedOf(value);
  const named = text && !isExpression(value) ? NAMED.exec(text.text) : null;
  const name = named?.[1] ?? '';
  if (!text || !named || !Object.hasOwn(types, name)) return text;
  const place = text.pieces[0]?.source ?? span;
  const given = (named[2] ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  return withArguments(types[name] ?? '', given.map((each) => written(each, place)), place);
}
