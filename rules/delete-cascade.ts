import type { Catalog } from '../src/catalog/catalog.js';
import { constraintColumns, partKey } from '../src/catalog/names.js';
import type { ForeignKey, Name } from '../src/operation.js';
import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable, sameTable } from './support/lookup.js';
import { constraintObject, listed, tableObject, written } from './support/names.js';

export default defineRule({
  id: 'delete-cascade',
  meta: {
    summary: 'A foreign key of an existing table is made to delete or clear its rows with the parent.',
    category: 'data-loss',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    yieldsTo: ['missing-object', 'duplicate-object', 'foreign-key-mismatch'],
    messages: {
      deletes:
        'From here on deleting a row of `{{parent}}` deletes the rows of `{{table}}` that reference it, too, without a word{{before}}. Use RESTRICT, and let the code that deletes the parent say what becomes of the rows.',
      clears:
        'From here on deleting a row of `{{parent}}` clears {{columns}} in the rows of `{{table}}` that reference it, without a word{{before}}. Use RESTRICT, and let the code that deletes the parent say what becomes of the rows.',
    },
  },
  create: (context) => ({
    addConstraint(operation, step) {
      const table = known(operation.table);
      const { constraint } = operation;
      if (table === undefined || constraint.type !== 'foreignKey' || !step.world.existing(step, table)) return;
      const action = known(constraint.onDelete);
      const parent = known(constraint.references.table);
      const columns = constraintColumns(constraint);
      if ((action !== 'CASCADE' && action !== 'SET NULL') || parent === undefined || columns === undefined) return;
      // rows of before have nothing in a column that is new
      if (operation.inline === true || columns.every((column) => step.world.newColumn(step, table, column)) || joins(step.after, table)) return;
      const old = formerKey(step.steps[0]?.before ?? step.before, table, columns, parent);
      const oldAction = old && (known(old.onDelete) ?? 'NO ACTION');
      // what was so before is only made anew, and an optional reference is what SET NULL is for
      if (old?.onDelete !== undefined && known(old.onDelete) === undefined) return;
      if (oldAction === action || (action === 'SET NULL' && (old === undefined || oldAction === 'CASCADE'))) return;
      const name = known(constraint.name);
      context.report(operation, action === 'CASCADE' ? 'deletes' : 'clears', {
        data: { parent: written(parent), table: written(table), columns: listed(columns), before: old === undefined ? '' : `; before, the foreign key said ${oldAction ?? ''}` },
        object: name === undefined ? tableObject(table) : constraintObject(table, name),
      });
    },
  }),
});

/** The foreign key over the same columns to the same table that there was when the migration began. */
function formerKey(catalog: Catalog, table: Name, columns: readonly string[], parent: Name): ForeignKey | undefined {
  for (const { constraint } of findTable(catalog, table)?.constraints.values() ?? []) {
    if (constraint.type === 'foreignKey' && sameTable(constraint.references.table, parent) && constraintColumns(constraint)?.join() === columns.join()) return constraint;
  }
  return undefined;
}

/** A table that joins two others: of its columns all but a key of its own belong to foreign keys, of which there are two or more. */
function joins(catalog: Catalog, name: Name): boolean {
  const table = findTable(catalog, name);
  if (!table?.complete) return false;
  const constraints = [...table.constraints.values()].map(({ constraint }) => constraint);
  const keys = constraints.filter(({ type }) => type === 'foreignKey');
  const covered = new Set(keys.flatMap((key) => constraintColumns(key) ?? []).map(partKey));
  const primary = new Set(constraints.filter(({ type }) => type === 'primaryKey').flatMap((key) => constraintColumns(key) ?? []).map(partKey));
  return keys.length >= 2 && [...table.columns.keys()].every((column) => covered.has(column) || primary.has(column));
}
