import type { Answer } from '../src/impact.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import type { Column, Name, Operation } from '../src/operation.js';
import { known } from '../src/value.js';
import { enumOf, findColumn } from './support/lookup.js';
import { busyLockOn, waiting } from './support/locks.js';
import { columnObject, tableObject, written } from './support/names.js';

type Message = 'type' | 'values' | 'unknownType' | 'computed' | 'default' | 'storage';

export default defineRule<Message>({
  id: 'table-rewrite',
  meta: {
    summary: 'A change rewrites a whole existing table under a lock.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: [
      'uncastable-type-change', 'lossy-type-change', 'one-way-type-change', 'not-null-without-default', 'set-not-null-without-backfill', 'drop-and-recreate-column', 'duplicate-object', 'missing-object',
      'blocked-by-dependent',
    ],
    messages: {
      type:
        'Changing `{{table}}.{{column}}` from {{from}} to {{to}} writes `{{table}}` and all of its indexes anew, row by row, while {{waiting}} waits ({{mode}}). Add a new column of type {{to}}, write both, copy the old values in batches, and switch over in a later migration.',
      values:
        'USING computes a new value of `{{table}}.{{column}}` for each row: `{{table}}` and all of its indexes are written anew while {{waiting}} waits ({{mode}}). Add a new column, write both, fill it in batches, and switch over in a later migration.',
      unknownType:
        'Changing `{{table}}.{{column}}` to {{to}} may write `{{table}}` and all of its indexes anew while {{waiting}} waits ({{mode}}); what the type was, and so whether the stored values can stay, could not be read. Check it on a copy, or add a new column and copy the values in batches.',
      computed:
        'Adding `{{table}}.{{column}}` writes a value of its own into every row: `{{table}}` and all of its indexes are written anew while {{waiting}} waits ({{mode}}). Add a plain nullable column, fill it in batches, and turn it into what it is meant to be in a later migration.',
      default:
        'Adding `{{table}}.{{column}}` with the default {{expression}} writes a value of its own into every row: `{{table}}` and all of its indexes are written anew while {{waiting}} waits ({{mode}}). Add the column without a default, set the default with a second ALTER, and fill the old rows in batches.',
      storage:
        '`{{action}}` writes `{{table}}` and all of its indexes anew while {{waiting}} waits ({{mode}}). Do it at a quiet time, or create a new table, copy the rows in batches and swap the names.',
    },
  },
  create: (context) => ({
    addColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column.name)];
      if (table === undefined || column === undefined || step.impact.rewrite !== true) return;
      const expression = known(operation.column.default);
      const message = expression === undefined || isGenerated(operation.column) ? 'computed' : 'default';
      report(context, step, operation, table, message, { column, expression: `\`${brief(expression ?? '')}\`` });
    },
    alterColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column)];
      if (table === undefined || column === undefined || step.impact.rewrite === false || isEnumSwap(step, operation)) return;
      const from = known(findColumn(step.before, table, column)?.column.type) ?? known(operation.existing?.type);
      const to = known(operation.set.type);
      if (to === undefined) {
        if (step.impact.rewrite === true && operation.set.generated !== undefined) report(context, step, operation, table, 'computed', { column });
        return;
      }
      const message = from === undefined ? 'unknownType' : from === to ? 'values' : 'type';
      // where nothing was seen, not even what kind of change it is can be told
      report(context, step, operation, table, message, { column, from: from ?? '', to }, isUnsure(step.impact.rewrite) || from === undefined);
    },
    alterObject(operation, step) {
      const name = known(operation.object.name);
      if (operation.object.kind !== 'table' || name === undefined || step.impact.rewrite !== true || !/^set (?:un)?logged\b/u.test(operation.action ?? '')) return;
      const table = { ...(operation.object.schema !== undefined && { schema: operation.object.schema }), name };
      report(context, step, operation, table, 'storage', { action: (operation.action ?? '').toUpperCase() });
    },
  }),
});

function brief(expression: string): string {
  const text = expression.replace(/\s+/gu, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
const isUnsure = (answer: Answer): boolean => answer === 'unknown';
const isGenerated = (column: Column): boolean => column.identity !== undefined || column.generated !== undefined || /^nextval\(/u.test(known(column.default) ?? '');

function report(context: RuleContext<Message>, step: Step, operation: Operation, table: Name, message: Message, data: Readonly<Record<string, string>>, possible = false): void {
  const lock = busyLockOn(step, table);
  if (!lock) return;
  const object = data['column'] === undefined ? tableObject(table) : columnObject(table, data['column']);
  context.report(operation, message, { data: { table: written(table), mode: lock.mode, waiting: waiting(lock.blocks), ...data }, object, possible });
}

/** A label leaves an enum type in no other way than through a new type. */
function isEnumSwap(step: Step, operation: Extract<Operation, { kind: 'alterColumn' }>): boolean {
  const old = known(findColumn(step.before, operation.table, operation.column)?.column.type);
  return enumOf(step.before, old) !== undefined && enumOf(step.before, known(operation.set.type)) !== undefined;
}
