import type { Action, Draft, Name } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { Target } from '../../../target.js';
import { hasHole, holeText, knownText, locate, unknown, type Known, type TracedText } from '../../../value.js';
import { unquoted } from '../../../dialects/mysql-types.js';
import type { Token } from '../lexer.js';

/** The statement is not what the reader, and mostly the server, expects at this place. */
export class Unexpected extends Error {}

/** What all parts of the reader know about a script. */
export interface Script {
  readonly traced: TracedText;
  readonly fallback: Span;
  readonly target: Target;
}

/** Reads the tokens of one statement, from left to right. */
export class Cursor {
  at = 0;
  readonly script: Script;
  readonly tokens: readonly Token[];
  readonly end: number;
  private readonly words: (string | undefined)[];

  constructor(script: Script, tokens: readonly Token[], from = 0, end = tokens.length, words: (string | undefined)[] = []) {
    this.words = words;
    this.script = script;
    this.tokens = tokens;
    this.at = from;
    this.end = end;
  }

  /** A reader of a part of the statement. */
  part(from: number, to: number): Cursor {
    return new Cursor(this.script, this.tokens, from, to, this.words);
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  token(index = this.at): Token | undefined {
    return index < this.end ? this.tokens[index] : undefined;
  }

  raw(index = this.at): string {
    const token = this.token(index);
    return token ? this.script.traced.text.slice(token.start, token.end) : '';
  }

  /** The word in upper case, or the symbol; '' for other tokens and at the end. */
  word(index = this.at): string {
    if (index >= this.end) return '';
    return (this.words[index] ??= this.upperCase(index));
  }

  private upperCase(index: number): string {
    const kind = this.tokens[index]?.kind;
    return kind === 'word' || kind === 'symbol' ? this.raw(index).toUpperCase() : '';
  }

  /** Whether these words come next. */
  is(...words: readonly string[]): boolean {
    return words.every((word, i) => this.word(this.at + i) === word);
  }

  /** Whether one of these words comes next. */
  isAny(words: ReadonlySet<string>): boolean {
    return words.has(this.word());
  }

  eat(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.at += words.length;
    return true;
  }

  eatAny(words: ReadonlySet<string>): string | undefined {
    const word = this.word();
    if (!words.has(word)) return undefined;
    this.at += 1;
    return word;
  }

  expect(...words: readonly string[]): void {
    if (!this.eat(...words)) this.fail();
  }

  fail(): never {
    throw new Unexpected(this.done ? 'at the end' : `near "${this.raw().slice(0, 40)}"`);
  }

  /** A name without its quotes, as text that may hold a gap. */
  rawIdentifier(): string {
    if (this.isVariable()) {
      this.at += 2;
      return holeText(0);
    }
    const token = this.token();
    const written = this.raw();
    if (!token || token.kind === 'symbol' || token.kind === 'number' || token.kind === 'command' || written.startsWith("'")) this.fail();
    this.at += 1;
    if (token.kind !== 'quoted') return written;
    const quote = written[0] ?? '`';
    return written.slice(1, -1).replaceAll(quote + quote, quote);
  }

  /** `:name` or `:"name"`, which a client puts in. */
  private isVariable(): boolean {
    return this.word() === ':' && this.isIdentifier(this.at + 1) && this.token()?.end === this.token(this.at + 1)?.start;
  }

  identifier(): Known<string> {
    return knownText(this.rawIdentifier());
  }

  isIdentifier(index = this.at): boolean {
    const kind = this.token(index)?.kind;
    return kind === 'word' || kind === 'quoted';
  }

  /** A name with its database. */
  name(): Known<Name> {
    const parts = [this.rawIdentifier()];
    while (this.is('.') && this.isIdentifier(this.at + 1)) {
      this.at += 1;
      parts.push(this.rawIdentifier());
    }
    const [name = '', schema] = parts.reverse();
    if (parts.some(hasHole)) return unknown('input');
    return schema === undefined ? { name } : { schema, name };
  }

  /** The names in brackets. */
  names(): Known<string>[] {
    return this.items().map((item) => {
      const name = item.identifier();
      while (item.eat('.')) return item.identifier();
      return name;
    });
  }

  /** Index of the bracket that closes the one at `index`; the end where it is not closed. */
  closing(index = this.at): number {
    let depth = 0;
    for (let i = index; i < this.end; i += 1) {
      const word = this.word(i);
      if (word === '(') depth += 1;
      else if (word === ')') {
        depth -= 1;
        if (depth === 0) return i;
      }
    }
    return this.end;
  }

  /** Steps over what stands in brackets here, and gives a reader of it. */
  brackets(): Cursor {
    if (!this.is('(')) this.fail();
    const close = this.closing();
    const inner = this.part(this.at + 1, close);
    this.at = Math.min(close + 1, this.end);
    return inner;
  }

  /** A reader of each part between the commas of a list in brackets. */
  items(): Cursor[] {
    return this.brackets().commaParts();
  }

  /** A reader of each part from here to the end between commas outside of brackets. */
  commaParts(): Cursor[] {
    const out: Cursor[] = [];
    while (!this.done) {
      const from = this.at;
      this.skipToComma();
      out.push(this.part(from, this.at));
      this.at += 1;
    }
    return out;
  }

  /** Steps to the next comma outside of brackets. */
  skipToComma(): void {
    while (!this.done && !this.is(',')) this.skip();
  }

  /** Steps over one token, or all that stands in brackets. */
  skip(): void {
    this.at = this.is('(') ? this.closing() + 1 : this.at + 1;
  }

  /** Index of the first of these words outside of brackets; the end where there is none. */
  find(words: ReadonlySet<string>, from = this.at): number {
    for (let i = from; i < this.end; i += 1) {
      if (this.word(i) === '(') i = this.closing(i);
      else if (words.has(this.word(i))) return i;
    }
    return this.end;
  }

  /** The tokens as text: no comments, and one space wherever the source has white space. */
  text(from = this.at, to = this.end): string {
    let out = '';
    let previous: Token | undefined;
    for (const token of this.tokens.slice(from, to)) {
      if (previous && token.start > previous.end) out += ' ';
      out += this.script.traced.text.slice(token.start, token.end);
      previous = token;
    }
    return out;
  }

  /** Text of an expression, without brackets around the whole; its string literals as standard SQL writes them. */
  expression(from = this.at, to = this.end): Known<string> {
    let [first, last] = [from, to];
    while (last - first > 2 && this.word(first) === '(' && this.closing(first) === last - 1) {
      first += 1;
      last -= 1;
    }
    let out = '';
    let previous: Token | undefined;
    for (let i = first; i < last; i += 1) {
      const token = this.tokens[i];
      if (!token) break;
      if (this.isIntroducer(i)) continue;
      if (previous && token.start > previous.end) out += ' ';
      out += this.isString(i) ? `'${unquoted(this.raw(i)).replaceAll("'", "''")}'` : this.raw(i);
      previous = token;
    }
    return knownText(out);
  }

  /** Whether the token is a string; one in double quotes is, unless the server is told otherwise. */
  isString(index = this.at): boolean {
    return /^['"]/u.test(this.raw(index));
  }

  /** `_utf8mb4'x'` says how the string is encoded. */
  isIntroducer(index = this.at): boolean {
    return this.token(index)?.kind === 'word' && /^_(?!\d)\w+$/u.test(this.raw(index)) && /^['"]/u.test(this.raw(index + 1));
  }

  /** The text that a string literal here stands for. */
  string(): Known<string> {
    if (this.isIntroducer()) this.at += 1;
    if (!this.isString()) this.fail();
    let out = '';
    for (; this.isString(); this.at += 1) out += unquoted(this.raw());
    return knownText(out);
  }

  /** The source of a range of tokens. */
  span(from: number, to: number): Span {
    const [first, last] = [this.tokens[from], this.tokens[to - 1]];
    return (first && last && to > from && locate(this.script.traced, first.start, last.end)) || this.script.fallback;
  }

  /** An effect, said by a range of tokens; by the whole statement where none is given. */
  draft(action: Action, from = 0, to = this.tokens.length): Draft {
    return { ...action, span: this.span(from, to) };
  }
}
