import type { Outcome } from './framework.js';
import type { Draft, Guard, Operation } from './operation.js';

/** A script of SQL statements as the outcome of a run: numbered, with guards where a statement tests something itself, and whether a transaction is open. */
export function scriptOutcome(statements: readonly (readonly Draft[])[], inTransaction: boolean, guardIds: { next: number }): Outcome {
  const operations: Operation[] = [];
  const transaction = { open: inTransaction };
  let statement = 0;
  for (const drafts of statements) {
    if (drafts.length === 0) continue;
    for (const draft of drafts) {
      const guards = draft.certainty === 'maybe' ? [unknownGuard(guardIds)] : undefined;
      operations.push({ ...draft, statement, certainty: guards ? 'maybe' : 'always', ...(guards && { guards }), inTransaction: transaction.open });
      if (draft.kind === 'transaction') follow(draft.verb, transaction);
    }
    statement += 1;
  }
  return { operations, unread: [], ended: 'returned', empty: operations.length === 0 };
}

function follow(verb: Extract<Draft, { kind: 'transaction' }>['verb'], transaction: { open: boolean }): void {
  if (verb === 'begin') transaction.open = true;
  else if (verb === 'commit' || verb === 'rollback') transaction.open = false;
}

function unknownGuard(guardIds: { next: number }): Guard {
  const id = guardIds.next;
  guardIds.next += 1;
  return { id, condition: { is: 'unknown' }, expected: true };
}
