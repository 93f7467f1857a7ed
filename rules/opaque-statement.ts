import { defineRule } from '../src/rule.js';

/** The engine reports these, from what readers and evaluator could not understand. */
export default defineRule({
  id: 'opaque-statement',
  meta: {
    summary: "A statement's effect could not be determined.",
    category: 'meta',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      opaque: 'What this does to the database could not be read: {{reason}}. It was not checked, and findings that depend on it are missing or only possible. Write it with literal names, or review it by hand.',
    },
  },
  create: () => ({}),
});
