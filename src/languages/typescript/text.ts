import type * as Es from 'oxc-parser';
import type { Piece } from '../../span.js';
import { type TracedText, tracedText } from '../../value.js';
import { type Place, placeOf } from './nodes.js';

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{0*([0-9a-fA-F]{1,6})\}|([0-7]{1,3})|(\r\n|[\s\S]))/y;

/** The text of a string literal; escapes map to their source as a whole. */
export function textOfLiteral(file: string, node: Es.StringLiteral): TracedText {
  const { start, end } = placeOf(node);
  const raw = node.raw ?? '';
  const isWhole = raw.length === end - start && raw.length >= 2;
  if (!isWhole) return tracedText(node.value, { file, start, end }, false);
  return unescaped(file, raw.slice(1, -1), { start: start + 1, end: end - 1 }, node.value);
}

/** The constant parts of a template, one more than it has values. */
export function textsOfTemplate(file: string, node: Es.TemplateLiteral): TracedText[] {
  const outer = placeOf(node);
  const [first] = node.quasis;
  // some parsers give the place of the characters alone, others that with what is around them
  const around = first !== undefined && placeOf(first).start === outer.start;
  return node.quasis.map((part) => {
    const { start, end } = placeOf(part);
    const inner = around ? { start: start + 1, end: end - (part.tail ? 1 : 2) } : { start, end };
    return unescaped(file, part.value.raw, inner, part.value.cooked ?? part.value.raw);
  });
}

/** The raw strings of a tagged template. */
export const rawTextOf = (file: string, part: Es.TemplateElement): TracedText => tracedText(part.value.raw, { file, ...placeOf(part) }, false);

/**
 * `raw` is the source between the quotes, but parsers write each end of a line as one character. Where there is no
 * other difference, each `\n` stands for two characters of the source.
 */
function unescaped(file: string, raw: string, { start, end }: Place, value: string): TracedText {
  const missing = end - start - raw.length;
  if (missing === 0 && raw === value) return tracedText(value, { file, start, end }, true);
  const lines = missing === 0 ? 0 : raw.split('\n').length - 1;
  if (missing !== 0 && missing !== lines) return tracedText(value, { file, start, end }, false);
  const text = pieces(file, raw, start, missing === 0 ? 1 : 2);
  return text.text === value ? text : tracedText(value, { file, start, end }, false);
}

function pieces(file: string, raw: string, start: number, lineEnd: number): TracedText {
  const found: Piece[] = [];
  let text = '';
  let from = start;
  const next = lineEnd === 2 ? /[\\\n]/g : /\\/g;
  const add = (value: string, length: number, exact: boolean): void => {
    if (value !== '') found.push({ start: text.length, end: text.length + value.length, source: { file, start: from, end: from + length }, exact });
    text += value;
    from += length;
  };
  let at = 0;
  while (at < raw.length) {
    next.lastIndex = at;
    const run = next.exec(raw)?.index ?? raw.length;
    if (run > at) add(raw.slice(at, run), run - at, true);
    at = run;
    if (at >= raw.length) break;
    if (raw[at] === '\n') {
      add('\n', lineEnd, false);
      at += 1;
      continue;
    }
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(raw);
    if (!match) break;
    add(meaningOf(match), match[0].length + (match[0].includes('\n') ? lineEnd - 1 : 0), false);
    at += match[0].length;
  }
  return { text, pieces: found, holes: [] };
}

function meaningOf([, byte, unit, point, octal, character]: RegExpExecArray): string {
  const hexadecimal = byte ?? unit;
  if (hexadecimal !== undefined) return String.fromCharCode(Number.parseInt(hexadecimal, 16));
  if (point !== undefined) return Number.parseInt(point, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(point, 16)) : '';
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (character === undefined || /^[\r\n\u2028\u2029]/.test(character)) return '';
  return SIMPLE_ESCAPES[character] ?? character;
}
