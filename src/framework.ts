import type { ColumnEntry as ColumnState, ConstraintEntry as ConstraintState, EnumType as EnumState, IndexEntry as IndexState, Table as TableState } from './catalog/catalog.js';
import type { FrameworkDefinition } from './define-framework.js';
import type { Value } from './evaluate/value.js';
import type { Draft, Name, Operation } from './operation.js';
import type { Identity, Migration, Script, Unread } from './migration.js';
import type { Problem, UnreadFile } from './finding.js';
import type { Snapshot } from './snapshot.js';
import type { Span } from './span.js';
import type { Dialect, Target } from './target.js';
import type { TracedText } from './value.js';
import type { Comment } from './evaluate/core.js';

export type Language = 'python' | 'typescript' | 'sql';

/** SQLAlchemy's dictionary, e.g. `{ ix: 'ix_%(column_0_label)s' }`; `ix_unique` is for indexes that are unique where those are named otherwise. */
export type NamingConvention = Readonly<Record<string, string>>;

/** Settings of the project that frameworks and dialects need. */
export interface Settings {
  readonly dialect?: Dialect;
  readonly namingConvention?: NamingConvention;
  readonly layouts?: readonly FileLayout[];
  readonly frameworks?: readonly FrameworkDefinition[];
}

/** Migrations in plain SQL that the project itself describes. */
export interface FileLayout {
  /** Globs of the files. */
  readonly files: readonly string[];
  /** Names of upgrades, with `*` for what the two files of a migration have in common: `*.sql`. */
  readonly up?: string;
  /** Names of downgrades: `*.rollback.sql`. */
  readonly down?: string;
}

/** Text of one file of the snapshot. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** The file of a migration. */
export interface Source extends SourceText {
  readonly language: Language;
  /** The file of the downgrade, where it is one of its own (`x.up.sql`, `x.down.sql`): in the same language. */
  readonly downgrade?: SourceText;
  /** Which of several migrations in the file it is. */
  readonly part?: string;
}

/** One history: a script location of Alembic, a folder of Knex, a Prisma schema. */
export interface Environment {
  /** Unique and stable: the folder or configuration section it comes from. */
  readonly id: string;
  readonly sources: readonly Source[];
  /** Where the project says it: connection URL, lock file. */
  readonly dialect?: Dialect;
  /** A lock file, a journal or the name of the folder says so: it holds for this history, whatever the user says for the project. */
  readonly dialectIsFixed?: boolean;
  readonly namingConvention?: NamingConvention;
  /**
   * `revisions`: each migration names its parents. `sequence`: they run in the order of `Identity.sequence`, else of their
   * paths, one after the other.
   */
  readonly order: 'revisions' | 'sequence';
  /** All pending migrations run in one transaction, each in its own, or none at all. */
  readonly transaction: 'run' | 'migration' | 'none';
  readonly problems: readonly Problem[];
  /** Options of the framework's settings file that migrations may ask for; left out where there is no such file. */
  readonly options?: ReadonlyMap<string, string>;
  /** Its migrations have no way back, as Prisma's and Drizzle's have none: that is no fault of theirs. */
  readonly forwardOnly?: boolean;
}

/** What a framework may use: the evaluator, the SQL readers, the target. No file system, no clock. */
export interface Host {
  readonly target: Target;
  readonly environment: Environment;
  readonly settings: Settings;
  /** Loads a module of the snapshot and returns its top-level names. Throws `SyntaxProblem`. */
  load(source: Source, modules: ModuleResolver): ReadonlyMap<string, Value>;
  /** Calls a function of the program and records what it does. */
  run(source: Source, callee: Value, positional: readonly Value[], options: RunOptions): Outcome;
  /** Reads SQL: one list of effects for each statement. Never throws; what it cannot read is an `opaque` action. */
  readSql(text: TracedText, fallback: Span): readonly (readonly Draft[])[];
  /** Reads a file of SQL, or a section of one (`tracedText(part, span)`). `BEGIN` and `COMMIT` inside change `inTransaction` of what follows. */
  readScript(text: TracedText, options: { readonly inTransaction: boolean }): Outcome;
  /** The schema that the migrations before leave behind, for frameworks that read the database before they act. */
  readonly history: SchemaHistory;
  comments(source: Source): readonly Comment[];
  /** Offsets of all statements, nested ones included. Empty where the file cannot be read. */
  statements(source: Source): readonly { readonly start: number; readonly end: number }[];
}
/** What a history tells about the schema when a migration runs. Replayed when it is asked for. */
export interface SchemaHistory {
  /** The schema that the migrations before this one leave behind. */
  before(): Schema;
  after(schema: Schema, operations: readonly Operation[]): Schema;
}
/** The schema at one point of a history, as far as it is known. */
export interface Schema {
  table(name: Name): TableState | undefined;
  hasTable(name: Name): boolean | undefined;
  enumType(name: Name): EnumState | undefined;
  hasType(name: Name): boolean | undefined;
}
/** The values that stand for modules outside the repository: `alembic`, `sqlalchemy`. `undefined`: not ours. */
export interface ModuleResolver {
  (name: string): Value | undefined;
  /** What a name of a module that cannot be found is by convention: an application's `db`. */
  readonly unresolved?: (module: string, name: string) => Value | undefined;
}

export interface RunOptions {
  readonly modules: ModuleResolver;
  readonly inTransaction: boolean;
}
export interface Outcome {
  readonly operations: Script['operations'];
  readonly unread: readonly Unread[];
  /** `raised`: every path ends in raise or throw. `gaveUp`: fuel ran out. */
  readonly ended: 'returned' | 'raised' | 'gaveUp';
  /** Nothing but comments, docstrings, `pass` and bare returns. */
  readonly empty: boolean;
}

/** How the histories of a framework are found, before anything of the framework itself is loaded. */
export interface FrameworkEntry {
  readonly name: string;
  /** Finds environments and their files from paths and text; evaluates nothing. */
  discover(snapshot: Snapshot, settings: Settings): readonly Environment[];
  load(): Promise<Framework>;
}

export interface Framework {
  readonly name: string;
  /** Reads id and parents (constants only), so that ordering never needs a full evaluation. `undefined`: not a migration after all. Throws `SyntaxProblem`. */
  identify(source: Source, environment: Environment, host: Host): Identity | undefined;
  /** Evaluates both directions. */
  run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script };
  /** The naming convention that a history shows by the names that it uses, asked where the project is not seen to say one. */
  learn?(migrations: readonly Migration[]): Learned | undefined;
}

export interface Learned {
  readonly convention: NamingConvention;
  /** The migrations that read differently with it. */
  readonly concerned: readonly Migration[];
}

export type { ColumnState, ConstraintState, EnumState, IndexState, TableState, UnreadFile };
