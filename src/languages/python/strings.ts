import { SyntaxProblem } from '../../evaluate/core.js';
import type { Piece } from '../../span.js';
import { concatText, holeAt, type TracedText, tracedText, unknown } from '../../value.js';

/** A replacement field of an f-string, with offsets of its braces and of the end of its expression. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly valueEnd: number;
}

interface Mode {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
}

const LITERAL_START = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;
const BETWEEN = /(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)+/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
};
const OCTAL = /[0-7]{1,3}/y;
const NAMED = /N\{[^}]*\}/y;
const HEXADECIMAL: Readonly<Record<string, RegExp>> = { x: /[0-9a-fA-F]{2}/y, u: /[0-9a-fA-F]{4}/y, U: /[0-9a-fA-F]{8}/y };
/** What stands between the end of an expression and its brace in `{name = !r:>10}`. */
const SELF_DOCUMENTED = /[\s),]*=(?!=)\s*/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * The constant parts and fields of one string expression (adjacent literals are one), in order.
 * `undefined`: the source between `start` and `end` is not what the parser says it is.
 */
export function readLiterals<F extends Field>(file: string, text: string, start: number, end: number, fields: readonly F[]): (TracedText | F)[] | undefined {
  const reader = new Reader<F>(file, text, fields);
  let at = start;
  while (at < end) {
    const opening = matchAt(LITERAL_START, text, at);
    if (!opening) return undefined;
    const prefix = (opening[1] ?? '').toLowerCase();
    const quote = opening[2] ?? '"';
    const mode = { raw: prefix.includes('r'), bytes: prefix.includes('b'), formatted: prefix.includes('f') };
    const closing = reader.body(at + opening[0].length, end, mode, quote);
    if (closing === undefined) return undefined;
    if (closing === -1) throw new SyntaxProblem('unterminated string literal', file, at);
    at = closing + quote.length;
    at += matchAt(BETWEEN, text, at)?.[0].length ?? 0;
  }
  return reader.finish();
}

/** The same for a format specification, which has no quotes of its own. */
export function readFormat<F extends Field>(file: string, text: string, start: number, end: number, fields: readonly F[]): (TracedText | F)[] | undefined {
  const reader = new Reader<F>(file, text, fields);
  const closing = reader.body(start, end, { raw: false, bytes: false, formatted: true });
  return closing === undefined ? undefined : reader.finish();
}

class Reader<F extends Field> {
  readonly #parts: (TracedText | F)[] = [];
  #text = '';
  #pieces: Piece[] = [];
  #nextField = 0;

  constructor(
    readonly file: string,
    readonly source: string,
    readonly fields: readonly F[],
  ) {}

  /** Reads up to the closing quote and returns its offset; -1: there is none; `undefined`: a field is not where it should be. */
  body(from: number, limit: number, mode: Mode, quote?: string): number | undefined {
    const { source } = this;
    let run = from;
    let at = from;
    const flush = (): void => {
      if (at > run) this.#append(source.slice(run, at), run, at, true);
    };
    while (at < limit) {
      const character = source[at];
      if (character === quote?.[0] && (quote?.length === 1 || source.startsWith(quote ?? '', at))) {
        flush();
        return at;
      }
      if (character === '\\') {
        const length = mode.raw ? -2 : this.#escape(at, mode, flush);
        if (length > 0) run = at + length;
        at += Math.abs(length);
      } else if (character === '\r') {
        flush();
        const length = source[at + 1] === '\n' ? 2 : 1;
        this.#append('\n', at, at + length, length === 1);
        at = run = at + length;
      } else if (mode.formatted && character === '{' && source[at + 1] !== '{') {
        flush();
        const field = this.fields[this.#nextField++];
        if (field?.start !== at) return undefined;
        this.#field(field);
        at = run = field.end;
      } else if (mode.formatted && (character === '{' || character === '}') && source[at + 1] === character) {
        at += 1;
        flush();
        at = run = at + 1;
      } else at += 1;
    }
    flush();
    return quote === undefined ? at : -1;
  }

  finish(): (TracedText | F)[] {
    this.#flushText();
    return this.#parts;
  }

  /** Appends what an escape sequence stands for and returns its length; negative: that many characters are literal text. */
  #escape(at: number, mode: Mode, flush: () => void): number {
    const { source } = this;
    const character = source[at + 1] ?? '';
    const add = (value: string, length: number): number => {
      flush();
      this.#append(value, at, at + length, false);
      return length;
    };
    if (mode.formatted && (character === '{' || character === '}')) return -1;
    const simple = SIMPLE_ESCAPES[character];
    if (simple !== undefined) return add(simple, 2);
    if (character === '\n') return add('', 2);
    if (character === '\r') return add('', source[at + 2] === '\n' ? 3 : 2);
    const octal = matchAt(OCTAL, source, at + 1);
    if (octal) return add(String.fromCharCode(Number.parseInt(octal[0], 8)), 1 + octal[0].length);
    const hexadecimal = mode.bytes && character !== 'x' ? undefined : HEXADECIMAL[character];
    const digits = hexadecimal && matchAt(hexadecimal, source, at + 2)?.[0];
    if (digits) {
      const code = Number.parseInt(digits, 16);
      if (code <= 0x10ffff) return add(String.fromCodePoint(code), 2 + digits.length);
    }
    const named = mode.bytes ? null : matchAt(NAMED, source, at + 1);
    if (named) {
      flush();
      this.#flushText();
      const span = { file: this.file, start: at, end: at + 1 + named[0].length };
      this.#parts.push(holeAt(unknown('unsupported', span), span));
      return span.end - at;
    }
    return -2;
  }

  #field(field: F): void {
    const documented = matchAt(SELF_DOCUMENTED, this.source, field.valueEnd);
    if (documented) {
      const end = field.valueEnd + documented[0].length;
      this.#append(this.source.slice(field.start + 1, end), field.start + 1, end, true);
    }
    this.#flushText();
    this.#parts.push(field);
  }

  #append(value: string, start: number, end: number, exact: boolean): void {
    if (value === '') return;
    const from = this.#text.length;
    this.#text += value;
    this.#pieces.push({ start: from, end: this.#text.length, source: { file: this.file, start, end }, exact });
  }

  #flushText(): void {
    if (this.#text === '') return;
    this.#parts.push({ text: this.#text, pieces: this.#pieces, holes: [] });
    this.#text = '';
    this.#pieces = [];
  }
}

/** The text of a plain (not formatted) string expression. */
export function readText(file: string, text: string, start: number, end: number, fallback: string): TracedText {
  const quote = text[start];
  if ((quote === "'" || quote === '"') && text[start + 1] !== quote && text[end - 1] === quote) {
    const inner = text.slice(start + 1, end - 1);
    if (!inner.includes(quote) && !inner.includes('\\')) return tracedText(inner, { file, start: start + 1, end: end - 1 }, true);
  }
  const parts = readLiterals<Field>(file, text, start, end, []) as TracedText[] | undefined;
  return parts ? concatText(parts) : tracedText(fallback, { file, start, end }, false);
}
