import type { Catalog, ConstraintEntry, IndexEntry, Table } from './catalog.js';
import { referencedColumns, referencesTo } from './apply-parts.js';
import { constraintColumns, knownNames, plainColumn } from './names.js';

type Key = ConstraintEntry | IndexEntry;

/** Foreign keys that rest on a primary key, unique constraint or unique index, and could rest on no other one. */
export function restingOn(catalog: Catalog, tableKey: string, table: Table, key: Key): ReturnType<typeof referencesTo> {
  const columns = columnsOf(key);
  if (!columns) return [];
  const same = (other: readonly string[] | undefined): boolean => other?.length === columns.length && other.every((column) => columns.includes(column));
  const keys: readonly Key[] = [...table.constraints.values(), ...table.indexes.values()];
  if (keys.some((other) => other !== key && same(columnsOf(other)))) return [];
  return referencesTo(catalog, tableKey, true).filter((reference) => same(referencedColumns(reference.entry.constraint, table)));
}

/** The columns that a reference may name, `undefined` where none can. */
function columnsOf(key: Key): readonly string[] | undefined {
  if ('constraint' in key) return key.constraint.type === 'primaryKey' || key.constraint.type === 'unique' ? constraintColumns(key.constraint) : undefined;
  const { unique, where, columns } = key.index;
  return unique && where === undefined ? knownNames(columns.map((column) => plainColumn(column) ?? column)) : undefined;
}
