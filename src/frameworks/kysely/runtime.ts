import type { Value } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';

/** What the values that stand for Kysely share while one direction of a migration runs. */
export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
  /** Builders that nobody has executed so far, and where each was begun. */
  readonly waiting: Map<object, Span>;
  connection(): Value;
}
