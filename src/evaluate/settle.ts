import type { Context, Value } from './value.js';

/** Longer lists than this are no list of builders. */
const MOST = 2_000;

/** What someone gets who waits for a value: a builder acts when it is waited for, and so does each of a list (`Promise.all`). */
export function settled(value: Value, context: Context): Value {
  if (value.kind === 'native' && value.settle) return value.settle(context);
  if (value.kind !== 'list' || value.items.length > MOST || !value.items.some((item) => item.kind === 'native' && item.settle)) return value;
  return { ...value, items: value.items.map((item) => settled(item, context)) };
}
