import type { Value } from '../../evaluate/value.js';
import type { Draft, Guard } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import type { TracedText } from '../../value.js';

interface Said {
  span: Span;
  /** The tests that decide whether it is said. */
  readonly tests: readonly Guard[];
}

/** `table.string('name', 50).notNullable()` */
export interface ColumnItem extends Said {
  readonly kind: 'column';
  /** Knex's name for the type, in lower case and without aliases. */
  readonly type: string;
  readonly arguments: readonly Value[];
  /** The last arguments of each modifier, by Knex's name for it. */
  readonly modifiers: Map<string, readonly Value[]>;
  /** `.alter()`: an existing column is changed. */
  alter?: { readonly nullable: boolean; readonly type: boolean };
}

/** `table.unique([...])`, `table.dropColumn(...)`: compiled behind all columns, in order. */
export interface StatementItem extends Said {
  readonly kind: 'statement';
  readonly method: string;
  readonly arguments: readonly Value[];
  readonly foreign?: ForeignData;
}

export interface ForeignData {
  readonly columns: Value | undefined;
  keyName?: Value;
  references?: Value;
  table?: TracedText;
  onDelete?: Value;
  onUpdate?: Value;
  deferrable?: Value;
}

export type TableMethod = 'create' | 'createIfNot' | 'createLike' | 'alter';

/** What a callback says about a table. */
export interface TableModel {
  readonly method: TableMethod;
  readonly dialect: Dialect;
  /** As written, without the schema of `withSchema`. */
  readonly name: TracedText;
  readonly schema?: TracedText;
  readonly like?: TracedText;
  readonly columns: ColumnItem[];
  readonly statements: StatementItem[];
  /** Table options: comment, engine, charset, collate, inherits. */
  readonly options: Map<string, Value>;
  readonly span: Span;
  readonly tests: readonly Guard[];
}

/** One statement that Knex sends; where it asks the database first what to send, what comes of it. */
export type Statement = { readonly span: Span; readonly tests: readonly Guard[] } & ({ readonly sql: TracedText } | { readonly drafts: readonly Draft[] });
