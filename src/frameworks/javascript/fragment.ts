import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, concatText, sliceText, tracedText } from '../../value.js';

/** Text that a library writes, as it comes from a place of the program. */
export const written = (text: string, source: Span): TracedText => tracedText(text, source, false);

export type Part = string | TracedText;

/** Parts one after the other; what the library writes itself comes from `source`. */
export const sql = (source: Span, ...parts: readonly Part[]): TracedText => concatText(parts.map((part) => (typeof part === 'string' ? written(part, source) : part)).filter(({ text }) => text !== ''));

/** The end of a place: what is written there keeps a statement's parts in the order of the program. */
export const endOf = ({ file, end }: Span): Span => ({ file, start: end, end });

/** Parts with text between them that comes from where the part before it came from. */
export function join(parts: readonly TracedText[], between: string, source: Span): TracedText {
  const place = (text: TracedText): Span => text.pieces.at(-1)?.source ?? source;
  return concatText(parts.flatMap((part, i) => (i === 0 ? [part] : [written(between, endOf(place(parts[i - 1] ?? part))), part])));
}

export const isBlank = (text: TracedText): boolean => text.text.trim() === '';

export function trimmed(text: TracedText): TracedText {
  const start = text.text.length - text.text.trimStart().length;
  return sliceText(text, start, Math.max(start, text.text.trimEnd().length));
}

export const usesBackticks = (dialect: Dialect): boolean => dialect === 'mysql' || dialect === 'mariadb' || dialect === 'sqlite';

/** One name in the quotes of the database. */
export function quotedName(text: TracedText, dialect: Dialect, source: Span): TracedText {
  const quote = usesBackticks(dialect) ? '`' : '"';
  const place = text.pieces[0]?.source ?? source;
  const inner = text.text.includes(quote) ? written(text.text.replaceAll(quote, quote + quote), place) : text;
  return concatText([written(quote, { ...place, end: place.start }), inner, written(quote, endOf(text.pieces.at(-1)?.source ?? source))]);
}
