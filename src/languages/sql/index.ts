import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Target } from '../../target.js';
import type { TracedText } from '../../value.js';
import { readPostgres } from './postgres/read.js';
import { readTolerantly } from './tolerant.js';

export { loadPostgres } from './postgres/parser.js';
export { readPostgres } from './postgres/read.js';

/** Reads SQL of the target's dialect: one list of effects for each statement. Never throws. */
export function readSql(text: TracedText, fallback: Span, target: Target): readonly (readonly Draft[])[] {
  return target.dialect === 'postgres' ? readPostgres(text, fallback) : readTolerantly(text, fallback, target.dialect);
}
