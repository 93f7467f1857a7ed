import { nameKey, partKey } from '../../src/catalog/names.js';
import type { Name, Operation, OperationKind, OperationOf } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { known, type Known } from '../../src/value.js';
import { sameTable } from './lookup.js';

export type StepOf<K extends OperationKind> = Step & { readonly operation: OperationOf<K> };

export const isStepOf = <K extends OperationKind>(step: Step, kind: K): step is StepOf<K> => step.operation.kind === kind;
export const stepsOf = <K extends OperationKind>(steps: readonly Step[], kind: K): StepOf<K>[] => steps.filter((step): step is StepOf<K> => isStepOf(step, kind));

export const earlier = (step: Step): readonly Step[] => step.steps.slice(0, step.index);
export const later = (step: Step): readonly Step[] => step.steps.slice(step.index + 1);

/** Whether an operation that was not understood may touch the table. */
export const mayTouch = (operation: Operation, table: Known<Name>): boolean =>
  operation.kind === 'opaque' && (operation.touches === 'anything' || operation.touches.some((name) => sameTable(name, table)));

/** Whether rows of the table are read by an INSERT ... SELECT or an UPDATE ... FROM of another table. */
const readsTable = (operation: OperationOf<'modifyRows'>, table: Known<Name>): boolean => operation.from?.some((name) => sameTable(name, table)) === true;

const lists = (columns: readonly string[] | undefined, column: string): boolean => columns?.some((name) => partKey(name) === partKey(column)) === true;

/**
 * Whether a step carries the values of the column somewhere else: into another column of the table, or another table.
 * A statement whose columns could not be read counts: nothing says that it leaves the column out.
 */
export function copiesColumn(step: Step, table: Known<Name>, column: string): boolean {
  const { operation } = step;
  if (operation.kind !== 'modifyRows') return false;
  if (operation.verb === 'update' && sameTable(operation.table, table)) {
    const others = operation.columns === undefined || operation.columns.some((name) => partKey(name) !== partKey(column));
    return others && (operation.reads === undefined || lists(operation.reads, column));
  }
  if (operation.verb !== 'insert' && operation.verb !== 'update') return false;
  return readsTable(operation, table) && (operation.reads === undefined || lists(operation.reads, column));
}

/** Whether a step writes the column from something else than a constant NULL. */
export function writesColumn(step: Step, table: Known<Name>, column: string): boolean {
  const { operation } = step;
  if (operation.kind !== 'modifyRows' || operation.verb !== 'update' || !sameTable(operation.table, table)) return false;
  return operation.columns === undefined || lists(operation.columns, column);
}

/** Whether the values of one column are carried into another of the same table. */
export function copiesInto(step: Step, table: Known<Name>, from: string, to: string): boolean {
  const { operation } = step;
  return writesColumn(step, table, to) && operation.kind === 'modifyRows' && (operation.reads === undefined || lists(operation.reads, from));
}

/** Whether rows of the table are written into another one. */
export const copiesRows = (step: Step, table: Known<Name>): boolean =>
  step.operation.kind === 'modifyRows' && step.operation.verb === 'insert' && !sameTable(step.operation.table, table) && readsTable(step.operation, table);

/** Whether the table is dropped by one of the steps. */
export const dropsTable = (steps: readonly Step[], table: Known<Name>): boolean => steps.some((step) => step.operation.kind === 'dropTable' && sameTable(step.operation.table, table));

/** The column's drop, where one of the steps drops it. */
export function dropOfColumn(steps: readonly Step[], table: Known<Name>, column: string): StepOf<'dropColumn'> | undefined {
  return stepsOf(steps, 'dropColumn').find(({ operation }) => sameTable(operation.table, table) && known(operation.column) !== undefined && partKey(known(operation.column) as string) === partKey(column));
}

/** A key for maps by table; `undefined` where the name is unknown. */
export const tableKey = (table: Known<Name>): string | undefined => {
  const name = known(table);
  return name && nameKey(name);
};

function* newestFirst(...lists: readonly (readonly Step[])[]): Generator<Step> {
  for (const steps of lists) for (let i = steps.length - 1; i >= 0; i -= 1) yield steps[i] as Step;
}

/** Steps before this one that add columns or write rows, newest first, each with the names that the table and the column had when it ran. */
export function* backwards(step: Step, table: Name, column: string): Generator<{ readonly step: Step; readonly table: Name; readonly column: string }> {
  let [formerTable, formerColumn] = [table, column];
  for (const each of newestFirst(earlier(step), step.world.trail(step))) {
    const { operation } = each;
    if (operation.kind === 'renameTable' && known(operation.to) === formerTable.name) {
      const from = known(operation.table);
      if (from) formerTable = from;
    } else if (operation.kind === 'renameColumn' && sameTable(operation.table, formerTable) && known(operation.to) === formerColumn) formerColumn = known(operation.column) ?? formerColumn;
    else yield { step: each, table: formerTable, column: formerColumn };
  }
}
