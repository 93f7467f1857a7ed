import type { Span } from './span.js';
import type { Known } from './value.js';

/** A name with the dialect's folding and quoting already applied. No schema, or PostgreSQL's `public`: the default schema. */
export interface Name {
  readonly schema?: string;
  readonly name: string;
}

/** A column as the database will have it. `type` is the dialect's canonical text (PostgreSQL: as format_type prints it). */
export interface Column {
  readonly name: Known<string>;
  readonly type: Known<string>;
  readonly nullable: Known<boolean>;
  /** SQL text; a string literal with its quotes. */
  readonly default?: Known<string>;
  readonly identity?: 'always' | 'byDefault';
  /** Expression of a generated (computed) column. */
  readonly generated?: Known<string>;
  readonly comment?: Known<string>;
  readonly collation?: string;
  /** A default exists in the application only (`Column(default=...)`): the database has none. */
  readonly clientDefault?: boolean;
  readonly span?: Span;
}

export interface Index {
  readonly name?: Known<string>;
  /** `false`: the source leaves the name to the database, and `name` is the one that it makes up. */
  readonly named?: false;
  /** A naming convention would name it, and none is known. */
  readonly leftToConvention?: true;
  /** A column as its name (operator class and order behind it where given), an expression as its text. */
  readonly columns: readonly Known<string>[];
  /** Names of the columns that the index reads, expressions and predicate included, as far as they are known. */
  readonly reads?: readonly string[];
  readonly unique: boolean;
  readonly where?: Known<string>;
  readonly using?: string;
  readonly include?: readonly string[];
}

interface ConstraintBase {
  /** As the database will name it, also where the source does not. */
  readonly name?: Known<string>;
  /** Whether the source names it. */
  readonly named: boolean;
  /** A naming convention would name it, and none is known. */
  readonly leftToConvention?: true;
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}
export interface KeyConstraint extends ConstraintBase {
  readonly type: 'primaryKey' | 'unique';
  readonly columns: Known<readonly Known<string>[]>;
  /** `ADD CONSTRAINT ... USING INDEX`: the index becomes the constraint. */
  readonly usingIndex?: string;
  readonly nullsNotDistinct?: boolean;
}
export interface ForeignKey extends ConstraintBase {
  readonly type: 'foreignKey';
  readonly columns: Known<readonly Known<string>[]>;
  readonly references: { readonly table: Known<Name>; readonly columns: Known<readonly Known<string>[]> };
  /** Upper case SQL (`CASCADE`, `SET NULL`, ...); `NO ACTION`, the default, is left out. */
  readonly onDelete?: Known<string>;
  readonly onUpdate?: Known<string>;
}
export interface CheckConstraint extends ConstraintBase {
  readonly type: 'check' | 'exclude';
  readonly expression: Known<string>;
  /** Columns that the expression names, as far as they are known. */
  readonly columns?: readonly string[];
}
export type Constraint = KeyConstraint | ForeignKey | CheckConstraint;

export type ObjectKind =
  | 'view' | 'materializedView' | 'function' | 'procedure' | 'trigger' | 'sequence' | 'extension' | 'schema' | 'policy'
  | 'domain' | 'type' | 'statistics' | 'operator' | 'comment' | 'grant' | 'table' | 'aggregate' | 'rule' | 'role'
  | 'publication' | 'subscription' | 'cast' | 'collation' | 'server' | 'foreignTable' | 'database' | 'language' | 'eventTrigger' | 'other';

/** Anything that is not a table, column, constraint, index or enum type. */
export interface SchemaObject {
  readonly kind: ObjectKind;
  readonly schema?: string;
  readonly name: Known<string>;
  /** The table of a trigger, policy or rule. */
  readonly table?: Known<Name>;
  /** Normalised source text, for telling whether it comes back the same. */
  readonly definition?: Known<string>;
  /** Relations that it reads, as far as they are known. */
  readonly reads?: readonly Name[];
}

/** A question to the database that a migration asks before it acts. */
export type Fact =
  | { readonly ask: 'table'; readonly table: Known<Name> }
  | { readonly ask: 'column'; readonly table: Known<Name>; readonly column: Known<string> }
  | { readonly ask: 'index'; readonly table?: Known<Name>; readonly index: Known<string> }
  | { readonly ask: 'constraint'; readonly table?: Known<Name>; readonly constraint: Known<string> }
  | { readonly ask: 'type'; readonly name: Known<Name> }
  | { readonly ask: 'object'; readonly object: SchemaObject };

/** A test of the source that only the database can decide. `unknown`: nothing can be said about it. */
export type Condition =
  | { readonly is: 'exists'; readonly fact: Fact }
  | { readonly is: 'not'; readonly operand: Condition }
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'unknown' };

/** The operation runs only if `condition` came out as `expected` when the test was made. Operations behind one test share the `id`. */
export interface Guard {
  readonly id: number;
  readonly condition: Condition;
  readonly expected: boolean;
}

/** Where an operation came from and under which conditions it runs. */
export interface Origin {
  /** The narrowest source text that says it. */
  readonly span: Span;
  /** The call in the migration's own file that leads there, where it is written in another. */
  readonly calledAt?: Span;
  /** Operations of one SQL statement or framework call share a number. */
  readonly statement: number;
  /** `maybe`: behind a test or in a loop that cannot be decided. */
  readonly certainty: 'always' | 'maybe';
  readonly guards?: readonly Guard[];
  /** Known false inside an autocommit block or a migration without transaction. */
  readonly inTransaction?: Known<boolean>;
  /** Sent at once, and so before statements that are written above it and only queued until the migration's function returns. */
  readonly ahead?: true;
  /** Where an error of it is caught, and the migration goes on; `any` where every error is, not only some of the database's. */
  readonly caught?: { readonly by: Span; readonly any: boolean };
}

export type LikeOption = 'comments' | 'constraints' | 'defaults' | 'generated' | 'identity' | 'indexes';

export type Action =
  | { readonly kind: 'createTable'; readonly table: Known<Name>; readonly columns: readonly Column[]; readonly constraints: readonly Constraint[]; readonly ifNotExists?: boolean; readonly comment?: Known<string>; readonly temporary?: boolean; readonly partitionOf?: Name; /** INHERITS: tables whose columns it has too */ readonly inherits?: readonly Name[]; readonly partitioned?: boolean; /** made from a query, `LIKE` or by inheritance: there may be more columns than listed */ readonly incomplete?: boolean; readonly like?: Name; /** what LIKE takes over besides names, types and NOT NULL */ readonly including?: readonly LikeOption[] }
  | { readonly kind: 'dropTable'; readonly table: Known<Name>; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'renameTable'; readonly table: Known<Name>; readonly to: Known<string>; /** ALTER TABLE ... SET SCHEMA */ readonly toSchema?: string }
  | { readonly kind: 'addColumn'; readonly table: Known<Name>; readonly column: Column; readonly ifNotExists?: boolean }
  | { readonly kind: 'dropColumn'; readonly table: Known<Name>; readonly column: Known<string>; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'renameColumn'; readonly table: Known<Name>; readonly column: Known<string>; readonly to: Known<string> }
  | { readonly kind: 'alterColumn'; readonly table: Known<Name>; readonly column: Known<string>; readonly set: ColumnChange; readonly using?: Known<string>; /** what the source says the column was: a hint where the catalog is silent */ readonly existing?: { readonly type?: Known<string>; readonly nullable?: Known<boolean>; readonly default?: Known<string> | null } }
  | { readonly kind: 'addConstraint'; readonly table: Known<Name>; readonly constraint: Constraint; readonly notValid?: boolean; readonly ifNotExists?: boolean; /** written behind a column that the same statement adds */ readonly inline?: boolean }
  | { readonly kind: 'validateConstraint'; readonly table: Known<Name>; readonly constraint: Known<string> }
  | { readonly kind: 'dropConstraint'; readonly table: Known<Name>; /** left out: dropped by `None` */ readonly constraint?: Known<string>; readonly type?: Constraint['type']; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'renameConstraint'; readonly table: Known<Name>; readonly constraint: Known<string>; readonly to: Known<string> }
  | { readonly kind: 'createIndex'; readonly table: Known<Name>; readonly index: Index; readonly concurrently?: boolean; readonly ifNotExists?: boolean }
  | { readonly kind: 'dropIndex'; readonly table?: Known<Name>; readonly index: Known<string>; readonly schema?: string; readonly concurrently?: boolean; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'renameIndex'; /** where names of indexes belong to tables */ readonly table?: Known<Name>; readonly index: Known<string>; readonly schema?: string; readonly to: Known<string> }
  | { readonly kind: 'createEnum'; readonly name: Known<Name>; readonly values: Known<readonly Known<string>[]>; readonly ifNotExists?: boolean; /** made by the framework together with a table, not written by the author */ readonly implicit?: boolean }
  | { readonly kind: 'alterEnum'; readonly name: Known<Name>; readonly addValue?: Known<string>; readonly renameValue?: { readonly from: Known<string>; readonly to: Known<string> }; readonly to?: Known<string>; readonly ifNotExists?: boolean; readonly before?: string; readonly after?: string }
  | { readonly kind: 'dropEnum'; readonly name: Known<Name>; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'createObject'; readonly object: SchemaObject; readonly ifNotExists?: boolean; readonly orReplace?: boolean }
  | { readonly kind: 'dropObject'; readonly object: SchemaObject; readonly ifExists?: boolean; readonly cascade?: boolean }
  | { readonly kind: 'alterObject'; readonly object: SchemaObject; /** the object's new name */ readonly to?: Known<string>; /** what is done, e.g. `enable row level security` */ readonly action?: string }
  | { readonly kind: 'modifyRows'; readonly verb: 'insert' | 'update' | 'delete' | 'truncate'; readonly table: Known<Name>; /** has a WHERE or the like */ readonly filtered?: Known<boolean>; readonly cascade?: boolean; /** columns written */ readonly columns?: readonly string[]; /** columns read, e.g. on the right of SET or in the filter */ readonly reads?: readonly string[]; /** UPDATE: columns set to something other than NULL */ readonly setsNotNull?: readonly string[]; /** tables read */ readonly from?: readonly Name[]; /** columns that the filter asks to be NULL */ readonly whereNull?: readonly string[]; readonly filter?: string; /** INSERT ... SELECT: what is selected, a column as its name, anything else as its text, all columns of a table as `*` */ readonly selects?: readonly string[] }
  | { readonly kind: 'setting'; readonly name: Known<string>; readonly value: Known<string> }
  | { readonly kind: 'transaction'; readonly verb: 'begin' | 'commit' | 'rollback' | 'savepoint' }
  | { readonly kind: 'opaque'; readonly reason: string; /** SQL or code that has an effect and was not understood */ readonly text?: string; readonly touches: readonly Name[] | 'anything'; /** rows only, the schema stays as it is */ readonly rowsOnly?: boolean; /** the database's own parser refuses it: it fails when it runs */ readonly rejected?: boolean };

/** What an alteration changes; a property that is left out stays as it is. `default: null` drops it. */
export interface ColumnChange {
  readonly type?: Known<string>;
  readonly nullable?: Known<boolean>;
  readonly default?: Known<string> | null;
  readonly comment?: Known<string> | null;
  readonly identity?: 'always' | 'byDefault' | null;
  /** `null`: DROP EXPRESSION */
  readonly generated?: Known<string> | null;
}

export type Operation = Origin & Action;
export type OperationKind = Action['kind'];
export type ActionOf<K extends OperationKind> = Extract<Action, { kind: K }>;
export type OperationOf<K extends OperationKind> = Origin & ActionOf<K>;

/** What a reader says about one effect; the evaluator adds statement number, guards and certainty. */
export type Draft = Action & { readonly span: Span; /** behind a test or loop inside the statement itself (`DO $$ ... IF ...`) */ readonly certainty?: 'maybe' };
