import { constraintColumns } from '../src/catalog/names.js';
import type { Name, Operation } from '../src/operation.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { indexColumns } from './support/lookup.js';
import { constraintObject, indexObject, written } from './support/names.js';
import { heldBefore, isCleaned, sharesOneValue } from './support/existing-rows.js';
import { impliesNotNull } from './support/not-null.js';

type Message = 'unique' | 'sameDefault' | 'check' | 'foreignKey' | 'exclusion';

export default defineRule<Message>({
  id: 'constraint-on-existing-data',
  meta: {
    summary: 'A new constraint can be violated by rows that already exist.',
    category: 'fails-on-data',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      unique:
        '`{{name}}` fails if two rows of `{{table}}` share their {{columns}}. Look first: `SELECT {{list}}, count(*) FROM {{table}} GROUP BY {{list}} HAVING count(*) > 1`, and merge the duplicates in a migration before this one.',
      sameDefault:
        '`{{name}}` fails as soon as `{{table}}` has two rows: all of them got the same value when {{columns}} was added. Add the column nullable, give each row a value of its own, and make it unique afterwards.',
      check:
        '`{{name}}` fails if a row of `{{table}}` does not satisfy it. Look first: `SELECT count(*) FROM {{table}} WHERE NOT ({{list}})`, put those rows right in a migration before this one, or add it NOT VALID and validate later.',
      foreignKey:
        '`{{name}}` fails if a row of `{{table}}` points to a row of `{{target}}` that does not exist. Look first, delete or clear the orphans in a migration before this one, or add the key NOT VALID and validate later.',
      exclusion: '`{{name}}` fails if two rows of `{{table}}` exclude each other. Look for such rows first, and put them right in a migration before this one.',
    },
  },
  create: (context) => ({
    addConstraint(operation, step) {
      const table = known(operation.table);
      const { constraint } = operation;
      if (table === undefined || operation.notValid || ('usingIndex' in constraint && constraint.usingIndex !== undefined)) return;
      judge(context, step, operation, table, constraint);
    },
    validateConstraint(operation, step) {
      const table = known(operation.table);
      const entry = [...(step.before.tables.get(table ? written(table) : '')?.constraints.values() ?? [])].find(({ name }) => name === known(operation.constraint));
      if (table !== undefined && entry && !entry.valid) judge(context, step, operation, table, entry.constraint);
    },
    createIndex(operation, step) {
      const table = known(operation.table);
      const columns = indexColumns(operation.index);
      if (table === undefined || !operation.index.unique || columns === undefined || !step.world.populated(step, table)) return;
      const name = known(operation.index.name) ?? 'the unique index';
      unique(context, step, operation, table, name, columns, indexObject(table, name));
    },
  }),
});

function judge(context: RuleContext<Message>, step: Step, operation: Operation, table: Name, constraint: Extract<Operation, { kind: 'addConstraint' }>['constraint']): void {
  if (!step.world.populated(step, table)) return;
  const columns = constraintColumns(constraint);
  const name = known(constraint.name) ?? 'the constraint';
  const object = constraintObject(table, name);
  if (constraint.type === 'unique' || constraint.type === 'primaryKey') {
    if (columns) unique(context, step, operation, table, name, columns, object);
    return;
  }
  // a column that is new holds nothing that could violate it, unless it was filled
  if (columns?.some((column) => step.world.newColumn(step, table, column)) || heldBefore(step, table, constraint)) return;
  if (columns === undefined && constraint.type !== 'check' && constraint.type !== 'exclude') return;
  if (isCleaned(step, table, columns ?? [])) return;
  const expression = constraint.type === 'check' ? known(constraint.expression) : undefined;
  if (expression !== undefined && columns?.some((column) => impliesNotNull(expression, column) && step.world.backfilled(step, table, column) === true)) return;
  const target = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
  context.report(operation, constraint.type === 'foreignKey' ? 'foreignKey' : constraint.type === 'check' ? 'check' : 'exclusion', {
    data: { name, table: written(table), target: target ? written(target) : 'the other table', list: expression ?? '...', columns: (columns ?? []).join(', ') },
    object,
    possible: step.world.opaque(step, table),
  });
}

function unique(context: RuleContext<Message>, step: Step, operation: Operation, table: Name, name: string, columns: readonly string[], object: ReturnType<typeof constraintObject>): void {
  const list = columns.join(', ');
  const data = { name, table: written(table), columns: columns.map((column) => `\`${column}\``).join(', '), list };
  const [only] = columns;
  if (columns.length === 1 && only !== undefined && step.world.newColumn(step, table, only)) {
    if (sharesOneValue(step, table, only)) context.report(operation, 'sameDefault', { data, object, severity: 'error' });
    return;
  }
  if (columns.some((column) => step.world.newColumn(step, table, column)) || heldBefore(step, table, { type: 'unique', columns, named: true }) || isCleaned(step, table, columns)) return;
  context.report(operation, 'unique', { data, object, possible: step.world.opaque(step, table) });
}
