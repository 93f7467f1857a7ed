import { nameKey } from '../src/catalog/names.js';
import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { heldLocks, waiting } from './support/locks.js';
import { constraintObject, written } from './support/names.js';

export default defineRule({
  id: 'validate-in-same-transaction',
  meta: {
    summary: 'A constraint is validated in the transaction that still holds the lock for adding it.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['missing-object'],
    messages: {
      held:
        'Validating `{{name}}` reads every row of `{{table}}` while this transaction still holds {{mode}} on it, so that {{waiting}} waits, as if the constraint had been added without NOT VALID. Validate it in the next migration, in a transaction of its own.',
    },
  },
  create: (context) => ({
    validateConstraint(operation, step) {
      const [table, name] = [known(operation.table), known(operation.constraint)];
      if (table === undefined || name === undefined || step.impact.scan === false) return;
      const held = heldLocks(step).find((lock) => nameKey(lock.table) === nameKey(table));
      if (!held) return;
      const related = [{ message: `${held.mode} is taken here`, span: held.step.operation.span }];
      context.report(operation, 'held', { data: { name, table: written(table), mode: held.mode, waiting: waiting(held.blocks) }, object: constraintObject(table, name), related });
    },
  }),
});
