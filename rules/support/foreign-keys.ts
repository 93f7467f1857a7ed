import type { ForeignKey, Name, Operation } from '../../src/operation.js';
import { known } from '../../src/value.js';

/** Foreign keys that an operation makes, with the table that they are on. */
export function foreignKeysOf(operation: Operation): { readonly table: Name; readonly key: ForeignKey }[] {
  if (operation.kind !== 'createTable' && operation.kind !== 'addConstraint') return [];
  const table = known(operation.table);
  const constraints = operation.kind === 'createTable' ? operation.constraints : [operation.constraint];
  return table === undefined ? [] : constraints.flatMap((key) => (key.type === 'foreignKey' ? [{ table, key }] : []));
}
