import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { TracedText } from '../../../value.js';
import { opaqueStatement } from './opaque.js';
import type { Statement } from './statement.js';

/** Reads SQL inside SQL. */
export type NestedReader = (text: TracedText, fallback: Span) => readonly (readonly Draft[])[];

/** DO: the statements inside, as far as they are written out. */
export function readDo(statement: Statement, read: NestedReader): Draft[] {
  void read;
  return [opaqueStatement(statement, 'a block of code')];
}
