import { diff } from '../catalog/diff.js';
import { nameKey } from '../catalog/names.js';
import type { Migration } from '../migration.js';
import type { ReadHistory } from '../read.js';
import type { RoundTrip, Step } from '../rule.js';
import { isUnknown } from '../value.js';
import { planDowngrade } from './plan.js';
import { Unwritable } from './sql-parts.js';
import type { Plan, PlannedStep } from './step.js';
import { undo } from './undo.js';
import { writeAlembic } from './write-alembic.js';
import { writeSql } from './write-sql.js';
import { isScript, writeScript } from './write-script.js';

/** A file before and after. `before` left out: it is new. */
export interface FileChange {
  readonly file: string;
  readonly before?: string;
  readonly after: string;
}

/** A way back, and where it is to be written. */
export interface WayBack {
  readonly history: ReadHistory;
  readonly migration: Migration;
  readonly steps: readonly PlannedStep[];
  /** `replace`: instead of what the downgrade does. `append`: behind it. */
  readonly mode: 'replace' | 'append';
}

export interface Attempt {
  readonly changes?: readonly FileChange[];
  /** Why it cannot be written. */
  readonly obstacle?: string;
}

/** Ways to write the downgrade of a migration, the best first. */
export function* waysBack(history: ReadHistory, trip: RoundTrip): Generator<Attempt> {
  const { migration } = trip;
  const { target } = history;
  const replace = (): Attempt => attempt(history, migration, planDowngrade(trip.before, trip.afterUpgrade, trip.upgradeSteps.map(({ operation }) => operation), target), 'replace');
  const { afterDowngrade } = trip;
  if (migration.downgrade.status !== 'present' || !afterDowngrade) {
    yield replace();
    return;
  }
  if (migration.downgrade.unread.length > 0 || trip.downgradeSteps.some(isObscure)) {
    yield { obstacle: 'the downgrade does something that could not be read: whether that is what is missing cannot be told' };
    return;
  }
  const append = (): Attempt => attempt(history, migration, undo(afterDowngrade, trip.before, target), 'append');
  const keeps = trip.downgradeSteps.some(isData);
  const works = !trip.downgradeSteps.some(isRefused);
  const misnames = trip.downgradeSteps.some((step) => renamesAway(step, trip));
  if (works && !misnames && (keeps || completes(trip))) yield append();
  else if (keeps && misnames) yield { obstacle: 'the downgrade gives a column a name that it did not have: it has to be put right by hand' };
  if (!keeps) yield replace();
  else if (!works) yield { obstacle: 'the downgrade changes rows as well and fails: it has to be put right by hand' };
}

function written(way: WayBack): readonly FileChange[] {
  if (way.history.framework.name === 'alembic') return writeAlembic(way);
  return isScript(way) ? writeScript(way) : writeSql(way);
}

function attempt(history: ReadHistory, migration: Migration, { steps, obstacles }: Plan, mode: WayBack['mode']): Attempt {
  if (obstacles[0] !== undefined) return { obstacle: obstacles[0] };
  if (steps.length === 0 && mode === 'append') return { obstacle: 'nothing that migralint knows of is missing in the downgrade' };
  try {
    return { changes: written({ history, migration, steps, mode }) };
  } catch (error) {
    if (error instanceof Unwritable) return { obstacle: error.message };
    throw error;
  }
}

const isData = ({ operation }: Step): boolean => operation.kind === 'modifyRows' || operation.kind === 'opaque';

/** It may change any part of the schema. */
const isObscure = ({ operation }: Step): boolean => operation.kind === 'opaque' && operation.touches === 'anything' && operation.rowsOnly !== true && operation.rejected !== true;

const CHANGING: ReadonlySet<string> = new Set([
  'createTable', 'dropTable', 'renameTable', 'addColumn', 'dropColumn', 'renameColumn', 'addConstraint', 'dropConstraint', 'renameConstraint', 'createIndex', 'dropIndex', 'renameIndex', 'createEnum', 'dropEnum',
]);

/** The database refuses it: what it makes is there, what it drops is not, or others depend on it. */
export function isRefused({ operation, before, after }: Step): boolean {
  if (!CHANGING.has(operation.kind) || operation.certainty !== 'always') return false;
  if (operation.kind === 'dropConstraint' && operation.constraint === undefined) return true;
  const tolerant = ('ifExists' in operation && operation.ifExists) || ('ifNotExists' in operation && operation.ifNotExists);
  return !tolerant && before === after;
}

/** A column gets another name than it had: what is lost is there under that name. */
function renamesAway({ operation }: Step, { before }: RoundTrip): boolean {
  if (operation.kind !== 'renameColumn' || isUnknown(operation.table) || isUnknown(operation.to)) return false;
  return before.tables.get(nameKey(operation.table))?.columns.has(operation.to) === false;
}

/** What is missing is nothing that the downgrade itself makes in a wrong way. */
function completes(trip: RoundTrip): boolean {
  const made = new Set(trip.downgradeSteps.flatMap(({ operation }) => namesOf(operation)));
  return diff(trip.before, trip.afterDowngrade ?? trip.before).every(({ kind, change, name, table }) => change !== 'renamed' && !made.has(name) && (change === 'left' || kind !== 'column' || !made.has(table ?? '')));
}

function namesOf(operation: Step['operation']): readonly string[] {
  const name =
    operation.kind === 'addColumn' ? operation.column.name
    : operation.kind === 'alterColumn' ? operation.column
    : operation.kind === 'createIndex' ? operation.index.name
    : operation.kind === 'addConstraint' ? operation.constraint.name
    : operation.kind === 'createTable' && !isUnknown(operation.table) ? operation.table.name
    : undefined;
  return name === undefined || isUnknown(name) ? [] : [name];
}
