import type { Token } from '../lexer.js';

const wordOf = (text: string, token: Token | undefined): string => (token?.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '');
const isSemicolon = (text: string, token: Token | undefined): boolean => token?.kind === 'symbol' && text[token.start] === ';';

/** Splits tokens at the semicolons that end statements. As for `sqlite3_complete`, a trigger ends with `; END`. */
export function splitStatements(text: string, tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  const finish = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
  };
  for (const token of tokens) {
    if (isSemicolon(text, token) && !(isTrigger(text, current) && !hasEnded(text, current))) finish();
    else current.push(token);
  }
  finish();
  return statements;
}

function isTrigger(text: string, tokens: readonly Token[]): boolean {
  let at = wordOf(text, tokens[0]) === 'EXPLAIN' ? 1 : 0;
  if (wordOf(text, tokens[at]) !== 'CREATE') return false;
  at += 1;
  if (['TEMP', 'TEMPORARY'].includes(wordOf(text, tokens[at]))) at += 1;
  return wordOf(text, tokens[at]) === 'TRIGGER' && tokens.some((token) => wordOf(text, token) === 'BEGIN');
}

const hasEnded = (text: string, tokens: readonly Token[]): boolean => wordOf(text, tokens[tokens.length - 1]) === 'END' && isSemicolon(text, tokens[tokens.length - 2]);
