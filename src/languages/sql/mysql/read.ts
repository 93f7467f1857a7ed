import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { Target } from '../../../target.js';
import { hasHole, type TracedText } from '../../../value.js';
import type { Token } from '../lexer.js';
import { Seeds } from '../seeds.js';
import { readTemplate } from '../templates.js';
import { Cursor, Unexpected, type Script } from './cursor.js';
import { opaqueStatement } from './opaque.js';
import { rejection } from './rejected.js';
import { statementsOf } from './split.js';
import { readStatement } from './statement.js';

/**
 * Reads MySQL and MariaDB: one list of effects for each statement. Never throws; what has an effect and cannot be read is
 * an `opaque` action, and its reason says where the server itself is sure to reject the statement.
 */
export function readMysql(text: TracedText, fallback: Span, target: Target): readonly (readonly Draft[])[] {
  const split = (sql: string): readonly (readonly Token[])[] => statementsOf(sql, target);
  const read = (traced: TracedText, tokens: readonly Token[]): readonly Draft[] => readOne({ traced, fallback, target }, tokens);
  const seeds = new Seeds(text, fallback);
  return readTemplate(text, { dialect: target.dialect, split, read }) ?? split(text.text).map((tokens) => seeds.read(tokens, () => read(text, tokens)) ?? read(text, tokens));
}

function readOne(script: Script, tokens: readonly Token[]): readonly Draft[] {
  const cursor = new Cursor(script, tokens);
  try {
    return readStatement(cursor);
  } catch (problem) {
    return [opaqueStatement(new Cursor(script, tokens), reasonOf(problem, cursor))];
  }
}

function reasonOf(problem: unknown, cursor: Cursor): string {
  const rejected = rejection(cursor);
  if (rejected !== undefined) return rejected;
  if (hasHole(cursor.text(0))) return cursor.tokens.length === 1 ? 'the SQL is not known' : 'a part of the statement is not known';
  return problem instanceof Unexpected ? `could not be read ${problem.message}` : `could not be read: ${problem instanceof Error ? problem.message : String(problem)}`;
}
