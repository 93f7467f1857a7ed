import type { Action, Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import { knownText, locate, type Known, type TracedText, unknown } from '../../../value.js';
import type { Token } from '../lexer.js';
import { byteOffsets } from './parser.js';

/** One statement that is being read: its place in the traced text, its tokens, and what the parser's offsets mean. */
export interface Statement {
  readonly traced: TracedText;
  /** Offsets in the traced text, without leading comments and without the semicolon. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  /** Where the text came from nowhere in particular. */
  readonly fallback: Span;
  /** Turns a `location` of the syntax tree into an offset in the traced text. */
  readonly offset: (location: number | undefined) => number | undefined;
}

/** `parsed` is the text that the parser saw: the statement itself, or one of the same length with gaps filled in. */
export function statementOf(traced: TracedText, tokens: readonly Token[], fallback: Span, parsed: string): Statement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  let convert: ((bytes: number) => number) | undefined;
  const offset = (location: number | undefined): number | undefined => {
    if (location !== undefined && location < 0) return undefined;
    convert ??= byteOffsets(parsed);
    return start + convert(location ?? 0);
  };
  return { traced, start, end, tokens, fallback, offset };
}

/** The source of a stretch of the traced text. */
export const spanBetween = (statement: Statement, start: number, end: number): Span => locate(statement.traced, start, end) ?? statement.fallback;
export const spanOf = (statement: Statement): Span => spanBetween(statement, statement.start, statement.end);

/** An effect, said by the whole statement unless a narrower place is given. */
export const draft = (statement: Statement, action: Action, span: Span = spanOf(statement)): Draft => ({ ...action, span });

/** A stand-in for one character that the parser takes for an identifier and that `isHoled` knows. */
export const GAP = '\uE000';
/** Whether text that the parser gave back was made from a hole or a bound parameter. */
export const isHoled = (text: string): boolean => text.includes(GAP);
/** `unknown` where the text was made from a hole. */
export const knownPart = (text: string): Known<string> => (isHoled(text) ? unknown('input') : knownText(text));

/** The word in upper case, or the symbol; '' for other tokens. */
export function wordOf(statement: Statement, token: Token | undefined): string {
  if (!token || (token.kind !== 'word' && token.kind !== 'symbol')) return '';
  return statement.traced.text.slice(token.start, token.end).toUpperCase();
}
export const wordAt = (statement: Statement, index: number): string => wordOf(statement, statement.tokens[index]);

/** Index of the first token at or behind an offset. */
export function tokenFrom(statement: Statement, offset: number): number {
  let low = 0;
  let high = statement.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statement.tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const OPENING = new Set(['(', '[']);
const CLOSING = new Set([')', ']']);

/** Index of the token that closes the bracket at `index`, or the end of the statement. */
export function closingToken(statement: Statement, index: number, to: number = statement.tokens.length): number {
  let depth = 0;
  for (let i = index; i < to; i += 1) {
    const word = wordAt(statement, i);
    if (OPENING.has(word)) depth += 1;
    else if (CLOSING.has(word)) {
      depth -= 1;
      if (depth <= 0) return i;
    }
  }
  return to;
}

/** Index of the first of these words outside brackets, or -1. */
export function findWord(statement: Statement, words: readonly string[], from = 0, to: number = statement.tokens.length): number {
  let depth = 0;
  for (let i = from; i < to; i += 1) {
    const word = wordAt(statement, i);
    if (OPENING.has(word)) depth += 1;
    else if (CLOSING.has(word)) depth -= 1;
    else if (depth <= 0 && words.includes(word)) return i;
  }
  return -1;
}

/** Half-open range of tokens. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** The parts between commas outside brackets. */
export function commaParts(statement: Statement, from: number, to: number = statement.tokens.length): TokenRange[] {
  const ranges: TokenRange[] = [];
  let depth = 0;
  let begin = from;
  for (let i = from; i < to; i += 1) {
    const word = wordAt(statement, i);
    if (OPENING.has(word)) depth += 1;
    else if (CLOSING.has(word)) depth -= 1;
    else if (word === ',' && depth <= 0) {
      ranges.push({ from: begin, to: i });
      begin = i + 1;
    }
  }
  if (begin < to) ranges.push({ from: begin, to });
  return ranges;
}

/** The parts of the first list in round brackets at or behind `from`. */
export function listParts(statement: Statement, from: number): TokenRange[] {
  for (let i = from; i < statement.tokens.length; i += 1) {
    if (wordAt(statement, i) === '(') return commaParts(statement, i + 1, closingToken(statement, i));
  }
  return [];
}

export function rangeSpan(statement: Statement, range: TokenRange | undefined): Span | undefined {
  const first = range && statement.tokens[range.from];
  const last = range && statement.tokens[range.to - 1];
  return first && last && range.from < range.to ? spanBetween(statement, first.start, last.end) : undefined;
}

/** The tokens as text: no comments, and one space wherever the source has white space. */
export function tokenText(statement: Statement, from: number, to: number): string {
  let out = '';
  let previous: Token | undefined;
  for (const token of statement.tokens.slice(from, to)) {
    if (previous && token.start > previous.end) out += ' ';
    out += statement.traced.text.slice(token.start, token.end);
    previous = token;
  }
  return out;
}

/** The text of tokens, without brackets around the whole. */
export function expressionText(statement: Statement, from: number, to: number): Known<string> {
  let [first, last] = [from, to];
  while (last - first > 2 && wordAt(statement, first) === '(' && closingToken(statement, first, last) === last - 1) {
    first += 1;
    last -= 1;
  }
  return knownPart(tokenText(statement, first, last));
}
