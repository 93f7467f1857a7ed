import type { Catalog, Table } from '../catalog/catalog.js';
import { nameKey, partKey } from '../catalog/names.js';
import { tableOf } from '../catalog/query.js';
import type { Answer, Impact, TableLock } from '../impact.js';
import type { Column, OperationOf } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown, known } from '../value.js';
import { typeChange, typeParts } from './postgres-casts.js';
import { isString } from './postgres-casts-table.js';
import { lock, onTable } from './postgres-locks.js';
import { provedNotNull, usingForm } from './postgres-proofs.js';
import { isNull, isVolatile } from './postgres-volatility.js';

const major = (target: Target): number => target.version[0] ?? 0;
/** Yes if one of them is, else unknown if one of them is. */
const either = (...answers: readonly Answer[]): Answer => (answers.includes(true) ? true : answers.includes('unknown') ? 'unknown' : false);

export function addColumnImpact({ table, column }: OperationOf<'addColumn'>, before: Catalog, target: Target): Impact {
  const rewrite = either(fillsRows(column, target), isConstrainedDomain(before, column));
  return onTable(before, table, 'ACCESS EXCLUSIVE', { rewrite, scan: rewrite });
}

/** Whether the new column's value has to be written into each row. */
function fillsRows(column: Column, target: Target): Answer {
  if (column.identity !== undefined) return true;
  // virtual is the default kind from 18 on, before that a generated column is always stored
  if (column.generated !== undefined) return major(target) >= 18 ? 'unknown' : true;
  if (column.default === undefined) return false;
  if (major(target) < 11) return isUnknown(column.default) ? 'unknown' : !isNull(column.default);
  return isVolatile(column.default);
}

/** The server cannot tell whether NULL or the default satisfies a domain's constraint without storing it. */
function isConstrainedDomain(before: Catalog, column: Column): Answer {
  const type = known(column.type);
  if (type === undefined) return false;
  const domain = before.objects.get(`domain:${nameKey(domainName(type))}`);
  if (!domain) return false;
  const text = known(domain.object.definition);
  return text === undefined ? 'unknown' : /\b(?:check|not\s+null)\b/iu.test(text);
}

function domainName(type: string): { readonly schema?: string; readonly name: string } {
  const parts = type.replaceAll('"', '').split('.');
  return parts.length === 2 ? { schema: parts[0] ?? '', name: parts[1] ?? '' } : { name: type.replaceAll('"', '') };
}

export function alterColumnImpact(operation: OperationOf<'alterColumn'>, before: Catalog, target: Target): Impact {
  const { set, table } = operation;
  const { comment: _comment, ...structure } = set;
  if (Object.keys(structure).length === 0) return onTable(before, table, 'SHARE UPDATE EXCLUSIVE');
  const type = set.type === undefined ? NOTHING : typeImpact(operation, before);
  const expression = set.generated !== undefined && set.generated !== null ? (major(target) >= 18 ? 'unknown' : true) : false;
  const rewrite = either(type.rewrite, expression);
  const notNull = known(set.nullable) === false ? scansForNulls(operation, before, target) : false;
  return onTable(before, table, 'ACCESS EXCLUSIVE', { rewrite, scan: either(rewrite, notNull, type.scan), indexBuild: either(type.indexBuild, rewrite) }, type.others);
}

interface TypeImpact {
  readonly rewrite: Answer;
  /** Constraints over the column are made anew and checked, also where the rows stay as they are. */
  readonly scan: Answer;
  readonly indexBuild: Answer;
  readonly others: readonly TableLock[];
}
const NOTHING: TypeImpact = { rewrite: false, scan: false, indexBuild: false, others: [] };

function scansForNulls({ table, column, existing }: OperationOf<'alterColumn'>, before: Catalog, target: Target): Answer {
  const [owner, name] = [tableOf(before, table), known(column)];
  const entry = name === undefined ? undefined : owner?.columns.get(partKey(name));
  const nullable = known(entry?.column.nullable) ?? known(existing?.nullable);
  if (nullable === false) return false;
  return owner === undefined || name === undefined || major(target) < 12 || !provedNotNull(owner, name);
}

function typeImpact(operation: OperationOf<'alterColumn'>, before: Catalog): TypeImpact {
  const [table, name, to] = [tableOf(before, operation.table), known(operation.column), known(operation.set.type)];
  const entry = name === undefined ? undefined : table?.columns.get(partKey(name));
  const from = known(entry?.column.type) ?? known(operation.existing?.type);
  const others = name === undefined ? [] : neighbours(before, table, name);
  const scan = others.length > 0 || (name !== undefined && isChecked(table, name));
  if (name === undefined) return { rewrite: 'unknown', scan, indexBuild: 'unknown', others };
  const using = usingForm(operation.using, name);
  // an expression of its own has to be worked out for each row
  if (using === 'expression') return { rewrite: true, scan, indexBuild: true, others };
  if (from === undefined || to === undefined) return { rewrite: 'unknown', scan, indexBuild: 'unknown', others };
  if (from === to) return NOTHING;
  const isEnum = (type: string): boolean => before.enums.has(type);
  const { rewrites } = typeChange(from, to, using === 'none' ? 'assignment' : 'using', isEnum);
  return { rewrite: rewrites ?? 'unknown', scan, indexBuild: rewrites === true || (rewrites === false && keepsIndexes(from, to) ? false : 'unknown'), others };
}

/** An index stays as it is where the new type is compared in the same way. */
function keepsIndexes(from: string, to: string): boolean {
  const [old, next] = [typeParts(from).base, typeParts(to).base];
  return old === next || (isString(old) && isString(next));
}

const isChecked = (table: Table | undefined, column: string): boolean =>
  [...(table?.constraints.values() ?? [])].some(({ constraint, valid }) => valid && constraint.type === 'check' && constraint.columns?.includes(column) === true);

/** Foreign keys over the column, to and from it, are dropped and made anew, which locks the table at their other end. */
function neighbours(before: Catalog, table: Table | undefined, column: string): readonly TableLock[] {
  if (!table) return [];
  const own = nameKey(table.name);
  const locks: TableLock[] = [];
  for (const [key, other] of before.tables) {
    for (const { constraint } of other.constraints.values()) {
      const parent = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
      if (constraint.type !== 'foreignKey' || !parent) continue;
      if (key === own && known(constraint.columns)?.includes(column) === true) locks.push(lock(parent, 'ACCESS EXCLUSIVE'));
      if (nameKey(parent) === own && known(constraint.references.columns)?.includes(column) === true) locks.push(lock(other.name, 'ACCESS EXCLUSIVE'));
    }
  }
  return locks;
}
