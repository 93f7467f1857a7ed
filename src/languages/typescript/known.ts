import { type Context, FALSE, type NativeValue, nativeFunction, type Call, TRUE, type Value } from '../../evaluate/value.js';
import { unknownFrom } from '../python/known.js';

export { addItems, hole, integerOf, itemsOf, joinText, LIMIT, listOf, made, numberOf, occurrences, placeOf, reasonOf, splitText, textOfKnown, transformed, unknownFrom, unknownText } from '../python/known.js';

/** A test that may be undecided. */
export const decided = (context: Context, result: boolean | undefined, ...from: readonly (Value | undefined)[]): Value => (result === undefined ? unknownFrom(context, ...from) : result ? TRUE : FALSE);

export const isUndefined = (value: Value | undefined): boolean => value === undefined || (value.kind === 'constant' && value.value === undefined);
export const isCallable = (value: Value | undefined): value is Value => value !== undefined && (value.kind === 'closure' || (value.kind === 'native' && value.call !== undefined));

/** A module or object with functions by their names. */
export function objectOf(label: string, calls: Readonly<Record<string, (call: Call) => Value>>, values: Readonly<Record<string, Value>> = {}): NativeValue {
  const made = new Map<string, Value>(Object.entries(values));
  return {
    kind: 'native',
    label,
    member: (property) => {
      const known = made.get(property);
      if (known || !Object.hasOwn(calls, property)) return known;
      const created = nativeFunction(`${label}.${property}`, calls[property] as (call: Call) => Value);
      made.set(property, created);
      return created;
    },
  };
}
