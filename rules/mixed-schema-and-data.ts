import { nameKey } from '../src/catalog/names.js';
import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { changesAllRows } from './support/backfill.js';
import { heldLocks, waiting } from './support/locks.js';
import { tableObject, written } from './support/names.js';

export default defineRule({
  id: 'mixed-schema-and-data',
  meta: {
    summary: 'One transaction changes the schema of existing tables and also a large amount of their data.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    messages: {
      held:
        'This {{verb}} goes through all rows of `{{table}}` while its transaction holds {{mode}} on `{{locked}}` from the change of its schema: {{waiting}} waits until it is done. Change the rows in a migration of its own, before or after this one, in batches.',
    },
  },
  create: (context) => {
    let reported = false;
    return {
      modifyRows(operation, step) {
        const table = known(operation.table);
        if (reported || table === undefined || !changesAllRows(operation, step, table) || !step.world.busy(step, table)) return;
        const all = heldLocks(step);
        const held = all.find((lock) => nameKey(lock.table) === nameKey(table)) ?? all[0];
        if (!held) return;
        reported = true;
        const data = { verb: operation.verb.toUpperCase(), table: written(table), mode: held.mode, locked: written(held.table), waiting: waiting(held.blocks) };
        context.report(operation, 'held', { data, object: tableObject(table), related: [{ message: `${held.mode} is taken here`, span: held.step.operation.span }] });
      },
    };
  },
});
