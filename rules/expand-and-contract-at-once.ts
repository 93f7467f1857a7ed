import type { Name } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { sameTable } from './support/lookup.js';
import { columnObject, tableObject, written } from './support/names.js';
import { copiesColumn, copiesRows, isStepOf, stepsOf, type StepOf } from './support/steps.js';

export default defineRule({
  id: 'expand-and-contract-at-once',
  meta: {
    summary: 'One migration adds the new form, copies the data and drops the old form.',
    category: 'compatibility',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      column: '`{{old}}` is dropped in the migration that copies it to `{{new}}`: what code that is still running writes to it after the copy is lost or fails, and going back has nothing to return to. Drop it in a migration of a later release, when no running code uses it.',
      table: '`{{old}}` is dropped in the migration that copies its rows to `{{new}}`: what code that is still running writes to it after the copy is lost or fails, and going back has nothing to return to. Drop it in a migration of a later release, when no running code uses it.',
    },
  },
  create: (context) => ({
    dropColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      const { world } = step;
      if (table === undefined || column === undefined || !world.rolling || !world.populated(step, table) || world.newColumn(step, table, column)) return;
      if (world.retiredColumns.includes(`${written(table)}.${column}`)) return;
      for (const copy of step.steps.slice(0, step.index)) {
        const to = copiesColumn(copy, table, column) ? targetOf(copy, table) : undefined;
        if (to === undefined) continue;
        context.report(operation, 'column', { data: { old: `${written(table)}.${column}`, new: to }, object: columnObject(table, column), related: [{ message: 'the values are copied here', span: copy.operation.span }] });
        return;
      }
    },
    dropTable(operation, step) {
      const table = known(operation.table);
      if (table === undefined || !step.world.rolling || !step.world.populated(step, table)) return;
      const copy = step.steps.slice(0, step.index).find((each) => copiesRows(each, table) && targetOf(each, table) !== undefined);
      if (copy) context.report(operation, 'table', { data: { old: written(table), new: targetOf(copy, table) ?? '' }, object: tableObject(table), related: [{ message: 'the rows are copied here', span: copy.operation.span }] });
    },
  }),
});

/** What a copy fills that this migration has made: a new column or a new table. */
function targetOf(copy: Step, old: Name): string | undefined {
  if (!isStepOf(copy, 'modifyRows')) return undefined;
  const target = known(copy.operation.table);
  if (target === undefined) return undefined;
  const added = stepsOf(copy.steps.slice(0, copy.index), 'addColumn').find((add) => fills(copy, add));
  if (added) return `${written(target)}.${known(added.operation.column.name)}`;
  return !sameTable(target, old) && copy.world.fresh(copy, target) ? written(target) : undefined;
}

function fills(copy: StepOf<'modifyRows'>, { operation }: StepOf<'addColumn'>): boolean {
  const column = known(operation.column.name);
  return sameTable(operation.table, copy.operation.table) && column !== undefined && copy.operation.columns?.includes(column) === true;
}
