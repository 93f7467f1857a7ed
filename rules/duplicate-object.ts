import { nameKey, partKey, relationExists } from '../src/catalog/names.js';
import { hasColumn, hasConstraint, hasIndex, hasObject, hasTable, hasType } from '../src/catalog/query.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn, findTable } from './support/lookup.js';
import { columnObject, constraintObject, enumObject, indexObject, tableObject, written } from './support/names.js';
import { earlier, stepsOf } from './support/steps.js';

const one = (what: string): string => `${/^[aeiou]/iu.test(what) ? 'an' : 'a'} ${what}`;

export default defineRule({
  id: 'duplicate-object',
  meta: {
    summary: 'An operation creates something that already exists.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      exists: 'There already is {{what}} here{{where}}: creating it again fails on every database that has run the history up to this point. Leave this out, or drop the old one first.',
      enumCreated:
        'The type `{{type}}` already exists here, and creating a table creates it once more: the statement fails with "type already exists". Use `postgresql.ENUM(..., name=\'{{type}}\', create_type=False)` for the column.',
      downgrade: 'The downgrade creates the index `{{index}}` twice, the first time together with its table or column: the second one fails with "already exists". Leave one of the two out.',
    },
  },
  create: (context) => ({
    createTable(operation, step) {
      const table = known(operation.table);
      if (operation.ifNotExists || operation.temporary || table === undefined) return;
      const entry = findTable(step.before, table);
      const exists = hasTable(step.before, table) === true || (context.target.dialect === 'postgres' && !entry && relationExists(step.before, table.schema, table.name));
      if (exists) context.report(operation, 'exists', { data: { what: one(`table or other relation \`${written(table)}\``), where: since(entry?.made.migration, step) }, object: tableObject(table), possible: entry?.complete === false });
    },
    renameTable(operation, step) {
      const from = known(operation.table);
      const to = known(operation.to);
      if (from === undefined || to === undefined) return;
      const target = { schema: operation.toSchema ?? from.schema, name: to };
      if (nameKey(target) === nameKey(from) || hasTable(step.before, target) !== true) return;
      const entry = findTable(step.before, target);
      context.report(operation, 'exists', { data: { what: one(`table \`${written(target)}\``), where: since(entry?.made.migration, step) }, object: tableObject(target), possible: entry?.complete === false });
    },
    addColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column.name);
      if (operation.ifNotExists || table === undefined || column === undefined || hasColumn(step.before, table, column) !== true) return;
      const entry = findColumn(step.before, table, column);
      context.report(operation, 'exists', { data: { what: one(`column \`${written(table)}.${column}\``), where: since(entry?.made.migration, step) }, object: columnObject(table, column), possible: entry?.complete === false });
    },
    renameColumn(operation, step) {
      const table = known(operation.table);
      const to = known(operation.to);
      if (table === undefined || to === undefined || to === known(operation.column) || hasColumn(step.before, table, to) !== true) return;
      const entry = findColumn(step.before, table, to);
      context.report(operation, 'exists', { data: { what: one(`column \`${written(table)}.${to}\``), where: since(entry?.made.migration, step) }, object: columnObject(table, to), possible: entry?.complete === false });
    },
    createIndex(operation, step) {
      const table = known(operation.table);
      const index = known(operation.index.name);
      if (operation.ifNotExists || table === undefined || index === undefined) return;
      // MySQL counts index names per table, the others per schema
      const exists = context.target.dialect === 'mysql' || context.target.dialect === 'mariadb' ? hasIndex(step.before, table, index) === true : relationExists(step.before, table.schema, index);
      const found = standing(step, index);
      if (!exists || found === 'uncertain') return;
      const details = { object: indexObject(table, index), possible: found === 'incomplete' };
      const twice = step.direction === 'downgrade' && stepsOf(earlier(step), 'createIndex').some((other) => known(other.operation.index.name) === index);
      if (twice) context.report(operation, 'downgrade', { data: { index }, ...details });
      else context.report(operation, 'exists', { data: { what: one(`index or other relation \`${index}\``), where: '' }, ...details });
    },
    addConstraint(operation, step) {
      const table = known(operation.table);
      const { constraint } = operation;
      const name = known(constraint.name);
      if (operation.ifNotExists || !constraint.named || table === undefined || name === undefined) return;
      const keyed = (constraint.type === 'unique' || constraint.type === 'primaryKey') && constraint.usingIndex === undefined && context.target.dialect === 'postgres';
      if (hasConstraint(step.before, table, name) !== true && !(keyed && relationExists(step.before, table.schema, name))) return;
      const found = standing(step, name);
      if (found === 'uncertain') return;
      context.report(operation, 'exists', { data: { what: one(`constraint or index \`${name}\``), where: ` (on \`${written(table)}\`)` }, object: constraintObject(table, name), possible: found === 'incomplete' });
    },
    createEnum(operation, step) {
      const name = known(operation.name);
      if (operation.ifNotExists || name === undefined || hasType(step.before, name) !== true) return;
      const entry = step.before.enums.get(nameKey(name));
      const details = { object: enumObject(name), possible: entry?.complete === false };
      if (operation.implicit) context.report(operation, 'enumCreated', { data: { type: written(name) }, ...details });
      else context.report(operation, 'exists', { data: { what: one(`type \`${written(name)}\``), where: since(entry?.made.migration, step) }, ...details });
    },
    createObject(operation, step) {
      const { object } = operation;
      const name = known(object.name);
      if (operation.ifNotExists || operation.orReplace || name === undefined || !COUNTED.has(object.kind) || hasObject(step.before, object) !== true) return;
      const table = known(object.table);
      context.report(operation, 'exists', { data: { what: one(`${KINDS[object.kind] ?? object.kind} \`${name}\``), where: '' }, object: { kind: object.kind, name, ...(table && { table: written(table) }) } });
    },
  }),
});

/** Kinds of which there is one of a name; functions may share theirs. */
const COUNTED = new Set<string>(['view', 'materializedView', 'trigger', 'extension', 'schema', 'sequence', 'policy', 'domain']);
const KINDS: Readonly<Record<string, string>> = { materializedView: 'materialized view' };

const since = (migration: string | undefined, step: Step): string => (migration === undefined || migration === step.migration.id ? '' : ` since revision ${migration}`);

/** What is known of the index or constraint of that name: that it exists, no more than that, or not even that. */
function standing(step: Step, name: string): 'known' | 'incomplete' | 'uncertain' {
  for (const table of step.before.tables.values()) {
    const entry = table.indexes.get(partKey(name)) ?? table.constraints.get(partKey(name));
    if (entry) return entry.uncertain || table.uncertain ? 'uncertain' : entry.complete ? 'known' : 'incomplete';
  }
  return 'known';
}
