import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import { changedTables } from './support/changed-tables.js';
import { listed } from './support/names.js';

export default defineRule({
  id: 'queued-operation-order',
  meta: {
    summary: 'Queued and immediate statements run in another order than they are written.',
    category: 'code',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      overtakes: 'This is sent at once, before the change of {{tables}} that is written above it: that one is only queued, and sent when the function has returned. {{remedy}}.',
    },
  },
  create: (context) => ({
    migration({ migration, upgradeSteps, downgradeSteps }: RoundTrip) {
      for (const steps of [upgradeSteps, downgradeSteps]) {
        for (const step of steps) {
          const above = overtaken(step);
          const [first] = above;
          if (!first) continue;
          context.report(step.operation, 'overtakes', {
            data: { tables: listed([...new Set(above.flatMap((each) => shared(each, step)))]), remedy: REMEDIES[migration.framework] ?? 'Queue it, too, or put it into a migration of its own behind this one' },
            object: { kind: 'statement', name: step.direction },
            related: [{ message: 'this is sent later', span: first.operation.span }],
            direction: step.direction,
          });
        }
      }
    },
  }),
});

const REMEDIES: Readonly<Record<string, string>> = {
  'node-pg-migrate': 'Use `pgm.sql(...)` in place of `pgm.db.query(...)`, or put it into a migration of its own behind this one',
  'mikro-orm': 'Use `this.addSql(...)` in place of `this.execute(...)`, or put it into a migration of its own behind this one',
  knex: 'Use `this.defer(...)`, or put it into a migration of its own behind this one',
};

const shared = (one: Step, other: Step): readonly string[] => {
  const tables = changedTables([one.operation]);
  return changedTables([other.operation]).filter((table) => tables.includes(table));
};

/** Queued changes of the same table that are written above a statement which is sent before them. */
function overtaken(step: Step): readonly Step[] {
  if (step.operation.ahead !== true) return [];
  return step.steps.slice(step.index + 1).filter((each) => each.operation.ahead !== true && isAbove(each, step) && shared(each, step).length > 0);
}

function isAbove({ operation: one }: Step, { operation: other }: Step): boolean {
  const [upper, lower] = [one.calledAt ?? one.span, other.calledAt ?? other.span];
  return upper.file === lower.file && upper.start < lower.start;
}
