/** A token of SQL text. Comments and white space are no tokens; every symbol is one character. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'command';
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
}

export const POSTGRES_LEXICAL: LexicalRules = { dollarQuotes: true, backslashes: false, nestedComments: true, hashComments: false };
export const MYSQL_LEXICAL: LexicalRules = { dollarQuotes: false, backslashes: true, nestedComments: false, hashComments: true };
export const SQLITE_LEXICAL: LexicalRules = { dollarQuotes: false, backslashes: false, nestedComments: false, hashComments: false };

const SPACE = /[ \t\n\r\f\v\u00A0\uFEFF]*/uy;
const WORD = /[A-Za-z_\u0080-\u{10FFFF}][A-Za-z0-9_$\u0080-\u{10FFFF}]*/uy;
const NUMBER = /(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/uy;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\u{10FFFF}][A-Za-z0-9_\u0080-\u{10FFFF}]*)?\$/uy;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Splits any text into tokens. Total: a string or comment that does not end runs to the end of the text. */
export function tokenize(text: string, rules: LexicalRules = POSTGRES_LEXICAL): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space) {
      at += space.length;
      continue;
    }
    const comment = commentEnd(text, at, rules);
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    const token = tokenAt(text, at, rules, tokens);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function commentEnd(text: string, at: number, rules: LexicalRules): number | undefined {
  const two = text.slice(at, at + 2);
  if (two === '--' || (rules.hashComments && text[at] === '#')) {
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
  if (character === "'") return { kind: 'string', start: at, end: quoteEnd(text, at, "'", rules.backslashes) };
  if (character === '"' || character === '`') return { kind: 'quoted', start: at, end: quoteEnd(text, at, character, false) };
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
