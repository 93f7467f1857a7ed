import type { Operation } from './operation.js';
import type { Span } from './span.js';

/** The two directions, whatever a framework calls them. */
export type Direction = 'upgrade' | 'downgrade';

/** `inferred`: derived by the framework (node-pg-migrate). `irreversible`: only raises, or is declared so. */
export type Status = 'present' | 'empty' | 'absent' | 'irreversible' | 'inferred';

/** Source text that may change the schema and was not understood. */
export interface Unread {
  readonly reason: string;
  readonly span: Span;
}

/** What one direction of a migration does. */
export interface Script {
  readonly status: Status;
  readonly operations: readonly Operation[];
  readonly unread: readonly Unread[];
  /** Empty, with a comment in it. */
  readonly documented?: true;
  /** Too large or too deeply nested: what is said of it breaks off somewhere. */
  readonly gaveUp?: boolean;
  /** Statements that are built and that nobody waits for: they are never sent. */
  readonly unexecuted?: readonly Span[];
  /** Header of the function or section (`def downgrade():`), for findings about what is not there. */
  readonly span?: Span;
  /** Whether the framework runs it inside a transaction by default. */
  readonly transactional: boolean;
}

/** Who a migration is, readable from constants alone. */
export interface Identity {
  readonly id: string;
  readonly parents: readonly string[];
  /** Must run before, but are not parents (Alembic `depends_on`). */
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly message?: string;
  /** Its place in an environment without parents: numbers, or text that sorts. */
  readonly sequence?: number | string;
  readonly idSpan?: Span;
  readonly parentSpan?: Span;
}

export interface Migration extends Identity {
  /** The file of the upgrade, relative to the root of the snapshot, with `/`. */
  readonly file: string;
  readonly downgradeFile?: string;
  readonly framework: string;
  /** Migrations of one environment share one history and one catalog. */
  readonly environment: string;
  readonly upgrade: Script;
  readonly downgrade: Script;
}
