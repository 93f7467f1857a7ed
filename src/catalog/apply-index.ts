import type { ActionOf, Name } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Catalog, IndexEntry, Table } from './catalog.js';
import { renameTable } from './apply-table.js';
import { constraintRenamed, isNameless } from './apply-constraint.js';
import type { Context } from './apply-parts.js';
import { addPart, blurParts, changeTable, dropPart, refusesDependents, setPart, withoutConstraints } from './apply-parts.js';
import { restingOn } from './referenced-keys.js';
import { withEntry, withEntryMoved, withKeys, withoutEntries, withoutKeys, withTable } from './edit.js';
import { derivedIndexName, indexOwner, nameKey, partKey, relationExists } from './names.js';
import { lacks } from './query.js';

/** CREATE INDEX. Tables, indexes and keys of a schema share their names: the server refuses one that is taken. */
export function createIndex(context: Context, operation: ActionOf<'createIndex'>): Catalog {
  const { catalog, maybe, made } = context;
  const { index } = operation;
  const on = isUnknown(operation.table) ? undefined : operation.table;
  const table = on && catalog.tables.get(nameKey(on));
  if (isUnknown(index.name) && index.named !== false) {
    return table ? changeTable(context, operation.table, (current) => namelessIndex(current, { name: '', index, complete: true, uncertain: maybe, made })) : catalog;
  }
  const written = index.named === false || isUnknown(index.name) ? undefined : index.name;
  const name = written !== undefined ? partKey(written) : on && derivedIndexName(catalog, on, index);
  if (name === undefined) return catalog;
  const entry: IndexEntry = { name, index, complete: true, uncertain: maybe, made };
  const present = table?.indexes.get(name);
  if ((!present || !present.uncertain) && relationExists(catalog, on?.schema, name)) return catalog;
  if (!table || !on) return withLooseIndex(catalog, nameKey({ schema: on?.schema, name }), on ? { ...entry, on } : entry);
  const complete = operation.ifNotExists !== true || lacks(table, 'index', name) === false;
  return changeTable(context, on, (current) => addPart(current, 'indexes', name, { ...entry, complete }, maybe));
}

function namelessIndex(table: Table, entry: IndexEntry): Table {
  let i = 1;
  while (table.indexes.has(`?${i}`)) i += 1;
  return setPart({ ...table, complete: false }, 'indexes', `?${i}`, { ...entry, name: `?${i}` });
}

/** The catalog with an index that stands on no listed table. */
export function withLooseIndex(catalog: Catalog, key: string, entry: IndexEntry & { readonly on?: Name }): Catalog {
  return { ...catalog, looseIndexes: withEntry(catalog.looseIndexes ?? new Map(), key, entry), absent: withoutKeys(catalog.absent, `index:${key}`) };
}

/** Whether the dialect names an index by its table, and drops a unique constraint as the index that it is. */
const indexesBelongToTables = ({ dialect }: Context['target']): boolean => dialect === 'mysql' || dialect === 'mariadb';

/** DROP INDEX. PostgreSQL finds the table by itself, and refuses to drop the index of a constraint. */
export function dropIndex(context: Context, operation: ActionOf<'dropIndex'>): Catalog {
  const { catalog, maybe } = context;
  const named = operation.table === undefined || isUnknown(operation.table) ? undefined : operation.table;
  if (isUnknown(operation.index)) return named ? changeTable(context, named, (table) => dropNameless(table, maybe)) : catalog;
  const key = partKey(operation.index);
  const schema = operation.schema ?? named?.schema;
  const own = named && catalog.tables.get(nameKey(named));
  if (named && own && indexesBelongToTables(context.target)) {
    return changeTable(context, named, (table) => dropPart(table, own.indexes.has(key) ? 'indexes' : 'constraints', key, maybe));
  }
  const owner = named && own?.indexes.has(key) ? { key: nameKey(named), table: own, as: 'index' as const } : indexOwner(catalog, schema, operation.index);
  if (owner?.as === 'constraint') return catalog;
  if (owner) return dropOwned(context, operation, owner.key, owner.table, key);
  const loose = nameKey({ schema, name: operation.index });
  const entry = catalog.looseIndexes?.get(loose);
  if (entry && catalog.looseIndexes) {
    if (maybe && !entry.uncertain) return withLooseIndex(catalog, loose, { ...entry, uncertain: true });
    return { ...catalog, looseIndexes: withoutEntries(catalog.looseIndexes, [loose]), absent: withKeys(catalog.absent, `index:${loose}`) };
  }
  if (maybe) return catalog;
  // not seen anywhere: from now on it is known to be absent
  if (own && named) return own.complete ? catalog : withTable(catalog, nameKey(named), dropPart(own, 'indexes', key, false));
  return { ...catalog, absent: withKeys(catalog.absent, `index:${loose}`) };
}

/** A unique index on which a foreign key rests: the server refuses, unless it says CASCADE. */
function dropOwned({ catalog, maybe, target }: Context, { cascade }: ActionOf<'dropIndex'>, tableKey: string, table: Table, key: string): Catalog {
  const entry = table.indexes.get(key);
  const dependents = entry ? restingOn(catalog, tableKey, table, entry) : [];
  const certain = dependents.some((reference) => !reference.entry.uncertain && !reference.table.uncertain);
  if (certain && !maybe && cascade !== true && refusesDependents(target)) return catalog;
  const out = withoutConstraints(catalog, dependents, maybe);
  return withTable(out, tableKey, dropPart(out.tables.get(tableKey) ?? table, 'indexes', key, maybe));
}

function dropNameless(table: Table, maybe: boolean): Table {
  const nameless = [...table.indexes.keys()].filter(isNameless);
  if (nameless.length === 1) return maybe ? table : { ...table, indexes: withoutEntries(table.indexes, nameless) };
  return blurParts(table, 'indexes');
}

/** ALTER INDEX ... RENAME TO: renames a constraint where the index is one's. */
export function renameIndex(context: Context, operation: ActionOf<'renameIndex'>): Catalog {
  const { catalog, maybe, made } = context;
  const { index, to, schema } = operation;
  if (isUnknown(index)) return catalog;
  const from = partKey(index);
  const owner = indexOwner(catalog, schema, index);
  if (isUnknown(to)) return owner ? withTable(catalog, owner.key, { ...dropPart(owner.table, owner.as === 'index' ? 'indexes' : 'constraints', from, maybe), complete: false }) : catalog;
  const next = partKey(to);
  if (next === from) return catalog;
  const present = owner?.table.indexes.get(next);
  if (relationExists(catalog, schema, next) && !present?.uncertain) return catalog;
  if (owner?.as === 'constraint') return withTable(catalog, owner.key, constraintRenamed(owner.table, from, next, context));
  if (owner) return withTable(catalog, owner.key, indexRenamed(owner.table, from, next, context));
  const entry = catalog.looseIndexes?.get(nameKey({ schema, name: index }));
  // the server takes any relation for an index here
  if (!entry || !catalog.looseIndexes) return renameTable(context, { kind: 'renameTable', table: schema === undefined ? { name: index } : { schema, name: index }, to });
  const key = nameKey({ schema, name: to });
  const renamed = { ...entry, name: next, index: { ...entry.index, name: next }, uncertain: entry.uncertain || maybe, made };
  return {
    ...catalog,
    looseIndexes: withEntryMoved(catalog.looseIndexes, nameKey({ schema, name: index }), key, renamed),
    absent: withKeys(withoutKeys(catalog.absent, `index:${key}`), `index:${nameKey({ schema, name: index })}`),
  };
}

function indexRenamed(table: Table, from: string, to: string, { maybe, made }: Pick<Context, 'maybe' | 'made'>): Table {
  const entry = table.indexes.get(from);
  if (!entry) return table;
  const renamed: IndexEntry = { ...entry, name: to, index: { ...entry.index, name: to }, made };
  if (maybe) return addPart(dropPart(table, 'indexes', from, true), 'indexes', to, renamed, true);
  return { ...table, indexes: withEntryMoved(table.indexes, from, to, renamed), absent: withKeys(withoutKeys(table.absent, `index:${to}`), `index:${from}`) };
}
