import { factsOf } from '../src/dialects/dialect.js';
import type { Direction } from '../src/migration.js';
import { defineRule, type RoundTrip, type RuleContext, type Step } from '../src/rule.js';
import { outsideTransaction } from './support/frameworks.js';
import { isStepOf, type StepOf } from './support/steps.js';

type Message = 'begins' | 'ends' | 'unclosed';

export default defineRule<Message>({
  id: 'nested-transaction',
  meta: {
    summary: 'The migration opens or ends a transaction that the runner owns.',
    category: 'availability',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      begins: 'The runner has opened a transaction for this migration already, so this BEGIN {{effect}}, and the COMMIT that belongs to it ends the transaction of the runner: what fails after it does not undo what came before. Leave both out, or use a SAVEPOINT.',
      ends: 'This ends the transaction that the runner has opened for the migration: what fails after it does not undo what came before, and the migration then counts as not run. Leave it out; where a statement cannot run in a transaction, run it {{outside}}.',
      unclosed: 'This BEGIN is never followed by a COMMIT, and no runner adds one: when the connection is closed the server takes back everything that came after it, while the migration is recorded as run. End the transaction.',
    },
  },
  create: (context) => ({
    migration(trip) {
      if (!factsOf(context.target.dialect).transactionalDdl) return;
      check(context, trip, 'upgrade', trip.upgradeSteps);
      check(context, trip, 'downgrade', trip.downgradeSteps);
    },
  }),
});

/** Runners that open none: the text is sent as it is, and its own BEGIN and COMMIT are what they say. */
const SENT_AS_IT_IS: ReadonlySet<string> = new Set(['prisma', 'golang-migrate', 'sql', 'sql-files', 'sql-sections', 'sqitch']);

function check(context: RuleContext<Message>, { migration }: RoundTrip, direction: Direction, steps: readonly Step[]): void {
  const limits = steps.filter((step): step is StepOf<'transaction'> => isStepOf(step, 'transaction') && step.operation.verb !== 'savepoint');
  const [first] = limits;
  if (!first) return;
  const details = { object: { kind: 'migration', name: migration.id }, direction } as const;
  if (migration[direction].transactional && !SENT_AS_IT_IS.has(migration.framework)) {
    if (first.inTransaction !== true) return;
    const related = limits.filter((step) => step !== first).map(({ operation }) => ({ message: `${operation.verb.toUpperCase()} belongs to it`, span: operation.span }));
    if (first.operation.verb === 'begin') context.report(first.operation, 'begins', { ...details, data: { effect: context.target.dialect === 'sqlite' ? 'is refused' : 'does nothing but warn' }, related });
    else context.report(first.operation, 'ends', { ...details, data: { outside: outsideTransaction(first) } });
    return;
  }
  const last = limits[limits.length - 1] as StepOf<'transaction'>;
  if (last.operation.verb === 'begin' && steps.length > last.index + 1) context.report(last.operation, 'unclosed', details);
}
