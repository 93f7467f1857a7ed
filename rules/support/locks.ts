import { blocksMore, keepsWaiting, type Blocks, type TableLock } from '../../src/impact.js';
import { nameKey } from '../../src/catalog/names.js';
import type { Name } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { written } from './names.js';

/** Who has to wait, for messages. */
export const waiting = (blocks: Blocks): string => (blocks === 'reads and writes' ? 'everybody who reads or writes the table' : 'everybody who writes to the table');

/** The locks of a step that keep users of a table waiting. */
export const busyLocks = (step: Step): readonly TableLock[] => step.impact.locks.filter((lock) => keepsWaiting(lock) && step.world.busy(step, lock.table));

/** The lock on the step's own table, where it keeps users waiting. */
export const busyLockOn = (step: Step, table: Name): TableLock | undefined => busyLocks(step).find((lock) => nameKey(lock.table) === nameKey(table));

/** A lock that a step before this one took, and that the open transaction still holds. */
export interface HeldLock extends TableLock {
  readonly step: Step;
}

/** Locks that keep users of existing tables waiting and are held when the step runs: the strongest on each table. */
export function heldLocks(step: Step): readonly HeldLock[] {
  const held = new Map<string, HeldLock>();
  for (const earlier of step.steps.slice(0, step.index)) {
    const { operation } = earlier;
    if (operation.kind === 'transaction' && operation.verb !== 'savepoint') held.clear();
    if (earlier.inTransaction !== true) {
      // a block without a transaction commits what was open before it
      held.clear();
      continue;
    }
    for (const lock of operation.certainty === 'always' ? busyLocks(earlier) : []) {
      const other = held.get(nameKey(lock.table));
      if (!other || blocksMore(lock.blocks, other.blocks)) held.set(nameKey(lock.table), { ...lock, step: earlier });
    }
  }
  return step.inTransaction === true ? [...held.values()] : [];
}

/** `ACCESS EXCLUSIVE on users` */
export const lockText = (lock: TableLock): string => `${lock.mode} on \`${written(lock.table)}\``;
