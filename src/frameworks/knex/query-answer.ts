import type { Context, Value } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { type QueryModel, selectText } from './query-sql.js';

/** What a selection gives: rows that only the database knows, or the answer to a question about its catalog. */
export function conditionOfQuery(model: QueryModel, context: Context): Value {
  const text = model.verb === 'select' ? selectText(model).text.replaceAll('"', '').replaceAll('`', '') : '';
  const query = /information_schema|pg_/.test(text) ? existenceQuery(text, model.dialect) : undefined;
  return query ? rowsOf(query) : unknownValue('database', context.span);
}
