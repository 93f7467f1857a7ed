import { nameKey } from '../src/catalog/names.js';
import { hasTable } from '../src/catalog/query.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Name } from '../src/operation.js';
import { known } from '../src/value.js';
import { matchesAny } from './support/patterns.js';
import { tableObject, written } from './support/names.js';
import { dropsTable, earlier, later } from './support/steps.js';

export default defineRule({
  id: 'rename-table',
  meta: {
    summary: 'A table or view is renamed or moved while code that uses the old name may still run.',
    category: 'compatibility',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['missing-object', 'duplicate-object'],
    messages: {
      renamed:
        'From this migration until the last old process has ended, every query on `{{table}}` fails, and after a rollback of the code those on `{{to}}` do; indexes, constraints and sequences keep their old names. Leave a view behind in the same migration (`CREATE VIEW {{table}} AS SELECT * FROM {{to}}`) and drop it in a later release; or set `deployment: "stop-the-world"` if no code runs meanwhile.',
      moved:
        'From this migration until the last old process has ended, every query on `{{table}}` fails unless the schema of `{{to}}` is on its search path. Leave a view behind in the same migration (`CREATE VIEW {{table}} AS SELECT * FROM {{to}}`) and drop it in a later release; or set `deployment: "stop-the-world"` if no code runs meanwhile.',
      view:
        'From this migration until the last old process has ended, every query on the view `{{table}}` fails, and after a rollback of the code those on `{{to}}` do. Create `{{to}}` as a second view, move the readers, and drop `{{table}}` in a later release; or set `deployment: "stop-the-world"` if no code runs meanwhile.',
    },
    options: {
      schema: {
        properties: {
          retiredNames: { type: 'array', items: { type: 'string' }, description: 'Patterns (`*` for any text) of names that a table gets when it is taken out of use.' },
        },
      },
      defaults: { retiredNames: ['*_deprecated', 'zz_*'] },
    },
  },
  create: (context) => ({
    renameTable(operation, step) {
      const table = known(operation.table);
      const to = known(operation.to);
      if (table === undefined || to === undefined || !step.world.rolling || !step.world.existing(step, table)) return;
      const schema = operation.toSchema ?? table.schema;
      const target: Name = { ...(schema !== undefined && { schema }), name: to };
      if (matchesAny(to, context.options['retiredNames']) || isTakenAgain(step, table) || isSecondName(step, table) || dropsTable(later(step), target)) return;
      const message = operation.toSchema !== undefined && to === table.name ? 'moved' : 'renamed';
      context.report(operation, message, { data: { table: written(table), to: written(target) }, object: tableObject(table) });
    },
    alterObject(operation, step) {
      const { object } = operation;
      const [name, to] = [known(object.name), known(operation.to)];
      if (name === undefined || to === undefined || (object.kind !== 'view' && object.kind !== 'materializedView')) return;
      const view: Name = { ...(object.schema !== undefined && { schema: object.schema }), name };
      if (!step.world.rolling || !step.world.existing(step, view) || isTakenAgain(step, view) || isSecondName(step, view) || isViewDropped(step, to)) return;
      context.report(operation, 'view', { data: { table: written(view), to }, object: { kind: object.kind, name: written(view) } });
    },
  }),
});

/** Something else has the old name when the migration is done: a view, the other table of a swap, a new table. */
function isTakenAgain(step: Step, table: Name): boolean {
  const end = step.steps.at(-1)?.after;
  return end !== undefined && hasTable(end, table) === true && hasTable(step.after, table) !== true;
}

/** The old name is one that the same migration gave: what matters is the first. */
const isSecondName = (step: Step, table: Name): boolean =>
  earlier(step).some(({ operation }) => {
    if (operation.kind !== 'renameTable') return false;
    const [from, to] = [known(operation.table), known(operation.to)];
    const schema = operation.toSchema ?? from?.schema;
    return to !== undefined && nameKey({ ...(schema !== undefined && { schema }), name: to }) === nameKey(table);
  });

const isViewDropped = (step: Step, to: string): boolean => later(step).some(({ operation }) => operation.kind === 'dropObject' && known(operation.object.name) === to);
