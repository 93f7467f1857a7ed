import { constraintColumns } from '../src/catalog/names.js';
import type { Name, Operation } from '../src/operation.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { hasNoNulls, provedNotNull, relaxedByUpgrade, unvalidatedProof } from './support/not-null.js';
import { backfill, remedy } from './support/remedy.js';

type Message = 'mayHoldNull' | 'primaryKey' | 'notValidated' | 'tightensAgain';

export default defineRule<Message>({
  id: 'set-not-null-without-backfill',
  meta: {
    summary: 'A column is made NOT NULL while existing rows may hold NULL.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      mayHoldNull:
        '`{{table}}.{{column}}` may hold NULL, and SET NOT NULL fails with the first row that does. Fill it first in this migration: `{{backfill}}`.',
      primaryKey:
        '`{{table}}.{{column}}` may hold NULL, and a primary key on it fails with the first row that does. Fill it first in this migration: `{{backfill}}`.',
      notValidated:
        '`{{table}}.{{column}}` may hold NULL: the check `{{check}}` is still NOT VALID and says nothing about the rows that existed before it, so SET NOT NULL fails with the first of them that holds NULL. Run `ALTER TABLE {{table}} VALIDATE CONSTRAINT {{check}}` in a migration before this one.',
      tightensAgain:
        'The downgrade sets `{{table}}.{{column}}` NOT NULL again, but since the upgrade rows with NULL may have been written, and it fails with the first of them. Fill them first in the downgrade: `{{backfill}}`.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      if (table !== undefined && column !== undefined && known(operation.set.nullable) === false) check(context, step, operation, table, column, 'mayHoldNull');
    },
    addConstraint(operation, step) {
      const table = known(operation.table);
      if (table === undefined || operation.constraint.type !== 'primaryKey' || operation.inline) return;
      for (const column of constraintColumns(operation.constraint) ?? []) check(context, step, operation, table, column, 'primaryKey');
    },
  }),
});

function check(context: RuleContext<Message>, step: Step, operation: Operation, table: Name, column: string, message: Message): void {
  const { world, before } = step;
  const entry = findColumn(before, table, column);
  if (!entry || known(entry.column.nullable) !== true || entry.hinted?.includes('nullable')) return;
  if (entry.column.generated !== undefined || !world.populated(step, table)) return;
  const filled = world.backfilled(step, table, column);
  if (filled === true || provedNotNull(before, table, column) || hasNoNulls(step, table, column)) return;
  const unvalidated = unvalidatedProof(before, table, column);
  const again = relaxedByUpgrade(step, table, column);
  context.report(operation, again ? 'tightensAgain' : unvalidated !== undefined ? 'notValidated' : message, {
    data: { table: written(table), column, backfill: remedy(step, backfill(table, column)), check: unvalidated ?? '' },
    object: columnObject(table, column),
    ...(again ? { severity: 'warning' as const } : {}),
    possible: filled === undefined || world.opaque(step, table) || entry.uncertain,
  });
}
