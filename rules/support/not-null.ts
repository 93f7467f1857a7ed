import type { Catalog } from '../../src/catalog/catalog.js';
import { partKey } from '../../src/catalog/names.js';
import { impliesNotNull, provedNotNull as isProved } from '../../src/dialects/postgres-proofs.js';
import type { Name } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { known } from '../../src/value.js';
import { findTable, sameTable } from './lookup.js';
import { backwards, isStepOf } from './steps.js';

export { impliesNotNull } from '../../src/dialects/postgres-proofs.js';

/** A validated check, or the primary key, already keeps NULLs out. */
export function provedNotNull(catalog: Catalog, table: Name, column: string): boolean {
  const found = findTable(catalog, table);
  return found !== undefined && isProved(found, column);
}

/** A check that would prove it, were it validated. */
export function unvalidatedProof(catalog: Catalog, table: Name, column: string): string | undefined {
  for (const { name, constraint, valid } of findTable(catalog, table)?.constraints.values() ?? []) {
    if (!valid && constraint.type === 'check' && impliesNotNull(known(constraint.expression) ?? '', column)) return name;
  }
  return undefined;
}

/** Rows that hold NULL in the column were deleted, or got the default when the column was added. */
export function hasNoNulls(step: Step, table: Name, column: string): boolean {
  for (const each of backwards(step, table, column)) {
    const { operation } = each.step;
    if (operation.kind === 'modifyRows' && operation.verb === 'delete' && sameTable(operation.table, each.table) && operation.whereNull?.some((name) => partKey(name) === partKey(each.column))) return true;
    if (operation.kind !== 'addColumn' || !sameTable(operation.table, each.table) || partKey(known(operation.column.name) ?? '') !== partKey(each.column)) continue;
    const filled = operation.column.default !== undefined && !/^null(?:::.*)?$/iu.test(known(operation.column.default) ?? '');
    return filled && step.world.newColumn(step, table, column);
  }
  return false;
}

/** Whether the upgrade of this migration allowed NULL in the column, so that the downgrade forbids it again. */
export const relaxedByUpgrade = (step: Step, table: Name, column: string): boolean =>
  step.direction === 'downgrade' &&
  step.upgradeSteps.some(
    (other) => isStepOf(other, 'alterColumn') && sameTable(other.operation.table, table) && partKey(known(other.operation.column) ?? '') === partKey(column) && known(other.operation.set.nullable) === true,
  );
