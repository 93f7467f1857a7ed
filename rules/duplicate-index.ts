import type { Table } from '../src/catalog/catalog.js';
import { constraintColumns, knownNames, partKey } from '../src/catalog/names.js';
import type { Index } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable } from './support/lookup.js';
import { indexObject, written } from './support/names.js';
import { remedy } from './support/remedy.js';

export default defineRule({
  id: 'duplicate-index',
  meta: {
    summary: 'An index repeats another one or the start of another one.',
    category: 'design',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['missing-object', 'duplicate-object'],
    messages: {
      repeated:
        'The index `{{index}}` of `{{table}}` does what `{{other}}` does already: it finds nothing that the other does not find, and each write pays for both. Leave it out{{drop}}.',
      prefix:
        'The index `{{index}}` of `{{table}}` is the start of `{{other}}`, which finds the same rows: each write pays for both. Leave it out, unless the wider one is so large that the narrow one is worth its price.',
    },
  },
  create: (context) => ({
    createIndex(operation, step) {
      const table = known(operation.table);
      const own = findTable(step.before, table);
      const name = known(operation.index.name);
      const columns = knownNames(operation.index.columns);
      if (table === undefined || !own || name === undefined || columns === undefined || columns.length === 0 || own.indexes.has(partKey(name))) return;
      const other = indexesOf(own).find((each) => isKept(step, own, each.name) && holds(each.index, operation.index, columns));
      if (!other) return;
      const same = other.index.columns.length === columns.length;
      // a constraint says more than its index does: it stays
      const drop = other.isConstraint ? '' : `, or drop the other one: \`${remedy(step, { alembic: `op.drop_index('${other.name}', table_name='${table.name}')`, sql: `DROP INDEX ${other.name}` })}\``;
      context.report(operation, same ? 'repeated' : 'prefix', { data: { index: name, table: written(table), other: other.name, drop }, object: indexObject(table, name), possible: other.uncertain || own.uncertain });
    },
  }),
});

interface Held {
  readonly name: string;
  readonly index: Pick<Index, 'columns' | 'unique' | 'where' | 'using' | 'include'>;
  readonly isConstraint: boolean;
  readonly uncertain: boolean;
}

function indexesOf(table: Table): readonly Held[] {
  const keys = [...table.constraints.values()].flatMap(({ name, constraint, uncertain }) => {
    const columns = constraint.type === 'primaryKey' || constraint.type === 'unique' ? constraintColumns(constraint) : undefined;
    return columns ? [{ name, index: { columns, unique: true }, isConstraint: true, uncertain }] : [];
  });
  return [...keys, ...[...table.indexes.values()].filter(({ complete }) => complete).map(({ name, index, uncertain }) => ({ name, index, isConstraint: false, uncertain }))];
}

/** Whether one index finds all that the other would find, and enforces what it would enforce. */
function holds(held: Held['index'], index: Index, columns: readonly string[]): boolean {
  const theirs = knownNames(held.columns);
  if (theirs === undefined || theirs.length < columns.length || methodOf(held) !== methodOf(index) || (methodOf(index) !== 'btree' && theirs.length > columns.length)) return false;
  if (held.where !== undefined || index.where !== undefined || (held.include ?? []).join() !== (index.include ?? []).join()) return false;
  if (index.unique && (!held.unique || theirs.length > columns.length)) return false;
  return columns.every((column, i) => partKey(column) === partKey(theirs[i] ?? ''));
}

const methodOf = ({ using }: Pick<Index, 'using'>): string => using?.toLowerCase() ?? 'btree';

/** The migration does not drop the other one afterwards. */
const isKept = (step: Step, table: Table, name: string): boolean => {
  const end = findTable(step.steps[step.steps.length - 1]?.after ?? step.after, table.name);
  return end?.indexes.has(partKey(name)) === true || end?.constraints.has(partKey(name)) === true;
};
