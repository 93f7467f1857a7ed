import type { Catalog, ColumnEntry, EnumType, Table } from '../../src/catalog/catalog.js';
import { constraintColumns, nameKey, partKey } from '../../src/catalog/names.js';
import type { Constraint, Index, Name } from '../../src/operation.js';
import { known, type Known } from '../../src/value.js';

export function findTable(catalog: Catalog, table: Known<Name> | undefined): Table | undefined {
  const name = known(table);
  return name && catalog.tables.get(nameKey(name));
}

export function findColumn(catalog: Catalog, table: Known<Name>, column: Known<string>): ColumnEntry | undefined {
  const name = known(column);
  return name === undefined ? undefined : findTable(catalog, table)?.columns.get(partKey(name));
}

export const sameTable = (left: Known<Name> | undefined, right: Known<Name> | undefined): boolean => {
  const a = known(left);
  const b = known(right);
  return a !== undefined && b !== undefined && nameKey(a) === nameKey(b);
};

/** The enum type that a column type names, arrays of it included. */
export function enumOf(catalog: Catalog, type: string | undefined): EnumType | undefined {
  if (type === undefined || catalog.enums.size === 0) return undefined;
  const base = type.replace(/(?:\[\d*\])+$/u, '');
  return catalog.enums.get(base) ?? enumsByText(catalog.enums).get(base);
}

const texts = new WeakMap<Catalog['enums'], ReadonlyMap<string, EnumType>>();

/** Every column is asked for its type, in histories with hundreds of them. */
function enumsByText(enums: Catalog['enums']): ReadonlyMap<string, EnumType> {
  const known = texts.get(enums);
  if (known) return known;
  const made = new Map<string, EnumType>();
  for (const entry of enums.values()) for (const text of [typeText(entry.name), entry.name.name]) if (!made.has(text)) made.set(text, entry);
  texts.set(enums, made);
  return made;
}

const quoted = (name: string): string => (/^[a-z_][a-z0-9_$]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
const typeText = (name: Name): string => [name.schema, name.name].filter((part) => part !== undefined && part !== 'public').map((part) => quoted(part as string)).join('.');

/** Columns whose type is the enum type. */
export function usersOfEnum(catalog: Catalog, type: EnumType): { readonly table: Table; readonly column: string }[] {
  const users: { readonly table: Table; readonly column: string }[] = [];
  for (const table of catalog.tables.values()) {
    for (const [column, entry] of table.columns) if (enumOf(catalog, known(entry.column.type)) === type) users.push({ table, column });
  }
  return users;
}

/** Foreign keys of any table that reference the table; those of the table itself are left out. */
export function referencesTo(catalog: Catalog, target: Name): { readonly table: Table; readonly name: string; readonly constraint: Extract<Constraint, { type: 'foreignKey' }>; readonly uncertain: boolean }[] {
  const key = nameKey(target);
  const found = [];
  for (const [own, table] of catalog.tables) {
    if (own === key) continue;
    for (const { name, constraint, uncertain } of table.constraints.values()) {
      if (constraint.type === 'foreignKey' && sameTable(constraint.references.table, target)) found.push({ table, name, constraint, uncertain: uncertain || table.uncertain });
    }
  }
  return found;
}

/** Columns that an index reads, `undefined` where they cannot be told. */
export function indexColumns(index: Index): readonly string[] | undefined {
  if (index.reads) return index.reads;
  const names = index.columns.map((column) => known(column));
  return names.every((name): name is string => name !== undefined && /^[\w$]+$/u.test(name)) ? names : undefined;
}

/** Sets of columns that the table keeps unique over all of its rows. */
export function uniqueKeys(table: Table): (readonly string[])[] {
  const keys: (readonly string[])[] = [];
  for (const { constraint, valid } of table.constraints.values()) {
    if (!valid || (constraint.type !== 'primaryKey' && constraint.type !== 'unique')) continue;
    const columns = constraintColumns(constraint);
    if (columns) keys.push(columns);
  }
  for (const { index } of table.indexes.values()) {
    if (!index.unique || index.where !== undefined) continue;
    const columns = index.columns.map((column) => known(column));
    if (columns.every((column): column is string => column !== undefined)) keys.push(columns);
  }
  return keys;
}
