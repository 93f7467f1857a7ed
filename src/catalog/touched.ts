import type { Name, Operation } from '../operation.js';
import { isUnknown } from '../value.js';

const NOTHING: readonly Name[] = [];

/**
 * The tables about which an operation leaves something unread: all that an opaque statement names, and the table of an
 * operation whose column, constraint or index cannot be read. `anything` where the table itself cannot be.
 */
export function touchedBy(operation: Operation): readonly Name[] | 'anything' {
  switch (operation.kind) {
    case 'opaque':
      return operation.rowsOnly === true || operation.rejected === true ? NOTHING : operation.touches;
    case 'modifyRows':
    case 'setting':
    case 'transaction':
    case 'createEnum':
    case 'alterEnum':
    case 'dropEnum':
    case 'createObject':
    case 'dropObject':
    case 'alterObject':
      return NOTHING;
    case 'dropIndex':
      return isUnknown(operation.index) ? (operation.table === undefined || isUnknown(operation.table) ? 'anything' : [operation.table]) : NOTHING;
    case 'renameIndex':
      return isUnknown(operation.index) || isUnknown(operation.to) ? 'anything' : NOTHING;
    case 'createTable':
      return isUnknown(operation.table) ? 'anything' : operation.columns.some((column) => isUnknown(column.name)) ? [operation.table] : NOTHING;
    default:
      if (isUnknown(operation.table)) return 'anything';
      return partsOf(operation).some((part) => isUnknown(part)) ? [operation.table] : NOTHING;
  }
}

function partsOf(operation: Operation): readonly unknown[] {
  switch (operation.kind) {
    case 'addColumn':
      return [operation.column.name];
    case 'dropColumn':
    case 'alterColumn':
      return [operation.column];
    case 'renameColumn':
      return [operation.column, operation.to];
    case 'addConstraint':
      return [operation.constraint.name];
    case 'validateConstraint':
    case 'dropConstraint':
      return [operation.constraint];
    case 'renameConstraint':
      return [operation.constraint, operation.to];
    case 'createIndex':
      return [operation.index.name];
    default:
      return [];
  }
}
