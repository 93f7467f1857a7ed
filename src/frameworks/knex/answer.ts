import type { Context, Value } from '../../evaluate/value.js';
import { listValue, unknownValue } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { answer } from '../answer.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { lazyNative } from '../natives.js';

/** What a raw query gives: PostgreSQL's driver an object with `rows`, MySQL's a list whose first item the rows are, SQLite's the rows. */
export function answerOf(sql: TracedText, dialect: Dialect, context: Context): Value {
  const query = existenceQuery(sql.text, dialect);
  const unread = unknownValue('database', context.span);
  if (!query) return unread;
  const rows = rowsOf(query);
  if (dialect === 'mysql' || dialect === 'mariadb') return listValue([rows, unread]);
  if (dialect === 'sqlite') return rows;
  return lazyNative('database.result', { rows: () => rows, rowCount: () => (query.returns === 'rows' ? answer(query.condition, 'count') : unread) }, { truth: () => true });
}
