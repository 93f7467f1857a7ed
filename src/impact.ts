import type { Name } from './operation.js';

/** Whom a lock keeps waiting: nobody that matters, other changes of the schema and VACUUM, those who write, or all who use the table. */
export type Blocks = 'none' | 'ddl' | 'writes' | 'reads and writes';

export interface TableLock {
  readonly table: Name;
  /** In the words of the database: `ACCESS EXCLUSIVE`, `SHARE`; MySQL: the metadata lock. */
  readonly mode: string;
  readonly blocks: Blocks;
}

/** How MySQL and MariaDB carry out an ALTER TABLE; `rebuild` is INPLACE with the table built anew. */
export type Algorithm = 'instant' | 'inplace' | 'rebuild' | 'copy';

/** Whether something takes place; `unknown` where it depends on what cannot be read. */
export type Answer = boolean | 'unknown';

/** What an operation costs those who use the database meanwhile. */
export interface Impact {
  /** The strongest lock on each table that was there before, the table of the operation first. Views and tables of unknown name are left out. */
  readonly locks: readonly TableLock[];
  /** All rows of `table` are read while the lock is held. */
  readonly scan: Answer;
  /** `table` is written anew, with all its indexes. */
  readonly rewrite: Answer;
  /** An index is built, or built again, over the rows of `table`. */
  readonly indexBuild: Answer;
  /** The table that is scanned, rewritten or indexed. */
  readonly table?: Name;
  readonly algorithm?: Algorithm;
  /** What is special about it, for people. */
  readonly note?: string;
}

export const NO_IMPACT: Impact = { locks: [], scan: false, rewrite: false, indexBuild: false };
/** Of something that was not understood. */
export const UNKNOWN_IMPACT: Impact = { locks: [], scan: 'unknown', rewrite: 'unknown', indexBuild: 'unknown' };

const STRENGTH: readonly Blocks[] = ['none', 'ddl', 'writes', 'reads and writes'];

/** Whether the first keeps more people waiting than the second. */
export const blocksMore = (left: Blocks, right: Blocks): boolean => STRENGTH.indexOf(left) > STRENGTH.indexOf(right);
/** Whether those who write, or all, have to wait. */
export const keepsWaiting = (lock: Pick<TableLock, 'blocks'>): boolean => blocksMore(lock.blocks, 'ddl');
