import { readSqlite } from '../../src/languages/sql/sqlite/index.js';
import type { Draft } from '../../src/operation.js';
import type { TracedText } from '../../src/value.js';
import { traced } from '../sql/harness.js';

const fallback = { file: 'a.sql', start: 0, end: 0 };
export const draftsOf = (text: string | TracedText): readonly Draft[] => readSqlite(typeof text === 'string' ? traced(text) : text, fallback).flat();
/** What a text does, without places. */
export const actionsOf = (text: string | TracedText): unknown => JSON.parse(JSON.stringify(draftsOf(text), (key, part: unknown) => (key === 'span' ? undefined : part)));
export const kindsOf = (text: string | TracedText): string[] => draftsOf(text).map((draft) => draft.kind);
/** The source that each operation points at. */
export const spansOf = (text: string): string[] => draftsOf(text).map((draft) => text.slice(draft.span.start, draft.span.end));
