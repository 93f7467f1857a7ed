import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { pythonTable, remedy } from './support/remedy.js';
import { recreationOf } from './support/replaced.js';
import { isStepOf } from './support/steps.js';

export default defineRule({
  id: 'drop-and-recreate-column',
  meta: {
    summary: 'The same column is dropped and added again, so its values are lost where an in-place change was possible.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      recreated:
        '`{{table}}.{{column}}` is dropped and added again as {{type}}: every value is lost, the new column starts empty. Change it in place: `{{alter}}`.',
    },
  },
  create: (context) => ({
    dropColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      if (table === undefined || column === undefined || !isStepOf(step, 'dropColumn')) return;
      if (!step.world.populated(step, table) || step.world.newColumn(step, table, column)) return;
      const entry = findColumn(step.before, table, column);
      if (entry?.column.generated !== undefined || entry?.column.identity !== undefined) return;
      const again = recreationOf(step);
      if (!again) return;
      const type = known(again.operation.column.type) ?? 'another type';
      context.report(operation, 'recreated', {
        data: {
          table: written(table),
          column,
          type,
          alter: remedy(step, {
            alembic: `op.alter_column(${pythonTable(table).name}, '${column}', type_=..., postgresql_using='${column}::${type}'${pythonTable(table).schema})`,
            sql: `ALTER TABLE ${written(table)} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`,
          }),
        },
        object: columnObject(table, column),
        related: [{ message: `\`${written(table)}.${column}\` is added again here`, span: again.operation.span }],
        possible: again.operation.certainty === 'maybe',
      });
    },
  }),
});
