import { SyntaxProblem } from './evaluate/core.js';
import type { Problem, UnreadFile } from './finding.js';
import type { Environment, Framework, FrameworkEntry, Host, Settings, Source } from './framework.js';
import { FRAMEWORKS } from './frameworks/index.js';
import { orderRevisions, orderSequence } from './history.js';
import type { HistoryProblem, Revision } from './history.js';
import { createHost } from './host.js';
import { detectDialect } from './languages/sql/detect.js';
import type { Migration, Script } from './migration.js';
import type { Snapshot } from './snapshot.js';
import type { Dialect, Target } from './target.js';
import { DEFAULT_VERSIONS } from './target.js';

/** One history, read and in order. */
export interface ReadHistory {
  readonly environment: Environment;
  readonly framework: Framework;
  readonly target: Target;
  readonly host: Host;
  readonly migrations: readonly Migration[];
  readonly heads: readonly Migration[];
  readonly problems: readonly HistoryProblem[];
  /** Files that could not be read at all. */
  readonly unread: readonly UnreadFile[];
  readonly sources: ReadonlyMap<string, Source>;
}

export interface ReadOptions {
  readonly settings: Settings;
  readonly dialect?: Dialect;
  readonly targetVersion?: readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** `Snapshot → Migration[]`, for each environment that the snapshot holds. */
export function readHistories(snapshot: Snapshot, options: ReadOptions): { readonly histories: readonly ReadHistory[]; readonly problems: readonly Problem[] } {
  const found = discover(snapshot, options.settings);
  const total = found.reduce((sum, { environment }) => sum + environment.sources.length, 0);
  let done = 0;
  const histories = found.map(({ framework, environment }) => readHistory(snapshot, frameworkOf(framework), environment, options, () => options.onProgress?.((done += 1), total)));
  return { histories, problems: found.flatMap(({ environment }) => environment.problems) };
}

const implementations = new Map<string, Framework>();

export async function loadFramework(entry: FrameworkEntry): Promise<void> {
  if (!implementations.has(entry.name)) implementations.set(entry.name, await entry.load());
}

function frameworkOf({ name }: FrameworkEntry): Framework {
  const ready = implementations.get(name);
  if (!ready) throw new Error(`loadParsers() must be awaited before migrations of ${name} are read`);
  return ready;
}

export interface Discovered {
  readonly framework: FrameworkEntry;
  readonly environment: Environment;
}
const discovered = new WeakMap<Snapshot, readonly Discovered[]>();

/** The histories that the snapshot holds, before anything of them is read. Remembered for the snapshot. */
export function discover(snapshot: Snapshot, settings: Settings): readonly Discovered[] {
  const known = discovered.get(snapshot);
  if (known) return known;
  const found = FRAMEWORKS.flatMap((framework) => framework.discover(snapshot, settings).map((environment) => ({ framework, environment })));
  discovered.set(snapshot, found);
  return found;
}

interface Found extends Revision {
  readonly source: Source;
}

function readHistory(snapshot: Snapshot, framework: Framework, environment: Environment, options: ReadOptions, progress: () => void): ReadHistory {
  const dialect = dialectOf(environment, options.dialect);
  const target: Target = { dialect, version: options.targetVersion ?? DEFAULT_VERSIONS[dialect] };
  let host = createHost(snapshot, environment, options.settings, target);
  const unread: UnreadFile[] = [];
  const revisions: Found[] = [];
  for (const source of environment.sources) {
    const identity = attempt(source, unread, () => framework.identify(source, environment, host));
    if (identity) revisions.push({ ...identity, file: source.file, source });
  }
  const graph = environment.order === 'sequence' ? orderSequence(revisions) : orderRevisions(revisions);
  const migrations = new Map<Found, Migration>();
  for (const revision of graph.ordered) {
    progress();
    const { source, ...identity } = revision;
    const scripts = attempt(source, unread, () => framework.run(source, host)) ?? { upgrade: nothing, downgrade: nothing };
    migrations.set(revision, { ...identity, ...(source.downgrade && { downgradeFile: source.downgrade.file }), framework: framework.name, environment: environment.id, ...scripts });
  }
  const learned = (environment.namingConvention ?? options.settings.namingConvention) ? undefined : framework.learn?.([...migrations.values()]);
  if (learned) {
    const knowing = createHost(snapshot, environment, { ...options.settings, namingConvention: learned.convention }, target);
    const concerned = new Set(learned.concerned);
    for (const [revision, migration] of migrations) {
      const scripts = concerned.has(migration) ? attempt(revision.source, unread, () => framework.run(revision.source, knowing)) : undefined;
      if (scripts) migrations.set(revision, { ...migration, ...scripts });
    }
    host = knowing;
  }
  const migrationOf = (revision: Found): Migration => migrations.get(revision) as Migration;
  return {
    environment: learned ? { ...environment, namingConvention: learned.convention } : environment,
    framework,
    target,
    host,
    migrations: graph.ordered.map(migrationOf),
    heads: graph.heads.map(migrationOf),
    problems: graph.problems.map(({ revision, others, ...problem }) => ({ ...problem, migration: migrationOf(revision), others: others.map(migrationOf) })),
    unread,
    sources: new Map(environment.sources.flatMap((source) => filesOf(source)).map((source) => [source.file, source])),
  };
}

/** A migration's files, each as a source of its own. */
const filesOf = (source: Source): readonly Source[] => (source.downgrade ? [source, { ...source.downgrade, language: source.language }] : [source]);

/** The database of an environment: as the user says, as the project says, as its SQL shows, else PostgreSQL. */
export const dialectOf = (environment: Environment, given: Dialect | undefined): Dialect => given ?? environment.dialect ?? detectDialect(environment.sources) ?? 'postgres';

const nothing: Script = { status: 'present', operations: [], unread: [], transactional: true };

/** One file that cannot be read costs one file: it is told with its place, and the rest goes on. */
function attempt<T>(source: Source, unread: UnreadFile[], body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (unread.some((each) => each.file === source.file)) return undefined;
    if (error instanceof SyntaxProblem) unread.push({ file: source.file, reason: error.message, cause: 'syntax', span: { file: error.file, start: error.offset, end: error.offset } });
    else unread.push({ file: source.file, reason: error instanceof Error ? error.message : String(error), cause: 'fault', span: { file: source.file, start: 0, end: 0 } });
    return undefined;
  }
}
