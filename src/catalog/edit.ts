import type { Catalog, Table } from './catalog.js';

/** A copy of the map with one entry set. */
export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  const copy = new Map(map);
  copy.set(key, value);
  return copy;
}

/** A copy without the keys; the map itself where it has none of them. */
export function withoutEntries<V>(map: ReadonlyMap<string, V>, keys: Iterable<string>): ReadonlyMap<string, V> {
  let copy: Map<string, V> | undefined;
  for (const key of keys) {
    if (!map.has(key)) continue;
    copy ??= new Map(map);
    copy.delete(key);
  }
  return copy ?? map;
}

/** A copy in which an entry has another key and value, at the same place. */
export function withEntryMoved<V>(map: ReadonlyMap<string, V>, from: string, to: string, value: V): ReadonlyMap<string, V> {
  const copy = new Map<string, V>();
  for (const [key, entry] of map) {
    if (key === from) copy.set(to, value);
    else if (key !== to) copy.set(key, entry);
  }
  return copy;
}

/** Every value mapped; the map itself where nothing changed. */
export function mapValues<V>(map: ReadonlyMap<string, V>, change: (value: V, key: string) => V): ReadonlyMap<string, V> {
  let copy: Map<string, V> | undefined;
  for (const [key, value] of map) {
    const changed = change(value, key);
    if (changed === value) continue;
    copy ??= new Map(map);
    copy.set(key, changed);
  }
  return copy ?? map;
}

/** The set with these keys; the set itself where it has them. */
export function withKeys(set: ReadonlySet<string>, ...keys: readonly string[]): ReadonlySet<string> {
  const missing = keys.filter((key) => !set.has(key));
  return missing.length === 0 ? set : new Set([...set, ...missing]);
}

/** The set without these keys; the set itself where it has none of them. */
export function withoutKeys(set: ReadonlySet<string>, ...keys: readonly string[]): ReadonlySet<string> {
  if (!keys.some((key) => set.has(key))) return set;
  const copy = new Set(set);
  for (const key of keys) copy.delete(key);
  return copy;
}

/** The catalog with another state of one table. */
export function withTable(catalog: Catalog, key: string, table: Table): Catalog {
  if (catalog.tables.get(key) === table) return catalog;
  return { ...catalog, tables: withEntry(catalog.tables, key, table), absent: withoutKeys(catalog.absent, key) };
}

/** The catalog with every table mapped. */
export function mapTables(catalog: Catalog, change: (table: Table, key: string) => Table): Catalog {
  const tables = mapValues(catalog.tables, change);
  return tables === catalog.tables ? catalog : { ...catalog, tables };
}
