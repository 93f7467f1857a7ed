import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { changesAllRows } from './support/backfill.js';
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
      if (table === undefined || !changesAllRows(operation, step, table) || !step.world.busy(step, table)) return;
      context.report(operation, 'all', { data: { verb: operation.verb.toUpperCase(), table: written(table) }, object: tableObject(table) });
    },
  }),
});
