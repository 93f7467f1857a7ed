import type { Catalog } from '../catalog/catalog.js';
import { nameKey } from '../catalog/names.js';
import { NO_IMPACT, type Blocks, type Impact, type TableLock } from '../impact.js';
import type { Name } from '../operation.js';
import { known, type Known } from '../value.js';

/** From weak to strong. */
const MODES = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'] as const;
export type Mode = (typeof MODES)[number];

export const isMode = (text: string): text is Mode => (MODES as readonly string[]).includes(text);

// from the server's table of conflicting lock modes: INSERT takes ROW EXCLUSIVE, SELECT takes ACCESS SHARE
function blockedBy(mode: Mode): Blocks {
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  if (MODES.indexOf(mode) >= MODES.indexOf('SHARE')) return 'writes';
  return mode === 'SHARE UPDATE EXCLUSIVE' ? 'ddl' : 'none';
}

export const lock = (table: Name, mode: Mode): TableLock => ({ table, mode, blocks: blockedBy(mode) });

/** One lock for each table, the strongest, in the order in which the tables were first named. */
export function strongest(locks: readonly TableLock[]): readonly TableLock[] {
  const found = new Map<string, TableLock>();
  for (const each of locks) {
    const key = nameKey(each.table);
    const other = found.get(key);
    if (!other || MODES.indexOf(each.mode as Mode) > MODES.indexOf(other.mode as Mode)) found.set(key, each);
  }
  return [...found.values()];
}

/** The table and, where it is partitioned, its partitions: what is done to it is done to them. */
export function withPartitions(catalog: Catalog, table: Name): readonly Name[] {
  const found: Name[] = [table];
  const seen = new Set([nameKey(table)]);
  for (let i = 0; i < found.length; i += 1) {
    const parent = nameKey(found[i] as Name);
    if (catalog.tables.get(parent)?.partitioned !== true) continue;
    for (const [key, each] of catalog.tables) {
      if (each.partitionOf !== parent || seen.has(key)) continue;
      seen.add(key);
      found.push(each.name);
    }
  }
  return found;
}

/** Locks on a table and its partitions; none where its name is unknown. */
export function locksOn(catalog: Catalog, table: Known<Name> | undefined, mode: Mode): readonly TableLock[] {
  const name = known(table);
  return name === undefined ? [] : withPartitions(catalog, name).map((each) => lock(each, mode));
}

type Facts = Partial<Omit<Impact, 'locks' | 'table'>>;

/** An operation on one table, with locks on others behind its own. */
export function onTable(catalog: Catalog, table: Known<Name> | undefined, mode: Mode, facts: Facts = {}, others: readonly TableLock[] = []): Impact {
  const name = known(table);
  return { ...NO_IMPACT, ...facts, ...(name && { table: name }), locks: strongest([...locksOn(catalog, table, mode), ...others]) };
}
