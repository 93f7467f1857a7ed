import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import type { Operation, SchemaObject } from '../src/operation.js';
import { known } from '../src/value.js';
import { busyLocks, waiting } from './support/locks.js';
import { tableObject, written } from './support/names.js';

type Message = 'changed' | 'keysOff';

export default defineRule<Message>({
  id: 'blocking-trigger-change',
  meta: {
    summary: 'A trigger, rule or policy of an existing table is created, dropped or switched.',
    category: 'availability',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    messages: {
      changed: 'This takes {{mode}} on `{{table}}`: it waits behind every query that is running, and {{waiting}} waits behind it. Set a `lock_timeout` and try again when it strikes, or do it at a quiet time.',
      keysOff:
        'DISABLE TRIGGER ALL switches the foreign keys of `{{table}}` off as well: rows that refer to nothing can be written until they are enabled again, and nothing checks them afterwards. Use DISABLE TRIGGER USER, or name the triggers.',
    },
  },
  create: (context) => ({
    createObject: (operation, step) => report(context, step, operation, operation.object),
    dropObject: (operation, step) => report(context, step, operation, operation.object),
    alterObject: (operation, step) => {
      const action = (operation.action ?? '').toLowerCase();
      const table = step.impact.locks[0]?.table;
      if (operation.object.kind === 'table' && /^disable trigger all\b/u.test(action) && table && step.world.existing(step, table)) {
        context.report(operation, 'keysOff', { data: { table: written(table) }, object: tableObject(table), severity: 'error' });
      } else if (/^(?:enable|disable|force|no force) (?:always |replica )?(?:trigger|row level security|rule)\b/u.test(action)) changed(context, step, operation);
      else report(context, step, operation, operation.object);
    },
  }),
});

const KINDS = new Set<SchemaObject['kind']>(['trigger', 'policy', 'rule']);

function report(context: RuleContext<Message>, step: Step, operation: Operation, object: SchemaObject): void {
  if (KINDS.has(object.kind) && known(object.table) !== undefined) changed(context, step, operation);
}

function changed(context: RuleContext<Message>, step: Step, operation: Operation): void {
  const [lock] = busyLocks(step);
  if (lock) context.report(operation, 'changed', { data: { mode: lock.mode, table: written(lock.table), waiting: waiting(lock.blocks) }, object: tableObject(lock.table) });
}
