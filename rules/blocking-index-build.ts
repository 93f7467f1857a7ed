import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { outsideTransaction } from './support/frameworks.js';
import { busyLockOn } from './support/locks.js';
import { indexObject, written } from './support/names.js';
import { inWordsOf } from './support/remedy.js';

export default defineRule({
  id: 'blocking-index-build',
  meta: {
    summary: 'An index is built while writes to an existing table are blocked.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['constraint-on-existing-data', 'duplicate-object', 'missing-object'],
    messages: {
      build:
        'Building `{{index}}` reads all of `{{table}}` under a {{mode}} lock: nobody can insert, update or delete a row of it until the index is done and the transaction has ended. Build it with {{concurrently}} {{outside}}; it takes longer, and nobody waits.',
      partitioned:
        'Building `{{index}}` on the partitioned table `{{table}}` locks all of its partitions against writes until it is done, and PostgreSQL refuses CONCURRENTLY there. Create it with `CREATE INDEX ... ON ONLY {{table}}`, build one on each partition CONCURRENTLY {{outside}}, and attach them with ALTER INDEX ... ATTACH PARTITION.',
    },
  },
  create: (context) => ({
    createIndex(operation, step) {
      const table = known(operation.table);
      const lock = table && busyLockOn(step, table);
      if (table === undefined || lock === undefined || operation.concurrently === true) return;
      const index = known(operation.index.name) ?? 'the index';
      const concurrently = inWordsOf(step.migration.framework, { alembic: '`postgresql_concurrently=True`', sql: '`CREATE INDEX CONCURRENTLY`' });
      const message = step.impact.locks.length > 1 ? 'partitioned' : 'build';
      context.report(operation, message, { data: { index, table: written(table), mode: lock.mode, concurrently, outside: outsideTransaction(step) }, object: indexObject(table, index) });
    },
  }),
});
