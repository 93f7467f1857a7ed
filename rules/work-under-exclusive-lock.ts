import { nameKey } from '../src/catalog/names.js';
import { defineRule, type RuleListener, type Step } from '../src/rule.js';
import { heldLocks, lockText, waiting } from './support/locks.js';
import { tableObject, written } from './support/names.js';

export default defineRule({
  id: 'work-under-exclusive-lock',
  meta: {
    summary: 'Slow work runs while the transaction holds a lock that blocks users of another table.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['mixed-schema-and-data'],
    messages: {
      slow:
        'This goes through all rows of `{{table}}` while its transaction still holds {{lock}} from an earlier statement: {{waiting}} waits until it is done. Put the two into migrations of their own, each with its own transaction.',
    },
  },
  create: (context) => {
    let reported = false;
    const listen = (_: unknown, step: Step): void => {
      if (reported) return;
      const { impact } = step;
      const { table } = impact;
      if (table === undefined || (impact.scan !== true && impact.rewrite !== true && impact.indexBuild !== true) || !step.world.busy(step, table)) return;
      const held = heldLocks(step).find((lock) => nameKey(lock.table) !== nameKey(table));
      if (!held) return;
      reported = true;
      const data = { table: written(table), lock: lockText(held), waiting: waiting(held.blocks) };
      context.report(step.operation, 'slow', { data, object: tableObject(table), related: [{ message: `${held.mode} is taken here`, span: held.step.operation.span }] });
    };
    return { addColumn: listen, alterColumn: listen, addConstraint: listen, validateConstraint: listen, createIndex: listen, alterObject: listen, modifyRows: listen } satisfies RuleListener;
  },
});
