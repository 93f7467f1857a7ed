import type { ReplayedStep } from './catalog/assume.js';
import type { Catalog, Table } from './catalog/catalog.js';
import { mapTables } from './catalog/edit.js';
import { nameKey } from './catalog/names.js';
import { alterationsOf } from './rebuild-alterations.js';
import { rebuildsIn } from './rebuild.js';
import type { Rebuild } from './rule.js';
import type { Target } from './target.js';

/** A step as the rules see it: one of a rebuild's is an alteration of the table. */
export interface SeenStep extends ReplayedStep {
  readonly rebuild?: Rebuild;
}

export interface Rebuilt {
  readonly steps: readonly SeenStep[];
  /** A catalog in which a rebuilt table is as old as it was. */
  readonly aged: (catalog: Catalog) => Catalog;
}

/** The steps of one direction with those of a rebuild replaced by what they come to: alterations of the table. */
export function withoutRebuilds(steps: readonly ReplayedStep[], target: Target): Rebuilt {
  const rebuilds = rebuildsIn(steps);
  if (rebuilds.length === 0) return { steps, aged: (catalog) => catalog };
  const parts = new Set(rebuilds.flatMap(({ indexes }) => indexes));
  const aged = agedBy(rebuilds);
  const seen = steps.flatMap((step, index): SeenStep[] => {
    const complete = rebuilds.filter(({ indexes }) => indexes[indexes.length - 1] === index);
    if (complete.length > 0) return complete.flatMap((rebuild) => alterationsOf(rebuild, step, target).map((each) => ({ ...each, rebuild })));
    return parts.has(index) ? [] : [step];
  });
  return { steps: seen.map((step) => ({ ...step, before: aged(step.before), after: aged(step.after) })), aged };
}

function agedBy(rebuilds: readonly Rebuild[]): (catalog: Catalog) => Catalog {
  const byKey = new Map(rebuilds.map((rebuild) => [nameKey(rebuild.table), rebuild]));
  const tables = new WeakMap<Table, Table>();
  const catalogs = new WeakMap<Catalog, Catalog>();
  const agedTable = (table: Table, key: string): Table => {
    const rebuild = byKey.get(key);
    if (!rebuild || table.created !== rebuild.new.created || table.created === undefined) return table;
    const out = tables.get(table) ?? asOld(table, rebuild);
    tables.set(table, out);
    return out;
  };
  return (catalog) => {
    const out = catalogs.get(catalog) ?? mapTables(catalog, agedTable);
    catalogs.set(catalog, out);
    return out;
  };
}

/** Table and columns were created where the old ones were; where something changed since (`made`) stays. */
function asOld(table: Table, { old, new: fresh, copied }: Rebuild): Table {
  const columns = new Map(
    [...table.columns].map(([name, entry]) => {
      const before = old.columns.get(copied?.get(name) ?? name);
      return [name, before && entry.created === fresh.created ? { ...entry, created: before.created } : entry];
    }),
  );
  return { ...table, columns, created: old.created };
}
