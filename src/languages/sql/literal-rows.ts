const SPACE = /\s*/uy;
/** A call without arguments, `now()`, says no more of the schema than a literal does. */
const PLAIN = /0x[\da-f]+|[-+]?\d[\d.]*(?:e[-+]?\d+)?|null|true|false|default|current_timestamp|[xb]'[\da-f]*'|\w+\(\)/iuy;
const CAST = /(?:::[a-z_]+)?/iuy;

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function skipSpace(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === BLANK && text.charCodeAt(at + 1) > BLANK && text.charCodeAt(at + 1) < NO_BREAK_SPACE) return at + 1;
  return code > BLANK && code < NO_BREAK_SPACE ? at : (matchEnd(SPACE, text, at) ?? at);
}
const BLANK = 0x20;
const NO_BREAK_SPACE = 0xa0;

/** Behind a string; `undefined` where it does not end. */
function stringEnd(text: string, at: number, quote: string, backslashes: boolean): number | undefined {
  if (backslashes) return escapedEnd(text, at, quote.charCodeAt(0));
  for (let next = text.indexOf(quote, at + 1); next >= 0; next = text.indexOf(quote, next + 2)) if (text[next + 1] !== quote) return next + 1;
  return undefined;
}

function escapedEnd(text: string, from: number, quote: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote) return at + 1;
      at += 1;
    }
  }
  return undefined;
}
const BACKSLASH = 0x5c;

function literalEnd(text: string, at: number, mysql: boolean): number | undefined {
  const first = text[at] ?? '';
  const end = first === "'" || (mysql && first === '"') ? stringEnd(text, at, first, mysql) : matchEnd(PLAIN, text, at);
  return end === undefined || text[end] !== ':' ? end : matchEnd(CAST, text, end);
}

function rowEnd(text: string, from: number, mysql: boolean): number | undefined {
  let at = skipSpace(text, from);
  if (text[at] !== '(') return undefined;
  do {
    const end = literalEnd(text, skipSpace(text, at + 1), mysql);
    if (end === undefined) return undefined;
    at = skipSpace(text, end);
  } while (text[at] === ',');
  return text[at] === ')' ? at + 1 : undefined;
}

/**
 * Where rows of nothing but literals end, as a seed has them by the thousand: `(1, 'a', NULL), (2, 'b', NULL)`.
 * What an INSERT does to a schema does not depend on them. `undefined` where the first row holds anything else.
 * MySQL writes backslashes and double quotes in its strings.
 */
export function literalRowsEnd(text: string, after: number, mysql = false): number | undefined {
  let end: number | undefined;
  let next = rowEnd(text, after, mysql);
  while (next !== undefined) {
    end = next;
    const comma = skipSpace(text, end);
    next = text[comma] === ',' ? rowEnd(text, comma + 1, mysql) : undefined;
  }
  return end;
}

/**
 * Where a run of INSERTs ends that begin with the same words and hold nothing but literals, without the last semicolon.
 * `end` lies behind the rows of the first.
 */
export function sameInsertsEnd(text: string, head: string, end: number, mysql = false): number {
  let last = end;
  for (;;) {
    const semicolon = skipSpace(text, last);
    const next = skipSpace(text, semicolon + 1);
    if (text[semicolon] !== ';' || !text.startsWith(head, next)) return last;
    const rows = literalRowsEnd(text, next + head.length, mysql);
    if (rows === undefined || text[skipSpace(text, rows)] !== ';') return last;
    last = rows;
  }
}
