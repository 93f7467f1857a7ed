import { copiedTo } from './copy-data.js';
import { literalRowsEnd, sameInsertsEnd } from './literal-rows.js';

/** A token of SQL text. Comments and white space are no tokens; every symbol is one character. */
export interface Token {
  /** `rows`: rows of literals behind VALUES, at the end of a long run of INSERTs that are the same but for them the whole rest of the run. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'command' | 'rows';
  readonly start: number;
  readonly end: number;
}

/** How a dialect writes its tokens. */
export interface LexicalRules {
  /** `$tag$ ... $tag$` strings. */
  readonly dollarQuotes: boolean;
  /** Backslash escapes in every string, not only in `E'...'`. */
  readonly backslashes: boolean;
  /** `/* ... *\/` comments nest. */
  readonly nestedComments: boolean;
  /** `#` starts a comment. */
  readonly hashComments: boolean;
  /** `--` starts a comment only where white space follows, and words may begin with a digit or `$`. */
  readonly mysqlWords?: boolean;
  /** Whether the server runs what stands in a comment with such a head: `/*!80016`, `/*M!`. */
  readonly runsComment?: (head: string) => boolean;
  /** What the client's DELIMITER has put in the place of the semicolon: a token of its own. */
  readonly delimiter?: string;
}

export const POSTGRES_LEXICAL: LexicalRules = { dollarQuotes: true, backslashes: false, nestedComments: true, hashComments: false };
export const MYSQL_LEXICAL: LexicalRules = { dollarQuotes: false, backslashes: true, nestedComments: false, hashComments: true };
export const SQLITE_LEXICAL: LexicalRules = { dollarQuotes: false, backslashes: false, nestedComments: false, hashComments: false };

const SPACE = /[ \t\n\r\f\v\u00A0\uFEFF]*/uy;
const WORD = /[A-Za-z_\u0080-\u{10FFFF}][A-Za-z0-9_$\u0080-\u{10FFFF}]*/uy;
const MYSQL_WORD = /[A-Za-z0-9_$\u0080-\u{10FFFF}]+/uy;
const MYSQL_NUMBER = /^(?:\d+|\d+[eE]\d*|0[xX][\da-fA-F]+|0b[01]+)$/u;
const VERSION_COMMENT = /\/\*M?!\d*/uy;
const NUMBER = /(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/uy;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\u{10FFFF}][A-Za-z0-9_\u0080-\u{10FFFF}]*)?\$/uy;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Splits any text into tokens. Total: a string or comment that does not end runs to the end of the text. */
export function tokenize(text: string, rules: LexicalRules = POSTGRES_LEXICAL): Token[] {
  const tokens: Token[] = [];
  const seed = new Seed(text, rules);
  let statement = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const space = mayBeSpace(code) ? match(SPACE, text, at) : undefined;
    if (space) {
      at += space.length;
      continue;
    }
    const comment = COMMENT_STARTS.has(code) ? commentEnd(text, at, rules) : undefined;
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    const token = tokenAt(text, at, rules, tokens);
    tokens.push(token);
    at = token.end;
    if (isWord(text, token, 'VALUES') && INSERTING.has(wordOf(text, tokens[statement]))) {
      const end = seed.rowsEnd(tokens[statement]?.start ?? at, at);
      if (end !== undefined) tokens.push({ kind: 'rows', start: at, end });
      at = end ?? at;
    } else if (token.kind === 'symbol' && text[token.start] === ';') {
      if (rules.dollarQuotes && wordOf(text, tokens[statement]) === 'COPY') at = copiedTo(text, tokens[statement]?.start ?? at, at);
      statement = tokens.length;
    }
  }
  return tokens;
}

const mayBeSpace = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0xfeff;
const COMMENT_STARTS: ReadonlySet<number> = new Set(Array.from('-/#*', (character) => character.charCodeAt(0)));

const wordOf = (text: string, token: Token | undefined): string => (token?.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '');
const isWord = (text: string, token: Token, word: string): boolean => token.kind === 'word' && token.end - token.start === word.length && wordOf(text, token) === word;
const INSERTING: ReadonlySet<string> = new Set(['INSERT', 'REPLACE']);

/** The rows of INSERTs, which come by the thousand. */
class Seed {
  private readonly text: string;
  private readonly rules: LexicalRules;
  private head = '';
  private repeated = 0;

  constructor(text: string, rules: LexicalRules) {
    this.text = text;
    this.rules = rules;
  }

  /** Where the rows of literals behind VALUES end, and with them those of the INSERTs that follow where many have been the same. */
  rowsEnd(start: number, after: number): number | undefined {
    const end = literalRowsEnd(this.text, after, this.rules.backslashes);
    if (end === undefined) return undefined;
    const head = this.text.slice(start, after);
    this.repeated = head === this.head ? this.repeated + 1 : 0;
    this.head = head;
    const run = this.repeated >= TOLD_APART && this.rules.delimiter === undefined;
    return run ? sameInsertsEnd(this.text, head, end, this.rules.backslashes) : end;
  }
}
/** So many INSERTs with the same head are statements of their own; what follows is read as one. */
const TOLD_APART = 100;

function commentEnd(text: string, at: number, rules: LexicalRules): number | undefined {
  const two = text.slice(at, at + 2);
  if (rules.runsComment) {
    // head and end of a comment that is run are white space
    if (two === '*/') return at + 2;
    const head = two === '/*' ? match(VERSION_COMMENT, text, at) : undefined;
    if (head !== undefined && rules.runsComment(head)) return at + head.length;
  }
  const dashes = two === '--' && (!rules.mysqlWords || at + 2 >= text.length || /\s/u.test(text[at + 2] ?? ''));
  if (dashes || (rules.hashComments && text[at] === '#')) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end + 1;
  }
  if (two !== '/*') return undefined;
  let depth = 1;
  let position = at + 2;
  while (depth > 0 && position < text.length) {
    if (text.startsWith('*/', position)) {
      depth -= 1;
      position += 2;
    } else if (rules.nestedComments && text.startsWith('/*', position)) {
      depth += 1;
      position += 2;
    } else position += 1;
  }
  return position;
}

function tokenAt(text: string, at: number, rules: LexicalRules, before: readonly Token[]): Token {
  const character = text[at] ?? '';
  if (rules.delimiter !== undefined && text.startsWith(rules.delimiter, at)) return { kind: 'symbol', start: at, end: at + rules.delimiter.length };
  if (character === "'") return { kind: 'string', start: at, end: quoteEnd(text, at, "'", rules.backslashes) };
  if (character === '"' || character === '`') return { kind: 'quoted', start: at, end: quoteEnd(text, at, character, rules.backslashes && character === '"') };
  if (character === '$' && rules.dollarQuotes) {
    const tag = match(DOLLAR_TAG, text, at);
    if (tag !== undefined) {
      const end = text.indexOf(tag, at + tag.length);
      return { kind: 'string', start: at, end: end < 0 ? text.length : end + tag.length };
    }
  }
  if (character === '\\' && startsStatement(text, before)) {
    const end = text.indexOf('\n', at);
    return { kind: 'command', start: at, end: end < 0 ? text.length : end };
  }
  if (rules.mysqlWords) {
    const word = mysqlWord(text, at, rules.delimiter);
    if (word) return word;
  }
  const word = match(WORD, text, at);
  if (word !== undefined) {
    const after = at + word.length;
    const prefix = word.toLowerCase();
    if (text[after] === "'" && ['e', 'b', 'x', 'n'].includes(prefix)) return { kind: 'string', start: at, end: quoteEnd(text, after, "'", prefix === 'e' || rules.backslashes) };
    if (prefix === 'u' && text[after] === '&' && (text[after + 1] === "'" || text[after + 1] === '"')) {
      const quote = text[after + 1] ?? "'";
      return { kind: quote === "'" ? 'string' : 'quoted', start: at, end: quoteEnd(text, after + 1, quote, false) };
    }
    return { kind: 'word', start: at, end: after };
  }
  const number = match(NUMBER, text, at);
  if (number !== undefined) return { kind: 'number', start: at, end: at + number.length };
  return { kind: 'symbol', start: at, end: at + 1 };
}

/** A word that begins with a digit, or one that a delimiter cuts short; `undefined` for what is lexed as elsewhere. */
function mysqlWord(text: string, at: number, delimiter: string | undefined): Token | undefined {
  const whole = match(MYSQL_WORD, text, at);
  if (whole === undefined) return undefined;
  const cut = delimiter === undefined ? -1 : whole.indexOf(delimiter);
  const word = cut < 0 ? whole : whole.slice(0, cut);
  const end = at + word.length;
  if (/^[xXbBnN]$/u.test(word) && text[end] === "'") return undefined;
  if (MYSQL_NUMBER.test(word) || (/^\d/u.test(word) && text[end] === '.')) return /^0[xXb]/u.test(word) ? { kind: 'number', start: at, end } : undefined;
  return { kind: 'word', start: at, end };
}

/** psql's own commands stand at the start of a statement. */
function startsStatement(text: string, before: readonly Token[]): boolean {
  const last = before[before.length - 1];
  return !last || last.kind === 'command' || (last.kind === 'symbol' && text[last.start] === ';');
}

function quoteEnd(text: string, at: number, quote: string, backslashes: boolean): number {
  let position = at + 1;
  while (position < text.length) {
    const character = text[position];
    if (backslashes && character === '\\') position += 2;
    else if (character === quote) {
      if (text[position + 1] !== quote) return position + 1;
      position += 2;
    } else position += 1;
  }
  return text.length;
}
