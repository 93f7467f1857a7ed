import type { Dialect } from '../target.js';
import { MARIADB, MYSQL } from './mysql-facts.js';
import { POSTGRES } from './postgres-facts.js';
import { SQLITE } from './sqlite-facts.js';

/** What an unnamed thing may be. */
export type NamedKind = 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclude' | 'index' | 'sequence';

/** What the name of an unnamed constraint or index is made from. */
export interface Unnamed {
  readonly kind: NamedKind;
  readonly table: string;
  /** Columns that the constraint or index is about, in order; an expression as the name that the server gives to it, or ''. */
  readonly columns: readonly string[];
  /** Names among which the new one has to be new: of the table where `indexNames` is `table`, else of the schema. */
  readonly taken: (name: string) => boolean;
  /** Names that the table's other constraints have, for servers that count on from the highest. */
  readonly others?: readonly string[];
}

/** What the catalog and the readers ask about a database: names, types, and what one part of a schema does to another. */
export interface DialectFacts {
  /** A name as the server keeps it, where it shortens those that are too long. */
  readonly clipIdentifier: (name: string) => string;
  /** The longest name that the server takes or keeps; `undefined`: there is no limit. */
  readonly longestName: { readonly length: number; readonly unit: 'bytes' | 'characters'; readonly beyond: 'cut' | 'refused' } | undefined;
  /** Whether `Id` finds the column (index, constraint) `id`. */
  readonly partsIgnoreCase: boolean;
  /** Whether `Users` finds the table `users`; where the operating system decides, as on the server's usual one. */
  readonly tablesIgnoreCase: boolean;
  /** Within what the name of an index must be new. */
  readonly indexNames: 'schema' | 'table';
  /** The index of a key has the key's name, which no other index or key may have; else that name is a word in the table's definition. */
  readonly keysNameIndexes: boolean;
  /** A foreign key may reference a table that is not there. */
  readonly danglingReferences: boolean;
  /** A unique constraint is nothing but a unique index: either statement makes it, either one drops it. */
  readonly uniqueIsIndex: boolean;
  /** What becomes of an index that has a dropped column and others. `narrowsPlainIndexes`: the server refuses where it is unique or the primary key. */
  readonly droppedColumn: 'dropsIndexes' | 'narrowsIndexes' | 'narrowsPlainIndexes' | 'isRefused';
  /** A foreign key without an index that begins with its columns gets one, and needs it from then on. */
  readonly foreignKeyMakesIndex: boolean;
  /** A foreign key must be dropped before a column that it uses. */
  readonly foreignKeyHoldsColumns: boolean;
  /** Whether the server refuses to drop what a foreign key or a view of others needs: `views` too, foreign keys only, or not at all. */
  readonly refusesDependents: 'foreignKeysAndViews' | 'foreignKeys' | 'never';
  /** Whether a DDL statement can be taken back by ROLLBACK; else each one commits what was done before it. */
  readonly transactionalDdl: boolean;
  /** A written type as the server prints it; what is no type is returned as it is written. */
  readonly canonicalType: (text: string) => string;
  /** Whether two canonical types are one to the server. */
  readonly equivalentTypes: (left: string, right: string) => boolean;
  /** The name that the server gives to what the source leaves unnamed; `undefined`: it stays without. */
  readonly nameOf: (unnamed: Unnamed) => string | undefined;
  /** A name as SQL writes it: with quotes where it needs them. */
  readonly quoteName: (name: string) => string;
}

const FACTS: Readonly<Partial<Record<Dialect, DialectFacts>>> = { postgres: POSTGRES, mysql: MYSQL, mariadb: MARIADB, sqlite: SQLITE };

/** The facts about a database; those of PostgreSQL where nobody has written down others. */
export const factsOf = (dialect: Dialect): DialectFacts => FACTS[dialect] ?? POSTGRES;
