import { apply } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import { diff } from '../catalog/diff.js';
import type { Difference } from '../catalog/difference.js';
import type { Action, Column, Operation } from '../operation.js';
import type { Target } from '../target.js';
import type { Plan, PlannedStep } from './step.js';
import { undoColumns } from './undo-columns.js';
import { dropEnums, makeEnums, swapEnums } from './undo-enums.js';
import { dropObjects, makeObjects } from './undo-objects.js';
import { dropParts, makeParts } from './undo-parts.js';
import { dropTables, makeTables } from './undo-tables.js';

const NOWHERE = { file: '', start: 0, end: 0 };
/** An action that surely runs, written nowhere yet. */
export const operationOf = (action: Action): Operation => ({ ...action, span: NOWHERE, statement: 0, certainty: 'always' });

/** A way from one schema to another while it is being laid out. */
export class Way {
  readonly steps: PlannedStep[] = [];
  readonly obstacles: string[] = [];
  current: Catalog;

  constructor(
    readonly from: Catalog,
    readonly to: Catalog,
    readonly target: Target,
    /** What of `from` has to change for `to`; `lost` is in `to` only. */
    readonly differences: readonly Difference[],
  ) {
    this.current = from;
  }

  add(action: Action, more: { readonly comment?: string; readonly sql?: string; readonly column?: Column } = {}): void {
    this.steps.push({ action, before: this.current, ...more });
    this.current = apply(this.current, operationOf(action), this.target, {});
  }

  obstacle(reason: string): void {
    if (!this.obstacles.includes(reason)) this.obstacles.push(reason);
  }

  of(kind: Difference['kind'], ...changes: readonly Difference['change'][]): readonly Difference[] {
    return this.differences.filter((each) => each.kind === kind && changes.includes(each.change));
  }
}

/**
 * Statements that make `to` of `from`: what depends on others goes first and comes last, types are there before the columns
 * that use them and go when the last of these is gone.
 */
export function undo(from: Catalog, to: Catalog, target: Target): Plan {
  const way = new Way(from, to, target, diff(to, from));
  for (const { uncertain, kind, name } of way.differences) if (uncertain) way.obstacle(`whether the ${kind} ${name} is there cannot be told`);
  dropObjects(way, 'early');
  dropParts(way);
  dropTables(way);
  undoColumns(way, 'drop');
  makeObjects(way, 'early');
  makeEnums(way);
  swapEnums(way);
  makeTables(way);
  undoColumns(way, 'add');
  undoColumns(way, 'alter');
  dropEnums(way);
  makeParts(way);
  makeObjects(way, 'late');
  dropObjects(way, 'late');
  return { steps: way.steps, obstacles: way.obstacles };
}
