import type { ActionOf, Constraint } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown, known } from '../value.js';
import { factsOf } from '../dialects/dialect.js';
import type { Catalog, ConstraintEntry, Provenance, Table } from './catalog.js';
import type { Context } from './apply-parts.js';
import { addPart, blurParts, changeTable, dropPart, referencedColumns, refusesDependents, setPart, withoutConstraints } from './apply-parts.js';
import { restingOn } from './referenced-keys.js';
import { withEntryMoved, withKeys, withoutEntries, withoutKeys } from './edit.js';
import { constraintColumns, derivedConstraintName, isNameless, nameKey, partKey, plainColumn, relationExists } from './names.js';

interface Placement {
  readonly made: Provenance;
  readonly maybe: boolean;
  readonly valid: boolean;
  readonly target: Target;
}

/** Key of the parts whose name is written in the source and cannot be read. */
const namelessKey = (parts: ReadonlyMap<string, unknown>): string => {
  let i = 1;
  while (parts.has(`?${i}`)) i += 1;
  return `?${i}`;
};

export { isNameless };

/** The table with a constraint, under the name that the server gives it. The table is unchanged where the server refuses. */
export function putConstraint(catalog: Catalog, table: Table, given: Constraint, placement: Placement): Table {
  const constraint = settled(catalog, given);
  const { maybe, made, valid, target } = placement;
  if (constraint.type === 'primaryKey' && !maybe) {
    for (const entry of table.constraints.values()) if (entry.constraint.type === 'primaryKey' && !entry.uncertain) return table;
  }
  const adopted = adoptIndex(table, constraint);
  if (adopted && !adopted.found && table.complete) return table;
  const base = adopted?.table ?? table;
  const shape = adopted?.constraint ?? constraint;
  if (isUnknown(shape.name)) {
    const key = namelessKey(base.constraints);
    return withKey(setPart({ ...base, complete: false }, 'constraints', key, { name: key, constraint: shape, complete: true, uncertain: maybe, valid, made }), shape, maybe);
  }
  const name = shape.named && shape.name !== undefined ? partKey(shape.name) : derivedConstraintName(catalog, base, shape);
  const indexed = shape.type === 'primaryKey' || shape.type === 'unique' || shape.type === 'exclude';
  const present = base.constraints.get(name);
  if (indexed && factsOf(target.dialect).keysNameIndexes && !present && !adopted && relationExists(catalog, table.name.schema, name)) return table;
  const entry: ConstraintEntry = { name, constraint: shape, complete: true, uncertain: false, valid, made };
  const added = addPart(base, 'constraints', name, entry, maybe);
  return added === base ? table : withKey(added, shape, maybe);
}

/** References to a table without columns are to its primary key. */
function settled(catalog: Catalog, constraint: Constraint): Constraint {
  if (constraint.type !== 'foreignKey' || isUnknown(constraint.references.table) || isUnknown(constraint.references.columns)) return constraint;
  if (constraint.references.columns.length > 0) return constraint;
  const columns = referencedColumns(constraint, catalog.tables.get(nameKey(constraint.references.table)));
  return columns ? { ...constraint, references: { ...constraint.references, columns } } : constraint;
}

/** `USING INDEX`: the index is gone, and the constraint has its columns and its name (or the index takes the constraint's). */
function adoptIndex(table: Table, constraint: Constraint): { readonly table: Table; readonly constraint: Constraint; readonly found: boolean } | undefined {
  if ((constraint.type !== 'primaryKey' && constraint.type !== 'unique') || constraint.usingIndex === undefined) return undefined;
  const key = partKey(constraint.usingIndex);
  const entry = table.indexes.get(key);
  const given = known(constraint.columns);
  const columns = given && given.length > 0 ? given : (entry?.index.columns.map((part) => plainColumn(part) ?? part) ?? []);
  const name = constraint.named && constraint.name !== undefined ? constraint.name : key;
  return {
    table: { ...table, indexes: withoutEntries(table.indexes, [key]), absent: withKeys(table.absent, `index:${key}`) },
    constraint: { ...constraint, columns, name, named: true },
    found: entry !== undefined,
  };
}

/** The columns of a primary key are not null. */
function withKey(table: Table, constraint: Constraint, maybe: boolean): Table {
  if (constraint.type !== 'primaryKey') return table;
  let out = table;
  for (const column of constraintColumns(constraint) ?? []) {
    const entry = out.columns.get(partKey(column));
    if (!entry || entry.column.nullable === false) continue;
    out = setPart(out, 'columns', partKey(column), { ...entry, column: { ...entry.column, nullable: false }, uncertain: entry.uncertain || maybe });
  }
  return out;
}

/** ALTER TABLE ... ADD CONSTRAINT. */
export const addConstraint = (context: Context, operation: ActionOf<'addConstraint'>): Catalog =>
  changeTable(context, operation.table, (table) =>
    putConstraint(context.catalog, table, operation.constraint, { made: context.made, maybe: context.maybe, valid: operation.notValid !== true, target: context.target }),
  );

/** ALTER TABLE ... VALIDATE CONSTRAINT. */
export function validateConstraint(context: Context, operation: ActionOf<'validateConstraint'>): Catalog {
  const { constraint } = operation;
  if (isUnknown(constraint)) return context.catalog;
  return changeTable(context, operation.table, (table) => {
    const entry = table.constraints.get(partKey(constraint));
    if (!entry || entry.valid) return table;
    return setPart(table, 'constraints', partKey(constraint), { ...entry, valid: true, uncertain: entry.uncertain || context.maybe });
  });
}

/** ALTER TABLE ... DROP CONSTRAINT. The server refuses while a foreign key needs it, unless it says CASCADE. */
export function dropConstraint(context: Context, operation: ActionOf<'dropConstraint'>): Catalog {
  const { catalog, maybe } = context;
  const name = operation.constraint;
  // Alembic refuses to drop `None`; what follows is judged as if the constraint that was meant had gone
  if (name === undefined) return changeTable(context, operation.table, (table) => dropNameless(table, operation.type, true));
  if (isUnknown(name)) return changeTable(context, operation.table, (table) => dropNameless(table, operation.type, maybe));
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  const tableKey = nameKey(operation.table);
  const table = catalog.tables.get(tableKey);
  const key = partKey(name);
  const entry = table?.constraints.get(key);
  if (!table) return catalog;
  if (!entry) {
    const known = table.complete && operation.ifExists !== true;
    return known || table.indexes.has(key) ? catalog : changeTable(context, operation.table, (current) => dropPart(current, 'constraints', key, maybe));
  }
  const dependents = restingOn(catalog, tableKey, table, entry);
  const certain = dependents.some((reference) => !reference.entry.uncertain && !reference.table.uncertain);
  if (certain && !maybe && operation.cascade !== true && refusesDependents(context.target)) return catalog;
  const out = withoutConstraints(catalog, dependents, maybe);
  return changeTable({ ...context, catalog: out }, operation.table, (current) => dropPart(current, 'constraints', key, maybe));
}

/** A constraint of unknown name is dropped: the only nameless one, else it may be any of that type. */
function dropNameless(table: Table, type: Constraint['type'] | undefined, maybe: boolean): Table {
  const nameless = [...table.constraints].filter(([key, entry]) => isNameless(key) && (type === undefined || entry.constraint.type === type));
  const only = nameless.length === 1 ? nameless[0]?.[0] : undefined;
  if (only !== undefined) return { ...table, constraints: withoutEntries(table.constraints, maybe ? [] : [only]) };
  return blurParts(table, 'constraints', (entry) => !('constraint' in entry) || type === undefined || entry.constraint.type === type);
}

/** ALTER TABLE ... RENAME CONSTRAINT. */
export function renameConstraint(context: Context, operation: ActionOf<'renameConstraint'>): Catalog {
  const { constraint, to } = operation;
  if (isUnknown(constraint) || isUnknown(to)) return changeTable(context, operation.table, (table) => blurParts(table, 'constraints'));
  return changeTable(context, operation.table, (table) => constraintRenamed(table, partKey(constraint), partKey(to), context));
}

/** The table with one constraint under another name. */
export function constraintRenamed(table: Table, from: string, to: string, { maybe, made }: { readonly maybe: boolean; readonly made: Provenance }): Table {
  const entry = table.constraints.get(from);
  if (!entry || from === to || table.constraints.has(to)) return table;
  const renamed: ConstraintEntry = { ...entry, name: to, constraint: { ...entry.constraint, name: to, named: true }, made };
  if (maybe) return addPart(dropPart(table, 'constraints', from, true), 'constraints', to, renamed, true);
  return {
    ...table,
    constraints: withEntryMoved(table.constraints, from, to, renamed),
    absent: withKeys(withoutKeys(table.absent, `constraint:${to}`), `constraint:${from}`),
  };
}
