import { canonicalType } from '../dialects/postgres-types.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import { tokens } from './text.js';

const CAST = /::\s*(?:character varying|double precision|bit varying|(?:timestamp|time)(?:\s*\(\d+\))? with(?:out)? time zone|(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)(?:\s*\([\d, ]*\))?(?:\s*\[\d*\])*/giu;
const CAST_CALL = /\bcast\s*\(([^()]*?)\s+as\s+[\w\s.]+(?:\([\d, ]*\))?\)/giu;
const STRING = /\b[eE]?'(?:[^']|'')*'|'(?:[^']|'')*'/gu;

/** The text without its casts and the parentheses around it; string literals are `\u0001n\u0002` meanwhile. */
function bare(text: string): { readonly text: string; readonly strings: readonly string[] } {
  const strings: string[] = [];
  let out = text.replace(STRING, (literal) => `\u0001${strings.push(literal.replace(/^e(?=')/iu, '')) - 1}\u0002`);
  for (let before = ''; before !== out; ) {
    before = out;
    out = out.replace(CAST, '').replace(CAST_CALL, '$1').trim();
    if (out.startsWith('(') && out.endsWith(')') && balanced(out.slice(1, -1))) out = out.slice(1, -1).trim();
  }
  return { text: out, strings };
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const WORDS: Readonly<Record<string, string>> = { current_timestamp: 'now', '!=': '<>', 'any': 'in' };

/**
 * A default or condition by what it says: casts, parentheses, case and blanks do not matter, nor whether a number or boolean
 * is quoted; `CURRENT_TIMESTAMP` is `now()`; the next value of any sequence is `nextval`; `NULL` is nothing.
 */
export function normalExpression(expression: string): string {
  const { text, strings } = bare(expression.replaceAll('%%', '%'));
  const literal = /^\u0001(\d+)\u0002$/u.exec(text);
  if (literal) {
    const body = (strings[Number(literal[1])] ?? '').slice(1, -1).replaceAll("''", "'");
    if (/^[+-]?\d+(?:\.\d+)?$/u.test(body) || /^(?:true|false)$/iu.test(body)) return body.toLowerCase();
    if (/^(?:now|current_timestamp)(?:\(\))?$/iu.test(body)) return 'now';
    return `'${body}'`;
  }
  const written = text.replace(/\u0001(\d+)\u0002/gu, (_, index: string) => strings[Number(index)] ?? '');
  if (/^(?:pg_catalog\.)?nextval\s*\(/iu.test(written)) return 'nextval';
  const words: string[] = [];
  for (const token of tokens(written)) {
    if (/^\s+$/u.test(token) || token === '(' || token === ')' || token === '[' || token === ']') continue;
    const word = token.startsWith("'") ? token : token.startsWith('"') ? token.slice(1, -1) : token.toLowerCase();
    words.push(WORDS[word] ?? word);
  }
  // `= ANY (ARRAY[...])` is how the server prints IN
  const said = words.join(' ').replaceAll('= in array ', 'in ').replaceAll('public . ', '').replaceAll('pg_catalog . ', '');
  return said === 'null' ? '' : said.replace(/^- (?=\d)/u, '-');
}

/** Whether two texts of expressions say the same; `undefined` where one is unknown. */
export function sameExpression(left: Known<string> | undefined, right: Known<string> | undefined): boolean | undefined {
  if (isUnknown(left) || isUnknown(right)) return undefined;
  if (left === right) return true;
  return normalExpression(left ?? '') === normalExpression(right ?? '');
}

const normalType = (type: string): string => canonicalType(type).replace(/\bpublic\./gu, '').replaceAll('"', '').toLowerCase().replace(/\s+/gu, ' ');

/** Whether two types are the same but for case, blanks and spelling; `undefined` where one is unknown. */
export function sameType(left: Known<string>, right: Known<string>): boolean | undefined {
  if (isUnknown(left) || isUnknown(right)) return undefined;
  return left === right || normalType(left) === normalType(right);
}

/** A definition by its words: blanks, case, `OR REPLACE` and the final semicolon do not matter. */
export const normalDefinition = (text: string): string =>
  text.toLowerCase().replace(/\bor replace\b|\bif not exists\b|\bpublic\./gu, ' ').replace(/\s+/gu, ' ').replace(/\s*([(),;=])\s*/gu, '$1').replace(/;+$/u, '').trim();
