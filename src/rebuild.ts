import type { ReplayedStep } from './catalog/assume.js';
import type { Table } from './catalog/catalog.js';
import { nameKey } from './catalog/names.js';
import { mentions } from './catalog/text.js';
import type { Name, OperationOf } from './operation.js';
import type { Rebuild } from './rule.js';
import { known } from './value.js';

/** A rebuild with the places of its steps among those of the migration; the last one completes it. */
export interface FoundRebuild extends Rebuild {
  readonly indexes: readonly number[];
}

type Copy = { readonly from: Identity; readonly index: number; readonly step: ReplayedStep; readonly operation: OperationOf<'modifyRows'> };

/** One table through its names. */
interface Identity {
  /** Key before the migration; `undefined`: the migration makes it. */
  readonly home?: string;
  readonly created?: number;
  readonly copies: Copy[];
  readonly renames: number[];
  dropped?: number;
}

/** Finds the rebuilds in one direction of a migration. Steps that may not run are no part of one. */
export function rebuildsIn(steps: readonly ReplayedStep[]): readonly FoundRebuild[] {
  if (!steps.some(({ operation }) => operation.kind === 'dropTable') || !steps.some(({ operation }) => operation.kind === 'createTable')) return [];
  const { names, made } = trace(steps);
  return made.flatMap((identity) => {
    const home = [...names].find(([, each]) => each === identity)?.[0];
    const rebuild = home === undefined || identity.dropped !== undefined ? undefined : rebuildOf(steps, identity, home);
    return rebuild ? [rebuild] : [];
  });
}

function trace(steps: readonly ReplayedStep[]): { readonly names: ReadonlyMap<string, Identity>; readonly made: readonly Identity[] } {
  const names = new Map<string, Identity>();
  const made: Identity[] = [];
  const found = (name: Name): Identity => {
    const key = nameKey(name);
    const identity = names.get(key) ?? { home: key, copies: [], renames: [] };
    names.set(key, identity);
    return identity;
  };
  steps.forEach((step, index) => {
    const { operation } = step;
    if (operation.certainty === 'maybe' || !('table' in operation)) return;
    const name = known(operation.table);
    if (!name) return;
    const key = nameKey(name);
    if (operation.kind === 'createTable') {
      if (step.before.tables.has(key)) return;
      const identity: Identity = { created: index, copies: [], renames: [] };
      made.push(identity);
      names.set(key, identity);
    } else if (operation.kind === 'dropTable') {
      found(name).dropped = index;
      names.delete(key);
    } else if (operation.kind === 'renameTable') {
      const to = known(operation.to);
      const identity = found(name);
      names.delete(key);
      identity.renames.push(index);
      if (to !== undefined) names.set(nameKey({ ...name, name: to }), identity);
    } else if (operation.kind === 'modifyRows' && operation.verb === 'insert') {
      const [source] = operation.from ?? [];
      if (source) found(name).copies.push({ from: found(source), index, step, operation });
    }
  });
  return { names, made };
}

function rebuildOf(steps: readonly ReplayedStep[], identity: Identity, home: string): FoundRebuild | undefined {
  const copy = identity.copies[0];
  const saved = copy?.from.home === undefined ? copy?.from.copies[0] : undefined;
  const old = saved?.from ?? copy?.from;
  if (!copy || old?.home !== home || old.dropped === undefined || identity.created === undefined) return undefined;
  const between = saved && copy.from.created !== undefined ? [copy.from.created, copy.from.dropped, saved.index, ...copy.from.renames] : [];
  const indexes = [identity.created, copy.index, old.dropped, ...identity.renames, ...old.renames, ...between].filter((index) => index !== undefined).sort((left, right) => left - right);
  const [create, drop, last] = [steps[identity.created], steps[old.dropped], steps[indexes[indexes.length - 1] ?? -1]];
  const dropped = drop?.operation.kind === 'dropTable' ? known(drop.operation.table) : undefined;
  const before = dropped && drop?.before.tables.get(nameKey(dropped));
  const after = last?.after.tables.get(home);
  if (!create || !drop || !before || !after) return undefined;
  const table = after.name;
  const direct = mapping(copy, before, after);
  const copied = saved ? direct && composed(direct, mapping(saved, before, before)) : direct;
  const filtered = [copy, ...(saved ? [saved] : [])].some(({ operation }) => known(operation.filtered) === true);
  return { table, old: { ...before, name: table }, new: after, copied, filtered, create, copy: copy.step, drop, indexes };
}

/** What each column of the new table gets. Without the selection at hand, what is read is taken for copied to the column of its name. */
function mapping({ operation, step }: Copy, old: Table, fresh: Table): ReadonlyMap<string, string> | undefined {
  const into = known(operation.table);
  const filled = (into && step.before.tables.get(nameKey(into))) ?? fresh;
  const columns = operation.columns ?? [...filled.columns.keys()];
  const { selects } = operation;
  if (selects?.length === 1 && selects[0] === '*') {
    const sources = [...old.columns.keys()];
    return operation.columns || old.complete ? new Map(columns.map((column, i) => [column, sources[i] ?? column])) : undefined;
  }
  if (selects && !selects.includes('*') && selects.length === columns.length) return new Map(columns.map((column, i) => [column, spelled(old, selects[i] ?? '')]));
  if (operation.reads === undefined) return undefined;
  return new Map(operation.reads.flatMap((column) => (fresh.columns.has(column) ? [[column, column] as const] : [])));
}

/** A column of the old table as it is spelled there. */
function spelled(old: Table, written: string): string {
  if (old.columns.has(written)) return written;
  for (const name of old.columns.keys()) if (name.toLowerCase() === written.toLowerCase()) return name;
  return written;
}

function composed(second: ReadonlyMap<string, string>, first: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> | undefined {
  if (!first) return undefined;
  return new Map([...second].map(([column, source]) => [column, first.get(source) ?? source]));
}

/** The columns of the old table that an expression reads. */
export const columnsRead = (rebuild: Rebuild, expression: string): string[] => [...rebuild.old.columns.keys()].filter((column) => expression === column || mentions(expression, column));
