import type { Table } from '../src/catalog/catalog.js';
import { constraintColumns, isNameless, partKey, plainColumn } from '../src/catalog/names.js';
import type { ForeignKey, Index, Name } from '../src/operation.js';
import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { foreignKeysOf } from './support/foreign-keys.js';
import { findTable, uniqueKeys } from './support/lookup.js';
import { columnObject, listed, tableObject, written } from './support/names.js';
import { matchesAny } from './support/patterns.js';
import { remedy } from './support/remedy.js';

export default defineRule({
  id: 'unindexed-foreign-key',
  meta: {
    summary: 'A foreign key has no index that starts with its columns.',
    category: 'design',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: ['postgres', 'sqlite'],
    directions: ['upgrade'],
    messages: {
      unindexed:
        'No index of `{{table}}` starts with {{columns}}, which {{reference}} `{{parent}}`: each delete of a row of `{{parent}}`, and each change of its key, reads the whole of `{{table}}` to look for references. Add an index: `{{create}}`.',
    },
    options: {
      schema: {
        properties: {
          staticTables: { type: 'array', items: { type: 'string' }, description: 'Patterns (`*` for any text) of referenced tables whose rows are never deleted.' },
        },
      },
      defaults: { staticTables: [] },
    },
  },
  create: (context) => ({
    migration(trip) {
      for (const step of trip.upgradeSteps) {
        for (const { table, key } of foreignKeysOf(step.operation)) {
          const parent = known(key.references.table);
          const columns = constraintColumns(key);
          if (parent === undefined || columns === undefined || matchesAny(parent.name, context.options['staticTables']) || isThere(step, table)) continue;
          const end = findTable(trip.afterUpgrade, table);
          if (!end?.complete || !isKept(end, key, columns) || isIndexed(end, columns)) continue;
          context.report(step.operation, 'unindexed', {
            direction: 'upgrade',
            data: { table: written(table), columns: listed(columns), reference: columns.length === 1 ? 'references' : 'reference', parent: written(parent), create: creation(step, table, columns) },
            object: columns.length === 1 && columns[0] !== undefined ? columnObject(table, columns[0]) : tableObject(table),
            possible: end.uncertain || mayBeIndexed(trip, table),
          });
        }
      }
    },
  }),
});

const isThere = (step: Step, table: Name): boolean => step.operation.kind === 'createTable' && step.operation.ifNotExists === true && findTable(step.before, table) !== undefined;

/** Whether the key is still there at the end of the migration. */
const isKept = (table: Table, key: ForeignKey, columns: readonly string[]): boolean =>
  [...table.constraints.values()].some(({ name, constraint }) => constraint.type === 'foreignKey' && (isNameless(name) || constraintColumns(constraint)?.join() === columns.join()) && known(constraint.references.table)?.name === known(key.references.table)?.name);

/** An index over some rows helps only where it leaves out those without a reference. */
const coversReferences = ({ where }: Index): boolean => where === undefined || /^\(*\s*"?[\w$]+"?\s+is\s+not\s+null\s*\)*$/iu.test(known(where) ?? '');

function isIndexed(table: Table, columns: readonly string[]): boolean {
  const indexes = [...table.indexes.values()].filter(({ index }) => coversReferences(index)).map(({ index }) => index.columns.map((column) => plainColumn(column) ?? ''));
  const wanted = new Set(columns.map(partKey));
  return [...indexes, ...uniqueKeys(table)].some((held) => held.slice(0, wanted.size).every((column) => wanted.has(partKey(column))) && held.length >= wanted.size);
}

const mayBeIndexed = (trip: RoundTrip, table: Name): boolean => {
  const last = trip.upgradeSteps[trip.upgradeSteps.length - 1];
  return last !== undefined && last.world.opaque(last, table);
};

function creation(step: Step, table: Name, columns: readonly string[]): string {
  const name = `ix_${table.name}_${columns.join('_')}`;
  return remedy(step, { alembic: `op.create_index('${name}', '${table.name}', [${columns.map((column) => `'${column}'`).join(', ')}])`, sql: `CREATE INDEX ${name} ON ${written(table)} (${columns.join(', ')})` });
}
