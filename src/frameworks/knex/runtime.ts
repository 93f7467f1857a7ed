import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';

/** What the values that stand for Knex share while one direction of a migration runs. */
export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
  /** Whether a migration runs inside a transaction unless it says otherwise. */
  transactional: boolean;
  /** Builders that nobody has waited for so far, and where each was begun. */
  readonly waiting: Map<object, Span>;
  /** `knex` itself, made once. */
  connection(): Value;
}

const isWithin = (inner: Span, outer: Span): boolean => inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

/** Sends a statement that Knex puts together: what it does is found where the program says it, else at the call. */
export function sendBuilt(runtime: Runtime, context: Context, statement: TracedText, at: Span): void {
  const groups = runtime.host.readSql(statement, at);
  context.emitStatements(groups.map((drafts) => drafts.map((draft): Draft => (isWithin(draft.span, at) ? draft : { ...draft, span: at }))));
}

/** Sends SQL that the program writes; `COMMIT` in it ends the transaction that Knex opened. */
export function sendWritten(runtime: Runtime, context: Context, statement: TracedText, at: Span): void {
  for (const drafts of runtime.host.readSql(statement, at)) {
    context.emit(drafts);
    for (const draft of drafts) if (draft.kind === 'transaction' && draft.verb !== 'savepoint') context.setTransaction(draft.verb === 'begin');
  }
}

/** A value that Knex makes, by what its label says. */
export const isMade = (value: Value | undefined, label: string): value is NativeValue => value?.kind === 'native' && value.label === label;
