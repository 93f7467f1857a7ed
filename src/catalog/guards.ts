import { asksForItself, tolerant } from '../guarded.js';
import type { Guard, Operation } from '../operation.js';
import type { Catalog } from './catalog.js';
import { decide } from './query.js';

/** Answers to tests, as they were when the source asked. */
export type Answers = Map<number, boolean | undefined>;

/**
 * The operation with its guards decided: `undefined` where it does not run. A test that asks only whether what is made is not
 * there yet (or what is dropped is) becomes IF NOT EXISTS (IF EXISTS); any other that stays open makes the operation a `maybe`.
 */
export function foldGuards(operation: Operation, catalog: Catalog, answers: Answers): Operation | undefined {
  const { guards, ...rest } = operation;
  if (!guards || guards.length === 0) return operation;
  const left: Guard[] = [];
  for (const guard of guards) {
    if (!answers.has(guard.id)) answers.set(guard.id, decide(guard.condition, catalog));
    const answer = answers.get(guard.id);
    if (answer === undefined) left.push(guard);
    else if (answer !== guard.expected) return undefined;
  }
  // the guards were all that made it uncertain
  if (left.length === 0) return { ...rest, certainty: 'always' };
  if (left.every((guard) => asksForItself(operation, guard))) return tolerant<Operation>({ ...rest, certainty: 'always' });
  return { ...operation, guards: left, certainty: 'maybe' };
}
