import type { Column, Constraint, Index, Name, SchemaObject } from '../operation.js';
import type { Span } from '../span.js';
import type { Known } from '../value.js';

/**
 * The schema as far as it is known, at one point of a history. Immutable: `apply` returns a new one.
 *
 * What is not known is part of it. A table that no migration was seen to create is *incomplete*: it may have
 * columns, indexes and constraints that are not listed. An object behind a test that cannot be decided is *uncertain*.
 */
export interface Catalog {
  /** Keys are `nameKey(name)`. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly enums: ReadonlyMap<string, EnumType>;
  /** Views, functions, triggers, sequences, extensions, schemas ... Keys are `objectKey(object)`. */
  readonly objects: ReadonlyMap<string, ObjectEntry>;
  /** Indexes of relations that are not listed as tables (materialized views), and those whose table is not known. Keys are `nameKey`. */
  readonly looseIndexes?: ReadonlyMap<string, IndexEntry & { readonly on?: Name }>;
  /** Keys of tables, enums, objects (and `index:name` of loose indexes) known not to exist, though nothing tells whether they did before. */
  readonly absent: ReadonlySet<string>;
  /** False as soon as something was used that no migration made, or an opaque statement may have touched anything: names that are not listed may exist. */
  readonly complete: boolean;
  /** The session has switched off the checks of foreign keys (MySQL). */
  readonly foreignKeysOff?: boolean;
}

/** Where a part of the catalog got its present form. */
export interface Provenance {
  readonly span?: Span;
  readonly migration?: string;
}

export interface Table {
  readonly name: Name;
  readonly columns: ReadonlyMap<string, ColumnEntry>;
  /** Keys are the names; unnamed ones have the name that the database gives. Indexes that belong to a constraint are not listed. */
  readonly indexes: ReadonlyMap<string, IndexEntry>;
  readonly constraints: ReadonlyMap<string, ConstraintEntry>;
  /** Names of columns, indexes and constraints known not to exist on an incomplete table: `column:x`, `index:x`, `constraint:x`. */
  readonly absent: ReadonlySet<string>;
  /** False: never seen created, or changed by something unread; there may be more than is listed. */
  readonly complete: boolean;
  /** Created or dropped behind a test that cannot be decided. */
  readonly uncertain: boolean;
  readonly comment?: Known<string>;
  readonly temporary?: boolean;
  readonly partitioned?: boolean;
  /** Key of the table that this is a partition of: it goes with it. */
  readonly partitionOf?: string;
  /** Keys of the tables that it inherits from: their columns are its columns too. */
  readonly inherits?: readonly string[];
  /** Row level security and the like, by what was said last: `row level security` -> `enable`. */
  readonly settings?: ReadonlyMap<string, string>;
  readonly made: Provenance;
  /** Where it was created, if that was seen; stays when it is renamed or changed. */
  readonly created?: Provenance;
}
export interface ColumnEntry {
  readonly column: Column;
  /** False: never seen created; `type`, `nullable` and `default` hold only what was seen since (`unknown` otherwise). */
  readonly complete: boolean;
  /** What is known only because the source of an alteration says what the column was. */
  readonly hinted?: readonly ('type' | 'nullable' | 'default')[];
  readonly uncertain: boolean;
  readonly made: Provenance;
  /** Where it was added, if that was seen; stays when it is renamed or changed. */
  readonly created?: Provenance;
}
export interface IndexEntry {
  readonly name: string;
  readonly index: Index;
  /** The server made it for a foreign key, and drops it when another index will do. */
  readonly forForeignKey?: boolean;
  /** False: only the name is known. */
  readonly complete: boolean;
  readonly uncertain: boolean;
  readonly made: Provenance;
}
export interface ConstraintEntry {
  readonly name: string;
  readonly constraint: Constraint;
  readonly complete: boolean;
  readonly uncertain: boolean;
  readonly valid: boolean;
  readonly made: Provenance;
}
export interface EnumType {
  readonly name: Name;
  readonly values: readonly Known<string>[];
  /** False: the labels are not all known. */
  readonly complete: boolean;
  readonly uncertain: boolean;
  readonly implicit?: boolean;
  readonly made: Provenance;
}
export interface ObjectEntry {
  readonly object: SchemaObject;
  /** A view: the columns that the tables it reads were known to have when it was made. Those that were added since it cannot read, whatever its text says. */
  readonly columnsThen?: ReadonlyMap<string, ReadonlySet<string>>;
  /** False: never seen created, its definition is not known. */
  readonly complete: boolean;
  readonly uncertain: boolean;
  readonly made: Provenance;
}

export const EMPTY_CATALOG: Catalog = { tables: new Map(), enums: new Map(), objects: new Map(), absent: new Set(), complete: true };
