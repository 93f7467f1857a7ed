import type { Operation } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';

export default defineRule({
  id: 'partial-failure',
  meta: {
    summary: 'A migration of several statements is not atomic, so a failure leaves the schema half changed.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      halfWay:
        'If this fails, what runs before it outside of a transaction stays, while the migration counts as not run: the next attempt fails at what is there already. Give each statement that runs outside of a transaction a migration of its own, or write it so that it may run twice (IF NOT EXISTS, IF EXISTS).',
    },
  },
  create: (context) => ({
    migration({ upgradeSteps, migration }) {
      const first = upgradeSteps.find((step) => step.inTransaction === false && staysBehind(step.operation));
      if (!first) return;
      const next = upgradeSteps.slice(first.index + 1).find((step) => changes(step.operation) && isOther(step, first));
      if (!next) return;
      const related = [{ message: 'this stays', span: first.operation.span }];
      context.report(next.operation, 'halfWay', { object: { kind: 'migration', name: migration.id }, related, direction: 'upgrade' });
    },
  }),
});

const isOther = (step: Step, first: Step): boolean => step.operation.statement !== first.operation.statement;

const isRepeatable = (operation: Operation): boolean =>
  ('ifExists' in operation && operation.ifExists === true) || ('ifNotExists' in operation && operation.ifNotExists === true) || ('orReplace' in operation && operation.orReplace === true);

/** Whether the operation does something that can fail. */
const changes = (operation: Operation): boolean => operation.kind !== 'setting' && operation.kind !== 'transaction' && operation.kind !== 'opaque' && !isRepeatable(operation);

/** Whether the operation cannot run a second time. */
const staysBehind = (operation: Operation): boolean => operation.certainty === 'always' && changes(operation) && operation.kind !== 'alterColumn' && operation.kind !== 'alterObject' && operation.kind !== 'validateConstraint' && (operation.kind !== 'modifyRows' || operation.verb === 'insert');
