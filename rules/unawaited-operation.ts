import { defineRule, type RoundTrip } from '../src/rule.js';

export default defineRule({
  id: 'unawaited-operation',
  meta: {
    summary: 'A statement is built and never sent: nobody awaits, returns or executes it.',
    category: 'code',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      notExecuted: 'This statement is built and never sent to the database, so the migration is recorded as done without it: {{remedy}}.',
    },
  },
  create: (context) => ({
    migration({ migration }: RoundTrip) {
      for (const direction of ['upgrade', 'downgrade'] as const) {
        for (const span of migration[direction].unexecuted ?? []) {
          context.report(span, 'notExecuted', { data: { remedy: REMEDIES[migration.framework] ?? 'await it, or return it' }, object: { kind: 'statement', name: direction }, direction });
        }
      }
    },
  }),
});

const REMEDIES: Readonly<Record<string, string>> = {
  kysely: 'end it with `.execute()` and await that',
  knex: 'await it, return it, or put it among what `Promise.all` waits for',
};
