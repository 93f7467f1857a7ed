import { defineRule, type Step } from '../src/rule.js';
import type { Name, OperationOf } from '../src/operation.js';
import { known } from '../src/value.js';
import { tableObject, written } from './support/names.js';

export default defineRule({
  id: 'unbatched-backfill',
  meta: {
    summary: 'One statement updates or deletes all rows of an existing table.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['mixed-schema-and-data'],
    messages: {
      all:
        'This {{verb}} changes every row of `{{table}}` in one statement: each row stays locked until the transaction ends, others who change it wait, and the table grows by a dead copy of each row. Do it in batches of some thousand rows by the primary key, each in a transaction of its own.',
    },
  },
  create: (context) => ({
    modifyRows(operation, step) {
      const table = known(operation.table);
      if (table === undefined || !changesAll(operation, step, table) || !step.world.busy(step, table)) return;
      context.report(operation, 'all', { data: { verb: operation.verb.toUpperCase(), table: written(table) }, object: tableObject(table) });
    },
  }),
});

/** No filter, or one that every row passes: the column that it looks at is new. A loop that could not be read may be one over batches. */
function changesAll(operation: OperationOf<'modifyRows'>, step: Step, table: Name): boolean {
  if ((operation.verb !== 'update' && operation.verb !== 'delete') || operation.certainty !== 'always') return false;
  if (known(operation.filtered) === false) return true;
  const asked = operation.whereNull ?? [];
  return operation.verb === 'update' && asked.length > 0 && asked.every((column) => step.world.newColumn(step, table, column)) && isOnlyNull(operation.filter);
}

/** The filter asks for nothing but the column to be NULL. */
const isOnlyNull = (filter: string | undefined): boolean => filter !== undefined && !/\b(?:and|or|in|between|limit)\b|[<>=]/iu.test(filter);
