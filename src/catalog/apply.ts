import type { Name, Operation } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown } from '../value.js';
import type { Catalog, Provenance, Table } from './catalog.js';
import { applyKeyed } from './apply-keyed.js';
import { addColumn, alterColumn, dropColumn, renameColumn } from './apply-column.js';
import { addConstraint, dropConstraint, renameConstraint, validateConstraint } from './apply-constraint.js';
import { createIndex, dropIndex, renameIndex } from './apply-index.js';
import { alterObject, createObject, dropObject } from './apply-object.js';
import type { Context } from './apply-parts.js';
import { blurParts } from './apply-parts.js';
import { createTable, dropTable, renameTable } from './apply-table.js';
import { alterEnum, createEnum, dropEnum } from './apply-type.js';
import { inheritedBy } from './inheritance.js';
import { mapTables, withoutKeys, withTable } from './edit.js';
import { nameKey } from './names.js';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The catalog after an operation. Pure and total: what the server would refuse leaves the catalog as it is, and so does an
 * operation on a table that is not listed (`assume` lists what its success implies). Guards are the caller's business.
 * `together`: keys of the tables that the same statement drops.
 */
export function apply(catalog: Catalog, operation: Operation, target: Target, provenance: Provenance, together: ReadonlySet<string> = NOTHING): Catalog {
  return [operation, ...inheritedBy(catalog, operation)].reduce((current, each) => applyAlone(current, each, target, provenance, together), catalog);
}

function applyAlone(catalog: Catalog, operation: Operation, target: Target, provenance: Provenance, together: ReadonlySet<string>): Catalog {
  const context: Context = { catalog, target, made: provenance, maybe: operation.certainty === 'maybe', together };
  const keyed = applyKeyed(context, operation);
  if (keyed) return keyed;
  switch (operation.kind) {
    case 'createTable':
      return createTable(context, operation);
    case 'dropTable':
      return dropTable(context, operation);
    case 'renameTable':
      return renameTable(context, operation);
    case 'addColumn':
      return addColumn(context, operation);
    case 'dropColumn':
      return dropColumn(context, operation);
    case 'renameColumn':
      return renameColumn(context, operation);
    case 'alterColumn':
      return alterColumn(context, operation);
    case 'addConstraint':
      return addConstraint(context, operation);
    case 'validateConstraint':
      return validateConstraint(context, operation);
    case 'dropConstraint':
      return dropConstraint(context, operation);
    case 'renameConstraint':
      return renameConstraint(context, operation);
    case 'createIndex':
      return createIndex(context, operation);
    case 'dropIndex':
      return dropIndex(context, operation);
    case 'renameIndex':
      return renameIndex(context, operation);
    case 'createEnum':
      return createEnum(context, operation);
    case 'alterEnum':
      return alterEnum(context, operation);
    case 'dropEnum':
      return dropType(context, operation);
    case 'createObject':
      return createObject(context, operation);
    case 'dropObject':
      return dropObject(context, operation);
    case 'alterObject':
      return alterObject(context, operation);
    case 'opaque':
      return operation.rowsOnly === true || operation.rejected === true ? catalog : blur(catalog, operation.touches);
    case 'modifyRows':
    case 'setting':
    case 'transaction':
      return catalog;
  }
}

/** DROP TYPE reaches the catalog as that of an enum, whatever the type is. */
function dropType(context: Context, operation: Extract<Operation, { kind: 'dropEnum' }>): Catalog {
  if (!isUnknown(operation.name) && !context.catalog.enums.has(nameKey(operation.name))) {
    const { schema, name } = operation.name;
    for (const kind of ['type', 'domain'] as const) {
      if (context.catalog.objects.has(`${kind}:${nameKey(operation.name)}`)) return dropObject(context, { kind: 'dropObject', object: { kind, schema, name }, cascade: operation.cascade });
    }
  }
  return dropEnum(context, operation);
}

/**
 * An effect that was not understood. Where it names what it touches, the parts of those tables become uncertain and may not be
 * all. Where it may touch anything, nothing is taken for complete or absent any more, but what is listed stays known: one
 * unread statement must not silence what is said about objects that it most likely leaves alone. A rule that needs more
 * caution looks at the opaque operation itself.
 */
function blur(catalog: Catalog, touches: readonly Name[] | 'anything'): Catalog {
  if (touches === 'anything') {
    const open = mapTables(catalog, (table) => (table.complete || table.absent.size > 0 ? { ...table, complete: false, absent: NOTHING } : table));
    return { ...open, absent: NOTHING, complete: false };
  }
  let out = catalog;
  for (const name of touches) {
    const key = nameKey(name);
    const table = out.tables.get(key);
    if (table) out = withTable(out, key, blurTable(table));
    else if (out.absent.has(key)) out = { ...out, absent: withoutKeys(out.absent, key) };
  }
  return out;
}

const blurTable = (table: Table): Table => ({ ...blurParts(blurParts(blurParts(table, 'columns'), 'indexes'), 'constraints'), absent: NOTHING });
