import type { Value } from './value.js';
import { constant, plainText, listValue } from './value.js';

/**
 * Records are kept by text keys. Keys that are not text (numbers, `None`, tuples of such) are written with a leading NUL,
 * which no text key of a program begins with.
 */
export function recordKey(value: Value): string | undefined {
  if (value.kind === 'text') return value.text.holes.length === 0 ? value.text.text : undefined;
  const plain = plainKey(value, 0);
  return plain === undefined ? undefined : `\0${JSON.stringify(plain)}`;
}

type PlainKey = null | boolean | number | string | { readonly big: string } | { readonly tuple: readonly PlainKey[] } | { readonly text: string };

/** Tuples as keys are flat and short; anything deeper is no key that a migration looks up. */
const DEPTH = 3;
const LENGTH = 50;

function plainKey(value: Value, depth: number): PlainKey | undefined {
  if (value.kind === 'text') return value.text.holes.length === 0 ? { text: value.text.text } : undefined;
  if (value.kind === 'constant') return typeof value.value === 'bigint' ? { big: String(value.value) } : (value.value ?? null);
  if (value.kind === 'list' && value.form === 'tuple' && depth < DEPTH && value.items.length <= LENGTH) {
    const items = value.items.map((item) => plainKey(item, depth + 1));
    return items.some((item) => item === undefined) ? undefined : { tuple: items as PlainKey[] };
  }
  return undefined;
}

export function keyValue(key: string): Value {
  return key.startsWith('\0') ? fromPlain(JSON.parse(key.slice(1)) as PlainKey) : plainText(key);
}

function fromPlain(key: PlainKey): Value {
  if (typeof key !== 'object' || key === null) return typeof key === 'string' ? plainText(key) : constant(key);
  if ('text' in key) return plainText(key.text);
  if ('big' in key) return constant(BigInt(key.big));
  return listValue(key.tuple.map(fromPlain), 'tuple');
}
