import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn, findTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { remedy } from './support/remedy.js';
import { recreationOf, replacementOf } from './support/replaced.js';
import { backwards, copiesColumn, dropsTable, isStepOf, later } from './support/steps.js';

export default defineRule({
  id: 'drop-column',
  meta: {
    summary: 'A column is dropped together with its data.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      dropped:
        'Dropping `{{table}}.{{column}}` deletes its values for good: the downgrade can only re-create an empty column, and code that is still running and names the column fails. Stop reading and writing it, release, and drop it in a later migration; keep a copy if the values may be needed: `{{copy}}`.',
      lastCopy:
        '`{{table}}.{{column}}` is dropped in the migration that copies its values: between the copy and the release of the new code every write to the old column is lost, and code that is still running and names the column fails. Drop it in a later migration, when nothing uses it any more.',
    },
  },
  create: (context) => ({
    dropColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      if (table === undefined || column === undefined || !isStepOf(step, 'dropColumn')) return;
      const { world, before } = step;
      if (!world.existing(step, table) || world.newColumn(step, table, column)) return;
      const entry = findColumn(before, table, column);
      if (!entry && findTable(before, table)?.complete !== false && findTable(before, table) !== undefined) return;
      if (entry?.column.generated !== undefined) return;
      if (dropsTable(later(step), table) || replacementOf(step) || recreationOf(step)) return;
      // the project says that nothing uses the column any more
      if (world.retiredColumns.includes(`${written(table)}.${column}`)) return;
      const data = {
        table: written(table),
        column,
        copy: remedy(step, {
          alembic: `op.execute("CREATE TABLE ${table.name}_${column} AS SELECT id, ${column} FROM ${written(table)}")`,
          sql: `CREATE TABLE ${table.name}_${column} AS SELECT id, ${column} FROM ${written(table)}`,
        }),
      };
      // an earlier migration has carried the values over: this is the second step of expand and contract
      const copies = [...backwards(step, table, column)].filter((each) => copiesColumn(each.step, each.table, each.column));
      if (copies.some((each) => each.step.migration !== step.migration)) return;
      // a drop that tolerates absence may find nothing to drop in a table that no migration was seen to create
      const possible = operation.ifExists === true && !entry;
      context.report(operation, copies.length > 0 ? 'lastCopy' : 'dropped', { data, object: columnObject(table, column), possible });
    },
  }),
});
