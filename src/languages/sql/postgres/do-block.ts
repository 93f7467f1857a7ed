import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { TracedText } from '../../../value.js';
import { tokenize } from '../lexer.js';
import { readBlock } from './block.js';
import { literalText } from './literal.js';
import { opaqueStatement } from './opaque.js';
import { spanOf, statementOf, type Statement, wordAt } from './statement.js';

/** Reads SQL inside SQL. */
export type NestedReader = (text: TracedText, fallback: Span) => readonly (readonly Draft[])[];

/** DO: the statements inside, as far as they are written out. */
export function readDo(statement: Statement, read: NestedReader): Draft[] {
  let language = 'plpgsql';
  let body: TracedText | undefined;
  statement.tokens.forEach((token, i) => {
    if (wordAt(statement, i - 1) === 'LANGUAGE') language = statement.traced.text.slice(token.start, token.end).replaceAll(/['"]/gu, '').toLowerCase();
    else if (token.kind === 'string') body = literalText(statement.traced, token);
  });
  if (!body || language !== 'plpgsql') return [opaqueStatement(statement, `a block of ${language}`)];
  return readBlock(statementOf(body, tokenize(body.text), spanOf(statement), ''), read);
}
