import type { ActionOf, Column, ColumnChange, Constraint, Index } from '../operation.js';
import { factsOf } from '../dialects/dialect.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, ColumnEntry, ConstraintEntry, IndexEntry, Table } from './catalog.js';
import type { Context } from './apply-parts.js';
import { addPart, blurParts, changeTable, constraintUses, dropPart, indexUses, isExpression, referencedColumns, referencesTo, refusesDependents, setPart, withoutConstraints } from './apply-parts.js';
import { dropReadersOfColumn, needsColumn, readersOf } from './apply-object.js';
import { settledColumn } from './apply-table.js';
import { mapTables, mapValues, withEntryMoved, withKeys, withoutKeys } from './edit.js';
import { nameKey, partKey, plainColumn } from './names.js';
import { lacks } from './query.js';
import { replaceIdentifier, replaceInKnown } from './text.js';

/** ALTER TABLE ... ADD COLUMN. A column that surely exists stays as it is. */
export function addColumn(context: Context, operation: ActionOf<'addColumn'>): Catalog {
  const { column } = operation;
  return changeTable(context, operation.table, (table) => {
    if (isUnknown(column.name)) return { ...table, complete: false };
    const key = partKey(column.name);
    // behind IF NOT EXISTS a column that was there before may be another than the statement says
    const complete = operation.ifNotExists !== true || lacks(table, 'column', key) === false;
    return addPart(table, 'columns', key, { column: settledColumn(column, table.name), complete, uncertain: false, made: context.made, created: context.made }, context.maybe);
  });
}

/** ALTER TABLE ... DROP COLUMN: with its indexes and constraints, also those that share it with others. */
export function dropColumn(context: Context, operation: ActionOf<'dropColumn'>): Catalog {
  const { catalog, maybe } = context;
  const { column } = operation;
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  if (isUnknown(column)) return changeTable(context, operation.table, (table) => blurParts(table, 'columns'));
  const key = nameKey(operation.table);
  const table = catalog.tables.get(key);
  if (!table) return catalog;
  const name = partKey(column);
  const dependents = referencesTo(catalog, key, true).filter(
    ({ key: other, entry }) => referencedColumns(entry.constraint, table)?.includes(name) && !(other === key && constraintUses(entry.constraint, name)),
  );
  const certain = dependents.some((reference) => !reference.entry.uncertain && !reference.table.uncertain);
  if (certain && !maybe && operation.cascade !== true && refusesDependents(context.target)) return catalog;
  if (!operation.cascade && !maybe && !table.uncertain && refusesDependents(context.target) && readersOf(catalog, key).some((reader) => !reader.uncertain && needsColumn(reader, name))) return catalog;
  const unread = operation.cascade && !maybe ? dropReadersOfColumn(catalog, key, name) : catalog;
  const out = factsOf(context.target.dialect).danglingReferences ? unread : withoutConstraints(unread, dependents, maybe);
  return changeTable({ ...context, catalog: out }, operation.table, (current) => withoutColumn(current, name, maybe));
}

function withoutColumn(table: Table, name: string, maybe: boolean): Table {
  let out = dropPart(table, 'columns', name, maybe);
  for (const [key, entry] of table.indexes) if (indexUses(entry.index, name)) out = dropPart(out, 'indexes', key, maybe);
  for (const [key, entry] of table.constraints) {
    if (!constraintUses(entry.constraint, name)) continue;
    out = dropPart(out, 'constraints', key, maybe);
  }
  return out;
}

/** ALTER TABLE ... RENAME COLUMN: everything that names the column follows, and no derived name changes. */
export function renameColumn(context: Context, operation: ActionOf<'renameColumn'>): Catalog {
  const { catalog, maybe } = context;
  const { table: name, column, to } = operation;
  if (isUnknown(name)) return { ...catalog, complete: false };
  if (isUnknown(column)) return changeTable(context, name, (table) => blurParts(table, 'columns'));
  const tableKey = nameKey(name);
  const key = partKey(column);
  const entry = catalog.tables.get(tableKey)?.columns.get(key);
  if (!entry) return catalog;
  if (isUnknown(to)) return changeTable(context, name, (table) => ({ ...dropPart(table, 'columns', key, maybe), complete: false }));
  const next = partKey(to);
  const taken = catalog.tables.get(tableKey)?.columns.get(next);
  if (next === key || (taken && !taken.uncertain)) return catalog;
  const renamed: ColumnEntry = { ...entry, column: { ...entry.column, name: next }, made: context.made };
  if (maybe) return changeTable(context, name, (table) => addPart(dropPart(table, 'columns', key, true), 'columns', next, renamed, true));
  const own = changeTable(context, name, (table) => ({
    ...renameInTable(table, key, next),
    columns: mapValues(withEntryMoved(table.columns, key, next, renamed), (other) => followInGenerated(other, key, next)),
    absent: withKeys(withoutKeys(table.absent, `column:${next}`), `column:${key}`),
  }));
  return mapTables(own, (table) => ({ ...table, ...followReferences(table, tableKey, key, next) }));
}

function followInGenerated(entry: ColumnEntry, from: string, to: string): ColumnEntry {
  const { generated } = entry.column;
  if (generated === undefined || isUnknown(generated)) return entry;
  const text = replaceIdentifier(generated, from, to);
  return text === generated ? entry : { ...entry, column: { ...entry.column, generated: text } };
}

const renamedIn = (names: readonly string[], from: string, to: string): readonly string[] => names.map((name) => (name === from ? to : name));
const renamedInKnown = (names: Known<readonly Known<string>[]>, from: string, to: string): Known<readonly Known<string>[]> =>
  isUnknown(names) ? names : names.map((name) => (name === from ? to : name));

/** Indexes and constraints of the table itself, with a column renamed in them. */
function renameInTable(table: Table, from: string, to: string): Table {
  const indexes = mapValues(table.indexes, (entry): IndexEntry => (indexUses(entry.index, from) ? { ...entry, index: renameInIndex(entry.index, from, to) } : entry));
  const constraints = mapValues(table.constraints, (entry): ConstraintEntry =>
    constraintUses(entry.constraint, from) ? { ...entry, constraint: renameInConstraint(entry.constraint, from, to) } : entry,
  );
  return { ...table, indexes, constraints };
}

function renameInIndex(index: Index, from: string, to: string): Index {
  const columns = index.columns.map((part) => {
    if (isUnknown(part) || part === from) return part === from ? to : part;
    const plain = plainColumn(part);
    if (plain === undefined) return replaceIdentifier(part, from, to);
    // the operator class behind it may have the column's name too
    return plain === from ? part.replace(/^(?:"(?:[^"]|"")*"|\S+)/u, () => to) : part;
  });
  return {
    ...index,
    columns,
    ...(index.reads ? { reads: renamedIn(index.reads, from, to) } : {}),
    ...(index.include ? { include: renamedIn(index.include, from, to) } : {}),
    ...(index.where === undefined ? {} : { where: replaceInKnown(index.where, from, to) }),
  };
}

function renameInConstraint(constraint: Constraint, from: string, to: string): Constraint {
  if (isExpression(constraint)) {
    const expression = replaceInKnown(constraint.expression, from, to);
    return { ...constraint, expression, ...(constraint.columns ? { columns: renamedIn(constraint.columns, from, to) } : {}) };
  }
  return { ...constraint, columns: renamedInKnown(constraint.columns, from, to) };
}

/** Foreign keys that reference a renamed column. */
function followReferences(table: Table, referenced: string, from: string, to: string): { readonly constraints: Table['constraints'] } {
  const constraints = mapValues(table.constraints, (entry) => {
    const { constraint } = entry;
    if (constraint.type !== 'foreignKey' || isUnknown(constraint.references.table) || nameKey(constraint.references.table) !== referenced) return entry;
    const { columns } = constraint.references;
    if (isUnknown(columns) || !columns.includes(from)) return entry;
    return { ...entry, constraint: { ...constraint, references: { ...constraint.references, columns: renamedInKnown(columns, from, to) } } };
  });
  return { constraints };
}

/** ALTER TABLE ... ALTER COLUMN. */
export function alterColumn(context: Context, operation: ActionOf<'alterColumn'>): Catalog {
  const { column } = operation;
  return changeTable(context, operation.table, (table) => {
    if (isUnknown(column)) return blurParts(table, 'columns');
    const key = partKey(column);
    const entry = table.columns.get(key);
    if (!entry) return table;
    const set = allowedChange(table, key, entry, operation.set);
    const hinted = entry.hinted?.filter((attribute) => set[attribute] === undefined);
    return setPart(table, 'columns', key, {
      ...entry,
      column: changedColumn(entry.column, set),
      uncertain: entry.uncertain || context.maybe,
      made: context.made,
      ...(hinted ? { hinted } : {}),
    });
  });
}

/** A column of the primary key, or with an identity, stays not null: the server refuses. */
function allowedChange(table: Table, key: string, entry: ColumnEntry, set: ColumnChange): ColumnChange {
  if (set.nullable !== true) return set;
  const inKey = [...table.constraints.values()].some(({ constraint, uncertain }) => !uncertain && constraint.type === 'primaryKey' && constraintUses(constraint, key));
  const fixed = inKey || (entry.column.identity !== undefined && set.identity !== null);
  if (!fixed) return set;
  const { nullable: _, ...rest } = set;
  return rest;
}

function changedColumn(column: Column, set: ColumnChange): Column {
  const out: { -readonly [K in keyof Column]: Column[K] } = { ...column };
  if (set.type !== undefined) out.type = set.type;
  if (set.nullable !== undefined) out.nullable = set.nullable;
  if (set.default === null || (typeof set.default === 'string' && /^\s*null\s*$/iu.test(set.default))) delete out.default;
  else if (set.default !== undefined) out.default = set.default;
  if (set.comment === null) delete out.comment;
  else if (set.comment !== undefined) out.comment = set.comment;
  if (set.generated === null) delete out.generated;
  else if (set.generated !== undefined) out.generated = set.generated;
  if (set.identity === null) delete out.identity;
  else if (set.identity !== undefined) {
    out.identity = set.identity;
    out.nullable = false;
  }
  return out;
}
