import type { Rows } from '../harness/claims.js';
import type { Statement } from './statements.js';

/** What was seen while statements ran. */
export interface Ran {
  /** The database's code of the refusal; left out: everything passed. */
  readonly refused?: string;
  readonly message?: string;
  /** Strongest lock that was held on each table when a transaction ended. */
  readonly locks: ReadonlyMap<string, string>;
  readonly scanned: boolean;
}

/** A database on which examples are tried out, one after the other. */
export interface Database {
  /** Nothing is there. */
  reset(): Promise<void>;
  /** As many rows in each table; databases that cannot make rows up leave that to `given`. */
  fill(rows: Exclude<Rows, 'any'>): Promise<void>;
  run(statements: readonly Statement[]): Promise<Ran>;
  /** The first column of the rows as texts; throws what the database throws. */
  ask(sql: string): Promise<readonly string[]>;
  /** The files that tables lie in. */
  files(): Promise<ReadonlyMap<string, string>>;
  /** The schema as lines of text. */
  schema(): Promise<readonly string[]>;
  close(): Promise<void>;
}
