import type { Table } from '../src/catalog/catalog.js';
import { constraintColumns, isNameless, partKey, plainColumn } from '../src/catalog/names.js';
import { factsOf } from '../src/dialects/dialect.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn, findTable, indexColumns, sameTable } from './support/lookup.js';
import { columnObject, constraintObject, indexObject, listed, written } from './support/names.js';
import { dropsTable, later } from './support/steps.js';

export default defineRule({
  id: 'drop-column-side-effect',
  meta: {
    summary: 'Dropping a column silently removes a constraint or index that also covers other columns.',
    category: 'data-loss',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb'],
    directions: ['upgrade'],
    yieldsTo: ['missing-object'],
    messages: {
      dropped:
        'Dropping `{{table}}.{{column}}` also drops {{parts}}: the database removes without a word what covers the column, and {{others}} of the same table {{are}} no longer held or found by it. Drop it by name first, and make it again over the columns that stay where that is still wanted.',
      narrowed:
        'Dropping `{{table}}.{{column}}` leaves {{parts}} over {{others}} only: MySQL takes the column out of each index, and a unique one then refuses rows that were fine before. Drop it by name first, and make again what is still wanted.',
    },
  },
  create: (context) => ({
    dropColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column)];
      const own = findTable(step.before, table);
      if (table === undefined || column === undefined || !own || !findColumn(step.before, table, column)) return;
      if (!step.world.existing(step, table) || step.world.newColumn(step, table, column) || dropsTable(later(step), table)) return;
      const narrows = factsOf(context.target.dialect).droppedColumn !== 'dropsIndexes';
      const parts = partsOver(own, column).filter((part) => (!narrows || part.isIndex) && !isNameless(part.name) && !isMadeAgain(step, own, part, column));
      const others = [...new Set(parts.flatMap((part) => part.columns.filter((name) => partKey(name) !== partKey(column))))];
      if (parts.length === 0 || others.length === 0) return;
      context.report(operation, narrows ? 'narrowed' : 'dropped', {
        data: { table: written(table), column, parts: listed(parts.map(({ name }) => name)), others: listed(others), are: others.length === 1 ? 'is' : 'are' },
        object: columnObject(table, column),
        objects: [columnObject(table, column), ...parts.map((part) => (part.kind === 'index' ? indexObject(table, part.name) : constraintObject(table, part.name)))],
        possible: parts.every(({ uncertain }) => uncertain),
      });
    },
  }),
});

interface Part {
  readonly kind: 'index' | 'constraint';
  readonly name: string;
  readonly columns: readonly string[];
  readonly isIndex: boolean;
  readonly uncertain: boolean;
}

/** Indexes and constraints that cover the column and others. */
function partsOver(table: Table, column: string): readonly Part[] {
  const parts: Part[] = [];
  for (const { name, index, uncertain } of table.indexes.values()) {
    const columns = indexColumns(index) ?? index.columns.flatMap((each) => plainColumn(each) ?? []);
    parts.push({ kind: 'index', name, columns: [...columns, ...(index.include ?? [])], isIndex: true, uncertain });
  }
  for (const { name, constraint, uncertain } of table.constraints.values()) {
    parts.push({ kind: 'constraint', name, columns: constraintColumns(constraint) ?? [], isIndex: constraint.type === 'primaryKey' || constraint.type === 'unique', uncertain });
  }
  return parts.filter(({ columns }) => columns.length > 1 && columns.some((name) => partKey(name) === partKey(column)));
}

/** The migration makes a part of the same name, or another one over the columns that stay, and it is there at the end. */
function isMadeAgain(step: Step, before: Table, part: Part, column: string): boolean {
  const rest = part.columns.filter((name) => partKey(name) !== partKey(column));
  const covers = (columns: readonly string[] | undefined): boolean => rest.every((name) => columns?.includes(name) === true);
  return step.steps.some(({ operation }) => {
    if (operation.kind === 'createIndex' && sameTable(operation.table, before.name)) return known(operation.index.name) === part.name || covers(indexColumns(operation.index));
    if (operation.kind === 'addConstraint' && sameTable(operation.table, before.name)) return known(operation.constraint.name) === part.name || covers(constraintColumns(operation.constraint));
    return false;
  });
}
