import type { Catalog, Table } from './catalog/catalog.js';
import { nameKey } from './catalog/names.js';
import { viewOf } from './catalog/query.js';
import type { Migration } from './migration.js';
import type { Name, OperationKind } from './operation.js';
import type { RollbackPolicy, Step, World } from './rule.js';
import { isUnknown } from './value.js';
import type { Known } from './value.js';

export interface WorldSettings {
  readonly rollback: RollbackPolicy;
  readonly emptyTables: readonly string[];
  readonly smallTables: readonly string[];
  readonly retiredColumns: readonly string[];
  readonly namingConvention: boolean;
  readonly deployment: 'rolling' | 'stop-the-world';
  /** The migrations of the change under review, where it is known. */
  readonly changeSet?: ReadonlySet<Migration>;
}

const TRAIL = new Set<OperationKind>(['modifyRows', 'addColumn', 'renameTable', 'renameColumn']);

/** Steps of earlier upgrades by table and by kind, so that a look into the past does not read all of it. */
export class Past {
  readonly steps: Step[] = [];
  readonly trail: Step[] = [];
  private readonly byTable = new Map<string, Step[]>();
  private readonly byKind = new Map<OperationKind, Step[]>();

  add(steps: readonly Step[]): void {
    for (const step of steps) {
      this.steps.push(step);
      append(this.byKind, step.operation.kind, step);
      if (TRAIL.has(step.operation.kind)) this.trail.push(step);
      const key = tableKey(step);
      if (key === undefined) continue;
      append(this.byTable, key, step);
    }
  }
  of(key: string): readonly Step[] {
    return this.byTable.get(key) ?? [];
  }
  ofKind(kind: OperationKind): readonly Step[] {
    return this.byKind.get(kind) ?? [];
  }
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function tableKey(step: Step): string | undefined {
  const { operation } = step;
  if (!('table' in operation) || operation.table === undefined || isUnknown(operation.table)) return undefined;
  return nameKey(operation.table);
}

export function createWorld(settings: WorldSettings, past: Past): World {
  const changeSet = new Set([...(settings.changeSet ?? [])].map(({ id }) => id));
  const inChange = (migration: string | undefined, step: Step): boolean => migration !== undefined && (migration === step.migration.id || changeSet.has(migration));
  const earlier = (step: Step): readonly Step[] => [...(step.direction === 'downgrade' ? step.upgradeSteps : []), ...step.steps.slice(0, step.index)];
  const listed = (list: readonly string[], name: Name): boolean => list.includes(name.name) || (name.schema !== undefined && list.includes(`${name.schema}.${name.name}`));

  const world: World = {
    rollback: settings.rollback,
    rolling: settings.deployment === 'rolling',
    retiredColumns: settings.retiredColumns,
    namingConvention: settings.namingConvention,
    fresh(step, table) {
      if (isUnknown(table)) return false;
      const entry = tableOf(step.before, table);
      if (!entry) return inChange(viewOf(step.before, nameKey(table))?.made.migration, step);
      return entry.complete && inChange(entry.created?.migration, step);
    },
    existing(step, table) {
      if (isUnknown(table)) return false;
      const key = nameKey(table);
      if (step.before.absent.has(key)) return false;
      const entry = step.before.tables.get(key);
      if (entry?.temporary) return false;
      return !world.fresh(step, table);
    },
    populated(step, table) {
      if (isUnknown(table) || !world.existing(step, table) || listed(settings.emptyTables, table)) return false;
      const key = nameKey(table);
      let emptied = false;
      for (const each of step.steps.slice(0, step.index)) {
        const { operation } = each;
        if (operation.kind !== 'modifyRows' || isUnknown(operation.table) || nameKey(operation.table) !== key) continue;
        if (operation.verb === 'truncate' || (operation.verb === 'delete' && operation.filtered === false)) emptied = operation.certainty === 'always';
        else if (operation.verb === 'insert') emptied = false;
      }
      return !emptied;
    },
    busy(step, table) {
      if (!world.rolling || isUnknown(table) || listed(settings.smallTables, table) || !world.populated(step, table)) return false;
      // a copy of another table has rows and columns that are not listed, but nobody who uses it
      return !inChange(tableOf(step.before, table)?.created?.migration, step);
    },
    newColumn(step, table, column) {
      if (isUnknown(table) || isUnknown(column)) return false;
      if (world.fresh(step, table)) return true;
      const entry = tableOf(step.before, table)?.columns.get(column);
      return entry !== undefined && inChange(entry.created?.migration, step);
    },
    opaque(step, table) {
      if (step.migration[step.direction].unread.length > 0) return true;
      return earlier(step).some(({ operation }) => operation.kind === 'opaque' && touches(operation.touches, table));
    },
    backfilled(step, table, column) {
      if (isUnknown(table)) return undefined;
      const key = nameKey(table);
      let unclear = step.migration[step.direction].unread.length > 0;
      for (const each of earlier(step)) if (each.operation.kind === 'opaque' && touches(each.operation.touches, table)) unclear = true;
      const history = [...past.of(key), ...earlier(step).filter((each) => tableKey(each) === key)];
      // its name at that time, going backwards
      let name = column;
      for (const { operation } of history.reverse()) {
        if (operation.kind === 'modifyRows') {
          if (operation.verb === 'update' && operation.setsNotNull?.includes(name)) return true;
          if (operation.verb === 'delete' && operation.whereNull?.includes(name)) return true;
          if (operation.verb === 'update' && operation.columns === undefined) unclear = true;
        }
        if (operation.kind === 'renameColumn' && operation.to === name && !isUnknown(operation.column)) name = operation.column;
        if (operation.kind === 'addColumn' && operation.column.name === name) return unclear ? undefined : false;
        if (operation.kind === 'alterColumn' && operation.column === name && operation.set.nullable === true) return unclear ? undefined : false;
      }
      return unclear ? undefined : false;
    },
    trail: () => past.trail,
    past: (_, kind) => (kind === undefined ? past.steps : past.ofKind(kind)),
  };
  return world;
}

const tableOf = (catalog: Catalog, name: Name): Table | undefined => catalog.tables.get(nameKey(name));

function touches(list: readonly Name[] | 'anything', table: Known<Name>): boolean {
  return list === 'anything' || isUnknown(table) || list.some((name) => nameKey(name) === nameKey(table));
}
