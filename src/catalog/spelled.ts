import { factsOf } from '../dialects/dialect.js';
import type { Operation } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown, type Known } from '../value.js';
import type { Catalog, Table } from './catalog.js';
import { spelledAs } from './keyed-parts.js';
import { nameKey } from './names.js';

/** The operation with names of columns and indexes as the catalog has them, where the server finds them whatever their case; a trigger's table where DROP TRIGGER needs none. */
export function spelled(operation: Operation, catalog: Catalog, target: Target): Operation {
  if (!factsOf(target.dialect).partsIgnoreCase) return operation;
  if (operation.kind === 'dropObject') return withTableOfTrigger(operation, catalog);
  if (!('table' in operation) || operation.table === undefined || isUnknown(operation.table)) return operation;
  const table = catalog.tables.get(nameKey(operation.table));
  if (!table) return operation;
  switch (operation.kind) {
    case 'dropColumn':
    case 'alterColumn':
    case 'renameColumn':
      return withSpelling(operation, 'column', operation.column, table);
    default:
      return operation;
  }
}

function withSpelling<O extends Operation>(operation: O, key: 'column', name: Known<string>, table: Table): O {
  if (isUnknown(name)) return operation;
  const found = spelledAs(table.columns, name);
  return found === name ? operation : { ...operation, [key]: found };
}

function withTableOfTrigger(operation: Extract<Operation, { kind: 'dropObject' }>, catalog: Catalog): Operation {
  const { object } = operation;
  if (object.kind !== 'trigger' || object.table !== undefined || isUnknown(object.name)) return operation;
  for (const { object: found } of catalog.objects.values()) {
    if (found.kind === 'trigger' && found.name === object.name && found.table !== undefined) return { ...operation, object: { ...object, table: found.table } };
  }
  return operation;
}
