import { replay, type ReplayedStep } from '../catalog/assume.js';
import type { Catalog } from '../catalog/catalog.js';
import { diff } from '../catalog/diff.js';
import type { Difference } from '../catalog/difference.js';
import type { Action, Operation } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown } from '../value.js';
import type { Plan, PlannedStep } from './step.js';
import { operationOf, undo } from './undo.js';

/**
 * The way back over an upgrade: what the schemas before and after it differ in, undone. A rename is what it was and no loss
 * of one thing and a new other: what lies before and behind it is undone apart.
 */
export function planDowngrade(before: Catalog, upgraded: Catalog, upgrade: readonly Operation[], target: Target): Plan {
  const { steps: replayed, start } = replay(before, upgrade, target, () => ({}));
  const steps: PlannedStep[] = [];
  const obstacles: string[] = [];
  const unread = upgrade.find((operation) => operation.kind === 'opaque' && !operation.rowsOnly);
  if (unread?.kind === 'opaque') obstacles.push(`the upgrade runs something that could not be read (${unread.reason})`);
  let after = upgraded;
  const back = (earlier: Catalog): void => {
    const part = undo(after, earlier, target);
    steps.push(...part.steps);
    obstacles.push(...part.obstacles);
  };
  for (const step of [...replayed].reverse()) {
    const rename = step.before === step.after ? undefined : renamedBack(step);
    if (!rename) continue;
    back(step.after);
    steps.push({ action: rename, before: step.after });
    after = step.before;
  }
  back(start);
  const remaining = differenceAfter(upgraded, start, steps, target);
  if (obstacles.length === 0 && remaining) obstacles.push(`${remaining.kind} ${remaining.name} would not be as it was`);
  return { steps, obstacles: [...new Set(obstacles)] };
}

/** What would not be as it was. */
function differenceAfter(from: Catalog, to: Catalog, steps: readonly PlannedStep[], target: Target): Difference | undefined {
  const { end } = replay(from, steps.map(({ action }) => operationOf(action)), target, () => ({}));
  return diff(to, end)[0];
}

function renamedBack({ operation }: ReplayedStep): Action | undefined {
  if (operation.certainty !== 'always') return undefined;
  switch (operation.kind) {
    case 'renameTable': {
      if (isUnknown(operation.table) || isUnknown(operation.to)) return undefined;
      const { schema, name } = operation.table;
      const there = operation.toSchema ?? schema;
      return { kind: 'renameTable', table: there === undefined ? { name: operation.to } : { schema: there, name: operation.to }, to: name, ...(operation.toSchema !== undefined && { toSchema: schema ?? 'public' }) };
    }
    case 'renameColumn':
      return isUnknown(operation.column) || isUnknown(operation.to) ? undefined : { kind: 'renameColumn', table: operation.table, column: operation.to, to: operation.column };
    case 'alterEnum':
      return enumRenamedBack(operation);
    default:
      return undefined;
  }
}

function enumRenamedBack({ name, to, renameValue }: Extract<Operation, { kind: 'alterEnum' }>): Action | undefined {
  if (isUnknown(name)) return undefined;
  if (renameValue) return { kind: 'alterEnum', name, renameValue: { from: renameValue.to, to: renameValue.from } };
  return to === undefined || isUnknown(to) ? undefined : { kind: 'alterEnum', name: { ...name, name: to }, to: name.name };
}
