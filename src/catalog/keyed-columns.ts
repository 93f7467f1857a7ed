import { factsOf } from '../dialects/dialect.js';
import type { ActionOf, Index } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Context } from './apply-parts.js';
import { blurParts, changeTable, constraintUses, dropPart, indexUses, referencedColumns, referencesTo, setPart } from './apply-parts.js';
import type { Catalog, Table } from './catalog.js';
import { PRIMARY, spelledAs } from './keyed-parts.js';
import { constraintColumns, plainColumn } from './names.js';

/** ALTER TABLE ... DROP COLUMN takes the column out of its indexes; those that had nothing else are gone. */
export function dropColumnOfKeys(context: Context, operation: ActionOf<'dropColumn'>): Catalog {
  const { catalog, maybe } = context;
  const { column } = operation;
  if (isUnknown(column)) return changeTable(context, operation.table, (table) => blurParts(table, 'columns'));
  return changeTable(context, operation.table, (table, tableKey) => {
    const name = spelledAs(table.columns, column);
    if (!maybe && isHeld(context, table, tableKey, name)) return table;
    return withoutColumn(table, name, maybe);
  });

  function isHeld({ target }: Context, table: Table, tableKey: string, name: string): boolean {
    if (!table.columns.has(name)) return false;
    for (const { constraint, uncertain } of table.constraints.values()) if (!uncertain && holds(constraint, name, target.dialect)) return true;
    const referenced = referencesTo(catalog, tableKey, true).some(({ entry, table: child }) => !entry.uncertain && !child.uncertain && referencedColumns(entry.constraint, table)?.includes(name));
    if (referenced) return true;
    const keepsUnique = factsOf(target.dialect).droppedColumn === 'narrowsPlainIndexes';
    return [...table.indexes.values()].some(({ index, uncertain }) => !uncertain && indexUses(index, name) && (!hasPart(index, name) || (keepsUnique && index.unique && index.columns.length > 1)));
  }
}

const hasPart = (index: Index, name: string): boolean => index.columns.some((part) => plainColumn(part) === name);

/** Whether a constraint keeps the server from dropping a column: foreign keys and checks of more than it do. */
function holds(constraint: Parameters<typeof constraintUses>[0], name: string, dialect: Context['target']['dialect']): boolean {
  if (!constraintUses(constraint, name)) return false;
  if (constraint.type === 'foreignKey') return true;
  const others = (constraintColumns(constraint) ?? []).filter((column) => column !== name);
  if (constraint.type === 'primaryKey') return others.length > 0 && factsOf(dialect).droppedColumn === 'narrowsPlainIndexes';
  // a check of this column only goes with it
  return others.length > 0;
}

function withoutColumn(table: Table, name: string, maybe: boolean): Table {
  let out = dropPart(table, 'columns', name, maybe);
  for (const [key, entry] of table.indexes) {
    if (!indexUses(entry.index, name)) continue;
    const columns = entry.index.columns.filter((part) => plainColumn(part) !== name);
    const reads = entry.index.reads?.filter((column) => column !== name);
    if (columns.length === 0 || maybe) out = dropPart(out, 'indexes', key, maybe);
    else out = setPart(out, 'indexes', key, { ...entry, index: { ...entry.index, columns, ...(reads ? { reads } : {}) } });
  }
  for (const [key, entry] of table.constraints) {
    const { constraint } = entry;
    if (!constraintUses(constraint, name)) continue;
    const columns = (constraintColumns(constraint) ?? []).filter((column) => column !== name);
    if (key === PRIMARY && columns.length > 0 && !maybe && constraint.type === 'primaryKey') out = setPart(out, 'constraints', key, { ...entry, constraint: { ...constraint, columns } });
    else out = dropPart(out, 'constraints', key, maybe);
  }
  return out;
}
