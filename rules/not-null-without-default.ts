import type { Column } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Dialect } from '../src/target.js';
import { known } from '../src/value.js';
import { findColumn } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { remedy } from './support/remedy.js';
import { dropOfColumn } from './support/steps.js';

export default defineRule({
  id: 'not-null-without-default',
  meta: {
    summary: 'A NOT NULL column without a database default is added to a table that has rows.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      noDefault:
        'Adding `{{table}}.{{column}}` NOT NULL without a default fails as soon as `{{table}}` has a row: the database has no value for the rows that exist. Give it {{default}}, or add it nullable, backfill, and set NOT NULL afterwards.',
      clientDefault:
        'Adding `{{table}}.{{column}}` NOT NULL fails as soon as `{{table}}` has a row: its default is set by the application when it inserts a row, the database has none for the rows that exist. Give it {{default}}, or add it nullable, backfill, and set NOT NULL afterwards.',
      nullDefault:
        'Adding `{{table}}.{{column}}` NOT NULL with DEFAULT NULL fails as soon as `{{table}}` has a row: the default is the very value that the column refuses. Give it {{default}}, or add it nullable, backfill, and set NOT NULL afterwards.',
      mysqlImplicit:
        'Adding `{{table}}.{{column}}` NOT NULL without a default does not fail here, the rows that exist silently get an empty string or zero: a value that nobody chose. Give it {{default}}, or add it nullable, backfill, and set NOT NULL afterwards.',
      restoresEmpty:
        'The downgrade adds `{{table}}.{{column}}`, which the upgrade dropped, as NOT NULL without a default: it fails as soon as `{{table}}` has a row, because the values are gone. Give it {{default}}, or add it nullable and fill it before setting NOT NULL.',
    },
  },
  create: (context) => ({
    addColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column.name);
      if (table === undefined || column === undefined || !refusesNull(operation.column)) return;
      if (operation.ifNotExists && findColumn(step.before, table, column)) return;
      if (!step.world.populated(step, table)) return;
      const data = {
        table: written(table),
        column,
        default: remedy(step, { alembic: "`server_default='...'` (not `default=`, which only the application uses)", sql: '`DEFAULT ...`' }),
      };
      const implicit = fillsIn(context.target.dialect);
      context.report(operation, implicit ? 'mysqlImplicit' : messageFor(operation.column, step, column), {
        data,
        object: columnObject(table, column),
        ...(implicit ? { severity: 'warning' as const } : {}),
      });
    },
  }),
});

function refusesNull(column: Column): boolean {
  if (known(column.nullable) !== false || column.generated !== undefined || column.identity !== undefined) return false;
  if (/^(?:small|big)?serial/iu.test(known(column.type) ?? '')) return false;
  return column.default === undefined || isNull(known(column.default));
}
const isNull = (text: string | undefined): boolean => text !== undefined && /^null(?:::.*)?$/iu.test(text.trim());

/** Only these give the rows that exist the type's zero value, also in strict mode. */
const fillsIn = (dialect: Dialect): boolean => dialect === 'mysql' || dialect === 'mariadb';

function messageFor(column: Column, step: Step, name: string): 'noDefault' | 'clientDefault' | 'nullDefault' | 'restoresEmpty' {
  if (step.direction === 'downgrade' && step.operation.kind === 'addColumn' && dropOfColumn(step.upgradeSteps, step.operation.table, name)) return 'restoresEmpty';
  if (column.default !== undefined) return 'nullDefault';
  return column.clientDefault ? 'clientDefault' : 'noDefault';
}
