import type { Catalog } from '../../src/catalog/catalog.js';
import { nameKey } from '../../src/catalog/names.js';
import type { ForeignKey, Name } from '../../src/operation.js';
import { known } from '../../src/value.js';
import { referencesTo } from './lookup.js';

/** Tables that lead to the first ones by foreign keys, over any number of steps; the first ones are left out. */
export function referencingTables(catalog: Catalog, start: readonly Name[], follows: (key: ForeignKey) => boolean): { readonly table: Name; readonly uncertain: boolean }[] {
  const seen = new Set(start.map(nameKey));
  const found: { readonly table: Name; readonly uncertain: boolean }[] = [];
  const open = start.map((table) => ({ table, uncertain: false }));
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const { table, constraint, uncertain } of referencesTo(catalog, from.table)) {
      const key = nameKey(table.name);
      if (seen.has(key) || !follows(constraint)) continue;
      seen.add(key);
      const next = { table: table.name, uncertain: uncertain || from.uncertain };
      found.push(next);
      open.push(next);
    }
  }
  return found;
}

export const deletesWithParent = (key: ForeignKey): boolean => known(key.onDelete) === 'CASCADE';
