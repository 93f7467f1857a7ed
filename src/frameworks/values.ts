import type { Call, Context, ListValue, NativeValue, Value } from '../evaluate/value.js';
import { isNull } from '../evaluate/value.js';
import type { Known, TracedText, Unknown } from '../value.js';
import { isUnknown, knownText, unknown } from '../value.js';

export type Arguments = ReadonlyMap<string, Value>;

/** Matches positional and named arguments with parameter names; what is left over stays in `rest`. */
export function bindArguments(call: Pick<Call, 'positional' | 'named'>, parameters: readonly string[]): { readonly arguments: Arguments; readonly rest: readonly Value[] } {
  const bound = new Map<string, Value>(call.named);
  parameters.forEach((parameter, i) => {
    const value = call.positional[i];
    if (value) bound.set(parameter, value);
  });
  return { arguments: bound, rest: call.positional.slice(parameters.length) };
}

export const unknownFrom = (value: Value | undefined): Unknown =>
  value?.kind === 'unknown' ? unknown(value.reason, value.span) : unknown('input', value && 'span' in value ? value.span : undefined);

/** Text of a text value or of a native that has one (`op.f('x')`, `quoted_name`). */
export function tracedOf(value: Value | undefined): TracedText | undefined {
  if (value?.kind === 'text') return value.text;
  if (value?.kind === 'native') {
    const member = enumMemberValue(value);
    return member?.kind === 'text' ? member.text : value.text?.();
  }
  return undefined;
}

/** The value of a member of an enumeration of the program. */
export function enumMemberValue(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'native' || value.label !== 'python.enum.member') return undefined;
  return (value.data as { readonly value?: Value } | undefined)?.value;
}

/** `undefined`: not given, or `None`. */
export function stringOf(value: Value | undefined): Known<string> | undefined {
  if (isNull(value)) return undefined;
  const text = tracedOf(value);
  return text ? knownText(text.text) : unknownFrom(value);
}

export function numberOf(value: Value | undefined): Known<number> | undefined {
  if (isNull(value)) return undefined;
  if (value?.kind === 'constant' && (typeof value.value === 'number' || typeof value.value === 'bigint')) return Number(value.value);
  if (value?.kind === 'text' && /^\d+$/u.test(value.text.text)) return Number(value.text.text);
  return unknownFrom(value);
}

export function booleanOf(value: Value | undefined): Known<boolean> | undefined {
  if (isNull(value)) return undefined;
  if (value?.kind === 'constant') return typeof value.value === 'boolean' ? value.value : Boolean(value.value);
  return unknownFrom(value);
}

/** Whether the argument is known to be true. */
export const isTrue = (value: Value | undefined): boolean => booleanOf(value) === true;

export const isNative = (value: Value | undefined, label: string): value is NativeValue => value?.kind === 'native' && value.label === label;

export function listOf(value: Value | undefined, context?: Context): readonly Value[] | undefined {
  if (value?.kind === 'list') return value.complete ? value.items : undefined;
  return value && context && value.kind !== 'text' ? context.itemsOf(value) : undefined;
}

export const isList = (value: Value | undefined): value is ListValue => value?.kind === 'list';

/** Entries of a dictionary with text keys; empty where it is none. */
export const entriesOf = (value: Value | undefined): ReadonlyMap<string, Value> => (value?.kind === 'record' ? value.entries : new Map<string, Value>());

/** Applies to a known value and passes an unknown one on. */
export function mapKnown<T, U>(value: Known<T>, change: (value: T) => U): Known<U> {
  return isUnknown(value) ? value : change(value);
}

/** `'x'` with its quotes doubled. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The known ones of several values. */
export const knownOnes = <T>(values: readonly Known<T>[]): readonly T[] => values.filter((value): value is T & Known<T> => !isUnknown(value));
