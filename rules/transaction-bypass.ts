import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import { changedTables } from './support/changed-tables.js';

export default defineRule({
  id: 'transaction-bypass',
  meta: {
    summary: 'A statement runs outside of the transaction that the statements around it use.',
    category: 'code',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      outside: 'The statements before and after this one run in a transaction, this one does not: it is sent over another connection, and stays when the others are rolled back.{{waits}} Hand it the transaction: `{ transaction }` as its last option.',
    },
  },
  create: (context) => ({
    migration({ migration, upgradeSteps, downgradeSteps }: RoundTrip) {
      // elsewhere it is the connection that says whether there is a transaction, and statements outside of one are meant
      if (migration.framework !== 'sequelize') return;
      for (const steps of [upgradeSteps, downgradeSteps]) {
        const reported = new Set<number>();
        for (const step of steps) {
          const { operation, direction } = step;
          if (!bypasses(step) || reported.has(operation.statement)) continue;
          reported.add(operation.statement);
          const before = steps.slice(0, step.index).filter((each) => each.inTransaction === true);
          const tables = changedTables([operation]);
          const waits = before.some((each) => changedTables([each.operation]).some((table) => tables.includes(table)));
          context.report(operation, 'outside', {
            data: { waits: waits ? ' An earlier statement of the transaction changes the same table, so that the two may wait for each other for ever.' : '' },
            object: { kind: 'statement', name: direction },
            direction,
          });
        }
      }
    },
  }),
});

const isInside = (step: Step): boolean => step.inTransaction === true && step.operation.kind !== 'setting' && step.operation.kind !== 'transaction';

/** In the midst of a transaction, and not a part of it. */
function bypasses(step: Step): boolean {
  if (step.inTransaction !== false || mustBeOutside(step)) return false;
  return step.steps.slice(0, step.index).some(isInside) && step.steps.slice(step.index + 1).some(isInside);
}

function mustBeOutside({ operation }: Step): boolean {
  if (operation.kind === 'createIndex' || operation.kind === 'dropIndex') return operation.concurrently === true;
  return operation.kind === 'opaque' || operation.kind === 'setting' || operation.kind === 'transaction' || (operation.kind === 'alterEnum' && operation.addValue !== undefined);
}
