import { concatText, sliceText, type TracedText } from '../../../value.js';
import type { Token } from '../lexer.js';

/** What a string literal says, each character still tied to the place where it is written. */
export function literalText(text: TracedText, token: Token): TracedText {
  const written = text.text.slice(token.start, token.end);
  const tag = /^\$[^$]*\$/u.exec(written)?.[0];
  if (tag !== undefined) return sliceText(text, token.start + tag.length, written.endsWith(tag) && written.length >= tag.length * 2 ? token.end - tag.length : token.end);
  const open = written.indexOf("'");
  const escapes = /^e/iu.test(written);
  const from = token.start + open + 1;
  const to = written.length > open + 1 && written.endsWith("'") ? token.end - 1 : token.end;
  const parts: TracedText[] = [];
  let begin = from;
  for (let at = from; at < to; at += 1) {
    const character = text.text[at];
    if (character !== "'" && !(escapes && character === '\\')) continue;
    parts.push(sliceText(text, begin, at));
    const escaped = text.text[at + 1] ?? '';
    const meaning = character === '\\' ? (ESCAPES[escaped] ?? escaped) : escaped;
    const piece = sliceText(text, at + 1, Math.min(at + 2, to));
    parts.push({ ...piece, text: piece.text === '' ? '' : meaning });
    at += 1;
    begin = Math.min(at + 1, to);
  }
  parts.push(sliceText(text, begin, to));
  return concatText(parts);
}
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Text of the same length with a stretch taken out. */
export const blanked = (text: TracedText, start: number, end: number, filler = ''): TracedText => ({
  ...text,
  text: text.text.slice(0, start) + filler + text.text.slice(start + filler.length, end).replace(/[^\n]/gu, ' ') + text.text.slice(end),
});
