import { Checker } from './check.js';
import type { RuleSetting, Subject } from './check.js';
import { editsOf, isAdded, type Base } from './edits.js';
import type { FrameworkDefinition } from './define-framework.js';
import type { Finding, Problem, Report, Review, UnreadFile } from './finding.js';
import type { MergedEdit } from './history.js';
import type { FileLayout, NamingConvention } from './framework.js';
import { NO_IMPACT, type Impact } from './impact.js';
import type { Memory } from './memory.js';
import type { Direction, Migration } from './migration.js';
import type { Operation } from './operation.js';
import { readHistories } from './read.js';
import type { ReadHistory } from './read.js';
import { replayHistory } from './replay.js';
import { reviewedMigrations } from './review.js';
import type { ReplayMemory } from './replays.js';
import type { RollbackPolicy, Rule, Step } from './rule.js';
import { shownDefaultSchema } from './schemas.js';
import type { Snapshot } from './snapshot.js';
import { withoutSuppressed } from './suppressed.js';
import type { Dialect } from './target.js';
import { DEFAULT_VERSIONS } from './target.js';

export type { RuleSetting } from './check.js';
export { loadMissedParsers, loadParsers } from './parsers.js';

export interface AnalyzeOptions {
  /** Left out: from the project's configuration or the migrations themselves, else PostgreSQL. */
  readonly dialect?: Dialect;
  readonly targetVersion?: readonly number[];
  readonly namingConvention?: NamingConvention;
  /** Where the connection puts names without a schema, if not where the server usually does. Left out: as the migrations show. */
  readonly defaultSchema?: string;
  /** Migrations in plain SQL that lie as no tool lays them out. */
  readonly layouts?: readonly FileLayout[];
  /** Helpers of the project's own that change its schema. */
  readonly frameworks?: readonly FrameworkDefinition[];
  readonly rules: readonly Rule[];
  /** How a rule is set for a file; `undefined`: off. */
  readonly settingOf: (rule: Rule, file: string) => RuleSetting | undefined;
  /** True for the migrations that findings are reported on. Left out: all. The rest is replayed only. */
  readonly reviewed?: (file: string) => boolean;
  /** Of these files only findings are wanted now; what is under review is judged as a whole all the same. Left out: of all. */
  readonly wanted?: (file: string) => boolean;
  /** Revision id: findings only on what comes after it in the history. */
  readonly startAfter?: string;
  /** The change under review is known (`startAfter`): what any of its migrations creates counts as new. */
  readonly changeSetKnown?: boolean;
  /** The files that the change under review touches, as they were before it: what its new migrations create counts as new. */
  readonly base?: Base;
  /** Names a file or folder of the snapshot by the place where the repository has it, for fingerprints. */
  readonly locate?: (file: string) => string;
  readonly rollback?: RollbackPolicy;
  /** `strict` and `all` keep the severity of possible findings; `recommended` lowers it by one level and hides warnings. */
  readonly keepPossible?: boolean;
  readonly emptyTables?: readonly string[];
  readonly smallTables?: readonly string[];
  readonly retiredColumns?: readonly string[];
  readonly deployment?: 'rolling' | 'stop-the-world';
  /** Tell what each migration under review does, in `Report.reviews`. */
  readonly withReviews?: boolean;
  /** What earlier runs have read: what is the same is not read again. */
  readonly memory?: Memory;
  /** What earlier runs have replayed. */
  readonly replays?: ReplayMemory;
  /** Called before each file, for progress on long runs. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The whole analysis: pure, synchronous, no I/O. Never throws for anything that a migration contains. */
export function analyze(snapshot: Snapshot, options: AnalyzeOptions): Report {
  const reading = { settings: { dialect: options.dialect, namingConvention: options.namingConvention, layouts: options.layouts, frameworks: options.frameworks }, ...options };
  const { histories, problems } = readHistories(snapshot, reading);
  const { edits, unchanged } = editsOf(snapshot, options.base ?? new Map<string, undefined>(), histories, reading);
  const review = reviewedMigrations(histories, options, unchanged);
  const kept: Finding[] = [];
  const reviews: Review[] = [];
  const suppressed: Finding[] = [];
  const faults: Problem[] = [...problems, ...review.problems];
  for (const history of histories) {
    const checker = checkHistory(history, review.reviewed, edits.get(history) ?? [], options, (subject) => void (options.withReviews && reviews.push(reviewOf(subject))));
    const left = withoutSuppressed(checker, history, {
      rules: options.rules,
      active: (id, file) => options.rules.some((rule) => rule.id === id && options.settingOf(rule, file) !== undefined),
      reviewed: (file) => (options.wanted?.(file) ?? true) && history.migrations.some((migration) => migration.file === file && review.reviewed.has(migration)),
    });
    kept.push(...left.kept);
    suppressed.push(...left.suppressed);
    faults.push(...checker.problems);
  }
  const reviewed = histories.flatMap(({ migrations }) => migrations.filter((migration) => review.reviewed.has(migration)));
  return {
    target: histories[0]?.target ?? { dialect: options.dialect ?? 'postgres', version: options.targetVersion ?? DEFAULT_VERSIONS[options.dialect ?? 'postgres'] },
    histories: histories.map(({ framework, environment, target, dialectFrom }) => ({ framework: framework.name, environment: environment.id, target, dialectFrom })),
    migrations: histories.flatMap(({ migrations }) => migrations),
    findings: kept.sort(byPlace),
    suppressed: suppressed.sort(byPlace),
    unread: histories.flatMap(({ unread }) => unread),
    opaque: reviewed.filter(({ file }) => options.wanted?.(file) ?? true).flatMap((migration) => unreadOf(migration).map((each) => ({ ...each, migration: migration.id }))),
    problems: faults,
    reviewed: reviewed.map(({ file }) => file),
    ...(options.withReviews && { reviews }),
  };
}

function checkHistory(history: ReadHistory, reviewed: ReadonlySet<Migration>, edits: readonly MergedEdit[], options: AnalyzeOptions, seen: (subject: Subject) => void): Checker {
  const checker = new Checker({ rules: options.rules, settingOf: options.settingOf, target: history.target, keepPossible: options.keepPossible === true, locate: options.locate });
  const change = changeSetOf(history, reviewed, options);
  const world = {
    rollback: history.environment.forwardOnly ? ('forward-only' as const) : (options.rollback ?? ('best-effort' as const)),
    emptyTables: options.emptyTables ?? [],
    smallTables: options.smallTables ?? [],
    retiredColumns: options.retiredColumns ?? [],
    deployment: options.deployment ?? ('rolling' as const),
    namingConvention: (options.namingConvention ?? history.environment.namingConvention) !== undefined,
    ...change,
  };
  const replayed = replayHistory(history.migrations, {
    target: history.target,
    reviewed,
    ...(options.wanted && { wanted: ({ file, downgradeFile }) => options.wanted?.(file) === true || (downgradeFile !== undefined && options.wanted?.(downgradeFile) === true) }),
    settings: world,
    defaultSchema: options.defaultSchema ?? shownDefaultSchema(history.migrations),
    replays: options.replays?.of(history.environment.id, history.target, world),
  });
  for (const subject of replayed) {
    checker.migration(subject);
    seen(subject);
    reportUnread(checker, subject.migration, options.rules);
    reportBrokenOff(checker, subject.migration, options.rules);
  }
  const wanted = new Set(history.migrations.filter((migration) => reviewed.has(migration)));
  checker.history({ environment: history.environment.id, framework: history.framework.name, migrations: history.migrations, reviewed: wanted, ...(change.changeSet && { added: change.changeSet }), heads: history.heads, problems: history.problems, edits });
  for (const file of history.unread) reportUnreadFile(checker, file, options);
  return checker;
}

const reviewOf = ({ migration, trip }: Subject): Review => ({
  migration,
  steps: trip.upgradeSteps.map((step) => ({ operation: step.operation, impact: felt(step) })),
  ...(trip.afterDowngrade && { differences: trip.differences }),
});

/** Nobody waits for a table that the change itself creates. */
function felt(step: Step): Impact {
  const { impact, world } = step;
  const locks = impact.locks.filter(({ table }) => !world.fresh(step, table));
  return impact.table && world.fresh(step, impact.table) ? { ...NO_IMPACT, locks } : { ...impact, locks };
}

/** The migrations of which it is known that they belong to the change. */
function changeSetOf({ migrations }: ReadHistory, reviewed: ReadonlySet<Migration>, { base, changeSetKnown }: AnalyzeOptions): { readonly changeSet?: ReadonlySet<Migration> } {
  if (base) return { changeSet: new Set(migrations.filter(({ file }) => isAdded(base, file))) };
  return changeSetKnown ? { changeSet: reviewed } : {};
}

/** Statements without a known effect are findings of `opaque-statement`, worded by that rule. */
function reportUnread(checker: Checker, migration: Migration, rules: readonly Rule[]): void {
  const rule = rules.find(({ id }) => id === 'opaque-statement');
  if (!rule) return;
  for (const { reason, span, direction } of unreadOf(migration)) {
    checker.engine(rule, span, 'opaque', { data: { reason }, migration, direction, object: { kind: 'statement', name: reason } });
  }
}

function reportUnreadFile(checker: Checker, unread: UnreadFile, options: AnalyzeOptions): void {
  const rule = options.rules.find(({ id }) => id === 'unread-migration');
  if (!rule || options.reviewed?.(unread.file) === false || options.wanted?.(unread.file) === false) return;
  const span = unread.span ?? { file: unread.file, start: 0, end: 0 };
  checker.engine(rule, { ...span, file: unread.file }, unread.cause === 'fault' ? 'parser' : 'syntax', { data: { file: unread.file, reason: unread.reason }, object: { kind: 'migration', name: unread.file } });
}

function reportBrokenOff(checker: Checker, migration: Migration, rules: readonly Rule[]): void {
  const rule = rules.find(({ id }) => id === 'unread-migration');
  if (!rule) return;
  for (const direction of ['upgrade', 'downgrade'] as const) {
    const { gaveUp, span } = migration[direction];
    if (gaveUp) checker.engine(rule, span ?? { file: migration.file, start: 0, end: 0 }, 'fuel', { data: { file: migration.file, reason: `${direction} is too large or too deeply nested` }, migration, direction, object: { kind: 'migration', name: migration.id } });
  }
}

type UnreadStatement = { readonly reason: string; readonly span: Operation['span']; readonly direction: Direction };

/** One for each place: what the evaluator noted, and opaque operations. */
function unreadOf(migration: Migration): readonly UnreadStatement[] {
  const found = new Map<string, UnreadStatement>();
  for (const direction of ['upgrade', 'downgrade'] as const) {
    const script = migration[direction];
    for (const each of script.unread) found.set(`${each.span.file}:${each.span.start}`, { ...each, direction });
    for (const operation of script.operations) {
      const key = `${operation.span.file}:${operation.span.start}`;
      if (operation.kind === 'opaque' && !operation.rowsOnly && !operation.rejected && !found.has(key)) found.set(key, { reason: operation.reason, span: operation.span, direction });
    }
  }
  return [...found.values()];
}

function byPlace(a: Finding, b: Finding): number {
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1;
  return a.span.start - b.span.start || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}
