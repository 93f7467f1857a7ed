import { recordKey } from '../../evaluate/keys.js';
import { type Context, type ListValue, plainText, type TextValue, textValue, type Value } from '../../evaluate/value.js';
import { sliceText } from '../../value.js';
import { characterOffset, integerOf, listOf, made, placeOf, type SliceBounds, sliceBounds, textOfKnown, unknownFrom } from './known.js';

/** `value[key]` */
export function itemOf(value: Value, key: Value, context: Context): Value {
  const bounds = sliceBounds(key);
  switch (value.kind) {
    case 'list':
      return bounds ? sliceList(value, bounds, context) : listItem(value, key, context);
    case 'text':
      return bounds ? sliceOfText(value, bounds, context) : textItem(value, key, context);
    case 'record': {
      const name = recordKey(key);
      return (name === undefined ? undefined : value.entries.get(name)) ?? unknownFrom(context, key, value.complete ? undefined : { kind: 'unknown', reason: 'input' });
    }
    case 'native':
      return value.item?.(key, context) ?? unknownFrom(context, value, key);
    default:
      return unknownFrom(context, value, key);
  }
}

function listItem(value: ListValue, key: Value, context: Context): Value {
  const index = integerOf(key);
  if (index === undefined || value.form === 'set') return unknownFrom(context, key, value);
  const found = index < 0 && !value.complete ? undefined : value.items.at(index);
  return found ?? unknownFrom(context, value.complete ? key : { kind: 'unknown', reason: 'input' });
}

type Bound = number | 'absent' | undefined;
const boundOf = (value: Value | undefined): Bound => (value === undefined || (value.kind === 'constant' && value.value === null) ? 'absent' : integerOf(value));

function sliceList(value: ListValue, { from, to, step }: SliceBounds, context: Context): Value {
  const [start, end, stride] = [boundOf(from), boundOf(to), boundOf(step)];
  const isNegative = [start, end, stride].some((bound) => typeof bound === 'number' && bound < 0);
  if (start === undefined || end === undefined || stride === undefined || stride === 0 || (isNegative && !value.complete)) return unknownFrom(context, from, to, step);
  const { length } = value.items;
  const by = stride === 'absent' ? 1 : stride;
  const clamp = (bound: number): number => Math.max(by < 0 ? -1 : 0, Math.min(bound < 0 ? bound + length : bound, by < 0 ? length - 1 : length));
  const first = start === 'absent' ? (by < 0 ? length - 1 : 0) : clamp(start);
  const last = end === 'absent' ? (by < 0 ? -1 : length) : clamp(end);
  const items: Value[] = [];
  for (let i = first; by < 0 ? i > last : i < last; i += by) items.push(value.items[i] as Value);
  const inside = typeof end === 'number' && end <= length;
  return listOf(items, value.complete || inside, value.form, value.span);
}

/** Python counts characters, not UTF-16 units. */
function textItem(value: TextValue, key: Value, context: Context): Value {
  const index = integerOf(key);
  if (index === undefined) return unknownFrom(context, key);
  const start = characterOffset(value.text, index);
  const end = index === -1 ? value.text.text.length : characterOffset(value.text, index + 1);
  return start === undefined || end === undefined || start >= end ? unknownFrom(context, value) : textValue(sliceText(value.text, start, end));
}

function sliceOfText(value: TextValue, { from, to, step }: SliceBounds, context: Context): Value {
  const [start, end, stride] = [boundOf(from), boundOf(to), boundOf(step)];
  const place = (bound: Bound, absent: number): number | undefined => (bound === 'absent' ? absent : bound === undefined ? undefined : characterOffset(value.text, bound));
  const first = place(start, 0);
  const last = place(end, value.text.text.length);
  if (first === undefined || last === undefined || stride === undefined || stride === 0) return unknownFrom(context, value, from, to, step);
  if (stride !== 'absent' && stride !== 1) {
    if (value.text.holes.length > 0) return unknownFrom(context, value);
    const characters = listOf(Array.from(value.text.text, plainText), true);
    const chosen = sliceList(characters, { from, to, step }, context);
    return chosen.kind === 'list' ? textValue(made(chosen.items.map(textOfKnown).join(''), placeOf(value.text, context.span))) : chosen;
  }
  return textValue(sliceText(value.text, first, last));
}
