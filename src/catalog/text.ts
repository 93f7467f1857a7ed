import { quoteName } from '../dialects/postgres-types.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';

const TOKEN = /[eE]?'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\s+|./gsu;

/** The words, literals and signs of an SQL expression; blanks are tokens too. */
export const tokens = (text: string): readonly string[] => text.match(TOKEN) ?? [];

/** The identifier that a token writes, folded as PostgreSQL folds it; `undefined` for other tokens. */
export function identifierOf(token: string): string | undefined {
  if (token.startsWith('"') && token.length > 1) return token.slice(1, -1).replaceAll('""', '"');
  return /^[\p{L}_]/u.test(token) && !token.endsWith("'") ? token.toLowerCase() : undefined;
}

/** Whether an expression names an identifier outside of its string literals. */
export function mentions(text: string, name: string): boolean {
  if (!text.toLowerCase().includes(name.toLowerCase())) return false;
  return tokens(text).some((token) => token === name || identifierOf(token) === name);
}

/** Whether an expression holds a string literal of that value. */
export const mentionsLiteral = (text: string, value: string): boolean => text.includes(value) && tokens(text).some((token) => token === `'${value.replaceAll("'", "''")}'`);

/** The expression with an identifier replaced, word by word; string literals stay as they are. */
export function replaceIdentifier(text: string, from: string, to: string): string {
  if (!text.toLowerCase().includes(from.toLowerCase())) return text;
  if (text === from) return to;
  return tokens(text)
    .map((token) => (token === from || identifierOf(token) === from ? quoteName(to) : token))
    .join('');
}

/** `replaceIdentifier` for text that may be unknown. */
export const replaceInKnown = (text: Known<string>, from: string, to: string): Known<string> =>
  isUnknown(text) ? text : replaceIdentifier(text, from, to);
