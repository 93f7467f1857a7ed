import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'unsupported-operation',
  meta: {
    summary: 'A statement that the database does not accept.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      rejected:
        "This statement fails whenever it runs, on an empty database too: {{reason}}. It is refused before any of it takes effect, and the {{direction}} stops here. Mend the statement, or write it in the database's own syntax if it was meant for another one.",
    },
  },
  create: (context) => ({
    opaque(operation, step) {
      if (operation.rejected !== true) return;
      context.report(operation, 'rejected', { data: { reason: operation.reason, direction: step.direction }, object: { kind: 'statement', name: operation.reason } });
    },
  }),
});
