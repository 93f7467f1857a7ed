import type { ColumnEntry, ConstraintEntry, IndexEntry } from '../../src/catalog/catalog.js';
import type { Difference } from '../../src/catalog/difference.js';
import { constraintColumns, nameKey, partKey } from '../../src/catalog/names.js';
import type { RoundTrip } from '../../src/rule.js';
import { known } from '../../src/value.js';
import { entryOf, isEnumLabel, isExtension, isValidation } from './differences.js';
import { tableKey } from './steps.js';

export type Message =
  | 'changedType' | 'changedNullable' | 'changedDefault' | 'changedColumn' | 'lostColumn' | 'leftColumn'
  | 'lostConstraint' | 'leftConstraint' | 'changedConstraint' | 'lostIndex' | 'leftIndex' | 'changedIndex'
  | 'lostTable' | 'leftTable' | 'changedTable' | 'changedEnum' | 'lostType' | 'leftFunction' | 'leftTrigger' | 'leftObject' | 'lostObject' | 'changedObject'
  | 'wrongObject' | 'renamed' | 'leftExtension' | 'comment' | 'sequence';

const isSequence = (difference: Difference): boolean => difference.kind === 'object' && difference.subkind === 'sequence';
const isComment = (difference: Difference): boolean => difference.attribute === 'comment' || (difference.kind === 'object' && difference.subkind === 'comment');
/** Only the name of a constraint or index differs. */
const isNameOnly = (difference: Difference): boolean => difference.change === 'renamed' && difference.kind !== 'table' && difference.kind !== 'column';

/** Differences that break nothing by themselves. */
export const needsStrict = (difference: Difference): boolean => isNameOnly(difference) || isValidation(difference) || isComment(difference) || isSequence(difference) || (isExtension(difference) && difference.change === 'left');

const WORDS = { column: 'Column', constraint: 'Constraint', index: 'Index', table: 'Table' } as const;

/** The upgrade creates a table that is there already, and fails: that is what has to be said, not that its downgrade drops it. */
export const isCreatedTwice = (difference: Difference, trip: RoundTrip): boolean =>
  difference.kind === 'table' && difference.change === 'lost' && trip.upgradeSteps.some(({ operation }) => operation.kind === 'createTable' && tableKey(operation.table) === difference.name);

export function messageOf(difference: Difference, trip: RoundTrip): Message {
  const { kind, subkind, change, attribute } = difference;
  if (isComment(difference)) return 'comment';
  if (isSequence(difference)) return 'sequence';
  if (isEnumLabel(difference)) return 'changedEnum';
  if (change === 'renamed') return 'renamed';
  if (change === 'lost' && entryOf(trip.afterUpgrade, difference) !== undefined) return 'wrongObject';
  if (kind === 'enum') return change === 'lost' ? 'lostType' : 'leftObject';
  if (kind === 'object') {
    if (change === 'lost') return 'lostObject';
    if (change === 'changed') return 'changedObject';
    return subkind === 'extension' ? 'leftExtension' : subkind === 'trigger' ? 'leftTrigger' : subkind === 'function' || subkind === 'procedure' ? 'leftFunction' : 'leftObject';
  }
  if (change === 'changed' && kind === 'column') return attribute === 'type' ? 'changedType' : attribute === 'nullable' ? 'changedNullable' : attribute === 'default' ? 'changedDefault' : 'changedColumn';
  return `${change}${WORDS[kind]}` as Message;
}

/** A column that was NOT NULL and is added again without it, because the rows have no value for it. */
export function isRelaxed(difference: Difference, trip: RoundTrip): boolean {
  if (difference.kind !== 'column' || difference.attribute !== 'nullable') return false;
  const old = entryOf(trip.before, difference) as ColumnEntry | undefined;
  if (known(old?.column.nullable) !== false) return false;
  return trip.downgradeSteps.some(
    ({ operation }) => operation.kind === 'addColumn' && partKey(known(operation.column.name) ?? '') === partKey(difference.name) && known(operation.table) !== undefined && nameKey(known(operation.table) ?? { name: '' }) === difference.table,
  );
}

/** A unique constraint that comes back as a unique index over the same columns, or the other way round. */
export function isEquivalentPair(difference: Difference, all: readonly Difference[], trip: RoundTrip): boolean {
  const own = uniqueColumns(difference, trip);
  if (own === undefined) return false;
  return all.some((other) => other.table === difference.table && other.kind !== difference.kind && other.change !== difference.change && uniqueColumns(other, trip) === own);
}

function uniqueColumns(difference: Difference, trip: RoundTrip): string | undefined {
  if (difference.change !== 'left' && difference.change !== 'lost') return undefined;
  const catalog = difference.change === 'lost' ? trip.before : trip.afterDowngrade;
  if (!catalog) return undefined;
  if (difference.kind === 'constraint') {
    const { constraint } = (entryOf(catalog, difference) ?? {}) as Partial<ConstraintEntry>;
    return constraint?.type === 'unique' ? constraintColumns(constraint)?.join(',') : undefined;
  }
  if (difference.kind !== 'index') return undefined;
  const { index } = (entryOf(catalog, difference) ?? {}) as Partial<IndexEntry>;
  return index?.unique && index.where === undefined ? index.columns.map((column) => known(column) ?? '?').join(',') : undefined;
}
