import type { Value } from '../evaluate/value.js';
import { isNull } from '../evaluate/value.js';
import type { Outcome } from '../framework.js';
import type { Script, Status } from '../migration.js';
import type { Span } from '../span.js';

interface Reading {
  /** What the framework calls the function: `upgrade`, `up`. */
  readonly name: string;
  readonly file: string;
  readonly transactional: boolean;
  /** Runs it; several functions where the one that is called only chooses among them. */
  run(callee: Value): Outcome | readonly Outcome[];
}

/** What one direction of a migration does, from the value that is called for it. */
export function scriptOf(callee: Value | undefined, { name, file, transactional, run }: Reading): Script {
  if (callee === undefined || isNull(callee)) return absent(transactional);
  if (callee.kind === 'unknown') {
    const span = callee.span ?? { file, start: 0, end: 0 };
    return { status: 'present', operations: [], unread: [{ reason: `\`${name}\` is not defined here and cannot be read`, span }], span, transactional };
  }
  const ran = run(callee);
  const outcome = 'operations' in ran ? ran : joined(ran);
  const span = headerOf(callee);
  return { status: statusOf(outcome), operations: outcome.operations, unread: outcome.unread, ...(outcome.ended === 'gaveUp' && { gaveUp: true }), ...(span && { span }), transactional };
}

export const absent = (transactional: boolean): Script => ({ status: 'absent', operations: [], unread: [], transactional });

function statusOf(outcome: Outcome): Status {
  if (outcome.empty) return 'empty';
  return outcome.ended === 'raised' && outcome.operations.length === 0 ? 'irreversible' : 'present';
}

function headerOf(callee: Value): Span | undefined {
  if (callee.kind !== 'closure') return undefined;
  const { header } = callee.function;
  return { file: callee.file, start: header.start, end: header.end };
}

/** Several functions one after the other, statements numbered through. */
function joined(outcomes: readonly Outcome[]): Outcome {
  const [only] = outcomes;
  if (only && outcomes.length === 1) return only;
  const operations: Outcome['operations'][number][] = [];
  let next = 0;
  for (const outcome of outcomes) {
    const offset = next;
    for (const operation of outcome.operations) {
      operations.push({ ...operation, statement: operation.statement + offset });
      next = Math.max(next, operation.statement + offset + 1);
    }
  }
  return {
    operations,
    unread: outcomes.flatMap((outcome) => outcome.unread),
    ended: outcomes.some((outcome) => outcome.ended === 'gaveUp') ? 'gaveUp' : outcomes.every((outcome) => outcome.ended === 'raised') ? 'raised' : 'returned',
    empty: outcomes.every((outcome) => outcome.empty),
  };
}
