import { constraintName, serialType } from '../dialects/postgres-types.js';
import type { ActionOf, Column, Constraint, LikeOption, Name } from '../operation.js';
import { isUnknown, unknown } from '../value.js';
import type { Catalog, ColumnEntry, ConstraintEntry, Table } from './catalog.js';
import { putConstraint } from './apply-constraint.js';
import type { Context } from './apply-parts.js';
import { changeTable, referencesTo, refusesDependents, withoutConstraints } from './apply-parts.js';
import { childrenOf, isChildOf } from './inheritance.js';
import { dropReaders, readersOf, relocateObjects, renameObject } from './apply-object.js';
import { mapTables, mapValues, withEntryMoved, withKeys, withoutEntries, withoutKeys, withTable } from './edit.js';
import { constraintColumns, nameKey, partKey, RELATION_KINDS, relationExists } from './names.js';
import { hasTable, viewOf } from './query.js';

const NULL_DEFAULT = /^\(*\s*null\s*\)*(?:::[\w\s"]+)?$/iu;

/** A column as the catalog keeps it: `serial` as what it stands for, `DEFAULT NULL` as no default. */
export function settledColumn(column: Column, table: Name): Column {
  const { default: given, ...rest } = column;
  const plain = typeof given === 'string' && NULL_DEFAULT.test(given) ? rest : column;
  const type = typeof column.type === 'string' ? serialType(column.type) : undefined;
  if (type !== undefined) {
    const name = isUnknown(column.name) ? '' : column.name;
    const sequence = constraintName(table.name, [name], 'sequence');
    return { ...rest, type, nullable: false, default: `nextval('${sequence}'::regclass)` };
  }
  return column.identity !== undefined && column.nullable !== false ? { ...plain, nullable: false } : plain;
}

/** The table with what CREATE TABLE lists, before its constraints. */
function bareTable(context: Context, operation: ActionOf<'createTable'>, name: Name): Table {
  const columns = new Map<string, ColumnEntry>();
  const { made } = context;
  const parents = operation.partitionOf ? [operation.partitionOf] : (operation.inherits ?? []);
  for (const source of operation.like ? [...parents, operation.like] : parents) {
    for (const [key, entry] of context.catalog.tables.get(nameKey(source))?.columns ?? []) {
      const column = source === operation.like ? likeColumn(entry.column, operation.including) : inheritedColumn(entry.column, operation.partitionOf !== undefined);
      columns.set(key, { ...entry, column, made, created: made });
    }
  }
  for (const column of operation.columns) {
    if (isUnknown(column.name)) continue;
    const key = partKey(column.name);
    const inherited = columns.get(key)?.column;
    const settled = settledColumn(column, name);
    columns.set(key, { column: inherited?.nullable === false ? { ...settled, nullable: false } : settled, complete: true, uncertain: false, made, created: made });
  }
  const unnamed = operation.columns.some((column) => isUnknown(column.name));
  return {
    name,
    columns,
    indexes: new Map(),
    constraints: operation.like && operation.including?.includes('constraints') ? copiedChecks(context, operation.like) : new Map(),
    absent: new Set(),
    complete: !unnamed && (operation.like ? isWholeCopy(operation, context.catalog.tables.get(nameKey(operation.like))) : operation.incomplete !== true && parents.length === 0),
    uncertain: context.maybe,
    ...(operation.comment === undefined ? {} : { comment: operation.comment }),
    ...(operation.temporary ? { temporary: true } : {}),
    ...(operation.partitioned ? { partitioned: true } : {}),
    ...(operation.partitionOf ? { partitionOf: nameKey(operation.partitionOf) } : {}),
    ...(operation.inherits ? { inherits: operation.inherits.map(nameKey) } : {}),
    made,
    created: made,
  };
}

/** LIKE takes defaults, identities, expressions and comments over only where it says so. */
function likeColumn({ default: given, identity, generated, comment, ...rest }: Column, including: readonly LikeOption[] | undefined): Column {
  if (!including) return given === undefined ? rest : { ...rest, default: unknown('unsupported') };
  return {
    ...rest,
    ...(given !== undefined && including.includes('defaults') ? { default: given } : {}),
    ...(identity !== undefined && including.includes('identity') ? { identity } : {}),
    ...(generated !== undefined && including.includes('generated') ? { generated } : {}),
    ...(comment !== undefined && including.includes('comments') ? { comment } : {}),
  };
}

/** Whether LIKE says all that the table has: names of indexes that are copied are made up anew. */
const isWholeCopy = (operation: ActionOf<'createTable'>, model: Table | undefined): boolean =>
  model?.complete === true && operation.inherits === undefined && operation.including?.includes('indexes') === false;

/** LIKE copies checks under their names. */
function copiedChecks({ catalog, made }: Context, model: Name): ReadonlyMap<string, ConstraintEntry> {
  const checks = [...(catalog.tables.get(nameKey(model))?.constraints ?? [])].filter(([, { constraint }]) => constraint.type === 'check');
  return new Map(checks.map(([key, entry]) => [key, { ...entry, valid: true, made }]));
}

/** A partition has the identity of its parent; a table that inherits has not. */
function inheritedColumn(column: Column, partition: boolean): Column {
  if (partition || column.identity === undefined) return column;
  const { identity: _, ...rest } = column;
  return rest;
}

const RANK = { check: 0, primaryKey: 1, unique: 2, exclude: 2, foreignKey: 3 } as const;

/** The order in which the server makes the constraints of one statement. A unique constraint on the columns of a key before it is left out, and names the key if that has no name. */
function serverOrder(constraints: readonly Constraint[]): readonly Constraint[] {
  const out: Constraint[] = [];
  for (const constraint of [...constraints].sort((a, b) => RANK[a.type] - RANK[b.type])) {
    const at = out.findIndex((other) => (constraint.type === 'unique' ? isSameKey(other, constraint) : isSameExclusion(other, constraint)));
    const kept = out[at];
    if (!kept) out.push(constraint);
    else if (!kept.named && constraint.named) out[at] = { ...kept, named: true, ...(constraint.name === undefined ? {} : { name: constraint.name }) };
  }
  return out;
}

const isSameExclusion = (other: Constraint, constraint: Constraint): boolean =>
  other.type === 'exclude' && constraint.type === 'exclude' && !isUnknown(constraint.expression) && other.expression === constraint.expression;

function isSameKey(key: Constraint, unique: Constraint): boolean {
  if (key.type !== 'primaryKey' && key.type !== 'unique') return false;
  const columns = constraintColumns(unique);
  const differs = (key.deferrable ?? false) !== (unique.deferrable ?? false) || (key.initiallyDeferred ?? false) !== (unique.initiallyDeferred ?? false);
  return !differs && columns !== undefined && columns.length > 0 && constraintColumns(key)?.join('\n') === columns.join('\n');
}

/** CREATE TABLE. A table that surely exists stays as it is. */
export function createTable(context: Context, operation: ActionOf<'createTable'>): Catalog {
  const { catalog } = context;
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  const key = nameKey(operation.table);
  const present = catalog.tables.get(key);
  if (present ? !present.uncertain : relationExists(catalog, operation.table.schema, operation.table.name)) return catalog;
  const table = bareTable(context, operation, operation.table);
  // where the table may have been there before, it may have more than the statement lists
  const doubtful = operation.ifNotExists === true && (present !== undefined || hasTable(catalog, operation.table) === undefined);
  let out = withTable(catalog, key, doubtful ? { ...table, complete: false } : table);
  for (const constraint of serverOrder(operation.constraints)) {
    out = changeTable({ ...context, catalog: out, maybe: false }, operation.table, (current) => putConstraint(out, current, constraint, { made: context.made, maybe: false, valid: true, target: context.target }));
  }
  const created = out.tables.get(key);
  return created && context.maybe ? withTable(out, key, { ...created, uncertain: true }) : out;
}

/** Indexes whose table is not known may have gone with a table that is not known. */
const withoutHomeless = (catalog: Catalog): Catalog =>
  catalog.looseIndexes ? { ...catalog, looseIndexes: new Map([...catalog.looseIndexes].filter(([, { on }]) => on !== undefined)) } : catalog;

/**
 * DROP TABLE: with its parts, triggers, policies, owned sequences and partitions, and where it says CASCADE with the foreign
 * keys and views of others. Without it the server refuses while a surviving foreign key or view needs the table.
 */
export function dropTable(context: Context, operation: ActionOf<'dropTable'>): Catalog {
  const { catalog, maybe } = context;
  if (isUnknown(operation.table)) return withoutHomeless({ ...catalog, complete: false });
  const key = nameKey(operation.table);
  const table = catalog.tables.get(key);
  if (!table) return maybe || viewOf(catalog, key) ? catalog : { ...catalog, absent: withKeys(catalog.absent, key) };
  if (maybe && !table.uncertain) return withTable(catalog, key, { ...table, uncertain: true });
  const references = referencesTo(catalog, key);
  const readers = readersOf(catalog, key);
  const strict = refusesDependents(context.target);
  if (strict && !operation.cascade && !maybe && (isNeeded(context, key) || [...context.together].some((other) => isNeeded(context, other)))) return catalog;
  let out = strict ? withoutConstraints(catalog, references, false) : catalog;
  if (strict) out = dropReaders(out, readers);
  return removeTable(out, key, !maybe);
}

/** Whether a foreign key of a table that stays, or a view, needs the table for sure. */
function isNeeded({ catalog, together }: Context, key: string): boolean {
  if (!catalog.tables.has(key)) return false;
  if (referencesTo(catalog, key).some(({ key: other, entry, table }) => !entry.uncertain && !table.uncertain && !together.has(other))) return true;
  if (childrenOf(catalog, key).some((child) => catalog.tables.get(child)?.inherits && !together.has(child))) return true;
  return readersOf(catalog, key).some((reader) => !reader.uncertain);
}

function removeTable(catalog: Catalog, key: string, remember: boolean): Catalog {
  const gone: string[] = [];
  for (const [object, entry] of catalog.objects) {
    const owner = entry.object.table;
    if (owner !== undefined && !isUnknown(owner) && nameKey(owner) === key) gone.push(object);
  }
  const absent = remember ? withKeys(catalog.absent, key, ...gone) : catalog.absent;
  let out: Catalog = { ...catalog, tables: withoutEntries(catalog.tables, [key]), objects: withoutEntries(catalog.objects, gone), absent };
  for (const child of childrenOf(catalog, key)) out = removeTable(out, child, remember);
  return out;
}

const renamedParent = ({ partitionOf, inherits }: Table, from: string, to: string): Partial<Table> => ({
  ...(partitionOf === from ? { partitionOf: to } : {}),
  ...(inherits ? { inherits: inherits.map((parent) => (parent === from ? to : parent)) } : {}),
});

/** ALTER TABLE ... RENAME TO and SET SCHEMA. Names that the server once derived from the old name stay. */
export function renameTable(context: Context, operation: ActionOf<'renameTable'>): Catalog {
  const { catalog } = context;
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  const from = nameKey(operation.table);
  const table = catalog.tables.get(from);
  if (isUnknown(operation.to)) {
    if (!table) return { ...catalog, complete: false };
    return context.maybe ? withTable(catalog, from, { ...table, uncertain: true }) : { ...removeTable(catalog, from, true), complete: false };
  }
  const name: Name = withSchema(operation.toSchema ?? operation.table.schema, operation.to);
  if (!table) {
    const view = RELATION_KINDS.map((kind) => catalog.objects.get(`${kind}:${from}`)).find((entry) => entry !== undefined);
    return view ? renameObject(context, view.object, name) : catalog;
  }
  const to = nameKey(name);
  if (to === from) return catalog;
  const taken = catalog.tables.get(to);
  if (taken ? !taken.uncertain : relationExists(catalog, name.schema, name.name)) return catalog;
  if (context.maybe) {
    const copied = withTable(catalog, to, { ...table, name, uncertain: true });
    return table.uncertain ? { ...copied, tables: withoutEntries(copied.tables, [from]) } : withTable(copied, from, { ...table, uncertain: true });
  }
  const moved: Catalog = {
    ...catalog,
    tables: withEntryMoved(catalog.tables, from, to, { ...table, name, uncertain: false }),
    absent: withKeys(withoutKeys(catalog.absent, to), from),
  };
  return followRename(moved, from, name);
}

const withSchema = (schema: string | undefined, name: string): Name => (schema === undefined ? { name } : { schema, name });

/** Everything that names a table names it by its new name. */
function followRename(catalog: Catalog, from: string, to: Name): Catalog {
  const tables = mapTables(catalog, (table) => {
    const constraints = mapValues(table.constraints, (entry) => {
      const { constraint } = entry;
      if (constraint.type !== 'foreignKey' || isUnknown(constraint.references.table) || nameKey(constraint.references.table) !== from) return entry;
      return { ...entry, constraint: { ...constraint, references: { ...constraint.references, table: to } } };
    });
    const family = isChildOf(table, from) ? renamedParent(table, from, nameKey(to)) : undefined;
    return constraints === table.constraints && !family ? table : { ...table, constraints, ...family };
  });
  return relocateObjects(tables, (object) => {
    const owned = object.table !== undefined && !isUnknown(object.table) && nameKey(object.table) === from;
    const reads = object.reads?.some((name) => nameKey(name) === from) ? object.reads.map((name) => (nameKey(name) === from ? to : name)) : object.reads;
    return owned ? { ...object, table: to, reads } : reads === object.reads ? object : { ...object, reads };
  });
}

