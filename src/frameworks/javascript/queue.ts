import type { Context } from '../../evaluate/value.js';
import type { Outcome } from '../../framework.js';
import type { Operation } from '../../operation.js';

interface Step {
  readonly from: number;
  readonly to: number;
}

export interface Sending {
  /** The step that was noted last is sent first. */
  readonly backwards?: boolean;
  /** Outside of the transaction that the framework opened. */
  readonly outside?: boolean;
}

/** What a migration only notes down: it is sent when the function has returned, behind everything that was sent at once. */
export class Queue {
  private readonly steps: Step[] = [];
  private forgotten = 0;

  /** Runs `body`; what it records is sent later. */
  note<T>(context: Context, body: () => T): T {
    const from = context.operations.length;
    const result = body();
    this.steps.push({ from, to: context.operations.length });
    return result;
  }

  /** What was noted so far is not sent at all. */
  forget(): void {
    this.forgotten = this.steps.length;
  }

  /** The operations of a run in the order in which they are sent; a function that throws has sent nothing of what it noted. */
  settled(outcome: Outcome, { backwards = false, outside = false }: Sending = {}): Outcome {
    const { operations } = outcome;
    const noted = this.steps.map(({ from, to }) => operations.slice(from, to));
    const later = new Set(noted.flat());
    const first = operations.findIndex((operation) => later.has(operation));
    const atOnce = operations.flatMap((operation, i) => (later.has(operation) ? [] : [first >= 0 && i > first ? { ...operation, ahead: true as const } : operation]));
    if (outcome.ended === 'raised') return { ...outcome, operations: atOnce };
    const kept = noted.slice(this.forgotten);
    const sent = (backwards ? kept.reverse() : kept).flat();
    return { ...outcome, operations: renumbered([...atOnce, ...(outside ? sent.map((operation) => ({ ...operation, inTransaction: false })) : sent)]) };
  }
}

function renumbered(operations: readonly Operation[]): readonly Operation[] {
  const numbers = new Map<number, number>();
  return operations.map((operation) => {
    const statement = numbers.get(operation.statement) ?? numbers.size;
    numbers.set(operation.statement, statement);
    return statement === operation.statement ? operation : { ...operation, statement };
  });
}
