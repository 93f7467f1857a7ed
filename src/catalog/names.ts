import type { Constraint, Index, Name, SchemaObject } from '../operation.js';
import { isUnknown, known } from '../value.js';
import type { Known } from '../value.js';
import { clipIdentifier, constraintName } from '../dialects/postgres-types.js';
import type { Catalog, ConstraintEntry, IndexEntry, Table } from './catalog.js';

const part = (text: string): string => {
  const clipped = clipIdentifier(text);
  return clipped.includes('.') ? `"${clipped}"` : clipped;
};

/** The schema of a name, `undefined` for the default one. */
export const schemaOf = (name: { readonly schema?: string }): string | undefined =>
  name.schema === undefined || name.schema === '' || name.schema === 'public' ? undefined : name.schema;

/** Key of a table, enum type or relation: the default schema is left out, identifiers are clipped as the server does. */
export function nameKey(name: Name): string {
  const schema = schemaOf(name);
  return schema === undefined ? part(name.name) : `${part(schema)}.${part(name.name)}`;
}

/** Key of an index, constraint or column: the name, clipped as the server does. */
export const partKey = (name: string): string => clipIdentifier(name);

const ON_TABLE: ReadonlySet<SchemaObject['kind']> = new Set(['trigger', 'policy', 'rule']);

/**
 * Key of an object: its kind and name; a trigger, policy or rule is found by its table and name, a function by its name
 * without arguments. `undefined` where the name or the table is unknown.
 */
export function objectKey(object: SchemaObject): string | undefined {
  const name = known(object.name);
  if (name === undefined) return undefined;
  if (ON_TABLE.has(object.kind)) {
    const table = known(object.table);
    return table === undefined ? undefined : `${object.kind}:${nameKey(table)}:${partKey(name)}`;
  }
  const bare = object.kind === 'function' || object.kind === 'procedure' || object.kind === 'aggregate' ? name.replace(/\s*\(.*$/su, '') : name;
  return `${object.kind}:${nameKey({ schema: object.schema, name: bare })}`;
}

/** Kinds of object that share names with tables and indexes. */
export const RELATION_KINDS = ['view', 'materializedView', 'sequence', 'foreignTable'] as const;

/** Whether a table, index, index-backed constraint, view or sequence of the schema has the name. */
export function relationExists(catalog: Catalog, schema: string | undefined, name: string): boolean {
  const key = nameKey({ schema, name });
  if (catalog.tables.has(key)) return true;
  if (RELATION_KINDS.some((kind) => catalog.objects.has(`${kind}:${key}`))) return true;
  return indexOwner(catalog, schema, name) !== undefined || catalog.looseIndexes?.has(key) === true;
}

const backedByIndex = (constraint: Constraint): boolean =>
  constraint.type === 'primaryKey' || constraint.type === 'unique' || constraint.type === 'exclude';

/** The table that has an index of this name, or a constraint that an index of this name enforces. */
export function indexOwner(catalog: Catalog, schema: string | undefined, name: string): { readonly key: string; readonly table: Table; readonly as: 'index' | 'constraint' } | undefined {
  const wanted = partKey(name);
  const home = schemaOf({ schema });
  for (const [key, table] of catalog.tables) {
    // the name first: it settles nearly every table
    const entry = table.constraints.get(wanted);
    const as = table.indexes.has(wanted) ? 'index' : entry && backedByIndex(entry.constraint) ? 'constraint' : undefined;
    if (as && schemaOf(table.name) === home) return { key, table, as };
  }
  return undefined;
}

function constraintExists(catalog: Catalog, schema: string | undefined, name: string): boolean {
  const home = schemaOf({ schema });
  for (const table of catalog.tables.values()) if (table.constraints.has(name) && schemaOf(table.name) === home) return true;
  return false;
}

/** The columns that are part of the name which the server gives to an unnamed constraint. */
function namingColumns(constraint: Constraint): readonly string[] {
  if (constraint.type === 'primaryKey') return [];
  // a check is named after its column only where it mentions exactly one
  if (constraint.type === 'check') return constraint.columns?.length === 1 ? constraint.columns : [];
  if (constraint.type === 'exclude') return constraint.columns ?? [];
  return (known(constraint.columns) ?? []).map((column) => known(column) ?? '');
}

/** The first of name, name1, name2 ... that is not taken. */
function firstFree(derive: (suffix: string) => string, taken: (name: string) => boolean): string {
  let name = derive('');
  for (let i = 1; taken(name) && i < 10_000; i++) name = derive(String(i));
  return name;
}

/** The name that the server gives to a constraint which the source leaves unnamed, with a number where it is taken. */
export function derivedConstraintName(catalog: Catalog, table: Table, constraint: Constraint): string {
  const { schema } = table.name;
  const columns = namingColumns(constraint);
  const given = known(constraint.name);
  const base = constraintName(table.name.name, columns, constraint.type);
  const taken = (name: string): boolean =>
    table.constraints.has(name) || constraintExists(catalog, schema, name) || (backedByIndex(constraint) && (table.indexes.has(name) || relationExists(catalog, schema, name)));
  // a reader that knows better (a naming convention) is believed as long as its name is free
  if (given !== undefined && partKey(given) !== base && !taken(partKey(given))) return partKey(given);
  return firstFree((suffix) => constraintName(table.name.name, columns, constraint.type, suffix), taken);
}

/** The name that the server gives to an index which the source leaves unnamed, with a number where it is taken. */
export function derivedIndexName(catalog: Catalog, table: Name, index: Index): string {
  const parts: string[] = [];
  for (const column of [...index.columns, ...(index.include ?? [])]) {
    const base = plainColumn(column) ?? expressionName(known(column));
    parts.push(firstFree((suffix) => base + suffix, (name) => parts.includes(name)));
  }
  // a reader that has the syntax tree knows better what an expression is called
  const given = known(index.name);
  const derive = (suffix: string): string => {
    const read = given === undefined || (index.include && index.include.length > 0) ? undefined : given + suffix;
    return read !== undefined && clipIdentifier(read) === read ? read : constraintName(table.name, parts, 'index', suffix);
  };
  return firstFree(derive, (name) => relationExists(catalog, table.schema, name));
}

/** The name that an expression gives to its index column: that of the function it calls. */
function expressionName(expression: string | undefined): string {
  let text = expression?.trim() ?? '';
  while (text.startsWith('(') && text.endsWith(')')) text = text.slice(1, -1).trim();
  return /^(?:[a-z_][\w$]*\.)?([a-z_][\w$]*)\s*\(.*\)$/su.exec(text.toLowerCase())?.[1] ?? 'expr';
}

/** Operator class with its options, collation, order: what may stand behind a column of an index. */
const BEHIND_COLUMN = /^(?:\s+collate\s+\S+)?(?:\s+(?!(?:asc|desc|nulls)\b)[\w.]+(?:\s*\([^()]*\))?)?(?:\s+(?:asc|desc))?(?:\s+nulls\s+(?:first|last))?$/iu;

/** The column that an index part consists of (operator class and order left out), `undefined` for an expression. */
export function plainColumn(text: Index['columns'][number]): string | undefined {
  if (isUnknown(text)) return undefined;
  const [written, quotedName] = /^"((?:[^"]|"")+)"/u.exec(text) ?? [];
  const name = written ?? /^[^\s()"'+*/|,:<>=-]+/u.exec(text)?.[0];
  if (name === undefined || !BEHIND_COLUMN.test(text.slice(name.length))) return undefined;
  return quotedName === undefined ? name : quotedName.replaceAll('""', '"');
}

const sameColumns = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((column, i) => typeof column === 'string' && column === right[i]);

/** The names, `undefined` where they are not all known. */
export function knownNames(names: readonly Known<string>[] | undefined): readonly string[] | undefined {
  const out = names?.filter((name): name is string => !isUnknown(name));
  return out?.length === names?.length ? out : undefined;
}

/** Columns of a key or foreign key, `undefined` where they are not all known. */
export function constraintColumns(constraint: Constraint): readonly string[] | undefined {
  if (constraint.type === 'check' || constraint.type === 'exclude') return constraint.columns;
  return knownNames(known(constraint.columns));
}

/** A constraint by its name, or by its type and columns. */
export function findConstraint(table: Table, by: { readonly name?: string; readonly type?: Constraint['type']; readonly columns?: readonly string[] }): ConstraintEntry | undefined {
  if (by.name !== undefined) return table.constraints.get(partKey(by.name));
  for (const entry of table.constraints.values()) {
    if (by.type !== undefined && entry.constraint.type !== by.type) continue;
    const columns = constraintColumns(entry.constraint);
    if (by.columns === undefined || (columns && sameColumns(columns, by.columns))) return entry;
  }
  return undefined;
}

/** An index by its name, or by its columns and uniqueness. */
export function findIndex(table: Table, by: { readonly name?: string; readonly columns?: readonly string[]; readonly unique?: boolean }): IndexEntry | undefined {
  if (by.name !== undefined) return table.indexes.get(partKey(by.name));
  for (const entry of table.indexes.values()) {
    if (by.unique !== undefined && entry.index.unique !== by.unique) continue;
    if (by.columns === undefined || sameColumns(entry.index.columns, by.columns)) return entry;
  }
  return undefined;
}

/** Whether an entry stands for a part whose name cannot be read. */
export const isNameless = (key: string): boolean => key.startsWith('?');
