import type { Value } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Column, ForeignKey, Name } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Known, TracedText } from '../../value.js';
import type { Arguments } from '../values.js';
import { stringOf } from '../values.js';

/** A name as written; `final` when a naming convention must not be applied to it (`op.f`, `conv`). */
export interface GivenName {
  readonly name: Known<string>;
  readonly final: boolean;
}

export type TypeModule = 'generic' | 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'oracle';

/** `sa.String(50)`: which class, with which arguments. */
export interface SqlType {
  readonly className: string;
  readonly module: TypeModule;
  readonly arguments: Arguments;
  /** Of an enumeration. Code may set attributes of it later. */
  readonly enumeration?: EnumModel;
  /** Of an array. */
  readonly item?: SqlType;
  /** Given by `with_variant`, by the dialect's name in SQLAlchemy. */
  readonly variants?: ReadonlyMap<string, SqlType>;
  /** Type text that is known without a class, e.g. from `get_col_spec`. */
  readonly text?: Known<string>;
  readonly span?: Span;
}

export interface EnumModel {
  name?: Known<string>;
  schema?: Known<string>;
  readonly values: Known<readonly Known<string>[]>;
  /** False: a string column instead of a type of the database. */
  readonly native: boolean;
  /** False: the type is not created with the table. */
  createType: Known<boolean>;
  /** Bound to a metadata object: created with all its tables, not with one. */
  readonly metadata: boolean;
  readonly inheritSchema: boolean;
  readonly createConstraint: boolean;
  readonly constraintName?: GivenName;
  readonly length?: Known<number>;
}

export interface SequenceModel {
  readonly name: Known<Name>;
  readonly optional: boolean;
  readonly span?: Span;
}

interface ConstraintModelBase {
  readonly name?: GivenName;
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
  readonly notValid?: boolean;
  /** Of the table whose columns it was made of. */
  readonly table?: TableModel;
  readonly span: Span;
}
export interface KeyModel extends ConstraintModelBase {
  readonly type: 'primaryKey' | 'unique';
  readonly columns: Known<readonly Known<string>[]>;
  readonly nullsNotDistinct?: boolean;
}
export interface ForeignKeyModel extends ConstraintModelBase {
  readonly type: 'foreignKey';
  /** Left out for `ForeignKey(...)` inside a column: that column. */
  readonly columns?: Known<readonly Known<string>[]>;
  readonly references: ForeignKey['references'];
  readonly onDelete?: Known<string>;
  readonly onUpdate?: Known<string>;
  /** Added behind the tables by `create_all`, left out by `create_table`. */
  readonly useAlter?: boolean;
}
export interface CheckModel extends ConstraintModelBase {
  readonly type: 'check' | 'exclude';
  readonly expression: Known<string>;
  readonly columns?: readonly string[];
}
export type ConstraintModel = KeyModel | ForeignKeyModel | CheckModel;

export interface IndexModel {
  readonly name?: GivenName;
  /** A column as its name with operator class and order, an expression as its text. */
  readonly columns: readonly Known<string>[];
  /** Names of plain columns, for names made by convention. */
  readonly plain: readonly Known<string>[];
  readonly reads: readonly string[];
  readonly unique: boolean;
  readonly where?: Known<string>;
  readonly using?: string;
  readonly include?: readonly string[];
  readonly concurrently?: boolean;
  /** Of the table whose columns it was made of. */
  readonly table?: TableModel;
  readonly span: Span;
}

export interface ColumnModel {
  /** As the database will have it, except for what the table decides (serial, primary key). */
  readonly column: Column;
  readonly key: Known<string>;
  readonly type?: SqlType;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly index: boolean;
  readonly autoincrement: boolean | 'auto' | 'ignore_fk';
  readonly foreignKeys: readonly ForeignKeyModel[];
  readonly checks: readonly CheckModel[];
  readonly sequence?: SequenceModel;
  readonly span: Span;
}

export interface TableModel {
  readonly name: Known<Name>;
  /** Code may append columns and constraints later. */
  readonly columns: ColumnModel[];
  readonly constraints: ConstraintModel[];
  readonly indexes: IndexModel[];
  readonly comment?: Known<string>;
  readonly temporary?: boolean;
  readonly partitioned?: boolean;
  readonly convention?: NamingConvention;
  /** There may be more columns than listed: reflected, or arguments that could not be read. */
  readonly incomplete: boolean;
  /** Of a class that the program maps. */
  readonly mapped?: boolean;
  /** `sa.table(...)`: good for queries only. */
  readonly light: boolean;
  readonly span: Span;
}

/** A piece of SQL built with SQLAlchemy's expression language. */
export interface ExpressionModel {
  readonly sql: Known<string>;
  /** Of `text(...)`: where it was written, parameters still in it. */
  readonly text?: TracedText;
  /** Values bound to the parameters of `text`. */
  readonly parameters?: ReadonlyMap<string, Value>;
  /** A plain column. */
  readonly column?: Known<string>;
  readonly table?: TableModel;
  readonly reads: readonly string[];
  readonly from: readonly Name[];
  /** Columns that the condition asks to be NULL. */
  readonly whereNull?: readonly string[];
  readonly isNull?: boolean;
  /** How tightly it binds, see `PRECEDENCE` in `expressions.ts`. */
  readonly precedence: number;
  readonly type?: SqlType;
}

const dataOf = <T>(value: Value | undefined, label: string): T | undefined =>
  value?.kind === 'native' && value.label === label ? (value.data as T) : undefined;

export const LABELS = {
  type: 'sqlalchemy.type',
  typeClass: 'sqlalchemy.typeClass',
  column: 'sqlalchemy.Column',
  constraint: 'sqlalchemy.constraint',
  index: 'sqlalchemy.Index',
  table: 'sqlalchemy.Table',
  metadata: 'sqlalchemy.MetaData',
  expression: 'sqlalchemy.expression',
  statement: 'sqlalchemy.statement',
  sequence: 'sqlalchemy.Sequence',
  identity: 'sqlalchemy.Identity',
  computed: 'sqlalchemy.Computed',
  fetched: 'sqlalchemy.FetchedValue',
  ddl: 'sqlalchemy.ddl',
  name: 'sqlalchemy.conv',
} as const;

/** `sa.Column(...)`. */
export const asColumn = (value: Value | undefined): ColumnModel | undefined => dataOf(value, LABELS.column);
/** `PrimaryKeyConstraint(...)`, `ForeignKey(...)` and their kin. */
export const asConstraint = (value: Value | undefined): ConstraintModel | undefined => dataOf(value, LABELS.constraint);
export const asIndex = (value: Value | undefined): IndexModel | undefined => dataOf(value, LABELS.index);
/** `sa.Table(...)`, `sa.table(...)`. */
export const asTable = (value: Value | undefined): TableModel | undefined => dataOf(value, LABELS.table);
export const asSequence = (value: Value | undefined): SequenceModel | undefined => dataOf(value, LABELS.sequence);

/** Any SQL expression, a column of a table included. */
export function asExpression(value: Value | undefined): ExpressionModel | undefined {
  const expression = dataOf<ExpressionModel>(value, LABELS.expression);
  if (expression) return expression;
  const column = asColumn(value)?.column;
  if (!column) return undefined;
  const name = typeof column.name === 'string' ? column.name : undefined;
  return { sql: column.name, column: column.name, reads: name === undefined ? [] : [name], from: [], precedence: 9 };
}

/** `sa.text(...)`: its text with where it was written. */
export const asText = (value: Value | undefined): TracedText | undefined => asExpression(value)?.text;

/** A name given to a constraint or index. `op.f('x')` and `conv('x')` are final: no naming convention is applied to them. */
export function nameOf(value: Value | undefined): GivenName | undefined {
  const name = stringOf(value);
  if (name === undefined) return undefined;
  return { name, final: value?.kind === 'native' && (value.label === 'alembic.f' || value.label === LABELS.name) };
}
