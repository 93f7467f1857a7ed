import { indented } from './python-text.js';

/** A function in a file: its header up to the colon, and all of it. */
export interface FunctionPlace {
  readonly headerEnd: number;
  readonly end: number;
}

const DOCSTRING = /^\s*(?:#[^\n]*\n\s*)*(?:[rRuU]{0,2}"""[^]*?"""|[rRuU]{0,2}'''[^]*?'''|"[^"\\\n]*"|'[^'\\\n]*')[ \t]*(?:#[^\n]*)?(?=\n|$)/u;

/** Where the body ends, with the comments of its own that stand behind its last statement. */
function endOfBody(text: string, end: number): number {
  let last = text.indexOf('\n', end);
  if (last < 0) return text.length;
  for (;;) {
    const line = /\n((?:[ \t]*\n)*[ \t]+#[^\n]*)/uy;
    line.lastIndex = last;
    const match = line.exec(text);
    if (!match) return last;
    last = line.lastIndex;
  }
}

/** The file with another body for a function; its docstring stays. */
export function withBody(text: string, { headerEnd, end }: FunctionPlace, body: string, indent: string): string {
  const docstring = DOCSTRING.exec(text.slice(headerEnd, end))?.[0] ?? '';
  return `${text.slice(0, headerEnd)}${docstring.replace(/^[ \t]+(?=\S)/u, `\n${indent}`)}\n${indented(body, indent)}${text.slice(Math.max(end, endOfBody(text, end)))}`;
}

/** The file with more statements at the end of a function. */
export function withMore(text: string, { end }: FunctionPlace, body: string, indent: string): string {
  const line = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  return `${text.slice(0, line)}\n${indented(body, indent)}${text.slice(line)}`;
}
