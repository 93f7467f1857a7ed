import type { Catalog } from '../catalog/catalog.js';
import { constraintColumns, partKey } from '../catalog/names.js';
import { tableOf } from '../catalog/query.js';
import type { Answer, Impact } from '../impact.js';
import type { Constraint, ForeignKey, OperationOf } from '../operation.js';
import { known } from '../value.js';
import { locksOn, onTable } from './postgres-locks.js';

export function addConstraintImpact(operation: OperationOf<'addConstraint'>, before: Catalog): Impact {
  const { table, constraint } = operation;
  switch (constraint.type) {
    case 'foreignKey': {
      const scan = operation.notValid === true ? false : operation.inline === true ? isFilled(before, operation, constraint) : true;
      const others = locksOn(before, constraint.references.table, 'SHARE ROW EXCLUSIVE');
      return onTable(before, table, operation.inline === true ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE', { scan }, others);
    }
    case 'check':
      return onTable(before, table, 'ACCESS EXCLUSIVE', { scan: operation.notValid !== true });
    case 'exclude':
      return onTable(before, table, 'ACCESS EXCLUSIVE', { scan: true, indexBuild: true });
    case 'unique':
    case 'primaryKey':
      if (constraint.usingIndex !== undefined) return onTable(before, table, 'ACCESS EXCLUSIVE', { scan: constraint.type === 'primaryKey' && isNullable(before, operation, constraint) });
      return onTable(before, table, 'ACCESS EXCLUSIVE', { scan: true, indexBuild: true });
  }
}

/** A foreign key that comes with a column is only checked where the column comes with a default, be it NULL. */
function isFilled(before: Catalog, operation: OperationOf<'addConstraint'>, constraint: ForeignKey): boolean {
  const [column] = constraintColumns(constraint) ?? [];
  const entry = column === undefined ? undefined : tableOf(before, operation.table)?.columns.get(partKey(column));
  return entry?.column.default !== undefined;
}

/** A primary key makes its columns NOT NULL, and looks at each row where they are not yet. */
function isNullable(before: Catalog, operation: OperationOf<'addConstraint'>, constraint: Constraint): Answer {
  const table = tableOf(before, operation.table);
  const index = 'usingIndex' in constraint && constraint.usingIndex !== undefined ? table?.indexes.get(partKey(constraint.usingIndex))?.index : undefined;
  const columns = constraintColumns(constraint) ?? index?.columns.map((column) => known(column));
  if (!table || !columns) return 'unknown';
  let answer: Answer = false;
  for (const column of columns) {
    const nullable = column === undefined ? undefined : known(table.columns.get(partKey(column))?.column.nullable);
    if (nullable === true) return true;
    if (nullable === undefined) answer = 'unknown';
  }
  return answer;
}

export function validateConstraintImpact(operation: OperationOf<'validateConstraint'>, before: Catalog): Impact {
  const name = known(operation.constraint);
  const entry = name === undefined ? undefined : tableOf(before, operation.table)?.constraints.get(partKey(name));
  const parent = entry?.constraint.type === 'foreignKey' ? entry.constraint.references.table : undefined;
  const scan = entry?.complete !== true || !entry.valid;
  return onTable(before, operation.table, 'SHARE UPDATE EXCLUSIVE', { scan }, locksOn(before, parent, 'ROW SHARE'));
}
