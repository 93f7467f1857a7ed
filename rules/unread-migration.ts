import { defineRule } from '../src/rule.js';

/** The engine reports these: a file that cannot be read never reaches a rule. */
export default defineRule({
  id: 'unread-migration',
  meta: {
    summary: 'A file that belongs to the history could not be read.',
    category: 'meta',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      syntax: '{{file}} cannot be read: {{reason}}. What it does to the database is not known, and neither is what comes after it. Mend the file; the runner will not load it either.',
      parser: '{{file}} cannot be read: {{reason}}. This is a limit of migralint, not a fault of the file: what the file does was not checked, so review it by hand.',
      fuel: '{{file}} was given up before its end: {{reason}}. What comes after that point was not checked. Split the migration, or review it by hand.',
    },
  },
  create: () => ({}),
});
