import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Target } from '../../target.js';
import type { TracedText } from '../../value.js';
import { readTolerantly } from './tolerant.js';

let reader: typeof import('./postgres/index.js') | undefined;
let missed = false;

/** Loads PostgreSQL's parser and its reader, once. */
export async function loadPostgres(): Promise<void> {
  const loaded = await import('./postgres/index.js');
  await loaded.loadParser();
  reader = loaded;
  missed = false;
}

/** Whether SQL was met while its reader was not loaded: then load it and start again. */
export const sqlWasMissed = (): boolean => missed;

/** Reads SQL of the target's dialect: one list of effects for each statement. Never throws. */
export function readSql(text: TracedText, fallback: Span, target: Target): readonly (readonly Draft[])[] {
  if (!reader) {
    missed = true;
    return [[{ kind: 'opaque', reason: 'the SQL parser is not loaded', touches: 'anything', span: fallback }]];
  }
  return target.dialect === 'postgres' ? reader.readPostgres(text, fallback) : readTolerantly(reader.readPostgres, text, fallback, target.dialect);
}
