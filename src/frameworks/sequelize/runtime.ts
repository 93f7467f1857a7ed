import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Host, Schema } from '../../framework.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';
import { sendBuilt } from '../javascript/send.js';

/** What the values that stand for Sequelize share. */
export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
  /** The schema that the direction begins with. */
  start: () => Schema;
  /** What a migration is handed, made once. */
  queryInterface(): NativeValue;
  /** The connection: `queryInterface.sequelize`. */
  connection(): NativeValue;
  /** The library itself: the second argument of a migration, and the module. */
  library(): NativeValue;
}

export const TRANSACTION = 'sequelize.transaction';

/** Whether a call runs in a transaction: it does where it is handed one, and only there. `undefined`: cannot be told. */
function isTransactional(options: Value | undefined): boolean | undefined {
  if (options === undefined || isNull(options) || options.kind === 'text') return false;
  if (options.kind !== 'record') return options.kind === 'unknown' ? undefined : false;
  const given = options.entries.get('transaction');
  if (given) return !isNull(given);
  return options.complete ? false : undefined;
}

/** Runs what a call does in the transaction that its options name, else in none: each such call has a connection of its own. */
export function inTransactionOf<T>(call: Call, options: Value | undefined, body: () => T): T {
  const transactional = isTransactional(options);
  return call.withTransaction(transactional === true, () => {
    if (transactional === undefined) call.setTransaction(undefined);
    return body();
  });
}

/** A call of the query interface. */
export interface Request {
  readonly runtime: Runtime;
  readonly dialect: Dialect;
  readonly call: Call;
  readonly span: Span;
  readonly given: readonly Value[];
}

export const requestOf = (runtime: Runtime, call: Call): Request => ({ runtime, dialect: runtime.dialect, call, span: call.span, given: call.positional });

export const send = ({ runtime, call, span }: Request, statement: TracedText): void => sendBuilt(runtime, call, statement, span);

/** The schema as the migration has made it so far: Sequelize looks into the database before some of what it does. */
export const schemaNow = ({ runtime, call }: Request): Schema => (call.operations.length === 0 ? runtime.start() : runtime.host.history.after(runtime.start(), call.operations));

export const isMysql = (dialect: Dialect): boolean => dialect === 'mysql' || dialect === 'mariadb';
/** Dialects other than these are written as PostgreSQL's, from which they differ least in what is told. */
export const isPostgres = (dialect: Dialect): boolean => !isMysql(dialect) && dialect !== 'sqlite';
