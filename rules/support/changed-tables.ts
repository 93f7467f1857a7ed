import type { Operation } from '../../src/operation.js';
import { known } from '../../src/value.js';
import { written } from './names.js';

/** The tables that operations change, each once; those of foreign keys, which are locked and must be there, too. */
export function changedTables(operations: readonly Operation[]): readonly string[] {
  const found = new Set<string>();
  for (const operation of operations) {
    if ('table' in operation) {
      const table = known(operation.table);
      if (table) found.add(written(table));
    }
    const constraints = operation.kind === 'addConstraint' ? [operation.constraint] : operation.kind === 'createTable' ? operation.constraints : [];
    for (const constraint of constraints) {
      const target = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
      if (target) found.add(written(target));
    }
  }
  return [...found];
}
