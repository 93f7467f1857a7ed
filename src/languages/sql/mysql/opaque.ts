import type { Draft, Name } from '../../../operation.js';
import { known } from '../../../value.js';
import type { Cursor } from './cursor.js';

const ANNOUNCING: ReadonlySet<string> = new Set(['TABLE', 'INTO', 'UPDATE', 'FROM', 'ON', 'TRUNCATE']);
const BETWEEN: ReadonlySet<string> = new Set(['IF', 'NOT', 'EXISTS', 'TABLE', 'IGNORE', 'ONLY', 'LOW_PRIORITY']);
const ROWS: ReadonlySet<string> = new Set(['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'TRUNCATE', 'LOAD']);
const WHOLLY: ReadonlySet<string> = new Set(['ALTER', 'CREATE', 'DROP', ...ROWS]);

/** The tables that a statement seems to be about, told from its words alone. */
function guessedTables(cursor: Cursor): readonly Name[] | 'anything' {
  if (!WHOLLY.has(cursor.word(0))) return 'anything';
  const found = new Map<string, Name>();
  for (let i = 0; i < cursor.end; i += 1) {
    if (!ANNOUNCING.has(cursor.word(i)) || (cursor.word(i) === 'ON' && !cursor.isIdentifier(i + 1))) continue;
    let at = i + 1;
    while (BETWEEN.has(cursor.word(at))) at += 1;
    if (!cursor.isIdentifier(at) || cursor.isString(at)) continue;
    const name = known(cursor.part(at, cursor.end).name());
    if (!name) return 'anything';
    found.set(JSON.stringify([name.schema, name.name]), name);
    if (cursor.word(0) !== 'DELETE') break;
  }
  return found.size > 0 ? [...found.values()] : 'anything';
}

/** A statement that could not be read. */
export function opaqueStatement(cursor: Cursor, reason: string): Draft {
  return cursor.draft({ kind: 'opaque', reason, text: cursor.text(0), touches: guessedTables(cursor), ...(ROWS.has(cursor.word(0)) ? { rowsOnly: true } : {}) });
}
