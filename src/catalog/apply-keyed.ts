import { foreignKeyPrefix } from '../dialects/mysql-names.js';
import { factsOf } from '../dialects/dialect.js';
import type { ActionOf, Operation } from '../operation.js';
import { isUnknown, known } from '../value.js';
import { dropColumnOfKeys } from './keyed-columns.js';
import type { Context } from './apply-parts.js';
import { blurParts, changeTable, dropPart, referencesTo } from './apply-parts.js';
import { createTable, renameTable } from './apply-table.js';
import type { Catalog, Table } from './catalog.js';
import { mapValues, withEntryMoved, withKeys, withoutEntries, withoutKeys, withTable } from './edit.js';
import { isNeededIndex, keyColumns, PRIMARY, putIndex, putKey, spelledAs } from './keyed-parts.js';
import { indexOwner, nameKey } from './names.js';
import { lacks } from './query.js';

/**
 * Operations on a server where indexes belong to tables and a unique constraint is nothing but an index (MySQL, MariaDB).
 * `undefined`: the operation does what it does elsewhere.
 */
export function applyKeyed(context: Context, operation: Operation): Catalog | undefined {
  if (!factsOf(context.target.dialect).uniqueIsIndex) return undefined;
  switch (operation.kind) {
    case 'createTable':
      return createKeyed(context, operation);
    case 'dropTable':
      return dropKeyed(context, operation);
    case 'renameTable':
      return renameKeyed(context, operation);
    case 'dropColumn':
      return dropColumnOfKeys(context, operation);
    case 'addConstraint':
      return changeTable(context, operation.table, (table) => putKey(context, table, operation.constraint, operation.notValid !== true));
    case 'dropConstraint':
      return dropKey(context, operation);
    case 'createIndex':
      return createIndex(context, operation);
    case 'dropIndex':
      return dropIndex(context, operation);
    case 'renameIndex':
      return renameIndex(context, operation);
    case 'setting':
      return operation.name === 'foreign_key_checks' ? { ...context.catalog, foreignKeysOff: isOff(known(operation.value)) } : undefined;
    default:
      return undefined;
  }
}

const isOff = (value: string | undefined): boolean => value !== undefined && /^(?:0|off|false|'off'|'0')$/iu.test(value.trim());

function createKeyed(context: Context, operation: ActionOf<'createTable'>): Catalog {
  const { catalog } = context;
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  const { table: name } = operation;
  const key = nameKey(name);
  // an index may be called like the table
  const inTheWay = !catalog.tables.has(key) && indexOwner(catalog, name.schema, name.name) !== undefined;
  const bare = { ...operation, constraints: [] };
  const made = inTheWay ? createTable({ ...context, catalog: { ...catalog, tables: withoutKeysOf(catalog) } }, bare) : createTable(context, bare);
  const created = made.tables.get(key);
  if (!created || created === catalog.tables.get(key)) return catalog;
  const certain = { ...context, catalog: { ...made, tables: catalog.tables }, maybe: false };
  const model = operation.like && catalog.tables.get(nameKey(operation.like));
  const start: Table = model?.complete ? { ...created, complete: true, indexes: model.indexes, constraints: withoutForeignKeys(model) } : created;
  const table = operation.constraints.reduce((current, constraint) => putKey(certain, current, constraint, true), start);
  return withTable({ ...made, tables: catalog.tables }, key, table);
}

const withoutKeysOf = (catalog: Catalog): Catalog['tables'] => mapValues(catalog.tables, (table) => ({ ...table, indexes: new Map(), constraints: new Map() }));
/** LIKE takes over all but foreign keys. */
const withoutForeignKeys = (model: Table): Table['constraints'] =>
  withoutEntries(model.constraints, [...model.constraints].filter(([, { constraint }]) => constraint.type === 'foreignKey').map(([key]) => key));

/** DROP TABLE is refused while a foreign key of another table needs it; views stay, broken. */
function dropKeyed(context: Context, operation: ActionOf<'dropTable'>): Catalog {
  const { catalog, maybe, together } = context;
  if (isUnknown(operation.table)) return { ...catalog, complete: false };
  const key = nameKey(operation.table);
  const table = catalog.tables.get(key);
  if (!table) return maybe ? catalog : { ...catalog, absent: withKeys(catalog.absent, key) };
  if (maybe) return table.uncertain ? { ...catalog, tables: withoutEntries(catalog.tables, [key]) } : withTable(catalog, key, { ...table, uncertain: true });
  const needed = referencesTo(catalog, key).some(({ key: child, table: other, entry }) => !entry.uncertain && !other.uncertain && !together.has(child));
  if (needed && catalog.foreignKeysOff !== true) return catalog;
  const triggers = [...catalog.objects].filter(([, { object }]) => object.table !== undefined && !isUnknown(object.table) && nameKey(object.table) === key).map(([object]) => object);
  return { ...catalog, tables: withoutEntries(catalog.tables, [key]), objects: withoutEntries(catalog.objects, triggers), absent: withKeys(catalog.absent, key, ...triggers) };
}

/** The names that the server made up for foreign keys follow the table's. */
function renameKeyed(context: Context, operation: ActionOf<'renameTable'>): Catalog {
  const renamed = renameTable(context, operation);
  if (renamed === context.catalog || isUnknown(operation.table) || isUnknown(operation.to) || context.maybe) return renamed;
  const [from, to] = [foreignKeyPrefix(operation.table.name), foreignKeyPrefix(operation.to)];
  const schema = operation.toSchema ?? operation.table.schema;
  const key = nameKey({ ...(schema === undefined ? {} : { schema }), name: operation.to });
  const table = renamed.tables.get(key);
  if (!table) return renamed;
  let { constraints } = table;
  for (const [name, entry] of table.constraints) {
    if (entry.constraint.type !== 'foreignKey' || !name.startsWith(from)) continue;
    const next = to + name.slice(from.length);
    constraints = withEntryMoved(constraints, name, next, { ...entry, name: next, constraint: { ...entry.constraint, name: next } });
  }
  return withTable(renamed, key, { ...table, constraints });
}

function dropKey(context: Context, operation: ActionOf<'dropConstraint'>): Catalog {
  const { catalog, maybe } = context;
  const name = operation.type === 'primaryKey' ? PRIMARY : operation.constraint;
  if (name === undefined || isUnknown(name)) {
    return changeTable(context, operation.table, (table) => blurParts(operation.type === 'unique' ? blurParts(table, 'indexes') : table, 'constraints'));
  }
  return changeTable(context, operation.table, (table, tableKey) => {
    const index = spelledAs(table.indexes, name);
    const key = spelledAs(table.constraints, name);
    if (table.indexes.has(index) && (operation.type === 'unique' || !table.constraints.has(key) || table.constraints.get(key)?.complete === false)) {
      const bare = dropPart(table, 'constraints', key, maybe);
      return isNeededIndex(catalog, tableKey, table, index, keyColumns(table, index)) && !maybe ? table : dropPart(bare, 'indexes', index, maybe);
    }
    if (!table.constraints.has(key) && table.complete) return table;
    if (key === PRIMARY && isNeededIndex(catalog, tableKey, table, PRIMARY, keyColumns(table, PRIMARY)) && !maybe) return table;
    return dropPart(table, 'constraints', key, maybe);
  });
}

function createIndex(context: Context, operation: ActionOf<'createIndex'>): Catalog {
  const { index } = operation;
  return changeTable(context, operation.table, (table) => {
    if (isUnknown(index.name) && index.named !== false) return { ...table, complete: false };
    const complete = operation.ifNotExists !== true || isUnknown(index.name) || lacks(table, 'index', index.name ?? '') === false;
    return putIndex(context, table, index, index.named === false ? undefined : index.name, complete);
  });
}

function dropIndex(context: Context, operation: ActionOf<'dropIndex'>): Catalog {
  const { catalog, maybe } = context;
  const { index } = operation;
  if (isUnknown(index)) return changeTable(context, operation.table ?? index, (table) => blurParts(table, 'indexes'));
  const table = operation.table ?? indexOwner(catalog, operation.schema, index)?.table.name;
  if (table === undefined) return catalog;
  return changeTable(context, table, (current, tableKey) => {
    const key = spelledAs(current.indexes, index);
    if (!current.indexes.has(key) && current.complete) return current;
    return !maybe && isNeededIndex(catalog, tableKey, current, key, keyColumns(current, key)) ? current : dropPart(current, 'indexes', key, maybe);
  });
}

function renameIndex(context: Context, operation: ActionOf<'renameIndex'>): Catalog {
  const { catalog, maybe, made } = context;
  const { index, to } = operation;
  if (isUnknown(index)) return operation.table === undefined ? catalog : changeTable(context, operation.table, (table) => blurParts(table, 'indexes'));
  const table = operation.table ?? indexOwner(catalog, operation.schema, index)?.table.name;
  if (table === undefined) return catalog;
  return changeTable(context, table, (current) => {
    const key = spelledAs(current.indexes, index);
    const entry = current.indexes.get(key);
    if (!entry) return current;
    if (isUnknown(to)) return { ...dropPart(current, 'indexes', key, maybe), complete: false };
    const taken = spelledAs(current.indexes, to);
    if (taken !== key && current.indexes.get(taken)?.uncertain === false) return current;
    const { forForeignKey: _, ...own } = entry;
    const { named: __, ...shape } = entry.index;
    const renamed = { ...own, name: to, index: { ...shape, name: to }, made, uncertain: entry.uncertain || maybe };
    return { ...current, indexes: withEntryMoved(current.indexes, key, to, renamed), absent: withKeys(withoutKeys(current.absent, `index:${to}`), `index:${key}`) };
  });
}
