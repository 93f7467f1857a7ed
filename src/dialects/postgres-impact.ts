import type { Catalog, Table } from '../catalog/catalog.js';
import { indexOwner, nameKey } from '../catalog/names.js';
import { tableOf } from '../catalog/query.js';
import { NO_IMPACT, UNKNOWN_IMPACT, type Impact, type TableLock } from '../impact.js';
import type { Name, Operation, OperationOf } from '../operation.js';
import type { Target } from '../target.js';
import { known } from '../value.js';
import { addColumnImpact, alterColumnImpact } from './postgres-impact-columns.js';
import { addConstraintImpact, validateConstraintImpact } from './postgres-impact-constraints.js';
import { alterObjectImpact, createObjectImpact, dropObjectImpact } from './postgres-impact-objects.js';
import { lock, locksOn, onTable, strongest } from './postgres-locks.js';

const ONLY_THE_FILE = 'the table gets a new, empty file; what older transactions still need to see is gone';

/** PostgreSQL 11 to 18, as measured on 15 and 18. */
export function postgresImpact(operation: Operation, before: Catalog, target: Target): Impact {
  switch (operation.kind) {
    case 'createTable':
      return createTableImpact(operation, before);
    case 'dropTable':
      return dropTableImpact(operation, before);
    case 'renameTable':
    case 'renameColumn':
    case 'renameConstraint':
      return onTable(before, operation.table, 'ACCESS EXCLUSIVE');
    case 'addColumn':
      return addColumnImpact(operation, before, target);
    case 'alterColumn':
      return alterColumnImpact(operation, before, target);
    case 'dropColumn':
      return onTable(before, operation.table, 'ACCESS EXCLUSIVE', {}, parentsOf(tableOf(before, operation.table), known(operation.column)));
    case 'addConstraint':
      return addConstraintImpact(operation, before);
    case 'validateConstraint':
      return validateConstraintImpact(operation, before);
    case 'dropConstraint':
      return dropConstraintImpact(operation, before);
    case 'createIndex':
      return createIndexImpact(operation, before);
    case 'dropIndex':
      return onTable(before, operation.table ?? ownerOf(before, operation), operation.concurrently === true ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
    case 'renameIndex':
      return renameIndexImpact(operation, before, target);
    case 'modifyRows':
      return modifyRowsImpact(operation, before);
    case 'createObject':
      return createObjectImpact(operation, before);
    case 'dropObject':
      return dropObjectImpact(operation, before);
    case 'alterObject':
      return alterObjectImpact(operation, before, target);
    case 'opaque':
      return UNKNOWN_IMPACT;
    case 'createEnum':
    case 'alterEnum':
    case 'dropEnum':
    case 'setting':
    case 'transaction':
      return NO_IMPACT;
  }
}

/** A new table locks nobody out; the tables that it refers to and belongs to are there already. */
function createTableImpact(operation: OperationOf<'createTable'>, before: Catalog): Impact {
  const locks: TableLock[] = [];
  const own = known(operation.table);
  for (const constraint of operation.constraints) {
    const parent = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
    if (parent && !(own && nameKey(own) === nameKey(parent))) locks.push(...locksOn(before, parent, 'SHARE ROW EXCLUSIVE'));
  }
  if (operation.partitionOf === undefined) return { ...NO_IMPACT, locks: strongest(locks) };
  locks.unshift(lock(operation.partitionOf, 'ACCESS EXCLUSIVE'));
  return { ...NO_IMPACT, locks: strongest(locks), note: 'a default partition is locked as well and searched for rows of the new one' };
}

/** PostgreSQL removes a foreign key's triggers from the table that it refers to, too, under the strongest lock. */
function parentsOf(table: Table | undefined, column?: string): TableLock[] {
  const locks: TableLock[] = [];
  for (const { constraint } of table?.constraints.values() ?? []) {
    if (constraint.type !== 'foreignKey') continue;
    const parent = known(constraint.references.table);
    if (parent && (column === undefined || known(constraint.columns)?.includes(column) === true)) locks.push(lock(parent, 'ACCESS EXCLUSIVE'));
  }
  return locks;
}

function childrenOf(catalog: Catalog, table: Name): TableLock[] {
  const key = nameKey(table);
  const refers = (each: Table): boolean =>
    [...each.constraints.values()].some(({ constraint }) => {
      const parent = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
      return parent !== undefined && nameKey(parent) === key;
    });
  return [...catalog.tables.values()].filter(refers).map((each) => lock(each.name, 'ACCESS EXCLUSIVE'));
}

function dropTableImpact(operation: OperationOf<'dropTable'>, before: Catalog): Impact {
  const table = tableOf(before, operation.table);
  const others = parentsOf(table);
  const parent = table?.partitionOf === undefined ? undefined : before.tables.get(table.partitionOf);
  if (parent) others.push(lock(parent.name, 'ACCESS EXCLUSIVE'));
  if (table && operation.cascade === true) others.push(...childrenOf(before, table.name));
  return onTable(before, operation.table, 'ACCESS EXCLUSIVE', {}, others);
}

function dropConstraintImpact(operation: OperationOf<'dropConstraint'>, before: Catalog): Impact {
  const name = known(operation.constraint);
  const constraint = name === undefined ? undefined : tableOf(before, operation.table)?.constraints.get(name)?.constraint;
  const parent = constraint?.type === 'foreignKey' ? known(constraint.references.table) : undefined;
  return onTable(before, operation.table, 'ACCESS EXCLUSIVE', {}, locksOn(before, parent, 'ACCESS EXCLUSIVE'));
}

const createIndexImpact = (operation: OperationOf<'createIndex'>, before: Catalog): Impact =>
  onTable(before, operation.table, operation.concurrently === true ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', { scan: true, indexBuild: true });

function ownerOf(before: Catalog, { index, schema }: { readonly index: OperationOf<'dropIndex'>['index']; readonly schema?: string }): Name | undefined {
  const name = known(index);
  if (name === undefined) return undefined;
  return indexOwner(before, schema, name)?.table.name ?? before.looseIndexes?.get(nameKey({ ...(schema !== undefined && { schema }), name }))?.on;
}

/** The index alone is locked from 12 on; before that nobody could plan a query on its table. */
const renameIndexImpact = (operation: OperationOf<'renameIndex'>, before: Catalog, target: Target): Impact =>
  (target.version[0] ?? 0) >= 12 ? NO_IMPACT : onTable(before, ownerOf(before, operation), 'ACCESS EXCLUSIVE');

function modifyRowsImpact(operation: OperationOf<'modifyRows'>, before: Catalog): Impact {
  const table = known(operation.table);
  if (operation.verb === 'truncate') {
    const children = table && operation.cascade === true ? childrenOf(before, table) : [];
    return onTable(before, operation.table, 'ACCESS EXCLUSIVE', { note: ONLY_THE_FILE }, children);
  }
  const scan = operation.verb === 'insert' ? false : known(operation.filtered) === false ? true : 'unknown';
  return { ...NO_IMPACT, scan, ...(table && { table, locks: [lock(table, 'ROW EXCLUSIVE')] }) };
}
