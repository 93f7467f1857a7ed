import { documented } from './documented.js';
import { SyntaxProblem } from './evaluate/core.js';
import type { DialectSource, UnreadFile } from './finding.js';
import type { Environment, Framework, Host, Settings, Source } from './framework.js';
import { orderRevisions, orderSequence } from './history.js';
import type { HistoryProblem, Revision } from './history.js';
import { createHost } from './host.js';
import { detectDialect } from './languages/sql/detect.js';
import { missedLanguages } from './languages/index.js';
import { missedSql } from './languages/sql/index.js';
import { Readings, memoryKey, type Memory } from './memory.js';
import type { Identity, Migration, Script } from './migration.js';
import { ReadSchemas } from './schema-history.js';
import type { Snapshot } from './snapshot.js';
import { DEFAULT_VERSIONS, type Dialect, type Target } from './target.js';

/** One history, read and in order. */
export interface ReadHistory {
  readonly environment: Environment;
  readonly framework: Framework;
  readonly target: Target;
  readonly dialectFrom: DialectSource;
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
  /** What earlier runs have read. */
  readonly memory?: Memory;
}

/** The database of an environment: as its layout fixes it, as the user says, as the project says, as its SQL shows, else PostgreSQL. */
export function targetOf(environment: Environment, { dialect: given, targetVersion }: Pick<ReadOptions, 'dialect' | 'targetVersion'>): Target {
  const { dialect } = dialectOf(environment, given);
  return { dialect, version: targetVersion ?? DEFAULT_VERSIONS[dialect] };
}

function dialectOf(environment: Environment, given: Dialect | undefined): { readonly dialect: Dialect; readonly from: DialectSource } {
  if (environment.dialectIsFixed && environment.dialect) return { dialect: environment.dialect, from: 'layout' };
  if (given) return { dialect: given, from: 'option' };
  if (environment.dialect) return { dialect: environment.dialect, from: 'project' };
  const detected = detectDialect(environment.sources);
  return detected ? { dialect: detected, from: 'sql' } : { dialect: 'postgres', from: 'default' };
}

export const readingsOf = (snapshot: Snapshot, framework: string, environment: Environment, settings: Settings, options: ReadOptions): Readings =>
  new Readings(snapshot, memoryKey(framework, environment, settings, targetOf(environment, options)), options.memory);

export function readHistory(snapshot: Snapshot, framework: Framework, environment: Environment, options: ReadOptions, progress: () => void): ReadHistory {
  const target = targetOf(environment, options);
  const unread: UnreadFile[] = [];
  const begin = (settings: Settings): Reader => {
    const readings = readingsOf(snapshot, framework.name, environment, settings, options);
    const schemas = new ReadSchemas(target);
    return { framework, environment, unread, readings, schemas, host: createHost(readings.files, environment, settings, target, schemas) };
  };
  let reader = begin(options.settings);
  const sources = new Map<string, Source>();
  const sourceOf = (revision: Revision): Source => sources.get(keyOf(revision)) as Source;
  const revisions = environment.sources.flatMap((source): readonly Revision[] => {
    const revision = identify(reader, source);
    if (revision) sources.set(keyOf(revision), source);
    return revision ? [revision] : [];
  });
  const graph = environment.order === 'sequence' ? orderSequence(revisions) : orderRevisions(revisions);
  const migrations = new Map<Revision, Migration>();
  const dependent = new Set<Migration>();
  for (const revision of graph.ordered) {
    progress();
    const source = sourceOf(revision);
    const scripts = run(reader, source) ?? { upgrade: nothing, downgrade: nothing };
    reader.schemas.add(scripts.upgrade.operations);
    const migration = assemble({ framework: framework.name, environment: environment.id, downgradeFile: source.downgrade?.file }, revision, scripts);
    migrations.set(revision, migration);
    if (reader.schemas.asked) dependent.add(migration);
  }
  finish(reader);
  const learned = (environment.namingConvention ?? options.settings.namingConvention) ? undefined : framework.learn?.([...migrations.values()]);
  if (learned) {
    reader = begin({ ...options.settings, namingConvention: learned.convention });
    const concerned = new Set([...learned.concerned, ...dependent]);
    for (const [revision, migration] of migrations) {
      const scripts = concerned.has(migration) ? run(reader, sourceOf(revision)) : undefined;
      reader.schemas.add((scripts ?? migration).upgrade.operations);
      if (scripts) migrations.set(revision, assemble(migration, revision, scripts));
    }
    finish(reader);
  }
  const migrationOf = (revision: Revision): Migration => migrations.get(revision) as Migration;
  return {
    environment: learned ? { ...environment, namingConvention: learned.convention } : environment,
    framework,
    target,
    dialectFrom: dialectOf(environment, options.dialect).from,
    host: reader.host,
    migrations: graph.ordered.map(migrationOf),
    heads: graph.heads.map(migrationOf),
    problems: graph.problems.map(({ revision, others, ...problem }) => ({ ...problem, migration: migrationOf(revision), others: others.map(migrationOf) })),
    unread,
    sources: new Map(environment.sources.flatMap((source) => filesOf(source)).map((source) => [source.file, source])),
  };
}

/** A file may hold several migrations. */
const keyOf = ({ file, id }: Revision): string => `${file}\0${id}`;

/** One pass over an environment under one set of settings. */
interface Reader {
  readonly framework: Framework;
  readonly environment: Environment;
  readonly host: Host;
  readonly readings: Readings;
  readonly schemas: ReadSchemas;
  readonly unread: UnreadFile[];
}

function identify({ framework, environment, host, readings, unread }: Reader, source: Source): Revision | undefined {
  const { identity: known } = readings.of(source);
  if (known !== undefined) return known === null ? undefined : revisionOf(known, source.file);
  const read = attempt(source, unread, () => ({ identity: framework.identify(source, environment, host) ?? null }));
  if (!read) return undefined;
  readings.add(source, read);
  return read.identity ? revisionOf(read.identity, source.file) : undefined;
}

const revisionsOf = new WeakMap<Identity, Revision>();

/** What is read once is one and the same in every run, so that those who look again see by one comparison that nothing has changed. */
function revisionOf(identity: Identity, file: string): Revision {
  const known = revisionsOf.get(identity);
  if (known?.file === file) return known;
  const revision = { ...identity, file };
  revisionsOf.set(identity, revision);
  return revision;
}

const migrationsOf = new WeakMap<Revision, Migration>();

function assemble({ framework, environment, downgradeFile }: Pick<Migration, 'framework' | 'environment' | 'downgradeFile'>, revision: Revision, { upgrade, downgrade }: Scripts): Migration {
  const known = migrationsOf.get(revision);
  if (known && known.upgrade === upgrade && known.downgrade === downgrade && known.framework === framework && known.environment === environment && known.downgradeFile === downgradeFile) return known;
  const migration: Migration = { ...revision, ...(downgradeFile !== undefined && { downgradeFile }), framework, environment, upgrade, downgrade };
  migrationsOf.set(revision, migration);
  return migration;
}

type Scripts = ReturnType<Framework['run']>;

function run({ framework, host, readings, schemas, unread }: Reader, source: Source): Scripts | undefined {
  schemas.asked = false;
  const known = readings.of(source).scripts;
  if (known) return known;
  const scripts = attempt(source, unread, () => {
    const { upgrade, downgrade } = framework.run(source, host);
    return { upgrade: documented(upgrade, source, host), downgrade: documented(downgrade, source, host) };
  });
  // what looked at the migrations before it may read differently when they change
  if (scripts && !schemas.asked) readings.add(source, { scripts });
  return scripts;
}

/** Where a parser was not loaded, all will be read again. */
function finish({ readings }: Reader): void {
  if (missedSql().length + missedLanguages().length === 0) readings.keep();
}

/** A migration's files, each as a source of its own. */
const filesOf = (source: Source): readonly Source[] => (source.downgrade ? [source, { ...source.downgrade, language: source.language }] : [source]);

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
