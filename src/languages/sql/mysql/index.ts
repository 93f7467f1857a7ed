import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { Target } from '../../../target.js';
import type { TracedText } from '../../../value.js';
import { loadParser, readPostgres } from '../postgres/index.js';
import { readTolerantly } from '../tolerant.js';

export const load = loadParser;
export const readMysql = (text: TracedText, fallback: Span, target: Target): readonly (readonly Draft[])[] => readTolerantly(readPostgres, text, fallback, target.dialect);
