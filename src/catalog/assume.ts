import type { Name, Operation } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown } from '../value.js';
import { factsOf } from '../dialects/dialect.js';
import { apply } from './apply.js';
import { accept, needsOf, open } from './assumptions.js';
import type { Assumption } from './assumptions.js';
import type { Catalog, Provenance } from './catalog.js';
import type { Answers } from './guards.js';
import { foldGuards } from './guards.js';
import { nameKey } from './names.js';
import { hasColumn, hasTable } from './query.js';
import { spelled } from './spelled.js';
import { touchedBy } from './touched.js';

/** One operation that ran, or may have run, with the catalog around it. Its decided guards are gone. */
export interface ReplayedStep {
  readonly operation: Operation;
  readonly before: Catalog;
  readonly after: Catalog;
}

/** One direction of a migration, replayed. `start` is the catalog before it, with what the operations prove about it. */
export interface Replay {
  readonly start: Catalog;
  readonly steps: readonly ReplayedStep[];
  readonly end: Catalog;
}

/** Both directions of a migration, replayed one after the other. */
export interface ReplayedTrip {
  readonly start: Catalog;
  readonly upgrade: readonly ReplayedStep[];
  readonly afterUpgrade: Catalog;
  readonly downgrade: readonly ReplayedStep[];
  readonly afterDowngrade: Catalog;
}

/** What the success of an operation implies about the catalog before it and is new to it, in order. */
function implied(catalog: Catalog, operation: Operation, target?: Target): readonly Assumption[] {
  const needs = needsOf(operation, target !== undefined && factsOf(target.dialect).danglingReferences);
  if (operation.certainty === 'always') {
    // rows may be those of a view: no reason to think that a whole history has a gap, unless its beginning is missing
    return operation.kind === 'modifyRows' && !open(catalog) ? [] : needs;
  }
  // what may not have run proves nothing, but an unseen table needs a place
  if (catalog.complete) return [];
  return needs.flatMap((need) => (need.that === 'table' && need.exists ? [{ ...need, uncertain: true }] : []));
}

/**
 * The catalog with what the success of an operation implies about the state before it, where the catalog did not know:
 * tables and parts that were used exist, and what is created did not. What is known stays.
 */
export function assume(catalog: Catalog, operation: Operation): Catalog {
  return implied(catalog, operation).reduce((current, assumption) => accept(current, assumption), catalog);
}

/** What became of names since an earlier catalog. */
interface Trail {
  /** Key of a table now -> its name then; `null`: it was not there. Tables that are missing have kept their name. */
  readonly origins: Map<string, Name | null>;
  /** Keys of tables that something unread has touched. */
  readonly disturbed: Set<string>;
  anything: boolean;
}

const newTrail = (): Trail => ({ origins: new Map(), disturbed: new Set(), anything: false });
const copyTrail = (trail: Trail): Trail => ({ origins: new Map(trail.origins), disturbed: new Set(trail.disturbed), anything: trail.anything });

function follow(trail: Trail, operation: Operation): void {
  const unread = touchedBy(operation);
  if (unread === 'anything') trail.anything = true;
  else for (const name of unread) trail.disturbed.add(nameKey(name));
  if (!('table' in operation) || operation.table === undefined || isUnknown(operation.table)) return;
  const key = nameKey(operation.table);
  if (operation.kind === 'createTable' || operation.kind === 'dropTable') trail.origins.set(key, null);
  if (operation.kind !== 'renameTable' || isUnknown(operation.to)) return;
  const to = nameKey({ schema: operation.toSchema ?? operation.table.schema, name: operation.to });
  const origin = trail.origins.get(key);
  trail.origins.set(to, origin === undefined ? operation.table : origin);
  trail.origins.set(key, null);
  if (trail.disturbed.has(key)) trail.disturbed.add(to);
}

/** An assumption as it reads for the earlier catalog; `undefined` where it says nothing about it. */
function translate(assumption: Assumption, trail: Trail): Assumption | undefined {
  if (assumption.that === 'type' || assumption.that === 'object') return assumption;
  const name = assumption.that === 'table' ? assumption.name : assumption.table;
  if (name === undefined) return assumption;
  const key = nameKey(name);
  if (trail.disturbed.has(key)) return undefined;
  const origin = trail.origins.get(key);
  if (origin === undefined) return assumption;
  // the table of that name was made since, or dropped: nothing follows for the time before
  if (origin === null) return undefined;
  return assumption.that === 'table' ? { ...assumption, name: origin } : { ...assumption, table: origin };
}

interface Earlier {
  catalog: Catalog;
  readonly trail: Trail;
  /** The catalog lies before another direction: what is learnt about it is uncertain, and only what exists is believed. */
  readonly remote: boolean;
}

function learn(earlier: Earlier, assumption: Assumption): void {
  if (earlier.remote && (earlier.trail.anything || !assumption.exists)) return;
  const translated = translate(assumption, earlier.trail);
  if (translated) earlier.catalog = accept(earlier.catalog, translated, earlier.remote);
}

/** Tables that one statement drops together, by the number of the statement. */
function droppedTogether(operations: readonly Operation[]): ReadonlyMap<number, ReadonlySet<string>> {
  const out = new Map<number, Set<string>>();
  for (const operation of operations) {
    if (operation.kind !== 'dropTable' || isUnknown(operation.table)) continue;
    const keys = out.get(operation.statement);
    if (keys) keys.add(nameKey(operation.table));
    else out.set(operation.statement, new Set([nameKey(operation.table)]));
  }
  return out;
}

/** Whether a part is written behind a column or in a table that is there already: with IF NOT EXISTS the statement then adds neither. */
const isBehind = (operation: Operation, present: Operation): boolean =>
  operation.statement === present.statement && (present.kind === 'createTable' ? operation.kind === 'createIndex' : operation.kind === 'addConstraint' && operation.inline === true);

function run(begin: Catalog, operations: readonly Operation[], target: Target, provenanceOf: (operation: Operation) => Provenance, earlier: readonly Earlier[]): { readonly steps: readonly ReplayedStep[]; readonly end: Catalog } {
  const answers: Answers = new Map();
  const together = droppedTogether(operations);
  const steps: ReplayedStep[] = [];
  let current = begin;
  let unneeded: Operation | undefined;
  for (const source of operations) {
    const folded = foldGuards(source, current, answers);
    const operation = folded && spelled(folded, current, target);
    if (!operation || (unneeded && isBehind(operation, unneeded))) continue;
    if (operation.kind === 'createTable') unneeded = operation.ifNotExists && hasTable(current, operation.table) === true ? operation : undefined;
    if (operation.kind === 'addColumn') unneeded = operation.ifNotExists && hasColumn(current, operation.table, operation.column.name) === true ? operation : undefined;
    for (const assumption of implied(current, operation, target)) {
      const next = accept(current, assumption);
      if (next === current) continue;
      current = next;
      for (const catalog of earlier) learn(catalog, assumption);
    }
    const before = current;
    current = apply(before, operation, target, provenanceOf(operation), together.get(operation.statement));
    steps.push({ operation, before, after: current });
    for (const catalog of earlier) follow(catalog.trail, operation);
  }
  return { steps, end: current };
}

/**
 * Replays one direction: guards are decided when the source first asks, what does not run is left out, and what an operation
 * proves about things untouched so far is known from the start.
 */
export function replay(before: Catalog, operations: readonly Operation[], target: Target, provenanceOf: (operation: Operation) => Provenance): Replay {
  const start: Earlier = { catalog: before, trail: newTrail(), remote: false };
  const { steps, end } = run(before, operations, target, provenanceOf, [start]);
  return { start: start.catalog, steps, end };
}

/**
 * Replays a migration there and back. What the downgrade proves to exist about things that the upgrade did not touch is in
 * `start` and all catalogs after it, as uncertain: the upgrade may have been misread.
 */
export function roundTrip(before: Catalog, upgrade: readonly Operation[], downgrade: readonly Operation[], target: Target, provenanceOf: (operation: Operation) => Provenance): ReplayedTrip {
  let first = before;
  for (let round = 0; ; round += 1) {
    const start: Earlier = { catalog: first, trail: newTrail(), remote: false };
    const up = run(first, upgrade, target, provenanceOf, [start]);
    const remote: Earlier = { catalog: start.catalog, trail: copyTrail(start.trail), remote: true };
    const down = run(up.end, downgrade, target, provenanceOf, [remote]);
    // what the downgrade has taught is carried through the upgrade once more
    if (remote.catalog === start.catalog || round > 0) {
      return { start: start.catalog, upgrade: up.steps, afterUpgrade: up.end, downgrade: down.steps, afterDowngrade: down.end };
    }
    first = remote.catalog;
  }
}
