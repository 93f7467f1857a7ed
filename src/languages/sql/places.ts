import type { Comment } from '../../evaluate/core.js';
import type { Dialect, Target } from '../../target.js';
import { MYSQL_LEXICAL, POSTGRES_LEXICAL, SQLITE_LEXICAL, tokenize, type LexicalRules, type Token } from './lexer.js';
import { splitStatements } from './split.js';

const RULES: Readonly<Record<Dialect, LexicalRules>> = { postgres: POSTGRES_LEXICAL, mysql: MYSQL_LEXICAL, mariadb: MYSQL_LEXICAL, sqlite: SQLITE_LEXICAL, mssql: SQLITE_LEXICAL, oracle: SQLITE_LEXICAL };

export type SqlToken = Token;

/** The tokens of each statement of a file of SQL, without its semicolon. */
export const sqlStatementTokens = (text: string, target: Target): readonly (readonly SqlToken[])[] => splitStatements(text, tokenize(text, RULES[target.dialect])).map(({ tokens }) => tokens);

/** Offsets of all statements of a file of SQL, without their semicolons. */
export function sqlStatements(text: string, target: Target): readonly { readonly start: number; readonly end: number }[] {
  return sqlStatementTokens(text, target).map((tokens) => ({ start: tokens[0]?.start ?? 0, end: tokens[tokens.length - 1]?.end ?? 0 }));
}

const COMMENT = /--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gu;

/** Comments in order: what lies between the tokens. */
export function sqlComments(text: string, target: Target): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  for (const { start, end } of [...tokenize(text, RULES[target.dialect]), { start: text.length, end: text.length }]) {
    for (const match of text.slice(at, start).matchAll(COMMENT)) {
      const body = match[0].startsWith('/*') ? match[0].slice(2).replace(/\*\/$/u, '') : match[0].replace(/^(?:--|#)/u, '');
      comments.push({ start: at + match.index, end: at + match.index + match[0].length, text: body });
    }
    at = end;
  }
  return comments;
}
