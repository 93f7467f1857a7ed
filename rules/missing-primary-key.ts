import type { Name } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { isFromQuery } from './support/from-query.js';
import { findTable, sameTable } from './support/lookup.js';
import { tableObject, written } from './support/names.js';
import { stepsOf } from './support/steps.js';

export default defineRule({
  id: 'missing-primary-key',
  meta: {
    summary: 'A table is created without a primary key.',
    category: 'design',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      missing:
        '`{{table}}` has no primary key at the end of this migration: no row can be named for certain, duplicates stay unnoticed, and logical replication refuses to update or delete its rows. Add a primary key, over the columns of the join in a table that joins others.',
    },
  },
  create: (context) => ({
    migration({ upgradeSteps, afterUpgrade, before, world }) {
      for (const step of stepsOf(upgradeSteps, 'createTable')) {
        const { operation } = step;
        const created = known(operation.table);
        if (created === undefined || step.rebuild || operation.temporary || operation.partitionOf || operation.inherits || operation.like || isFromQuery(operation)) continue;
        if (operation.ifNotExists && findTable(step.before, created)) continue;
        const name = laterName(upgradeSteps, step.index, created);
        const table = findTable(afterUpgrade, name);
        if (!table?.complete || findTable(before, name)?.complete === true) continue;
        if ([...table.constraints.values()].some(({ constraint }) => constraint.type === 'primaryKey') || table.columns.size === 0) continue;
        context.report(operation, 'missing', { data: { table: written(name) }, object: tableObject(name), direction: 'upgrade', possible: table.uncertain || world.opaque(upgradeSteps[upgradeSteps.length - 1] ?? step, name) });
      }
    },
  }),
});

/** The name that the table has at the end of the migration. */
function laterName(steps: readonly Step[], from: number, created: Name): Name {
  let name = created;
  for (const { operation } of stepsOf(steps.slice(from + 1), 'renameTable')) {
    const to = known(operation.to);
    if (to !== undefined && sameTable(operation.table, name)) name = { ...name, name: to, ...(operation.toSchema === undefined ? {} : { schema: operation.toSchema }) };
  }
  return name;
}
