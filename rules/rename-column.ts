import { partKey } from '../src/catalog/names.js';
import type { Name } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { sameTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { dropOfColumn, dropsTable, earlier, isStepOf, later, type StepOf } from './support/steps.js';

export default defineRule({
  id: 'rename-column',
  meta: {
    summary: 'A column is renamed while code that uses the old name may still run.',
    category: 'compatibility',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['missing-object', 'duplicate-object'],
    messages: {
      renamed:
        'From this migration until the last old process has ended, every query on `{{table}}.{{column}}` fails, and after a rollback of the code those on `{{to}}` do. Add `{{to}}` as a new column, write both, copy the values, move the readers, and drop `{{column}}` in a later release; or set `deployment: "stop-the-world"` if no code runs meanwhile.',
    },
  },
  create: (context) => ({
    renameColumn(operation, step) {
      const [table, column, to] = [known(operation.table), known(operation.column), known(operation.to)];
      if (table === undefined || column === undefined || to === undefined || !step.world.rolling) return;
      if (!step.world.existing(step, table) || step.world.newColumn(step, table, column)) return;
      if (isTakenAgain(step as StepOf<'renameColumn'>, column) || isSecondName(step as StepOf<'renameColumn'>, column) || isDropped(step as StepOf<'renameColumn'>, to) || isRenamedTable(step, table)) return;
      if (context.target.dialect !== 'postgres' && column.toLowerCase() === to.toLowerCase()) return;
      context.report(operation, 'renamed', { data: { table: written(table), column, to }, object: columnObject(table, column) });
    },
  }),
});

/** Another column gets the old name in the same migration: queries go on, with other values. */
const isTakenAgain = (step: StepOf<'renameColumn'>, column: string): boolean =>
  later(step).some((other) => {
    if (isStepOf(other, 'addColumn')) return sameTable(other.operation.table, step.operation.table) && partKey(known(other.operation.column.name) ?? '') === partKey(column);
    return isStepOf(other, 'renameColumn') && sameTable(other.operation.table, step.operation.table) && partKey(known(other.operation.to) ?? '') === partKey(column);
  });

/** The old name is one that the same migration gave: what matters is the first. */
const isSecondName = (step: StepOf<'renameColumn'>, column: string): boolean =>
  earlier(step).some((other) => isStepOf(other, 'renameColumn') && sameTable(other.operation.table, step.operation.table) && partKey(known(other.operation.to) ?? '') === partKey(column));

/** The column goes anyway, which is what has to be said. */
const isDropped = (step: StepOf<'renameColumn'>, to: string): boolean => dropsTable(later(step), step.operation.table) || dropOfColumn(later(step), step.operation.table, to) !== undefined;

/** No query of the old code finds the table: that has been said. */
const isRenamedTable = (step: Step, table: Name): boolean => earlier(step).some((other) => isStepOf(other, 'renameTable') && known(other.operation.to) === table.name);
