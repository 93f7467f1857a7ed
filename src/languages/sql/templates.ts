import type { Dialect } from '../../target.js';
import { readBranches, type Branch } from './template-branches.js';
import type { Token } from './lexer.js';
import type { TracedText } from '../../value.js';

/** Go's `{{ }}`, `${name}` and `#{name}`, `<%= name %>`. What they say is put in before the database sees the text. */
const TOKENS = /\{\{(?:(?!\}\})[^])*\}\}|[$#]\{[\w.:-]+\}|<%=(?:(?!%>)[^])*%>/gu;

/** Text whose template tokens have become gaps of the same length, and the stretches that are there only on a condition. */
export interface Filled {
  readonly text: TracedText;
  readonly conditional: readonly Branch[];
}

/**
 * Text of a template engine as SQL with gaps. `undefined` where there is no template: a text that has its tokens in strings
 * alone says just that.
 */
export function fillTemplates(traced: TracedText, dialect: Dialect, tokenize: (text: string) => readonly Token[]): Filled | undefined {
  const { text } = traced;
  if (!/\{\{|[$#]\{|<%=/u.test(text)) return undefined;
  const found = [...text.matchAll(TOKENS)];
  if (found.length === 0 || !standsOutsideStrings(found, tokenize(text))) return undefined;
  const { removed, conditional } = readBranches(text, found, dialect);
  let out = '';
  let at = 0;
  for (const { index, 0: written } of found) {
    out += text.slice(at, index);
    at = index + written.length;
    out += CONTROL.test(written) ? blank(written) : holeOf(written.length);
    if (CALL.test(written) && isAlone(text, index, at)) {
      out += ';';
      at += 1;
    }
  }
  out += text.slice(at);
  return { text: { ...traced, text: withoutRanges(out, removed) }, conditional };
}

function withoutRanges(text: string, removed: readonly Branch[]): string {
  let out = '';
  for (const { start, end } of [...removed].sort((a, b) => a.start - b.start)) {
    if (end <= out.length) continue;
    out += text.slice(out.length, Math.max(start, out.length));
    out += blank(text.slice(out.length, end));
  }
  return out + text.slice(out.length);
}

const CONTROL = /^\{\{-?\s*(?:if|else|end|range|with|template|define|block|break|continue|\/\*)/u;
/** A function of the template may write whole statements. */
const CALL = /^\{\{-?\s*\w+\s/u;
const isAlone = (text: string, start: number, end: number): boolean => /(?:^|[\n;}])[ \t]*$/u.test(text.slice(Math.max(0, start - 200), start)) && /^[ \t\r]*\n/u.test(text.slice(end, end + 200));
/** A placeholder as unread values have it, of the length of what it stands for. */
const holeOf = (length: number): string => `\uE000${'0'.repeat(length - 2)}\uE001`;
const blank = (text: string): string => text.replace(/[^\n]/gu, ' ');

function standsOutsideStrings(found: readonly RegExpExecArray[], tokens: readonly Token[]): boolean {
  const strings = tokens.filter(({ kind }) => kind === 'string' || kind === 'rows');
  let i = 0;
  return found.some(({ index }) => {
    while ((strings[i]?.end ?? Infinity) <= index) i += 1;
    return (strings[i]?.start ?? Infinity) > index;
  });
}
