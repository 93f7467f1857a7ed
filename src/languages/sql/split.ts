import type { Token } from './lexer.js';

/** The tokens of one statement, without the semicolon. `text` is what they are offsets into. */
export interface StatementTokens {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const upper = (text: string, token: Token | undefined): string => (token?.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '');

/**
 * Splits tokens at the semicolons that end statements: not those of `BEGIN ATOMIC ... END` and of the list of a rule.
 */
export function splitStatements(text: string, tokens: readonly Token[]): StatementTokens[] {
  const statements: StatementTokens[] = [];
  let current: Token[] = [];
  let atomic = 0;
  let cases = 0;
  let depth = 0;
  const finish = (): void => {
    if (current.length > 0) statements.push({ text, tokens: current });
    current = [];
    atomic = 0;
    cases = 0;
    depth = 0;
  };
  for (const token of tokens) {
    if (token.kind === 'command') {
      finish();
      current = [token];
      finish();
      continue;
    }
    if (token.kind === 'symbol') {
      const character = text[token.start];
      if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      else if (character === ';' && atomic === 0 && !(depth > 0 && isRule(text, current))) {
        finish();
        continue;
      }
    } else if (token.kind === 'word') {
      const word = upper(text, token);
      if (word === 'ATOMIC' && upper(text, current[current.length - 1]) === 'BEGIN' && isRoutine(text, current)) atomic += 1;
      else if (atomic > 0 && word === 'CASE') cases += 1;
      else if (atomic > 0 && word === 'END') {
        if (cases > 0) cases -= 1;
        else atomic -= 1;
      }
    }
    current.push(token);
  }
  finish();
  return statements;
}

const firstWords = (text: string, tokens: readonly Token[]): string[] => tokens.slice(0, 4).map((token) => upper(text, token));
function isRule(text: string, tokens: readonly Token[]): boolean {
  const words = firstWords(text, tokens);
  return words[0] === 'CREATE' && words.includes('RULE');
}
function isRoutine(text: string, tokens: readonly Token[]): boolean {
  const words = firstWords(text, tokens);
  return words[0] === 'CREATE' && (words.includes('FUNCTION') || words.includes('PROCEDURE'));
}
