import type { Migration } from './migration.js';
import type { Span } from './span.js';

/** What is wrong with the graph of revisions. */
export interface HistoryProblem {
  readonly problem: 'duplicate' | 'missing' | 'cycle' | 'self' | 'noId';
  readonly migration: Migration;
  readonly span?: Span;
  /** The id concerned. */
  readonly id: string;
  readonly others: readonly Migration[];
}
