import { beforeAll } from 'vitest';
import { loadSql } from '../../src/languages/sql/index.js';
import { readPostgres } from '../../src/languages/sql/postgres/index.js';
import type { Draft } from '../../src/operation.js';
import { concatText, holeAt, tracedText, type TracedText, unknown } from '../../src/value.js';

/** Loads the parser once for the file's tests. */
export const useParser = (): void => beforeAll(() => loadSql('postgres'));

const FILE = 'a.sql';
export const traced = (text: string): TracedText => tracedText(text, { file: FILE, start: 0, end: text.length });

/** Text with holes: the values between the parts are not known. */
export function withHoles(strings: TemplateStringsArray, ..._values: readonly unknown[]): TracedText {
  const parts: TracedText[] = [];
  let at = 0;
  strings.forEach((text, i) => {
    if (i > 0) {
      parts.push(holeAt(unknown('environment'), { file: FILE, start: at, end: at + 3 }));
      at += 3;
    }
    parts.push(tracedText(text, { file: FILE, start: at, end: at + text.length }));
    at += text.length;
  });
  return concatText(parts);
}

const withoutSpans = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'span' ? undefined : part)));

const fallback = { file: FILE, start: 0, end: 0 };
export const draftsOf = (text: string | TracedText): readonly Draft[] => readPostgres(typeof text === 'string' ? traced(text) : text, fallback).flat();
/** What a text does, without places. */
export const actionsOf = (text: string | TracedText): unknown => withoutSpans(draftsOf(text));
/** One line for each operation: enough to see what was recognised. */
export const kindsOf = (text: string | TracedText): string[] => draftsOf(text).map((draft) => draft.kind);
/** The source that each operation points at. */
export const spansOf = (text: string): string[] => draftsOf(text).map((draft) => text.slice(draft.span.start, draft.span.end));
