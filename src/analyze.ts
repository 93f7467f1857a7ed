import type { Report, Severity } from './finding.js';
import type { NamingConvention } from './framework.js';
import type { RollbackPolicy, Rule } from './rule.js';
import type { Snapshot } from './snapshot.js';
import type { Dialect } from './target.js';

/** A rule as a project has set it. */
export interface RuleSetting {
  readonly severity: Severity;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface AnalyzeOptions {
  /** Left out: from the project's configuration or the migrations themselves, else PostgreSQL. */
  readonly dialect?: Dialect;
  readonly targetVersion?: readonly number[];
  readonly namingConvention?: NamingConvention;
  readonly rules: readonly Rule[];
  /** How a rule is set for a file; `undefined`: off. */
  readonly settingOf: (rule: Rule, file: string) => RuleSetting | undefined;
  /** True for the migrations that findings are reported on. Left out: all. The rest is replayed only. */
  readonly reviewed?: (file: string) => boolean;
  /** Revision id: findings only on what comes after it in the history. */
  readonly startAfter?: string;
  /** The change under review is known (git base, `startAfter`): what any of its migrations creates counts as new. */
  readonly changeSetKnown?: boolean;
  readonly rollback?: RollbackPolicy;
  /** `strict` and `all` keep the severity of possible findings; `recommended` lowers it by one level and hides warnings. */
  readonly keepPossible?: boolean;
  readonly emptyTables?: readonly string[];
  readonly smallTables?: readonly string[];
  readonly retiredColumns?: readonly string[];
  readonly deployment?: 'rolling' | 'stop-the-world';
  /** Called before each file, for progress on long runs. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Loads the parsers that the snapshot's files need. Must be awaited once before `analyze`. */
export async function loadParsers(_snapshot: Snapshot): Promise<void> {}

/** The whole analysis: pure, synchronous, no I/O. Never throws for anything that a migration contains. */
export function analyze(_snapshot: Snapshot, _options: AnalyzeOptions): Report {
  throw new Error('not built yet');
}
