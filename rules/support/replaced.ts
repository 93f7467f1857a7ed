import { partKey, schemaOf } from '../../src/catalog/names.js';
import { typeChange } from '../../src/dialects/postgres-casts.js';
import type { Index } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { known } from '../../src/value.js';
import { findColumn, findTable, sameTable } from './lookup.js';
import { copiesColumn, copiesInto, isStepOf, mayTouch, stepsOf, writesColumn, type StepOf } from './steps.js';

/** A column that is dropped and another that is added in its place. */
export interface Replacement {
  readonly drop: StepOf<'dropColumn'>;
  readonly add: StepOf<'addColumn'>;
  /** `strong`: the names, or the part that the column plays in keys and indexes, say that it is the same column. */
  readonly evidence: 'strong' | 'pairwise';
}

const cache = new WeakMap<readonly Step[], ReadonlyMap<Step, Replacement>>();

/** The column that is added in place of the one that the step drops; values are not carried over. */
export function replacementOf(step: Step): Replacement | undefined {
  let found = cache.get(step.steps);
  if (!found) {
    found = findReplacements(step.steps);
    cache.set(step.steps, found);
  }
  return found.get(step);
}

/** The step that adds the same column again after this one has dropped it, values not carried over. */
export function recreationOf(step: StepOf<'dropColumn'>): StepOf<'addColumn'> | undefined {
  const { table } = step.operation;
  const column = known(step.operation.column);
  if (column === undefined) return undefined;
  const again = stepsOf(step.steps, 'addColumn').find(({ operation, index }) => index > step.index && sameTable(operation.table, table) && partKey(known(operation.column.name) ?? '') === partKey(column));
  if (!again) return undefined;
  const saved = step.steps.slice(0, step.index).some((other) => copiesColumn(other, table, column));
  const restored = step.steps.slice(again.index + 1).some((other) => writesColumn(other, table, column));
  if (saved && restored) return undefined;
  return step.steps.some((other) => other.index < again.index && mayTouch(other.operation, table)) ? undefined : again;
}

function findReplacements(steps: readonly Step[]): ReadonlyMap<Step, Replacement> {
  const found = new Map<Step, Replacement>();
  const drops = stepsOf(steps, 'dropColumn').filter(isOldColumn);
  const adds = stepsOf(steps, 'addColumn').filter(({ operation }) => known(operation.column.name) !== undefined);
  if (drops.length === 0 || adds.length === 0) return found;
  const strong: Replacement[] = [];
  for (const drop of drops) for (const add of adds) if (fits(drop, add, steps) && (samename(drop, add) || sameRole(drop, add, steps))) strong.push({ drop, add, evidence: 'strong' });
  for (const pair of strong) {
    const rivals = strong.filter((other) => other !== pair && (other.drop === pair.drop || other.add === pair.add));
    if (rivals.length === 0) found.set(pair.drop, pair);
  }
  for (const drop of drops) {
    if (strong.some((pair) => pair.drop === drop)) continue;
    const here = { drops: drops.filter((other) => sameTable(other.operation.table, drop.operation.table)), adds: adds.filter((other) => sameTable(other.operation.table, drop.operation.table)) };
    const add = here.adds[0];
    if (here.drops.length !== 1 || here.adds.length !== 1 || !add) continue;
    if (fits(drop, add, steps) && sameType(drop, add) && alike(nameOf(drop), nameOf(add))) found.set(drop, { drop, add, evidence: 'pairwise' });
  }
  return found;
}

const isOldColumn = (step: StepOf<'dropColumn'>): boolean =>
  known(step.operation.column) !== undefined && step.world.existing(step, step.operation.table) && !step.world.newColumn(step, step.operation.table, step.operation.column);

const nameOf = (step: StepOf<'dropColumn'> | StepOf<'addColumn'>): string => known(step.operation.kind === 'dropColumn' ? step.operation.column : step.operation.column.name) ?? '';
const oldType = (drop: StepOf<'dropColumn'>): string | undefined => known(findColumn(drop.before, drop.operation.table, drop.operation.column)?.column.type);
const sameType = (drop: StepOf<'dropColumn'>, add: StepOf<'addColumn'>): boolean => oldType(drop) !== undefined && oldType(drop) === known(add.operation.column.type);

/** Same table, other name, a type that holds all old values, and no way by which values could have been carried over. */
function fits(drop: StepOf<'dropColumn'>, add: StepOf<'addColumn'>, steps: readonly Step[]): boolean {
  const { table } = drop.operation;
  if (!sameTable(table, add.operation.table) || partKey(nameOf(drop)) === partKey(nameOf(add))) return false;
  if (add.operation.column.generated !== undefined || findColumn(drop.before, table, drop.operation.column)?.column.generated !== undefined) return false;
  const from = oldType(drop);
  const to = known(add.operation.column.type);
  if (from === undefined || to === undefined || !holdsAll(from, to, drop)) return false;
  if (steps.some((step) => copiesInto(step, table, nameOf(drop), nameOf(add)) || copiesColumn(step, table, nameOf(drop)))) return false;
  const [first, last] = drop.index < add.index ? [drop.index, add.index] : [add.index, drop.index];
  return !steps.some((step) => step.index > first && step.index < last && (mayTouch(step.operation, table) || isTriggerOn(step, drop)));
}

function holdsAll(from: string, to: string, step: Step): boolean {
  if (from === to) return true;
  if (step.before.enums.has(from) || step.before.enums.has(to)) return false;
  const change = typeChange(from, to, 'assignment');
  return family(from) === family(to) && change.castable === 'automatic' && change.loss === 'none';
}
const family = (type: string): string => (/^(?:character varying|character|text)/u.test(type) ? 'text' : /^(?:smallint|integer|bigint)/u.test(type) ? 'integer' : (type.split('(')[0] ?? type));

const isTriggerOn = (step: Step, drop: StepOf<'dropColumn'>): boolean =>
  isStepOf(step, 'createObject') && step.operation.object.kind === 'trigger' && sameTable(step.operation.object.table, drop.operation.table);

const FILLERS = new Set(['is', 'has', 'id', 'at', 'of', 'the', 'str', 'text', 'value', 'new', 'old', 'date', 'flag']);

function tokens(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/gu, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+|(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])/u)
    .filter((token) => token !== '');
}
const withoutFillers = (all: readonly string[]): readonly string[] => {
  const kept = all.filter((token) => !FILLERS.has(token));
  return kept.length === 0 ? all : kept;
};

function samename(drop: StepOf<'dropColumn'>, add: StepOf<'addColumn'>): boolean {
  const [left, right] = [withoutFillers(tokens(nameOf(drop))), withoutFillers(tokens(nameOf(add)))];
  const onlyLeft = left.filter((token) => !right.includes(token));
  const onlyRight = right.filter((token) => !left.includes(token));
  if (onlyLeft.length === 0 && onlyRight.length === 0) return left.length === right.length;
  const [a, b] = [onlyLeft[0], onlyRight[0]];
  return onlyLeft.length === 1 && onlyRight.length === 1 && left.length === right.length && a !== undefined && b !== undefined && similarity(a, b) >= 0.7;
}

function alike(a: string, b: string): boolean {
  const [left, right] = [tokens(a), tokens(b)];
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (long.length === short.length + 1 && short.every((token) => long.includes(token))) return true;
  return similarity(a, b) >= 0.6;
}

/** Twice the longest common subsequence over both lengths: 1 for equal words, 0 for words without a common letter. */
export function similarity(a: string, b: string): number {
  if (a.length + b.length === 0) return 1;
  let row = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++) next.push(letter === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return (2 * (row[b.length] ?? 0)) / (a.length + b.length);
}

/** The new column takes the old one's place in a foreign key or an index that is built again. */
function sameRole(drop: StepOf<'dropColumn'>, add: StepOf<'addColumn'>, steps: readonly Step[]): boolean {
  if (!sameType(drop, add)) return false;
  const [from, to] = [nameOf(drop), nameOf(add)];
  // what the column took part in before anything of it was dropped
  const before = steps[0]?.before ?? drop.before;
  const table = findTable(before, drop.operation.table);
  if (!table) return false;
  const swap = (columns: readonly string[]): string => columns.map((column) => (column === from ? to : column)).join(',');
  const targets = [...table.constraints.values()].flatMap(({ constraint }) => (constraint.type === 'foreignKey' && columnsOf(constraint.columns)?.includes(from) ? [{ columns: swap(columnsOf(constraint.columns) ?? []), to: known(constraint.references.table) }] : []));
  const indexes = [...table.indexes.values()].flatMap(({ index }) => (index.unique && plain(index)?.includes(from) ? [swap(plain(index) ?? [])] : []));
  return steps.some((step) => {
    if (isStepOf(step, 'addConstraint') && sameTable(step.operation.table, drop.operation.table)) {
      const { constraint } = step.operation;
      return constraint.type === 'foreignKey' && targets.some((target) => target.columns === columnsOf(constraint.columns)?.join(',') && target.to !== undefined && sameTable(target.to, constraint.references.table) && schemaOf(target.to) !== 'pg_catalog');
    }
    return isStepOf(step, 'createIndex') && sameTable(step.operation.table, drop.operation.table) && step.operation.index.unique && indexes.includes(plain(step.operation.index)?.join(',') ?? '');
  });
}

function columnsOf(columns: Extract<import('../../src/operation.js').Constraint, { type: 'foreignKey' }>['columns']): readonly string[] | undefined {
  const all = known(columns)?.map((column) => known(column));
  return all?.every((column): column is string => column !== undefined) ? all : undefined;
}
function plain(index: Index): readonly string[] | undefined {
  const all = index.columns.map((column) => known(column));
  return all.every((column): column is string => column !== undefined) ? all : undefined;
}
