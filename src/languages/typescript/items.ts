import { type Context, plainText, textValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { sliceText } from '../../value.js';
import { integerOf, textOfKnown, unknownFrom } from './known.js';
import { memberOf } from './members.js';
import { textOf } from './printing.js';

/** `value[key]`: an item by its number, or what `value.key` is. */
export function itemOf(value: Value, key: Value, context: Context): Value {
  const index = integerOf(key);
  if (index !== undefined && value.kind === 'list') {
    return value.items[index] ?? (value.complete ? UNDEFINED : unknownFrom(context, { kind: 'unknown', reason: 'input' }));
  }
  if (index !== undefined && value.kind === 'text') {
    const from = value.text.holes[0]?.start ?? value.text.text.length;
    if (index >= 0 && index < from) return textValue(sliceText(value.text, index, index + 1));
    return value.text.holes.length > 0 ? unknownFrom(context, value) : UNDEFINED;
  }
  const name = nameOf(key, context);
  return (name === undefined ? undefined : memberOf(value, name, context)) ?? unknownFrom(context, key, value);
}

/** The name that a key stands for: numbers and truth values are names too. */
export function nameOf(key: Value, context: Context): string | undefined {
  return key.kind === 'constant' ? textOf(key, context).text : textOfKnown(key);
}

export const keysOf = (names: Iterable<string>): Value[] => [...names].map(plainText);
