import type { Catalog, Table } from '../../src/catalog/catalog.js';
import { constraintColumns, partKey } from '../../src/catalog/names.js';
import type { Constraint, Name } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { known } from '../../src/value.js';
import { findTable, sameTable, uniqueKeys } from './lookup.js';

/** Rows that would violate a constraint over the columns were deleted or changed before, here or in an earlier migration. */
export function isCleaned(step: Step, table: Name, columns: readonly string[]): boolean {
  const names = new Set(columns.map(partKey));
  return [...step.world.past(step, 'modifyRows'), ...step.steps.slice(0, step.index)].some(({ operation }) => {
    if (operation.kind !== 'modifyRows' || !sameTable(operation.table, table)) return false;
    if (operation.verb === 'delete') return known(operation.filtered) !== false;
    return operation.verb === 'update' && (operation.columns === undefined || operation.columns.some((column) => names.has(partKey(column))));
  });
}

/** The column was just added with one constant for all rows, and nothing has written it since. */
export function sharesOneValue(step: Step, table: Name, column: string): boolean {
  let shared = false;
  for (const { operation } of step.steps.slice(0, step.index)) {
    if (operation.kind === 'addColumn' && sameTable(operation.table, table) && partKey(known(operation.column.name) ?? '') === partKey(column)) {
      shared = /^(?:'(?:[^']|'')*'(?:::[\w ]+)?|-?\d+(?:\.\d+)?|true|false)$/iu.test(known(operation.column.default) ?? '');
    } else if (operation.kind === 'modifyRows' && sameTable(operation.table, table)) shared = false;
    else if (operation.kind === 'opaque') shared = false;
  }
  return shared;
}

/** Whether the same constraint or a narrower one kept such rows out until this migration, in either direction. */
export function heldBefore(step: Step, table: Name, constraint: Constraint): boolean {
  const starts = [step.before, step.steps[0]?.before, step.upgradeSteps[0]?.before];
  return starts.some((catalog) => catalog !== undefined && holdsIn(catalog, table, constraint));
}

function holdsIn(catalog: Catalog, name: Name, constraint: Constraint): boolean {
  const table = findTable(catalog, name);
  if (!table) return false;
  const columns = constraintColumns(constraint);
  if (constraint.type === 'unique' || constraint.type === 'primaryKey') {
    return columns !== undefined && uniqueKeys(table).some((key) => key.every((column) => columns.includes(column)));
  }
  return [...table.constraints.values()].some(({ constraint: old, valid }) => valid && isSame(old, constraint, table));
}

function isSame(old: Constraint, constraint: Constraint, table: Table): boolean {
  if (old.type === 'foreignKey' && constraint.type === 'foreignKey') {
    const own = known(constraint.references.table) ?? table.name;
    return sameTable(old.references.table, own) && constraintColumns(old)?.join(',') === constraintColumns(constraint)?.join(',');
  }
  if ((old.type === 'check' && constraint.type === 'check') || (old.type === 'exclude' && constraint.type === 'exclude')) {
    const text = known(constraint.expression);
    return text !== undefined && bare(text) === bare(known(old.expression) ?? '');
  }
  return false;
}
const bare = (text: string): string => text.toLowerCase().replace(/[\s()]/gu, '');
