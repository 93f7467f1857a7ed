import type { Call, Context, Value } from '../../evaluate/value.js';
import type { NamingConvention, Schema } from '../../framework.js';
import type { Target } from '../../target.js';

/** What the values that stand for SQLAlchemy need to know about the run. */
export interface SqlAlchemyOptions {
  readonly target: Target;
  /** Of the project's metadata; used for tables whose own metadata has none. */
  readonly namingConvention?: NamingConvention;
  /** An engine that the program makes itself: it reaches the same database, by a connection of its own. */
  readonly engine?: () => Value;
  /** Runs a statement that was given to a session, as a connection would. */
  readonly execute?: (call: Call, statement: Value) => Value;
  /**
   * Enum types that tables created so far in this run brought along (`schema.name`): SQLAlchemy creates each once.
   * One set for each run of a migration; without it every table starts anew.
   */
  readonly createdEnums?: Set<string>;
  /** The schema at the point that the run has reached; `undefined` where too much would have to be replayed. */
  readonly schema?: (context: Context) => Schema | undefined;
}
