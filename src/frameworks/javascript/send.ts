import type { Context } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { TracedText } from '../../value.js';

const isWithin = (inner: Span, outer: Span): boolean => inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

/** Sends a statement that a library puts together: what it does is found where the program says it, else at the call. */
export function sendBuilt({ host }: { readonly host: Host }, context: Context, statement: TracedText, at: Span): void {
  const groups = host.readSql(statement, at);
  context.emitStatements(groups.map((drafts) => drafts.map((draft): Draft => (isWithin(draft.span, at) ? draft : { ...draft, span: at }))));
}

/** Sends SQL that the program writes; `COMMIT` in it ends the transaction that is open. */
export function sendWritten({ host }: { readonly host: Host }, context: Context, statement: TracedText, at: Span): void {
  for (const drafts of host.readSql(statement, at)) {
    context.emit(drafts);
    for (const draft of drafts) if (draft.kind === 'transaction' && draft.verb !== 'savepoint') context.setTransaction(draft.verb === 'begin');
  }
}
