import { analyze, type AnalyzeOptions } from '../analyze.js';
import { diff } from '../catalog/diff.js';
import type { Finding, Report } from '../finding.js';
import type { Memory, Remembered } from '../memory.js';
import type { Migration } from '../migration.js';
import { readHistories, type ReadHistory } from '../read.js';
import { replayHistory } from '../replay.js';
import type { RoundTrip } from '../rule.js';
import { shownDefaultSchema } from '../schemas.js';
import type { Snapshot } from '../snapshot.js';
import { isRefused, waysBack, type FileChange } from './way-back.js';

/** Rules whose findings in a downgrade say that it is missing, wrong or incomplete. */
export const WAY_BACK_RULES: ReadonlySet<string> = new Set([
  'missing-downgrade', 'empty-downgrade', 'downgrade-mismatch', 'leftover-enum-type', 'irreversible-enum-value', 'unnamed-constraint', 'missing-object', 'duplicate-object', 'blocked-by-dependent',
]);
/** Rules of which a fix must not bring new findings: everything else is a price of going back at all. */
const FORBIDDEN: ReadonlySet<string> = new Set([...WAY_BACK_RULES, 'opaque-statement', 'unread-migration', 'not-null-without-default', 'broken-revision-chain']);

export interface FixOptions extends AnalyzeOptions {
  /** Rules to fix findings of. Left out: all that can be fixed. */
  readonly only?: ReadonlySet<string>;
}

/** What would put findings right. */
export interface Fix {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
  readonly title: string;
  readonly changes: readonly FileChange[];
}
/** Findings that nothing is offered for. */
export interface Unfixed {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
  readonly reason: string;
}
export interface Fixes {
  readonly fixes: readonly Fix[];
  readonly unfixed: readonly Unfixed[];
  readonly report: Report;
}

/** Fixes for the findings under review: each was read again and replayed, and its findings are gone. */
export function fix(snapshot: Snapshot, options: FixOptions): Fixes {
  const settings = { ...options, memory: options.memory ?? rememberAll() };
  const report = analyze(snapshot, settings);
  const fixes: Fix[] = [];
  const unfixed: Unfixed[] = [];
  const wanted = (finding: Finding): boolean => isOfWayBack(finding) && (options.only?.has(finding.ruleId) ?? true);
  for (const { history, trip } of tripsOf(snapshot, settings, new Set(report.findings.filter(wanted).map(({ migration }) => migration)))) {
    const { migration } = trip;
    const findings = report.findings.filter((finding) => finding.migration === migration.id && wanted(finding));
    if (findings.length === 0) continue;
    const outcome = fixed(snapshot, settings, history, trip, report);
    if (typeof outcome === 'string') unfixed.push({ migration, findings, reason: outcome });
    else fixes.push({ migration, findings, title: 'Write the way back', changes: outcome });
  }
  return { fixes, unfixed, report };
}

/** A finding that another downgrade would put right. */
const isOfWayBack = ({ ruleId, direction, messageId }: Finding): boolean =>
  WAY_BACK_RULES.has(ruleId) && (direction !== 'upgrade' || ruleId === 'leftover-enum-type' || ruleId === 'irreversible-enum-value' || messageId === 'absent');

interface Place {
  readonly history: ReadHistory;
  readonly trip: RoundTrip;
}

function* tripsOf(snapshot: Snapshot, options: AnalyzeOptions, ids: ReadonlySet<string | undefined>): Generator<Place> {
  const { histories } = readHistories(snapshot, { settings: { dialect: options.dialect, namingConvention: options.namingConvention, layouts: options.layouts, frameworks: options.frameworks }, dialect: options.dialect, targetVersion: options.targetVersion, memory: options.memory });
  for (const history of histories) {
    const reviewed = new Set(history.migrations.filter(({ id }) => ids.has(id)));
    if (reviewed.size === 0) continue;
    const settings = { rollback: 'best-effort', emptyTables: [], smallTables: [], retiredColumns: [], deployment: 'rolling', namingConvention: history.environment.namingConvention !== undefined } as const;
    const defaultSchema = options.defaultSchema ?? shownDefaultSchema(history.migrations);
    for (const { trip } of replayHistory(history.migrations, { target: history.target, reviewed, settings, defaultSchema })) yield { history, trip };
  }
}

/** The first way that holds when it is read again; else why there is none. */
function fixed(snapshot: Snapshot, options: AnalyzeOptions, history: ReadHistory, trip: RoundTrip, report: Report): readonly FileChange[] | string {
  let reason = 'there is no way back that could be written';
  for (const { changes, obstacle } of waysBack(history, trip)) {
    if (changes === undefined) {
      reason = obstacle ?? reason;
      continue;
    }
    const failure = whatFails(edited(snapshot, changes), options, trip.migration, report);
    if (failure === undefined) return changes;
    reason = failure;
  }
  return reason;
}

/** Why an edit is no fix: what is still wrong, or newly so. */
function whatFails(snapshot: Snapshot, options: AnalyzeOptions, { id, file, environment }: Migration, before: Report): string | undefined {
  const place = [...tripsOf(snapshot, options, new Set([id]))].find(({ trip }) => trip.migration.environment === environment && trip.migration.file === file);
  if (!place) return 'the edited file could not be read';
  const { trip } = place;
  if (!trip.afterDowngrade && trip.changes.length > 0) return 'the downgrade that was written could not be read';
  const [unread] = trip.migration.downgrade.unread;
  if (unread && !before.opaque.some((each) => each.migration === id && each.direction === 'downgrade')) return `the downgrade that was written was not understood: ${unread.reason}`;
  const [left] = diff(trip.before, trip.afterDowngrade ?? trip.afterUpgrade);
  if (left) return `the ${left.kind} ${left.table === undefined ? '' : `${left.table}.`}${left.name} would still not be as it was`;
  const refused = trip.downgradeSteps.find(isRefused);
  if (refused) return `the database would refuse ${refused.operation.kind}`;
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const after = analyze(snapshot, { ...options, reviewed: (each) => each === file || each === trip.migration.downgradeFile });
  const wrong = after.findings.find((finding) => finding.migration === id && FORBIDDEN.has(finding.ruleId) && (isOfWayBack(finding) ? finding.ruleId !== 'irreversible-enum-value' : !known.has(finding.fingerprint)));
  return wrong && `it would have a finding of ${wrong.ruleId}: ${wrong.message}`;
}

function edited(snapshot: Snapshot, changes: readonly FileChange[]): Snapshot {
  const texts = new Map(changes.map(({ file, after }) => [file, after]));
  const added = changes.filter(({ before }) => before === undefined).map(({ file }) => file);
  return {
    ...(snapshot.above && { above: snapshot.above }),
    files: added.length === 0 ? snapshot.files : [...new Set([...snapshot.files, ...added])].sort(),
    read: (file) => texts.get(file) ?? snapshot.read(file),
  };
}

function rememberAll(): Memory {
  const kept = new Map<string, Remembered>();
  return { recall: (key) => kept.get(key), remember: (key, remembered) => void kept.set(key, remembered) };
}
