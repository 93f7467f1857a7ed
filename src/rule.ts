import type { Catalog, Table } from './catalog/catalog.js';
import type { Difference } from './catalog/difference.js';
import type { FindingObject, Related, Severity, Suggestion } from './finding.js';
import type { HistoryProblem, MergedEdit } from './history.js';
import type { Impact } from './impact.js';
import type { Direction, Migration } from './migration.js';
import type { Operation, OperationKind, OperationOf, Name } from './operation.js';
import type { Span } from './span.js';
import type { Dialect, Target } from './target.js';
import type { Known } from './value.js';

export type RollbackPolicy = 'required' | 'best-effort' | 'forward-only';
export type Category = 'data-loss' | 'fails-on-data' | 'rollback' | 'compatibility' | 'availability' | 'history' | 'code' | 'configuration' | 'design' | 'meta';

export interface RuleMeta<M extends string> {
  /** One line without markup; equals the first paragraph of the rule's document. */
  readonly summary: string;
  readonly category: Category;
  /** In which presets the rule is on, and how loud it is there. `strict` contains `recommended`, `all` contains `strict`. */
  readonly presets: { readonly recommended?: Severity; readonly strict?: Severity; readonly all?: Severity };
  readonly since: string;
  readonly dialects: readonly Dialect[] | 'all';
  readonly directions: readonly Direction[];
  /** Rules that say the graver thing about the same operation: where one of them speaks, this one is only mentioned. */
  readonly yieldsTo?: readonly string[];
  /** Each message says what happens, why, and what to do instead; `{{name}}` is filled in. */
  readonly messages: Readonly<Record<M, string>>;
  readonly options?: { readonly schema: object; readonly defaults: Readonly<Record<string, unknown>> };
}

export interface Rule<M extends string = string> {
  readonly id: string;
  readonly meta: RuleMeta<M>;
  create(context: RuleContext<M>): RuleListener;
}

/** What a rule wants to see. Operation listeners are called for each operation of the directions in `meta.directions`. */
export type RuleListener = {
  readonly [K in OperationKind]?: (operation: OperationOf<K>, step: Step) => void;
} & {
  /** Once for each migration under review. */
  readonly migration?: (trip: RoundTrip) => void;
  /** Once for each environment. */
  readonly history?: (history: History) => void;
};

/** The world around one operation. */
export interface Step {
  readonly migration: Migration;
  readonly direction: Direction;
  readonly operation: Operation;
  readonly before: Catalog;
  readonly after: Catalog;
  /** The rebuild of a table that this step is a part of: its create, copy, drop and rename are seen as alterations, behind an `alterObject` that stands for the whole. */
  readonly rebuild?: Rebuild;
  /** All steps of this migration and direction, in order, and the place of this one. */
  readonly steps: readonly Step[];
  readonly index: number;
  /** The same for the upgrade, also where this step is one of the downgrade. */
  readonly upgradeSteps: readonly Step[];
  readonly inTransaction: Known<boolean>;
  /** Worked out when it is first asked for. */
  readonly impact: Impact;
  readonly world: World;
}

/**
 * A table that is altered by making another one: create, `INSERT ... SELECT`, drop, rename (in this order, or with the old
 * table renamed or saved first). It is neither lost nor new.
 */
export interface Rebuild {
  readonly table: Name;
  /** As it was when it was dropped, and as it is afterwards. */
  readonly old: Table;
  readonly new: Table;
  /** What each column of the new table gets, as an expression on the old one's; `undefined`: cannot be told. */
  readonly copied: ReadonlyMap<string, string> | undefined;
  /** The copy leaves rows of the old table out. */
  readonly filtered: boolean;
  readonly create: Moment;
  readonly copy: Moment;
  readonly drop: Moment;
}

/** An operation as it is written, with the catalog around it. */
export type Moment = Pick<Step, 'operation' | 'before' | 'after'>;

/** Upgrade and downgrade of one migration, replayed. */
export interface RoundTrip {
  readonly migration: Migration;
  /** Catalog before the upgrade, with what the migration itself proves about it. */
  readonly before: Catalog;
  readonly afterUpgrade: Catalog;
  /** Where there is a downgrade that can be replayed. */
  readonly afterDowngrade?: Catalog;
  readonly upgradeSteps: readonly Step[];
  readonly downgradeSteps: readonly Step[];
  /** `diff(before, afterDowngrade)`, or `diff(before, afterUpgrade)` where the downgrade does nothing; with what is unproven. */
  readonly differences: readonly Difference[];
  /** `diff(before, afterUpgrade)`: what the upgrade changes; with what is unproven. */
  readonly changes: readonly Difference[];
  readonly world: World;
}

/** Predicates of the catalogue's section 1.1, shared by all rules. */
export interface World {
  readonly rollback: RollbackPolicy;
  /** Whether the former version of the application still runs when the migration does. */
  readonly rolling: boolean;
  /** Created earlier in the same migration, or earlier in the change set where that is known. */
  fresh(step: Step, table: Known<Name>): boolean;
  /** In the catalog, or unseen, and not fresh. */
  existing(step: Step, table: Known<Name>): boolean;
  /** Existing and not known to be empty. */
  populated(step: Step, table: Known<Name>): boolean;
  /** Has rows and users while the migration runs: populated, not listed as small, and the application is not stopped. */
  busy(step: Step, table: Known<Name>): boolean;
  /** Added earlier in this migration, or in the change set where that is known. */
  newColumn(step: Step, table: Known<Name>, column: Known<string>): boolean;
  /** An unread statement of this migration and direction that runs before the step may touch the table. */
  opaque(step: Step, table: Known<Name>): boolean;
  /** After the column was added or last nullable, its NULLs were filled. `undefined`: cannot be told. */
  backfilled(step: Step, table: Known<Name>, column: string): boolean | undefined;
  /** Steps of earlier migrations of the environment, oldest first; of one kind of operation, or all. */
  past(step: Step, kind?: OperationKind): readonly Step[];
  /** Those of earlier migrations that write rows, add a column or rename a table or column, oldest first: enough to follow values through a history. */
  trail(step: Step): readonly Step[];
  /** Columns that the project lists as no longer used by any running code, as `table.column`. */
  readonly retiredColumns: readonly string[];
  /** Whether a naming convention of the project names the constraints that the source leaves unnamed. */
  readonly namingConvention: boolean;
}

export interface History {
  readonly environment: string;
  readonly framework: string;
  /** In the order in which they run. */
  readonly migrations: readonly Migration[];
  readonly reviewed: ReadonlySet<Migration>;
  /** Those that the change under review adds; left out where nobody said what the change is. */
  readonly added?: ReadonlySet<Migration>;
  readonly heads: readonly Migration[];
  readonly problems: readonly HistoryProblem[];
  /** What the change under review does to migrations that are merged; empty where the merged version is not known. */
  readonly edits: readonly MergedEdit[];
}

export interface ReportDetails {
  readonly data?: Readonly<Record<string, string>>;
  readonly object?: FindingObject;
  readonly objects?: readonly FindingObject[];
  readonly related?: readonly Related[];
  readonly suggestions?: readonly Suggestion[];
  /** The rule itself rests on something unread. The engine adds its own reasons (an operation that is `maybe`). */
  readonly possible?: boolean;
  /** Another severity than the rule's, for this message. */
  readonly severity?: Severity;
  readonly migration?: Migration;
  readonly direction?: Direction;
}

export interface RuleContext<M extends string = string> {
  readonly target: Target;
  readonly options: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
  report(at: Span | Operation, messageId: M, details?: ReportDetails): void;
}

/** Keeps the message ids of a rule for the type checker. */
export const defineRule = <M extends string>(rule: Rule<M>): Rule<M> => rule;
