import { factsOf } from '../dialects/dialect.js';
import type { Constraint, ForeignKey, Index } from '../operation.js';
import { isUnknown, known, type Known } from '../value.js';
import type { Context } from './apply-parts.js';
import { addPart, dropPart, referencedColumns, referencesTo, setPart } from './apply-parts.js';
import type { Catalog, ConstraintEntry, IndexEntry, Table } from './catalog.js';
import { withoutEntries } from './edit.js';
import { constraintColumns, plainColumn } from './names.js';

/** The name of every primary key, whatever the source calls it. */
export const PRIMARY = 'PRIMARY';

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** The key of a part as the table has it: names are found whatever their case. */
export function spelledAs(parts: ReadonlyMap<string, unknown>, name: string): string {
  if (parts.has(name)) return name;
  for (const key of parts.keys()) if (same(key, name)) return key;
  return name;
}

/** Names of the table's indexes, that of the primary key among them. */
const indexNames = (table: Table): readonly string[] => [PRIMARY, ...table.indexes.keys()];

/** The columns at the beginning of an index up to one that it has only a part of. */
function leading(index: Index): readonly string[] {
  const out: string[] = [];
  for (const part of index.columns) {
    const column = plainColumn(part);
    if (column === undefined || (!isUnknown(part) && / \(/u.test(part))) break;
    out.push(column);
  }
  return out;
}

const beginsWith = (columns: readonly string[], wanted: readonly string[]): boolean => wanted.every((column, i) => columns[i] !== undefined && same(columns[i], column));

/** Whether an index of the table, but for one, begins with these columns. */
export function isCovered(table: Table, columns: readonly string[], but?: string): boolean {
  for (const [key, { index, complete }] of table.indexes) if (key !== but && (!complete || beginsWith(leading(index), columns))) return true;
  const primary = but === PRIMARY ? undefined : table.constraints.get(PRIMARY);
  return primary !== undefined && beginsWith(constraintColumns(primary.constraint) ?? [], columns);
}

/** Whether a foreign key, of the table or to it, has only this index to rest on. */
export function isNeededIndex(catalog: Catalog, tableKey: string, table: Table, name: string, columns: readonly string[]): boolean {
  const rests = (wanted: readonly string[] | undefined): boolean => wanted !== undefined && wanted.length > 0 && beginsWith(columns, wanted) && !isCovered(table, wanted, name);
  for (const { constraint, uncertain } of table.constraints.values()) {
    if (constraint.type === 'foreignKey' && !uncertain && rests(constraintColumns(constraint))) return true;
  }
  return referencesTo(catalog, tableKey, true).some(({ entry, table: child }) => !entry.uncertain && !child.uncertain && rests(referencedColumns(entry.constraint, table)));
}

/** The columns that an index or the primary key of a table begins with. */
export const keyColumns = (table: Table, name: string): readonly string[] =>
  name === PRIMARY ? (constraintColumns(table.constraints.get(PRIMARY)?.constraint ?? NO_KEY) ?? []) : leading(table.indexes.get(name)?.index ?? { columns: [], unique: false });
const NO_KEY: Constraint = { type: 'primaryKey', named: false, columns: [] };

/** The table with an index. One that the server made for a foreign key goes as soon as another one will do. */
export function putIndex(context: Context, given: Table, index: Index, written: Known<string> | undefined, complete = true): Table {
  const columns = leading(index);
  const served = [...given.indexes].filter(([, entry]) => entry.forForeignKey === true && beginsWith(columns, leading(entry.index))).map(([key]) => key);
  const table = served.length > 0 && !context.maybe ? { ...given, indexes: withoutEntries(given.indexes, served) } : given;
  const name = known(written) ?? nameFor(context, table, index);
  const present = spelledAs(table.indexes, name);
  if (same(name, PRIMARY) || (table.indexes.get(present)?.uncertain === false)) return given;
  const entry: IndexEntry = { name: present, index: { ...index, name: present }, complete, uncertain: false, made: context.made };
  return addPart(table, 'indexes', present, entry, context.maybe);
}

function nameFor(context: Context, table: Table, index: Index): string {
  const taken = (name: string): boolean => indexNames(table).some((other) => same(other, name));
  const columns = index.columns.map((part) => plainColumn(part) ?? '');
  return factsOf(context.target.dialect).nameOf({ kind: 'index', table: table.name.name, columns, taken }) ?? '';
}

/** The table with a constraint as the server keeps it: a unique one is an index, and a foreign key brings an index. Unchanged where the server refuses. */
export function putKey(context: Context, table: Table, constraint: Constraint, valid: boolean): Table {
  switch (constraint.type) {
    case 'primaryKey':
      return putPrimaryKey(context, table, constraint, valid);
    case 'unique': {
      const columns = known(constraint.columns) ?? [constraint.columns as Known<string>];
      const index: Index = { columns, unique: true, ...(constraint.named ? {} : { named: false as const }) };
      return isUnknown(constraint.name) ? { ...table, complete: false } : putIndex(context, table, index, constraint.named ? constraint.name : undefined);
    }
    case 'foreignKey':
      return putForeignKey(context, table, constraint, valid);
    default:
      return putNamed(context, table, constraint, 'check', valid);
  }
}

function putPrimaryKey(context: Context, table: Table, constraint: Constraint, valid: boolean): Table {
  if (table.constraints.get(PRIMARY)?.uncertain === false) return table;
  const entry: ConstraintEntry = { name: PRIMARY, constraint: { ...constraint, name: PRIMARY, named: false }, complete: true, uncertain: false, valid, made: context.made };
  let out = addPart(table, 'constraints', PRIMARY, entry, context.maybe);
  for (const column of constraintColumns(constraint) ?? []) {
    const key = spelledAs(out.columns, column);
    const found = out.columns.get(key);
    if (found && found.column.nullable !== false && !context.maybe) out = setPart(out, 'columns', key, { ...found, column: { ...found.column, nullable: false } });
  }
  return out;
}

function putNamed(context: Context, table: Table, constraint: Constraint, kind: 'check' | 'foreignKey', valid: boolean): Table {
  if (isUnknown(constraint.name)) return { ...table, complete: false };
  const others = [...table.constraints.keys()];
  const taken = (name: string): boolean => others.some((other) => same(other, name));
  const derived = constraint.named ? undefined : factsOf(context.target.dialect).nameOf({ kind, table: table.name.name, columns: constraintColumns(constraint) ?? [], taken, others });
  const name = constraint.named && constraint.name !== undefined ? constraint.name : (derived ?? '');
  if (taken(name) && table.constraints.get(spelledAs(table.constraints, name))?.uncertain === false) return table;
  return addPart(table, 'constraints', name, { name, constraint: { ...constraint, name }, complete: true, uncertain: false, valid, made: context.made }, context.maybe);
}

function putForeignKey(context: Context, table: Table, constraint: ForeignKey, valid: boolean): Table {
  const out = putNamed(context, table, constraint, 'foreignKey', valid);
  const columns = constraintColumns(constraint);
  if (out === table || !columns || columns.length === 0 || isCovered(out, columns) || context.maybe) return out;
  const own = constraint.named ? known(constraint.name) : undefined;
  const index: Index = { columns, unique: false, named: false };
  const wanted = own !== undefined && !out.indexes.has(own) ? own : undefined;
  const made = putIndex(context, out, index, wanted);
  const key = [...made.indexes.keys()].find((name) => !out.indexes.has(name));
  const entry = key === undefined ? undefined : made.indexes.get(key);
  return key === undefined || !entry ? made : setPart(made, 'indexes', key, { ...entry, forForeignKey: true });
}

/** The table without an index. */
export const withoutIndex = (table: Table, key: string, maybe: boolean): Table => dropPart(table, 'indexes', key, maybe);
