import { keyValue, recordKey } from '../../evaluate/keys.js';
import { type Call, type Context, type ListValue, type NativeValue, type TextValue, textValue, type UnknownValue, unknownValue, type Value } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { concatText, holeAt, sliceText, type TracedText, tracedText, type UnknownReason, unknown } from '../../value.js';

/** Larger results (repeated text, ranges) are not built. */
export const LIMIT = 20_000;

export interface SliceBounds {
  readonly from?: Value;
  readonly to?: Value;
  readonly step?: Value;
}
export const sliceValue = (from?: Value, to?: Value, step?: Value): NativeValue => ({ kind: 'native', label: 'python.slice', data: { from, to, step } satisfies SliceBounds });
export const sliceBounds = (value: Value): SliceBounds | undefined =>
  value.kind === 'native' && value.label === 'python.slice' ? (value.data as SliceBounds) : undefined;

/** The text where all of it is known. */
export const textOfKnown = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.text.holes.length === 0 ? value.text.text : undefined;

export function numberOf(value: Value | undefined): number | bigint | undefined {
  if (value?.kind !== 'constant') return undefined;
  if (typeof value.value === 'boolean') return Number(value.value);
  return typeof value.value === 'number' || typeof value.value === 'bigint' ? value.value : undefined;
}

export function integerOf(value: Value | undefined): number | undefined {
  const number = numberOf(value);
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** Why a value is not known, or why one that is made from it is not. */
export function reasonOf(value: Value | undefined, depth = 0): UnknownReason | undefined {
  switch (value?.kind) {
    case 'unknown':
      return value.reason;
    case 'condition':
      return 'database';
    case 'text':
      return value.text.holes[0]?.value.unknown;
    case 'list':
      if (depth > 2) return undefined;
      for (const item of value.items) {
        const reason = reasonOf(item, depth + 1);
        if (reason) return reason;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** The unknown result of something that was done with these values. What may reach the database stays able to. */
export function unknownFrom(context: Context, ...values: readonly (Value | undefined)[]): UnknownValue {
  const reason = values.map((value) => reasonOf(value)).find((found) => found !== undefined) ?? 'unsupported';
  const effectful = values.some((value) => (value?.kind === 'unknown' || value?.kind === 'native') && value.effectful === true);
  return unknownValue(reason, context.span, undefined, effectful || undefined);
}

export const hole = (reason: UnknownReason, span: Span): TracedText => holeAt(unknown(reason, span), span);
export const unknownText = (context: Context, ...values: readonly (Value | undefined)[]): TextValue =>
  textValue(hole(values.map((value) => reasonOf(value)).find((found) => found !== undefined) ?? 'unsupported', context.span));

/** Text that stands in no place of its own: it belongs to the place that made it. */
export const made = (text: string, span: Span): TracedText => tracedText(text, span, false);

/** The same pieces under a text of the same length, else one piece for the whole. */
export function transformed(text: TracedText, result: string, span: Span): TracedText {
  if (result.length === text.text.length) return { ...text, text: result };
  return text.holes.length > 0 ? hole(text.holes[0]?.value.unknown ?? 'unsupported', span) : tracedText(result, placeOf(text, span), false);
}

/** The one place that a text was written in, as far as there is one. */
export function placeOf(text: TracedText, span: Span): Span {
  const first = text.pieces[0]?.source;
  const last = text.pieces.at(-1)?.source;
  if (!first || last?.file !== first.file || last.end < first.start) return span;
  return { file: first.file, start: first.start, end: last.end };
}

/** Places of `needle` that do not touch a hole. */
export function occurrences(text: TracedText, needle: string, limit = Number.POSITIVE_INFINITY): number[] {
  const found: number[] = [];
  if (needle === '') return found;
  let next = 0;
  for (let at = text.text.indexOf(needle); at !== -1 && found.length < limit; at = text.text.indexOf(needle, at)) {
    while ((text.holes[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    const blocking = text.holes[next];
    if (blocking && blocking.start < at + needle.length) at = Math.max(blocking.end, at + 1);
    else {
      found.push(at);
      at += needle.length;
    }
  }
  return found;
}

/** The parts of a text between the given places, each `length` long. */
export function splitText(text: TracedText, places: readonly number[], length: number): TracedText[] {
  const parts: TracedText[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(sliceText(text, from, place));
    from = place + length;
  }
  return [...parts, sliceText(text, from)];
}

export const joinText = (separator: TracedText, parts: readonly TracedText[]): TracedText =>
  parts.length === 0 ? { text: '', pieces: [], holes: [] } : concatText(parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));

/** An argument by its place or its name. */
export const argument = (call: Call, index: number, name?: string): Value | undefined => call.positional[index] ?? (name === undefined ? undefined : call.named.get(name));

/** The items of anything that can be looped over; `complete` is false where there may be more. */
export function itemsOf(context: Context, value: Value | undefined): { readonly items: readonly Value[]; readonly complete: boolean } {
  if (value?.kind === 'list') return value;
  if (value?.kind === 'record') return { items: [...value.entries.keys()].map(keyValue), complete: value.complete };
  const items = value && context.itemsOf(value);
  return items ? { items, complete: true } : { items: [], complete: false };
}

export const listOf = (items: readonly Value[], complete: boolean, form: ListValue['form'] = 'list', span?: Span): ListValue => ({ kind: 'list', form, items: [...items], complete, span });

/** The offset of a character counted as Python counts; `undefined` where a hole is in between. */
export function characterOffset(text: TracedText, index: number): number | undefined {
  const { text: content, holes } = text;
  const astral = /[\ud800-\udbff]/.test(content);
  if (index >= 0) {
    const at = astral ? Array.from(content).slice(0, index).join('').length : Math.min(index, content.length);
    return holes[0] && at > holes[0].start ? undefined : at;
  }
  const at = astral ? content.length - Array.from(content).slice(index).join('').length : Math.max(0, content.length + index);
  const last = holes.at(-1);
  return last && at < last.end ? undefined : at;
}

/** Adds items to a list; one that grows without end is cut off. */
export function addItems(list: ListValue, items: readonly Value[]): void {
  const room = LIMIT - list.items.length;
  for (const item of items.slice(0, Math.max(0, room))) list.items.push(item);
  if (items.length > room) list.complete = false;
}

/** The items without those that are known to be there already. */
export function distinct(items: readonly Value[], present: readonly Value[] = []): Value[] {
  const seen = new Set(present.map(recordKey));
  seen.delete(undefined);
  return items.filter((item) => {
    const key = recordKey(item);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
