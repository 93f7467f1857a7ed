import type { ActionOf, Draft } from '../../operation.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import type { Token } from './lexer.js';
import { readBranches, type Branch } from './template-branches.js';

/** Go's `{{ }}`, `${name}` and `#{name}`, `<%= name %>`. What they say is put in before the database sees the text. */
const TOKENS = /\{\{(?:(?!\}\})[^])*\}\}|[$#]\{[\w.:-]+\}|<%=(?:(?!%>)[^])*%>/gu;

/** How a dialect's reader takes a text apart. */
export interface StatementReader {
  readonly dialect: Dialect;
  readonly split: (text: string) => readonly (readonly Token[])[];
  readonly read: (text: TracedText, tokens: readonly Token[]) => readonly Draft[];
}

/**
 * Reads the text of a template engine around its gaps: what stands behind a test of the template may not be there, and nothing
 * is rejected for what the template makes of it. `undefined` where there is no template.
 */
export function readTemplate(traced: TracedText, { dialect, split, read }: StatementReader): readonly (readonly Draft[])[] | undefined {
  const filled = fillTemplates(traced, dialect, split);
  return filled && split(filled.text.text).map((tokens) => {
    const [start, end] = [tokens[0]?.start ?? 0, tokens[tokens.length - 1]?.end ?? 0];
    const behindTest = filled.conditional.some((branch) => branch.start < end && branch.end > start);
    return read(filled.text, tokens).map((draft): Draft => {
      const shown = draft.kind === 'opaque' ? ownText(draft, traced.text.slice(start, end)) : draft;
      return behindTest ? { ...shown, certainty: 'maybe' } : shown;
    });
  });
}

/** An unread statement as its author wrote it: what the template will make of it is not known. */
function ownText({ rejected: _, ...opaque }: ActionOf<'opaque'> & Draft, text: string): Draft {
  return { ...opaque, text };
}

/** Text whose template tokens have become gaps of the same length, and the stretches that are there only on a condition. */
interface Filled {
  readonly text: TracedText;
  readonly conditional: readonly Branch[];
}

/**
 * Text of a template engine as SQL with gaps. `undefined` where there is no template: a text that has its tokens in strings
 * alone says just that.
 */
function fillTemplates(traced: TracedText, dialect: Dialect, split: StatementReader['split']): Filled | undefined {
  const { text } = traced;
  if (!/\{\{|[$#]\{|<%=/u.test(text)) return undefined;
  const found = [...text.matchAll(TOKENS)];
  if (found.length === 0 || !standsOutsideStrings(found, split(text).flat())) return undefined;
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
