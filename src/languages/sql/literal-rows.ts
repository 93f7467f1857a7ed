const SPACE = /\s*/uy;
const PLAIN = /[-+]?\d[\d.]*(?:e[-+]?\d+)?|null|true|false|default/iuy;
const CAST = /(?:::[a-z_]+)?/iuy;

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
const skipSpace = (text: string, at: number): number => matchEnd(SPACE, text, at) ?? at;

/** Behind a string; `undefined` where it does not end. */
function stringEnd(text: string, at: number, backslashes: boolean): number | undefined {
  if (backslashes) return escapedEnd(text, at);
  for (let quote = text.indexOf("'", at + 1); quote >= 0; quote = text.indexOf("'", quote + 2)) if (text[quote + 1] !== "'") return quote + 1;
  return undefined;
}

function escapedEnd(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) {
      if (text.charCodeAt(at + 1) !== QUOTE) return at + 1;
      at += 1;
    }
  }
  return undefined;
}
const BACKSLASH = 0x5c;
const QUOTE = 0x27;

function literalEnd(text: string, at: number, backslashes: boolean): number | undefined {
  const end = text[at] === "'" ? stringEnd(text, at, backslashes) : matchEnd(PLAIN, text, at);
  return end === undefined ? undefined : matchEnd(CAST, text, end);
}

function rowEnd(text: string, from: number, backslashes: boolean): number | undefined {
  let at = skipSpace(text, from);
  if (text[at] !== '(') return undefined;
  do {
    const end = literalEnd(text, skipSpace(text, at + 1), backslashes);
    if (end === undefined) return undefined;
    at = skipSpace(text, end);
  } while (text[at] === ',');
  return text[at] === ')' ? at + 1 : undefined;
}

/**
 * Where rows of nothing but literals end, as a seed has them by the thousand: `(1, 'a', NULL), (2, 'b', NULL)`.
 * What an INSERT does to a schema does not depend on them. `undefined` where the first row holds anything else.
 */
export function literalRowsEnd(text: string, after: number, backslashes = false): number | undefined {
  let end: number | undefined;
  let next = rowEnd(text, after, backslashes);
  while (next !== undefined) {
    end = next;
    const comma = skipSpace(text, end);
    next = text[comma] === ',' ? rowEnd(text, comma + 1, backslashes) : undefined;
  }
  return end;
}
