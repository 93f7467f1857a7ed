import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { sendWritten as send } from '../javascript/send.js';

export { sendBuilt } from '../javascript/send.js';

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

/** Sends SQL that the program writes. Knex itself refuses an empty text. */
export function sendWritten(runtime: Runtime, context: Context, statement: TracedText, at: Span): void {
  if (statement.text === '') context.emit([{ kind: 'opaque', reason: 'Knex refuses an empty query', touches: [], rejected: true, span: at }]);
  else send(runtime, context, statement, at);
}

/** A value that Knex makes, by what its label says. */
export const isMade = (value: Value | undefined, label: string): value is NativeValue => value?.kind === 'native' && value.label === label;
