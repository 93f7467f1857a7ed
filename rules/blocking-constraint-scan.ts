import { constraintColumns } from '../src/catalog/names.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Name, OperationOf } from '../src/operation.js';
import { known } from '../src/value.js';
import { findColumn } from './support/lookup.js';
import { busyLockOn, busyLocks, waiting } from './support/locks.js';
import { columnObject, constraintObject, listed, written } from './support/names.js';
import { unvalidatedProof } from './support/not-null.js';
import { inWordsOf } from './support/remedy.js';

export default defineRule({
  id: 'blocking-constraint-scan',
  meta: {
    summary: 'A constraint is checked against all rows while reads or writes are blocked.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['set-not-null-without-backfill', 'constraint-on-existing-data', 'duplicate-object', 'missing-object', 'table-rewrite'],
    messages: {
      foreignKey:
        'Adding `{{name}}` checks every row of `{{table}}` while nobody can write to {{tables}} ({{mode}}). Add it {{notValid}}, and run `ALTER TABLE {{table}} VALIDATE CONSTRAINT {{name}}` in the next migration, which lets others write.',
      check:
        'Adding `{{name}}` checks every row of `{{table}}` while {{waiting}} waits ({{mode}}). Add it {{notValid}}, and run `ALTER TABLE {{table}} VALIDATE CONSTRAINT {{name}}` in the next migration, which lets others read and write.',
      notNull:
        'Making `{{table}}.{{column}}` NOT NULL reads every row while {{waiting}} waits ({{mode}}). Add `CHECK ({{column}} IS NOT NULL) NOT VALID`, validate it in the next migration, and set NOT NULL in the one after it: with the valid check as proof nothing is read.',
      notValidated:
        'Making `{{table}}.{{column}}` NOT NULL reads every row while {{waiting}} waits ({{mode}}): the check `{{proof}}` would spare that, and is still NOT VALID. Run `ALTER TABLE {{table}} VALIDATE CONSTRAINT {{proof}}` in a migration before this one.',
      domain:
        'A constraint of the type `{{name}}` is checked against every row of {{tables}}, while nobody can write to them ({{mode}}). Add it NOT VALID, and run `ALTER DOMAIN {{name}} VALIDATE CONSTRAINT ...` in the next migration.',
    },
  },
  create: (context) => ({
    addConstraint(operation, step) {
      const table = known(operation.table);
      const lock = table && busyLockOn(step, table);
      const { constraint } = operation;
      if (table === undefined || !lock || step.impact.scan !== true || (constraint.type !== 'foreignKey' && constraint.type !== 'check')) return;
      const name = known(constraint.name) ?? 'the constraint';
      const notValid = inWordsOf(step.migration.framework, { alembic: 'with `postgresql_not_valid=True`', sql: '`NOT VALID`' });
      const data = { name, table: written(table), mode: lock.mode, waiting: waiting(lock.blocks), notValid, tables: listed(busyLocks(step).map((each) => written(each.table))) };
      if (constraint.type === 'foreignKey' && isEmpty(step, table, operation)) return;
      // the server reads all rows also for a column that comes with its check, which takes no time to satisfy
      context.report(operation, constraint.type, { data, object: constraintObject(table, name), possible: operation.inline === true });
    },
    alterColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column)];
      const lock = table && busyLockOn(step, table);
      if (table === undefined || column === undefined || !lock || known(operation.set.nullable) !== false || step.impact.scan !== true || step.impact.rewrite !== false) return;
      const proof = unvalidatedProof(step.before, table, column);
      const data = { table: written(table), column, mode: lock.mode, waiting: waiting(lock.blocks), proof: proof ?? '' };
      const nullable = known(findColumn(step.before, table, column)?.column.nullable) ?? known(operation.existing?.nullable);
      context.report(operation, proof === undefined ? 'notNull' : 'notValidated', { data, object: columnObject(table, column), possible: nullable === undefined });
    },
    alterObject(operation, step) {
      const name = known(operation.object.name);
      const locks = busyLocks(step);
      const [first] = locks;
      if (operation.object.kind !== 'domain' || name === undefined || !first || step.impact.scan !== true) return;
      context.report(operation, 'domain', { data: { name, mode: first.mode, tables: listed(locks.map(({ table }) => written(table))) }, object: { kind: 'domain', name } });
    },
  }),
});

/** All of the key's columns are new and without a default: there is no value to look up. */
function isEmpty(step: Step, table: Name, { constraint }: OperationOf<'addConstraint'>): boolean {
  const columns = constraintColumns(constraint);
  return columns !== undefined && columns.every((column) => step.world.newColumn(step, table, column) && findColumn(step.before, table, column)?.column.default === undefined);
}
