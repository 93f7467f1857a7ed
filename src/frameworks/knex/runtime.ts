import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { sendBuilt as sendNow, sendWritten as sendTextNow } from '../javascript/send.js';


/** What the values that stand for Knex share while one direction of a migration runs. */
export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
  /** Whether a migration runs inside a transaction unless it says otherwise. */
  transactional: boolean;
  /** Builders that nobody has waited for so far, and where each was begun. */
  readonly waiting: Map<object, Span>;
  /** What was begun while a table was described. */
  postponed?: (() => void)[];
  /** `knex` itself, made once. */
  connection(): Value;
}

/** Sends a statement that Knex puts together. */
export const sendBuilt = (runtime: Runtime, context: Context, statement: TracedText, at: Span): void => inTurn(runtime, context, () => sendNow(runtime, context, statement, at));

/** Sends SQL that the program writes. Knex itself refuses an empty text. */
export function sendWritten(runtime: Runtime, context: Context, statement: TracedText, at: Span): void {
  inTurn(runtime, context, () => {
    if (statement.text === '') context.emit([{ kind: 'opaque', reason: 'Knex refuses an empty query', touches: [], rejected: true, span: at }]);
    else sendTextNow(runtime, context, statement, at);
  });
}

/** While a table is described nothing is sent: what the callback asks for besides waits until the table is there. */
function inTurn(runtime: Runtime, context: Context, send: () => void): void {
  const { tests } = context;
  if (runtime.postponed) runtime.postponed.push(() => context.under(tests, send));
  else send();
}

/** Runs the callback that describes a table, then `sendTable`, then what the callback began by itself. */
export function describing(runtime: Runtime, describe: () => void, sendTable: () => void): void {
  const outer = runtime.postponed;
  const postponed: (() => void)[] = [];
  runtime.postponed = postponed;
  try {
    describe();
  } finally {
    runtime.postponed = outer;
  }
  sendTable();
  for (const send of postponed) send();
}

/** A value that Knex makes, by what its label says. */
export const isMade = (value: Value | undefined, label: string): value is NativeValue => value?.kind === 'native' && value.label === label;
