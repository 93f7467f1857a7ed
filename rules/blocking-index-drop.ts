import { partKey } from '../src/catalog/names.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Name } from '../src/operation.js';
import { known } from '../src/value.js';
import { outsideTransaction } from './support/frameworks.js';
import { busyLocks } from './support/locks.js';
import { findTable } from './support/lookup.js';
import { indexObject, written } from './support/names.js';
import { inWordsOf } from './support/remedy.js';
import { dropsTable } from './support/steps.js';

export default defineRule({
  id: 'blocking-index-drop',
  meta: {
    summary: 'An index of an existing table is dropped under a lock that blocks reads and writes.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['missing-object'],
    messages: {
      drop:
        'Dropping `{{index}}` takes ACCESS EXCLUSIVE on `{{table}}`: it waits behind every running query, and everybody who comes later waits behind it. Drop it with {{concurrently}} {{outside}}.',
    },
  },
  create: (context) => ({
    dropIndex(operation, step) {
      const index = known(operation.index);
      const [lock] = busyLocks(step);
      if (index === undefined || lock === undefined || operation.concurrently === true) return;
      const { table } = lock;
      if (isNew(step, table, index) || dropsTable(step.steps, table)) return;
      const concurrently = inWordsOf(step.migration.framework, { alembic: '`postgresql_concurrently=True`', sql: '`DROP INDEX CONCURRENTLY`' });
      context.report(operation, 'drop', { data: { index, table: written(table), concurrently, outside: outsideTransaction(step) }, object: indexObject(table, index) });
    },
  }),
});

const isNew = (step: Step, table: Name, index: string): boolean => findTable(step.before, table)?.indexes.get(partKey(index))?.made.migration === step.migration.id;
