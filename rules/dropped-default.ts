import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import type { Name } from '../src/operation.js';
import { findColumn, sameTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';

export default defineRule({
  id: 'dropped-default',
  meta: {
    summary: 'A NOT NULL column loses its default while code that omits it may still insert.',
    category: 'compatibility',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['lost-column-attributes', 'missing-object', 'set-not-null-without-backfill'],
    messages: {
      dropped:
        '`{{table}}.{{column}}` is NOT NULL and loses its default: code that is still running and leaves the column out of its INSERT fails from here on. Keep the default until every process writes the column, and drop it in a later migration.',
      temporary:
        '`{{table}}.{{column}}` is added as NOT NULL and loses its default in the same change: code that is still running does not know the column, and each of its inserts fails. Keep the default until the new code runs everywhere, and drop it in a later migration.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column)];
      if (table === undefined || column === undefined || operation.set.default !== null || !step.world.rolling || !step.world.existing(step, table)) return;
      const before = findColumn(step.before, table, column);
      const end = findColumn(step.steps[step.steps.length - 1]?.after ?? step.after, table, column);
      if (!before || !end || known(before.column.default) === undefined || isNull(known(before.column.default))) return;
      const { nullable, identity, generated } = end.column;
      if (end.column.default !== undefined || known(nullable) !== false || identity !== undefined || generated !== undefined || hasTrigger(step, table)) return;
      context.report(operation, step.world.newColumn(step, table, column) ? 'temporary' : 'dropped', {
        data: { table: written(table), column },
        object: columnObject(table, column),
        possible: before.uncertain || end.hinted?.includes('nullable') === true || before.hinted?.includes('default') === true,
      });
    },
  }),
});

const isNull = (text: string | undefined): boolean => /^null\b/iu.test(text ?? '');

/** A trigger may write the column in place of the default. */
const hasTrigger = (step: Step, table: Name): boolean =>
  [step.before, step.steps[step.steps.length - 1]?.after ?? step.after].some((catalog) => [...catalog.objects.values()].some(({ object }) => object.kind === 'trigger' && sameTable(object.table, table)));
