import { factsOf } from '../src/dialects/dialect.js';
import { defineRule, type RoundTrip, type Step } from '../src/rule.js';

export default defineRule({
  id: 'swallowed-error',
  meta: {
    summary: 'An error of a statement is caught and ignored.',
    category: 'code',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      aborts: 'An error of this statement is caught and ignored, but its transaction is over then: PostgreSQL refuses every later statement (25P02, current transaction is aborted), that which records the migration included. Ask whether the object is there, use IF [NOT] EXISTS, or put the statement behind a SAVEPOINT.',
      recorded: 'Any error of this statement is caught and ignored, so that the migration is recorded as run where it was not: a lock timeout or a lost connection leaves the schema as it is, and nobody is told. Raise the error again, or catch only the one that is expected.',
    },
  },
  create: (context) => ({
    migration({ upgradeSteps, downgradeSteps }: RoundTrip) {
      const { dialect } = context.target;
      if (!factsOf(dialect).transactionalDdl) return;
      for (const steps of [upgradeSteps, downgradeSteps]) {
        const reported = new Set<string>();
        for (const step of steps.filter(isCaught)) {
          const { caught } = step.operation;
          if (!caught || reported.has(`${caught.by.file}:${caught.by.start}`) || isBehindSavepoint(step)) continue;
          const message = dialect === 'postgres' && step.inTransaction === true ? 'aborts' : caught.any && step.inTransaction === false ? 'recorded' : undefined;
          if (message === undefined) continue;
          reported.add(`${caught.by.file}:${caught.by.start}`);
          context.report(step.operation, message, { object: { kind: 'statement', name: step.direction }, related: [{ message: 'it is caught here', span: caught.by }], direction: step.direction });
        }
      }
    },
  }),
});

/** Something that is sent, and that the code around it allows to fail. */
const isCaught = ({ operation }: Step): boolean => operation.caught !== undefined && operation.kind !== 'transaction' && operation.kind !== 'setting' && operation.kind !== 'opaque';

const isBehindSavepoint = (step: Step): boolean => step.steps.slice(0, step.index).some(({ operation }) => operation.kind === 'transaction' && operation.verb === 'savepoint');
