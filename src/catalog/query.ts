import type { Condition, Fact, Name, SchemaObject } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, Table } from './catalog.js';
import { indexOwner, nameKey, objectKey, partKey } from './names.js';

const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(['information_schema', 'pg_catalog', 'pg_toast', 'mysql', 'performance_schema', 'sys']);

/** Whether a name lies in a schema that the server itself keeps. */
export const isSystem = (name: Name): boolean => (name.schema !== undefined && SYSTEM_SCHEMAS.has(name.schema)) || name.name.startsWith('pg_');

/** The table of that name, if it is listed. */
export const tableOf = (catalog: Catalog, name: Known<Name> | undefined): Table | undefined =>
  name === undefined || isUnknown(name) ? undefined : catalog.tables.get(nameKey(name));

const listed = (entry: { readonly uncertain: boolean }): boolean | undefined => (entry.uncertain ? undefined : true);
const missing = (catalog: Catalog, key: string): boolean | undefined => (catalog.absent.has(key) || catalog.complete ? false : undefined);

/** Whether a table exists; `undefined` where the catalog does not know. Views count, as they do for the server. */
export function hasTable(catalog: Catalog, name: Known<Name>): boolean | undefined {
  if (isUnknown(name) || isSystem(name)) return undefined;
  const key = nameKey(name);
  const entry = catalog.tables.get(key) ?? viewOf(catalog, key);
  return entry ? listed(entry) : missing(catalog, key);
}

/** The view, materialized view or foreign table of that key. */
export const viewOf = (catalog: Catalog, key: string) =>
  catalog.objects.get(`view:${key}`) ?? catalog.objects.get(`materializedView:${key}`) ?? catalog.objects.get(`foreignTable:${key}`);

/** Whether a column exists; `undefined` where the catalog does not know. */
export function hasColumn(catalog: Catalog, table: Known<Name>, column: Known<string>): boolean | undefined {
  return onTable(catalog, table, (found) => {
    if (isUnknown(column)) return undefined;
    const entry = found.columns.get(partKey(column));
    return entry ? listed(entry) : lacks(found, 'column', partKey(column));
  });
}

/** Whether a constraint exists on a table, or anywhere where no table is given; `undefined` where the catalog does not know. */
export function hasConstraint(catalog: Catalog, table: Known<Name> | undefined, constraint: Known<string>): boolean | undefined {
  if (isUnknown(constraint)) return undefined;
  const key = partKey(constraint);
  const on = (found: Table): boolean | undefined => {
    const entry = found.constraints.get(key);
    return entry ? listed(entry) : lacks(found, 'constraint', key);
  };
  return table === undefined ? anywhere(catalog, on) : onTable(catalog, table, on);
}

/**
 * Whether an index exists: on a table where one is given, else anywhere in the schema. An index that enforces a constraint
 * counts. `undefined` where the catalog does not know.
 */
export function hasIndex(catalog: Catalog, table: Known<Name> | undefined, index: Known<string>, schema?: string): boolean | undefined {
  if (isUnknown(index)) return undefined;
  const key = partKey(index);
  const loose = nameKey({ schema: table === undefined || isUnknown(table) ? schema : table.schema, name: index });
  const entry = catalog.looseIndexes?.get(loose);
  if (entry) return listed(entry);
  const on = (found: Table): boolean | undefined => {
    const own = found.indexes.get(key) ?? found.constraints.get(key);
    return own ? listed(own) : lacks(found, 'index', key);
  };
  if (table !== undefined && !isUnknown(table)) return onTable(catalog, table, on);
  const owner = indexOwner(catalog, schema, index);
  if (owner) return on(owner.table);
  return catalog.absent.has(`index:${loose}`) ? false : anywhere(catalog, on);
}

/** Whether an enum, composite type or domain exists; `undefined` where the catalog does not know. */
export function hasType(catalog: Catalog, name: Known<Name>): boolean | undefined {
  if (isUnknown(name) || isSystem(name)) return undefined;
  const key = nameKey(name);
  const entry = catalog.enums.get(key) ?? catalog.objects.get(`type:${key}`) ?? catalog.objects.get(`domain:${key}`);
  return entry ? listed(entry) : missing(catalog, key);
}

/** Kinds of which a database has some that no migration makes. */
const PROVIDED: ReadonlySet<SchemaObject['kind']> = new Set(['role', 'database', 'language', 'collation', 'server', 'cast', 'operator', 'aggregate', 'comment', 'grant', 'other']);

/** Whether a view, function, trigger ... exists; `undefined` where the catalog does not know. */
export function hasObject(catalog: Catalog, object: SchemaObject): boolean | undefined {
  if (object.kind === 'table') return isUnknown(object.name) ? undefined : hasTable(catalog, { schema: object.schema, name: object.name });
  const key = objectKey(object);
  if (key === undefined) return undefined;
  const entry = catalog.objects.get(key);
  if (entry) return listed(entry);
  if (object.kind === 'type' && !isUnknown(object.name)) return hasType(catalog, { schema: object.schema, name: object.name });
  if (catalog.absent.has(key)) return false;
  if (PROVIDED.has(object.kind) || key === 'schema:public' || key === 'extension:plpgsql') return undefined;
  return missing(catalog, key);
}

function onTable(catalog: Catalog, name: Known<Name>, ask: (table: Table) => boolean | undefined): boolean | undefined {
  const table = tableOf(catalog, name);
  if (!table) return hasTable(catalog, name) === false ? false : undefined;
  const answer = ask(table);
  return table.uncertain && answer === true ? undefined : answer;
}

/** Whether a table is known not to have a part that it does not list. */
export const lacks = (table: Table, kind: 'column' | 'index' | 'constraint', key: string): false | undefined =>
  table.complete || table.absent.has(`${kind}:${key}`) ? false : undefined;

function anywhere(catalog: Catalog, ask: (table: Table) => boolean | undefined): boolean | undefined {
  let answer: boolean | undefined = catalog.complete ? false : undefined;
  for (const table of catalog.tables.values()) {
    const here = ask(table);
    if (here === true) return true;
    if (here === undefined) answer = undefined;
  }
  return answer;
}

function ask(fact: Fact, catalog: Catalog): boolean | undefined {
  switch (fact.ask) {
    case 'table':
      return hasTable(catalog, fact.table);
    case 'column':
      return hasColumn(catalog, fact.table, fact.column);
    case 'index':
      return hasIndex(catalog, fact.table, fact.index);
    case 'constraint':
      return hasConstraint(catalog, fact.table, fact.constraint);
    case 'type':
      return hasType(catalog, fact.name);
    case 'object':
      return hasObject(catalog, fact.object);
  }
}

/** What the database would answer to a test of the source; `undefined` where the catalog does not know. */
export function decide(condition: Condition, catalog: Catalog): boolean | undefined {
  switch (condition.is) {
    case 'unknown':
      return undefined;
    case 'exists':
      return ask(condition.fact, catalog);
    case 'not': {
      const answer = decide(condition.operand, catalog);
      return answer === undefined ? undefined : !answer;
    }
    case 'and':
    case 'or': {
      const decisive = condition.is === 'or';
      const left = decide(condition.left, catalog);
      if (left === decisive) return decisive;
      const right = decide(condition.right, catalog);
      if (right === decisive) return decisive;
      return left === undefined || right === undefined ? undefined : !decisive;
    }
  }
}
