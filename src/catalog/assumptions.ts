import type { ActionOf, Constraint, Name, Operation, SchemaObject } from '../operation.js';
import { isUnknown, known, unknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, ColumnEntry, Table } from './catalog.js';
import { setPart } from './apply-parts.js';
import { withLooseIndex } from './apply-index.js';
import { withEntry, withKeys, withTable } from './edit.js';
import { indexOwner, nameKey, objectKey, partKey, plainColumn } from './names.js';
import { isSystem, viewOf } from './query.js';

type Hints = NonNullable<ActionOf<'alterColumn'>['existing']>;

/** One thing that must have been so for an operation to succeed. */
export type Assumption =
  | { readonly that: 'table'; readonly exists: boolean; readonly name: Name; readonly uncertain?: boolean }
  | { readonly that: 'type'; readonly exists: boolean; readonly name: Name }
  | { readonly that: 'column'; readonly exists: boolean; readonly table: Name; readonly name: string; readonly hints?: Hints }
  | { readonly that: 'constraint'; readonly exists: boolean; readonly table: Name; readonly name: string; readonly type?: Constraint['type'] }
  | { readonly that: 'index'; readonly exists: boolean; readonly table?: Name; readonly schema?: string; readonly name: string }
  | { readonly that: 'object'; readonly exists: boolean; readonly object: SchemaObject };

/** Stands for an attribute of a column that was never seen; an attribute set to something unreadable is another value. */
const UNSEEN = unknown('database');

const names = (list: Known<readonly Known<string>[]> | undefined): readonly string[] =>
  list === undefined || isUnknown(list) ? [] : list.filter((name): name is string => !isUnknown(name));

const tableExists = (name: Known<Name> | undefined): readonly Assumption[] =>
  name === undefined || isUnknown(name) ? [] : [{ that: 'table', exists: true, name }];
const columnsExist = (table: Known<Name>, columns: readonly string[]): readonly Assumption[] =>
  isUnknown(table) ? [] : columns.map((name) => ({ that: 'column', exists: true, table, name }));
const partIs = (that: 'column' | 'constraint', exists: boolean, table: Known<Name>, name: Known<string> | undefined): readonly Assumption[] =>
  isUnknown(table) || name === undefined || isUnknown(name) ? [] : [{ that, exists, table, name }];
const indexIs = (exists: boolean, table: Known<Name> | undefined, name: Known<string> | undefined, schema?: string): readonly Assumption[] =>
  name === undefined || isUnknown(name) ? [] : [{ that: 'index', exists, name, ...(table === undefined || isUnknown(table) ? {} : { table }), ...(schema === undefined ? {} : { schema }) }];
const typeIs = (exists: boolean, name: Known<Name>): readonly Assumption[] => (isUnknown(name) ? [] : [{ that: 'type', exists, name }]);

function constraintNeeds(table: Known<Name>, constraint: Constraint, own: boolean, dangling: boolean): readonly Assumption[] {
  const columns = constraint.type === 'check' || constraint.type === 'exclude' ? (constraint.columns ?? []) : names(constraint.columns);
  const out = own ? [...columnsExist(table, columns)] : [];
  if (constraint.type !== 'foreignKey' || dangling) return out;
  const { references } = constraint;
  // a reference to the table itself needs nothing that the statement does not make
  if (!own && !isUnknown(table) && !isUnknown(references.table) && nameKey(table) === nameKey(references.table)) return out;
  return [...out, ...tableExists(references.table), ...columnsExist(references.table, names(references.columns))];
}

const CONSTRAINT_KINDS: readonly (readonly [RegExp, Constraint['type']])[] = [
  [/(?:_fkey\d*$|^fk_|_fk$|_foreign$)/iu, 'foreignKey'],
  [/(?:_pkey\d*$|^pk_|_pk$)/iu, 'primaryKey'],
  [/(?:_key\d*$|^uq_|^uix_|_unique$|_uniq$|_uq$|_uc$)/iu, 'unique'],
];

/** What an operation needs, unless it may not have run: in the order in which it has to be accepted. `dangling`: a foreign key proves nothing about the table that it references. */
export function needsOf(operation: Operation, dangling = false): readonly Assumption[] {
  switch (operation.kind) {
    case 'createTable': {
      if (operation.ifNotExists || isUnknown(operation.table)) return [];
      const references = operation.constraints.flatMap((constraint) => constraintNeeds(operation.table, constraint, false, dangling));
      return [{ that: 'table', exists: false, name: operation.table }, ...tableExists(operation.like ?? operation.partitionOf), ...references];
    }
    case 'dropTable':
      return operation.ifExists ? [] : tableExists(operation.table);
    case 'renameTable': {
      if (isUnknown(operation.table) || isUnknown(operation.to)) return tableExists(operation.table);
      const schema = operation.toSchema ?? operation.table.schema;
      return [...tableExists(operation.table), { that: 'table', exists: false, name: { ...(schema === undefined ? {} : { schema }), name: operation.to } }];
    }
    case 'addColumn':
      return [...tableExists(operation.table), ...(operation.ifNotExists ? [] : partIs('column', false, operation.table, operation.column.name))];
    case 'dropColumn':
      return [...tableExists(operation.table), ...(operation.ifExists ? [] : partIs('column', true, operation.table, operation.column))];
    case 'renameColumn':
      return [...tableExists(operation.table), ...partIs('column', true, operation.table, operation.column), ...partIs('column', false, operation.table, operation.to)];
    case 'alterColumn': {
      const column = partIs('column', true, operation.table, operation.column);
      return [...tableExists(operation.table), ...(operation.existing ? column.map((fact) => ({ ...fact, hints: operation.existing })) : column)] as readonly Assumption[];
    }
    case 'addConstraint': {
      const { table, constraint } = operation;
      const own = [...tableExists(table), ...(constraint.named ? partIs('constraint', false, table, constraint.name) : []), ...constraintNeeds(table, constraint, true, dangling)];
      return constraint.type === 'primaryKey' || constraint.type === 'unique' ? [...own, ...indexIs(true, table, constraint.usingIndex)] : own;
    }
    case 'validateConstraint':
    case 'dropConstraint': {
      const found = operation.kind === 'dropConstraint' && operation.ifExists ? [] : partIs('constraint', true, operation.table, operation.constraint);
      const type = operation.kind === 'dropConstraint' ? operation.type : undefined;
      return [...tableExists(operation.table), ...(type === undefined ? found : found.map((fact) => ({ ...fact, type }) as Assumption))];
    }
    case 'renameConstraint':
      return [...tableExists(operation.table), ...partIs('constraint', true, operation.table, operation.constraint), ...partIs('constraint', false, operation.table, operation.to)];
    case 'createIndex': {
      const { table, index } = operation;
      const columns = index.reads ?? index.columns.flatMap((part) => plainColumn(part) ?? []);
      return [...tableExists(table), ...(operation.ifNotExists || index.named === false ? [] : indexIs(false, table, index.name)), ...columnsExist(table, columns)];
    }
    case 'dropIndex':
      return [...tableExists(operation.table), ...(operation.ifExists ? [] : indexIs(true, operation.table, operation.index, operation.schema))];
    case 'renameIndex':
      return indexIs(true, operation.table, operation.index, operation.schema);
    case 'createEnum':
      return operation.ifNotExists ? [] : typeIs(false, operation.name);
    case 'alterEnum':
      return typeIs(true, operation.name);
    case 'dropEnum':
      return operation.ifExists ? [] : typeIs(true, operation.name);
    case 'createObject': {
      const made: readonly Assumption[] = operation.ifNotExists || operation.orReplace ? [] : [{ that: 'object', exists: false, object: operation.object }];
      return [...tableExists(operation.object.table), ...made];
    }
    case 'dropObject':
    case 'alterObject':
      return objectNeeds(operation);
    case 'modifyRows':
      return [...tableExists(operation.table), ...columnsExist(operation.table, operation.columns ?? [])];
    case 'setting':
    case 'transaction':
    case 'opaque':
      return [];
  }
}

const UNLISTED: ReadonlySet<SchemaObject['kind']> = new Set(['comment', 'grant', 'other', 'role', 'database', 'language']);

function objectNeeds(operation: ActionOf<'dropObject'> | ActionOf<'alterObject'>): readonly Assumption[] {
  const { object } = operation;
  if (UNLISTED.has(object.kind) || isUnknown(object.name)) return [];
  if (object.kind === 'table') return tableExists({ ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name });
  const found: readonly Assumption[] = operation.kind === 'dropObject' && operation.ifExists ? [] : [{ that: 'object', exists: true, object }];
  return [...tableExists(object.table), ...found];
}

/** An empty catalog that claims to be complete is that of a history whose beginning is missing. */
export const open = (catalog: Catalog): boolean => !catalog.complete || (catalog.tables.size === 0 && catalog.enums.size === 0 && catalog.objects.size === 0);

/**
 * The catalog with an assumption added where it did not know; itself where it knew. A table that was used and never made
 * shows that the history has a gap: the catalog is then not complete.
 */
export function accept(catalog: Catalog, assumption: Assumption, uncertain = false): Catalog {
  switch (assumption.that) {
    case 'table':
      return acceptTable(catalog, assumption.name, assumption.exists, uncertain || assumption.uncertain === true);
    case 'type':
      return acceptType(catalog, assumption.name, assumption.exists, uncertain);
    case 'object':
      return acceptObject(catalog, assumption.object, assumption.exists, uncertain);
    case 'index':
      return acceptIndex(catalog, assumption, uncertain);
    case 'column':
    case 'constraint': {
      const key = nameKey(assumption.table);
      const table = catalog.tables.get(key);
      return table ? withTable(catalog, key, acceptPart(table, assumption, uncertain)) : catalog;
    }
  }
}

function acceptTable(catalog: Catalog, name: Name, exists: boolean, uncertain: boolean): Catalog {
  const key = nameKey(name);
  if (isSystem(name) || catalog.tables.has(key) || catalog.absent.has(key) || viewOf(catalog, key)) return catalog;
  if (!exists) return catalog.complete ? catalog : { ...catalog, absent: withKeys(catalog.absent, key) };
  if (catalog.objects.has(`sequence:${key}`)) return catalog;
  const table: Table = { name, columns: new Map(), indexes: new Map(), constraints: new Map(), absent: new Set(), complete: false, uncertain, made: {} };
  return { ...catalog, tables: withEntry(catalog.tables, key, table), complete: false };
}

function acceptType(catalog: Catalog, name: Name, exists: boolean, uncertain: boolean): Catalog {
  const key = nameKey(name);
  if (catalog.enums.has(key) || catalog.absent.has(key) || catalog.objects.has(`type:${key}`) || catalog.objects.has(`domain:${key}`)) return catalog;
  if (!exists) return catalog.complete ? catalog : { ...catalog, absent: withKeys(catalog.absent, key) };
  if (!open(catalog)) return catalog;
  return { ...catalog, enums: withEntry(catalog.enums, key, { name, values: [], complete: false, uncertain, made: {} }), complete: false };
}

function acceptObject(catalog: Catalog, object: SchemaObject, exists: boolean, uncertain: boolean): Catalog {
  const key = objectKey(object);
  if (key === undefined || catalog.objects.has(key) || catalog.absent.has(key) || UNLISTED.has(object.kind)) return catalog;
  if (object.kind === 'type' && !isUnknown(object.name)) return acceptType(catalog, { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name }, exists, uncertain);
  const table = known(object.table);
  // the triggers and policies of an incomplete table are not all known, even in a complete catalog
  const unsure = open(catalog) || (table !== undefined && catalog.tables.get(nameKey(table))?.complete === false);
  if (!unsure) return catalog;
  if (!exists) return { ...catalog, absent: withKeys(catalog.absent, key) };
  const { definition: _, ...identity } = object;
  return { ...catalog, objects: withEntry(catalog.objects, key, { object: identity, complete: false, uncertain, made: {} }), complete: catalog.complete && table !== undefined };
}

function acceptIndex(catalog: Catalog, assumption: Extract<Assumption, { that: 'index' }>, uncertain: boolean): Catalog {
  const key = partKey(assumption.name);
  const schema = assumption.schema ?? assumption.table?.schema;
  const tableKey = assumption.table && nameKey(assumption.table);
  const table = tableKey === undefined ? undefined : catalog.tables.get(tableKey);
  if (table?.complete) return catalog;
  const owner = indexOwner(catalog, schema, assumption.name);
  const loose = nameKey({ schema, name: assumption.name });
  if (owner || catalog.absent.has(`index:${loose}`) || catalog.looseIndexes?.has(loose) || catalog.tables.has(loose)) return catalog;
  const entry = { name: key, index: { name: key, columns: [], unique: false }, complete: false, uncertain, made: {} };
  if (tableKey !== undefined && table) {
    if (table.absent.has(`index:${key}`)) return catalog;
    if (assumption.exists) return withTable(catalog, tableKey, setPart(table, 'indexes', key, entry));
    return withTable(catalog, tableKey, { ...table, absent: withKeys(table.absent, `index:${key}`) });
  }
  const gap = open(catalog) || [...catalog.tables.values()].some((other) => !other.complete && !other.absent.has(`index:${key}`));
  if (!gap) return catalog;
  if (assumption.exists) return withLooseIndex({ ...catalog, complete: false }, loose, entry);
  return { ...catalog, absent: withKeys(catalog.absent, `index:${loose}`) };
}

function acceptPart(table: Table, assumption: Extract<Assumption, { that: 'column' | 'constraint' }>, uncertain: boolean): Table {
  const key = partKey(assumption.name);
  if (assumption.that === 'column' && assumption.exists) {
    const present = table.columns.get(key) ?? (table.complete || table.absent.has(`column:${key}`) ? undefined : unseenColumn(key, uncertain));
    if (!present) return table;
    const entry = withHints(present, assumption.hints);
    return table.columns.get(key) === entry ? table : setPart(table, 'columns', key, entry);
  }
  const absent = `${assumption.that}:${key}`;
  const listed = assumption.that === 'column' ? table.columns.has(key) : table.constraints.has(key);
  if (listed || table.complete || table.absent.has(absent)) return table;
  if (!assumption.exists) return { ...table, absent: withKeys(table.absent, absent) };
  const type = 'type' in assumption ? assumption.type : undefined;
  return setPart(table, 'constraints', key, { name: key, constraint: unseenConstraint(key, type), complete: false, uncertain, valid: true, made: {} });
}

const unseenColumn = (name: string, uncertain: boolean): ColumnEntry => ({
  column: { name, type: UNSEEN, nullable: UNSEEN, default: UNSEEN },
  complete: false,
  uncertain,
  made: {},
});

function unseenConstraint(name: string, type: Constraint['type'] | undefined): Constraint {
  const kind = type ?? CONSTRAINT_KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'check';
  if (kind === 'foreignKey') return { type: kind, name, named: true, columns: UNSEEN, references: { table: UNSEEN, columns: UNSEEN } };
  if (kind === 'primaryKey' || kind === 'unique') return { type: kind, name, named: true, columns: UNSEEN };
  return { type: kind, name, named: true, expression: UNSEEN };
}

/** A column never seen created, with what the source of an alteration says that it was. */
function withHints(entry: ColumnEntry, hints: Hints | undefined): ColumnEntry {
  if (!hints || entry.complete) return entry;
  const { column } = entry;
  const hinted = new Set(entry.hinted);
  const type = column.type === UNSEEN && hints.type !== undefined && !isUnknown(hints.type) ? hints.type : undefined;
  const nullable = column.nullable === UNSEEN && hints.nullable !== undefined && !isUnknown(hints.nullable) ? hints.nullable : undefined;
  const given = column.default === UNSEEN && hints.default !== undefined && !isUnknown(hints.default) ? { value: hints.default } : undefined;
  if (type === undefined && nullable === undefined && given === undefined) return entry;
  const { default: old, ...rest } = column;
  if (type !== undefined) hinted.add('type');
  if (nullable !== undefined) hinted.add('nullable');
  if (given) hinted.add('default');
  const value = given ? given.value : old;
  return {
    ...entry,
    hinted: [...hinted],
    column: { ...rest, ...(type === undefined ? {} : { type }), ...(nullable === undefined ? {} : { nullable }), ...(value === undefined || value === null ? {} : { default: value }) },
  };
}
