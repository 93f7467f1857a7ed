import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { enumOf } from './support/lookup.js';
import { enumObject, written } from './support/names.js';
import { stepsOf } from './support/steps.js';

export default defineRule({
  id: 'rename-enum-value',
  meta: {
    summary: 'An enum value is renamed while code that uses the old name may still run.',
    category: 'compatibility',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['missing-object'],
    messages: {
      renamed:
        "From this migration until the last old process has ended, every query that says '{{from}}'{{more}} of the type `{{name}}` fails with 22P02, and old code reads '{{to}}' without knowing it. Add the new value beside the old one, move the code, then the rows; or set `deployment: \"stop-the-world\"` if no code runs meanwhile.",
    },
  },
  create: (context) => ({
    alterEnum(operation, step) {
      const name = known(operation.name);
      const [from, to] = [known(operation.renameValue?.from), known(operation.renameValue?.to)];
      if (name === undefined || from === undefined || to === undefined || !step.world.rolling) return;
      // what the migration itself creates is known to nobody yet
      const first = step.steps[0]?.before;
      if (first && enumOf(step.before, written(name)) && !enumOf(first, written(name))) return;
      const all = stepsOf(step.steps, 'alterEnum').filter((other) => other.operation.renameValue !== undefined && written(known(other.operation.name) ?? { name: '' }) === written(name));
      if (all[0]?.index !== step.index) return;
      const more = all.length === 1 ? '' : ` (and ${all.length - 1} more)`;
      context.report(operation, 'renamed', { data: { name: written(name), from, to, more }, object: enumObject(name) });
    },
  }),
});
