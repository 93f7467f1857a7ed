import { partKey } from '../src/catalog/names.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { sameTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { judge, knownTypeChange, typeFamily, type KnownTypeChange } from './support/type-change.js';

export default defineRule({
  id: 'one-way-type-change',
  meta: {
    summary: 'A type change keeps the values but cannot be taken back without a cast that may fail.',
    category: 'data-loss',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    messages: {
      oneWay:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}}: the values are kept, but going back fails on the first new value that is no {{from}}, and comparison and ordering change their meaning. Keep {{from}} and convert in the application, or add a second column beside it.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const change = knownTypeChange(operation, step);
      if (!change || step.world.rollback === 'forward-only') return;
      const { table, column, from, to } = change;
      if (typeFamily(from) === typeFamily(to) || !step.world.populated(step, table) || step.world.newColumn(step, table, column)) return;
      const forward = judge(change, step, context.target);
      if (forward.loss !== 'none' || forward.castable === undefined || forward.castable === 'none' || (forward.castable === 'needsUsing' && change.using === 'none')) return;
      const back = judge({ from: to, to: from, using: 'none' }, step, context.target);
      if (back.castable !== 'needsUsing' && back.loss !== 'mayFail') return;
      if (isGuardedOnTheWayBack(step, change)) return;
      context.report(operation, 'oneWay', { data: { table: written(table), column, from, to }, object: columnObject(table, column), possible: change.hinted });
    },
  }),
});

/** The downgrade sorts out the values that do not fit. */
const isGuardedOnTheWayBack = (step: Step, { table, column }: KnownTypeChange): boolean =>
  step.migration.downgrade.operations.some((operation) => {
    if (operation.kind === 'modifyRows') return sameTable(operation.table, table);
    if (operation.kind !== 'alterColumn' || !sameTable(operation.table, table) || partKey(known(operation.column) ?? '') !== partKey(column)) return false;
    return operation.using !== undefined && /\bcase\b|~|\bnullif\b/iu.test(known(operation.using) ?? '');
  });
