import { nameKey } from '../src/catalog/names.js';
import { blocksMore, type TableLock } from '../src/impact.js';
import { defineRule, type Step } from '../src/rule.js';
import type { OperationOf } from '../src/operation.js';
import { known } from '../src/value.js';
import { outsideTransaction } from './support/frameworks.js';
import { busyLocks, waiting } from './support/locks.js';
import { tableObject, written } from './support/names.js';
import { later } from './support/steps.js';

const COMMAND = /^(?:vacuum full$|cluster$|reindex\b|refresh$|lock in )/u;

export default defineRule({
  id: 'blocking-maintenance',
  meta: {
    summary: 'A maintenance command locks an existing table or materialized view.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['concurrently-in-transaction', 'missing-object'],
    messages: {
      rewrite: '{{command}} writes `{{table}}` anew while {{waiting}} waits ({{mode}}). Run it at a quiet time and not from a migration; pg_repack does the same without the lock.',
      reindex: '{{command}} builds indexes of `{{table}}` anew while nobody can write to it ({{mode}}), and nobody can read through them. Run `{{command}} CONCURRENTLY` {{outside}}.',
      refresh:
        'REFRESH MATERIALIZED VIEW `{{table}}` runs its query while nobody can read the view ({{mode}}). Refresh it CONCURRENTLY, which needs a unique index on plain columns of the view, and outside of the migration.',
      lock: 'LOCK TABLE keeps `{{table}}` from {{waiting}} until the transaction ends ({{mode}}). Take a weaker lock, or let the statements that follow take the locks that they need.',
    },
  },
  create: (context) => ({
    alterObject(operation, step) {
      const action = operation.action ?? '';
      const [lock] = busyLocks(step);
      if (!lock || !COMMAND.test(action) || (action.startsWith('lock') && isLockedAnyway(step, lock))) return;
      const data = { command: action.toUpperCase(), table: written(lock.table), mode: lock.mode, waiting: waiting(lock.blocks), outside: outsideTransaction(step) };
      context.report(operation, messageOf(action), { data, object: operation.object.kind === 'materializedView' ? { ...tableObject(lock.table), kind: 'materializedView' } : tableObject(lock.table), possible: isUnsure(step, operation) });
    },
  }),
});

const messageOf = (action: string): 'rewrite' | 'reindex' | 'refresh' | 'lock' => (action.startsWith('reindex') ? 'reindex' : action.startsWith('lock') ? 'lock' : action === 'refresh' ? 'refresh' : 'rewrite');

/** A statement that follows takes the same lock: LOCK TABLE is there to get it at once, or not at all. */
const isLockedAnyway = (step: Step, lock: TableLock): boolean => later(step).some(({ impact }) => impact.locks.some((other) => nameKey(other.table) === nameKey(lock.table) && !blocksMore(lock.blocks, other.blocks)));

/** A view that is not known may be a new one that was made by something unread. */
const isUnsure = (step: Step, { object }: OperationOf<'alterObject'>): boolean => object.kind === 'materializedView' && known(object.name) !== undefined && step.impact.locks.length === 1 && !step.before.objects.has(`materializedView:${known(object.name)}`);
