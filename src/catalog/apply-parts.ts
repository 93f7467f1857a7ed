import type { CheckConstraint, Constraint, Index, Name } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, ColumnEntry, ConstraintEntry, IndexEntry, Provenance, Table } from './catalog.js';
import { mapTables, mapValues, withEntry, withKeys, withoutEntries, withoutKeys, withTable } from './edit.js';
import { constraintColumns, nameKey, partKey, plainColumn } from './names.js';
import { mentions } from './text.js';

/** What every family of operations is applied with. */
export interface Context {
  readonly catalog: Catalog;
  readonly target: Target;
  readonly made: Provenance;
  /** The operation may not have run. */
  readonly maybe: boolean;
  /** Keys of the tables that the same statement drops: their references do not stand in each other's way. */
  readonly together: ReadonlySet<string>;
}

type Entries = { readonly columns: ColumnEntry; readonly indexes: IndexEntry; readonly constraints: ConstraintEntry };
/** The three kinds of parts that a table lists. */
export type PartKind = keyof Entries;
const SINGULAR = { columns: 'column', indexes: 'index', constraints: 'constraint' } as const;

/** Key of a part in `Table.absent`. */
export const absentKey = (kind: PartKind, key: string): string => `${SINGULAR[kind]}:${key}`;

const mapOf = <K extends PartKind>(table: Table, kind: K): ReadonlyMap<string, Entries[K]> => table[kind] as ReadonlyMap<string, Entries[K]>;

/** The table with a part set, whatever was there. */
export function setPart<K extends PartKind>(table: Table, kind: K, key: string, entry: Entries[K]): Table {
  return { ...table, [kind]: withEntry(mapOf(table, kind), key, entry), absent: withoutKeys(table.absent, absentKey(kind, key)) };
}

/**
 * The table with a new part. One that surely exists stays: the server refuses a second of that name. A part that may have
 * been dropped comes back, as uncertain as the operation.
 */
export function addPart<K extends PartKind>(table: Table, kind: K, key: string, entry: Entries[K], maybe: boolean): Table {
  const present = mapOf(table, kind).get(key);
  if (present && !present.uncertain) return table;
  return setPart(table, kind, key, maybe ? { ...entry, uncertain: true } : entry);
}

/** The table without a part. What is dropped perhaps becomes uncertain; what was made perhaps and is dropped perhaps is gone. */
export function dropPart(table: Table, kind: PartKind, key: string, maybe: boolean): Table {
  const entry = table[kind].get(key);
  if (!entry) return maybe ? table : { ...table, absent: withKeys(table.absent, absentKey(kind, key)) };
  if (maybe && !entry.uncertain) return setPart(table, kind, key, { ...entry, uncertain: true } as never);
  const without = { ...table, [kind]: withoutEntries(table[kind] as ReadonlyMap<string, unknown>, [key]) } as Table;
  return maybe ? without : { ...without, absent: withKeys(table.absent, absentKey(kind, key)) };
}

/** All parts of a kind become uncertain: something with an unknown name was dropped or changed. */
export function blurParts(table: Table, kind: PartKind, only: (entry: ColumnEntry | IndexEntry | ConstraintEntry) => boolean = () => true): Table {
  const blurred = mapValues(table[kind] as ReadonlyMap<string, ColumnEntry>, (entry) => (entry.uncertain || !only(entry) ? entry : { ...entry, uncertain: true }));
  return { ...table, [kind]: blurred, complete: false };
}

/** The catalog with one table changed; where the table is not listed the server refuses, and the catalog stays. */
export function changeTable(context: Context, name: Known<Name>, change: (table: Table, key: string) => Table): Catalog {
  if (isUnknown(name)) return context.catalog.complete ? { ...context.catalog, complete: false } : context.catalog;
  const key = nameKey(name);
  const table = context.catalog.tables.get(key);
  if (!table) return context.catalog;
  const changed = change(table, key);
  const proved = table.uncertain && !context.maybe ? { ...changed, uncertain: false } : changed;
  return withTable(context.catalog, key, proved);
}

/** Whether an index reads a column, in a key, an expression or its condition. */
export function indexUses(index: Index, column: string): boolean {
  if (index.reads?.includes(column) || index.include?.includes(column)) return true;
  if (index.columns.some((part) => !isUnknown(part) && (plainColumn(part) === column || (plainColumn(part) === undefined && mentions(part, column))))) return true;
  return index.where !== undefined && !isUnknown(index.where) && mentions(index.where, column);
}

/** Whether a constraint is one of expressions rather than of a column list. */
export const isExpression = (constraint: Constraint): constraint is CheckConstraint => constraint.type === 'check' || constraint.type === 'exclude';

/** Whether a constraint of the table itself depends on a column. */
export function constraintUses(constraint: Constraint, column: string): boolean {
  if (isExpression(constraint)) {
    if (constraint.columns?.includes(column)) return true;
    return !isUnknown(constraint.expression) && mentions(constraint.expression, column);
  }
  return !isUnknown(constraint.columns) && constraint.columns.includes(column);
}

const references = new WeakMap<Table, ReadonlySet<string>>();

/** Keys of the tables that a table's foreign keys reference. Tables never change, so that this is worked out once for each. */
function referencedBy(table: Table): ReadonlySet<string> {
  let keys = references.get(table);
  if (!keys) {
    const found = new Set<string>();
    for (const { constraint } of table.constraints.values()) {
      if (constraint.type === 'foreignKey' && !isUnknown(constraint.references.table)) found.add(nameKey(constraint.references.table));
    }
    references.set(table, (keys = found));
  }
  return keys;
}

/** Foreign keys of other tables (and where `own`, of the table itself) that reference a table. */
export function referencesTo(catalog: Catalog, key: string, own = false): { readonly key: string; readonly table: Table; readonly entry: ConstraintEntry }[] {
  const out: { key: string; table: Table; entry: ConstraintEntry }[] = [];
  for (const [other, table] of catalog.tables) {
    if ((other === key && !own) || !referencedBy(table).has(key)) continue;
    for (const entry of table.constraints.values()) {
      const { constraint } = entry;
      if (constraint.type !== 'foreignKey' || isUnknown(constraint.references.table)) continue;
      if (nameKey(constraint.references.table) === key) out.push({ key: other, table, entry });
    }
  }
  return out;
}

/** The columns that a foreign key references; those of the primary key where it names none. */
export function referencedColumns(constraint: Constraint, referenced: Table | undefined): readonly string[] | undefined {
  if (constraint.type !== 'foreignKey' || isUnknown(constraint.references.columns)) return undefined;
  const columns = constraint.references.columns;
  if (columns.length > 0) return columns.some((column) => isUnknown(column)) ? undefined : (columns as readonly string[]);
  for (const entry of referenced?.constraints.values() ?? []) if (entry.constraint.type === 'primaryKey') return constraintColumns(entry.constraint);
  return undefined;
}

/** The catalog without some constraints of some tables. */
export function withoutConstraints(catalog: Catalog, gone: readonly { readonly key: string; readonly entry: ConstraintEntry }[], maybe: boolean): Catalog {
  if (gone.length === 0) return catalog;
  return mapTables(catalog, (table, key) =>
    gone.filter((reference) => reference.key === key).reduce((changed, { entry }) => dropPart(changed, 'constraints', partKey(entry.name), maybe), table),
  );
}

/** Whether the server refuses to drop what a foreign key needs. SQLite leaves the reference dangling. */
export const refusesDependents = (target: Target): boolean => target.dialect !== 'sqlite';

