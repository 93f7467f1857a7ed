import type { Catalog } from '../catalog/catalog.js';
import type { Action, Column } from '../operation.js';

/** One statement of a way back. */
export interface PlannedStep {
  readonly action: Action;
  /** What stands above it: what it cannot restore, or what has to be decided by people. */
  readonly comment?: string;
  /** The statement, where the action alone does not say it. */
  readonly sql?: string;
  /** The column as it is afterwards, for databases and frameworks that want all of it. */
  readonly column?: Column;
  /** The schema in which it runs. */
  readonly before: Catalog;
}

/** The statements that lead from one schema to another. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Why there is no such way, or none that can be written. Empty: there is one. */
  readonly obstacles: readonly string[];
}
