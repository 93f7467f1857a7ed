import type { Piece, Span } from './span.js';

/** Why a value that is written in the source cannot be read from it. */
export type UnknownReason = 'database' | 'environment' | 'input' | 'unsupported';

/** Written in the source but not readable statically. `undefined` means: not written at all. */
export interface Unknown {
  readonly unknown: UnknownReason;
  readonly span?: Span;
}
export type Known<T> = T | Unknown;

export const unknown = (reason: UnknownReason, span?: Span): Unknown => ({ unknown: reason, span });

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** The value, or `undefined` where it is unknown or not written. */
export function known<T>(value: Known<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : (value as T | undefined);
}

/** A gap in built text where the evaluator could not read the value. `start`..`end` holds its placeholder. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly value: Unknown;
}

/**
 * Text that knows, for each stretch, the source it was written in, and where it has holes.
 * Immutable. A hole is present in `text` as a placeholder that every SQL lexer takes for part of an identifier
 * (see `holeText`), so a statement around a hole can still be parsed.
 */
export interface TracedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly holes: readonly Hole[];
}

/** U+E000 and U+E001 are private-use characters: PostgreSQL, MySQL and SQLite all lex them as identifier characters. */
const HOLE = /\uE000\d+\uE001/u;
export const holeText = (index: number): string => `\uE000${index}\uE001`;
/** Whether text that came out of a SQL parser was made from a hole, wholly or in part. */
export const hasHole = (text: string): boolean => HOLE.test(text);

/** `unknown` where the text holds a hole, else the text. */
export const knownText = (text: string): Known<string> => (hasHole(text) ? unknown('input') : text);

/** Text written in one place, character by character. */
export function tracedText(text: string, source: Span, exact = source.end - source.start === text.length): TracedText {
  return { text, pieces: text === '' ? [] : [{ start: 0, end: text.length, source, exact }], holes: [] };
}

/** A text that is nothing but one unread value. */
export function holeAt(value: Unknown, source: Span): TracedText {
  const text = holeText(0);
  return { text, pieces: [{ start: 0, end: text.length, source, exact: false }], holes: [{ start: 0, end: text.length, value }] };
}

/** Text with more gaps than this says nothing any more; building it up piece by piece would take for ever. */
const MOST_HOLES = 256;

export function concatText(parts: readonly TracedText[]): TracedText {
  if (parts.length === 1 && parts[0]) return parts[0];
  const unread = parts.find(({ holes }) => holes.length > 0)?.holes[0];
  const source = parts.find(({ pieces }) => pieces.length > 0)?.pieces[0]?.source;
  if (unread && source && parts.reduce((sum, { holes }) => sum + holes.length, 0) > MOST_HOLES) return holeAt(unread.value, source);
  let text = '';
  const pieces: Piece[] = [];
  const holes: Hole[] = [];
  for (const part of parts) {
    if (part.holes.length === 0) {
      const offset = text.length;
      text += part.text;
      for (const piece of part.pieces) pieces.push({ ...piece, start: piece.start + offset, end: piece.end + offset });
      continue;
    }
    // holes are numbered within their text, so those of the later part get new placeholders
    const base = text.length;
    const shifts: { readonly from: number; readonly by: number }[] = [];
    let at = 0;
    for (const hole of part.holes) {
      text += part.text.slice(at, hole.start);
      const start = text.length;
      text += holeText(holes.length);
      holes.push({ start, end: text.length, value: hole.value });
      at = hole.end;
      shifts.push({ from: hole.end, by: text.length - base - hole.end });
    }
    text += part.text.slice(at);
    // pieces are in order, and so are the shifts
    let next = 0;
    let by = 0;
    const moved = (offset: number): number => {
      for (; next < shifts.length && offset >= (shifts[next]?.from ?? 0); next += 1) by = shifts[next]?.by ?? by;
      return base + offset + by;
    };
    for (const piece of part.pieces) {
      const start = moved(piece.start);
      pieces.push({ ...piece, start, end: moved(piece.end) });
    }
  }
  return { text, pieces, holes };
}

export function sliceText(text: TracedText, from: number, to: number = text.text.length): TracedText {
  const start = Math.max(0, Math.min(from, text.text.length));
  const end = Math.max(start, Math.min(to, text.text.length));
  if (start === 0 && end === text.text.length) return text;
  const pieces: Piece[] = [];
  for (const piece of text.pieces) {
    if (piece.end <= start || piece.start >= end) continue;
    const a = Math.max(piece.start, start);
    const b = Math.min(piece.end, end);
    const source = piece.exact
      ? { file: piece.source.file, start: piece.source.start + (a - piece.start), end: piece.source.start + (b - piece.start) }
      : piece.source;
    pieces.push({ start: a - start, end: b - start, source, exact: piece.exact });
  }
  const holes = text.holes
    .filter((hole) => hole.start >= start && hole.end <= end)
    .map((hole) => ({ ...hole, start: hole.start - start, end: hole.end - start }));
  return { text: text.text.slice(start, end), pieces, holes };
}

/**
 * The source of a part of the text. Where the part was written in several places, the span runs from the first to the
 * last of them if they lie in one file in order, else it is the place that gave most of the text.
 */
export function locate(text: TracedText, start: number, end: number): Span | undefined {
  const parts = sliceText(text, start, end).pieces;
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (!first || !last) return text.pieces[0]?.source;
  const ordered = parts.every((part, i) => {
    const previous = parts[i - 1];
    return !previous || (part.source.file === previous.source.file && part.source.start >= previous.source.start);
  });
  if (ordered) return { file: first.source.file, start: first.source.start, end: Math.max(...parts.map((p) => p.source.end)) };
  return parts.reduce((best, part) => (part.end - part.start > best.end - best.start ? part : best)).source;
}
