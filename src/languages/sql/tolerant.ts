import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { MYSQL_LEXICAL, SQLITE_LEXICAL, tokenize, type LexicalRules } from './lexer.js';

const RULES: Readonly<Record<Dialect, LexicalRules | undefined>> = { postgres: undefined, mysql: MYSQL_LEXICAL, mariadb: MYSQL_LEXICAL, sqlite: SQLITE_LEXICAL, mssql: SQLITE_LEXICAL, oracle: SQLITE_LEXICAL };

type Reader = (text: TracedText, fallback: Span) => readonly (readonly Draft[])[];

/** Reads what another dialect has in common with PostgreSQL. Every character keeps its place, so that spans hold. */
export function readTolerantly(readPostgres: Reader, text: TracedText, fallback: Span, dialect: Dialect): readonly (readonly Draft[])[] {
  return readPostgres({ ...text, text: normalised(text.text, RULES[dialect] ?? SQLITE_LEXICAL) }, fallback).map((drafts) =>
    drafts.map((draft): Draft => (draft.kind === 'opaque' ? { ...draft, reason: `not read for ${dialect} yet`, rejected: undefined } : draft)),
  );
}

/** Backticks become double quotes, MySQL's comments and its double-quoted strings PostgreSQL's. */
function normalised(text: string, rules: LexicalRules): string {
  let out = '';
  let at = 0;
  for (const token of tokenize(text, rules)) {
    out += between(text.slice(at, token.start));
    const written = text.slice(token.start, token.end);
    const plain = written.slice(1, -1);
    if (written.startsWith('`') && written.endsWith('`') && !plain.includes('"')) out += `"${plain}"`;
    else out += written;
    at = token.end;
  }
  return out + between(text.slice(at));
}

/** Comments become white space. */
const between = (gap: string): string => (gap.trim() === '' ? gap : gap.replace(/[^\n]/gu, ' '));
