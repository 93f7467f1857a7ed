import type { Operation, OperationOf } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Catalog, Table } from './catalog.js';
import { nameKey } from './names.js';

/** Whether a table is a partition of another, or inherits from it. */
export const isChildOf = (table: Table, parent: string): boolean => table.partitionOf === parent || table.inherits?.includes(parent) === true;

/** Keys of the partitions of a table, and of the tables that inherit from it. */
export function childrenOf(catalog: Catalog, parent: string): readonly string[] {
  const out: string[] = [];
  for (const [key, table] of catalog.tables) if (isChildOf(table, parent)) out.push(key);
  return out;
}

type Inherited = OperationOf<'addColumn' | 'dropColumn' | 'renameColumn' | 'alterColumn' | 'addConstraint'>;

/** Whether what is done to a table is done to its children as well. Keys and indexes are not inherited, and those of partitions have names of their own. */
function isInherited(operation: Operation): operation is Inherited {
  if (operation.kind === 'addConstraint') return operation.constraint.type === 'check';
  return operation.kind === 'addColumn' || operation.kind === 'dropColumn' || operation.kind === 'renameColumn' || operation.kind === 'alterColumn';
}

/** The same operation on each of the tables that inherit it, near and far. */
export function inheritedBy(catalog: Catalog, operation: Operation): readonly Inherited[] {
  if (!isInherited(operation) || isUnknown(operation.table)) return [];
  const keys = new Set([nameKey(operation.table)]);
  for (const key of keys) for (const child of childrenOf(catalog, key)) keys.add(child);
  return [...keys].slice(1).flatMap((key) => {
    const child = catalog.tables.get(key);
    return child ? [{ ...operation, table: child.name }] : [];
  });
}
