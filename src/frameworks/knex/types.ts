import type { Value } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { isTrue, numberOf, stringOf, unknownFrom } from '../values.js';
import { fragmentOf, identifier, join, quotedText, sql, written } from './fragment.js';
import type { ColumnItem, TableModel } from './model.js';
import { nameText } from './names.js';

type Typed = (column: ColumnItem, table: TableModel) => TracedText;

const ALIASES: Readonly<Record<string, string>> = {
  float: 'floating', enum: 'enu', boolean: 'bool', string: 'varchar', bigint: 'biginteger', int: 'integer', serial: 'increments', tinytext: 'tinytext',
};

/** Knex's own name for the type of a column method. */
export function typeName(method: string): string {
  const name = method.toLowerCase();
  return Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
}

export const isIncrements = ({ type }: ColumnItem): boolean => type.includes('increments');

/** A number in the brackets of a type: the one given, else Knex's own. */
function size(value: Value | undefined, standard: number | undefined, column: ColumnItem): TracedText | undefined {
  const number = numberOf(value);
  if (number === undefined) return standard === undefined ? undefined : written(String(standard), column.span);
  if (typeof number === 'number') return written(String(number), column.span);
  return value?.kind === 'text' && value.text.holes.length === 0 ? written(String(standard ?? 0), column.span) : holeAt(unknownFrom(value), column.span);
}

const sized = (name: string, standard?: number): Typed => (column) => {
  const length = size(column.arguments[1], standard, column);
  return length ? sql(column.span, `${name}(`, length, ')') : written(name, column.span);
};

const plain = (name: string): Typed => (column) => written(name, column.span);

const isNullLiteral = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === null;

const decimal: Typed = (column) => {
  const [, precision, scale] = column.arguments;
  if (isNullLiteral(precision)) return written('decimal', column.span);
  return sql(column.span, 'decimal(', size(precision, 8, column) ?? '8', ', ', size(scale, 2, column) ?? '2', ')');
};

const specific: Typed = (column) => {
  const type = column.arguments[1];
  return fragmentOf(type) ?? nameText(type, column.span);
};

/** The labels of an enumeration, in quotes as they are. */
function labels(column: ColumnItem): TracedText {
  const value = column.arguments[1];
  if (value?.kind !== 'list' || !value.complete) return holeAt(unknownFrom(value), column.span);
  return join(value.items.map((item) => quotedText(nameText(item, column.span), 'sqlite', column.span)), ', ', column.span);
}

const columnName = (column: ColumnItem, table: TableModel): TracedText => identifier(nameText(column.arguments[0], column.span), table.dialect, column.span);

const checkedText: Typed = (column, table) => sql(column.span, 'text check (', columnName(column, table), ' in (', labels(column), '))');

/** `{ useNative: true, enumName: 'mood' }` of PostgreSQL. */
export function nativeEnum(column: ColumnItem, table: TableModel): { readonly name: TracedText; readonly create: TracedText | undefined } | undefined {
  const options = optionsOf(column.arguments[2]);
  if (column.type !== 'enu' || table.dialect !== 'postgres' || !options.isTrue('useNative')) return undefined;
  const schema = options.get('schemaName');
  const outer = schema ? nameText(schema, column.span) : table.schema;
  const name = sql(column.span, ...(outer ? ['"', outer, '".'] : []), '"', nameText(options.get('enumName'), column.span), '"');
  return { name, create: options.isTrue('existingType') ? undefined : sql(column.span, 'create type ', name, ' as enum (', labels(column), ')') };
}

/** `timestamp('at', { useTz: false, precision: 6 })`, or `timestamp('at', true, 6)`: without time zone. */
const postgresTime: Typed = (column) => {
  const [, first, second] = column.arguments;
  const options = first?.kind === 'record' ? optionsOf(first) : undefined;
  if (first?.kind === 'unknown') return holeAt(unknownFrom(first), column.span);
  const zoned = options ? (options.boolean('useTz') ?? true) : !isTrue(first);
  const precision = size(options ? options.get('precision') : second, undefined, column);
  return sql(column.span, zoned === false ? 'timestamp' : 'timestamptz', ...(precision ? ['(', precision, ')'] : []));
};

const mysqlTime = (name: string): Typed => (column) => {
  const first = column.arguments[1];
  const precision = first?.kind === 'record' ? optionsOf(first).get('precision') : first?.kind === 'constant' && typeof first.value !== 'number' ? undefined : first;
  const digits = precision && size(precision, undefined, column);
  return digits ? sql(column.span, `${name}(`, digits, ')') : written(name, column.span);
};

const mysqlText: Typed = (column) => {
  const kind = stringOf(column.arguments[1]);
  return written(kind === 'medium' || kind === 'mediumtext' ? 'mediumtext' : kind === 'long' || kind === 'longtext' ? 'longtext' : 'text', column.span);
};

const mysqlDouble: Typed = (column) => {
  const [, precision, scale] = column.arguments;
  const digits = size(precision, undefined, column);
  return digits ? sql(column.span, 'double(', digits, ', ', size(scale, 2, column) ?? '2', ')') : written('double', column.span);
};

const mysqlFloat: Typed = (column) => sql(column.span, 'float(', size(column.arguments[1], 8, column) ?? '8', ', ', size(column.arguments[2], 2, column) ?? '2', ')');

const uuid: Typed = (column) => written(optionsOf(column.arguments[1]).isTrue('useBinaryUuid') ? 'binary(16)' : 'char(36)', column.span);

const COMMON: Readonly<Record<string, Typed>> = {
  integer: plain('integer'), smallint: plain('smallint'), mediumint: plain('integer'), tinyint: plain('tinyint'), biginteger: plain('bigint'),
  varchar: sized('varchar', 255), char: sized('char', 1), decimal, text: plain('text'), tinytext: plain('tinytext'), mediumtext: plain('text'), longtext: plain('text'), bool: plain('boolean'), date: plain('date'), time: plain('time'), year: plain('year'), real: plain('real'),
  geometry: plain('geometry'), geography: plain('geography'), point: plain('point'), specifictype: specific, varbinary: sized('varbinary'), blob: plain('blob'), json: plain('json'), jsonb: plain('jsonb'), set: plain('text'),
  tinyblob: plain('tinyblob'), mediumblob: plain('mediumblob'), longblob: plain('longblob'),
};
const POSTGRES: Readonly<Record<string, Typed>> = {
  ...COMMON, tinyint: plain('smallint'), bit: sized('bit'), floating: plain('real'), double: plain('double precision'), binary: plain('bytea'), datetime: postgresTime, timestamp: postgresTime, uuid: plain('uuid'),
  increments: plain('serial'), bigincrements: plain('bigserial'), enu: (column, table) => nativeEnum(column, table)?.name ?? checkedText(column, table),
};
const MYSQL: Readonly<Record<string, Typed>> = {
  ...COMMON, integer: sized('int'), mediumint: plain('mediumint'), tinyint: sized('tinyint'), bit: sized('bit'), floating: mysqlFloat, double: mysqlDouble, text: mysqlText, mediumtext: plain('mediumtext'), longtext: plain('longtext'),
  binary: (column, table) => (column.arguments[1] ? sized('varbinary')(column, table) : written('blob', column.span)), datetime: mysqlTime('datetime'), timestamp: mysqlTime('timestamp'), time: mysqlTime('time'), jsonb: plain('json'), uuid,
  increments: plain('int unsigned not null auto_increment'), bigincrements: plain('bigint unsigned not null auto_increment'), enu: (column) => sql(column.span, 'enum(', labels(column), ')'),
};
const SQLITE: Readonly<Record<string, Typed>> = {
  ...COMMON, smallint: plain('integer'), bit: plain('text'), floating: plain('float'), double: plain('float'), decimal: plain('float'), binary: plain('blob'), datetime: plain('datetime'), timestamp: plain('datetime'), jsonb: plain('json'), uuid,
  increments: plain('integer not null primary key autoincrement'), bigincrements: plain('integer not null primary key autoincrement'), enu: checkedText,
};

const TYPES: Readonly<Partial<Record<Dialect, Readonly<Record<string, Typed>>>>> = { mysql: MYSQL, mariadb: MYSQL, sqlite: SQLITE };

/** Methods of a table that declare a column. */
export const COLUMN_TYPES: ReadonlySet<string> = new Set([
  'tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'real', 'bit', 'boolean', 'serial', 'date', 'datetime', 'timestamp', 'time', 'year', 'geometry', 'geography', 'point', 'char', 'varchar', 'tinytext',
  'tinyText', 'text', 'mediumtext', 'mediumText', 'longtext', 'longText', 'binary', 'varbinary', 'tinyblob', 'tinyBlob', 'mediumblob', 'mediumBlob', 'blob', 'longblob', 'longBlob', 'enum', 'set', 'bool', 'dateTime', 'increments',
  'bigincrements', 'bigIncrements', 'integer', 'biginteger', 'bigInteger', 'string', 'json', 'jsonb', 'uuid', 'enu', 'specificType',
]);

/** The type of a column as Knex writes it for the database. */
export function typeOf(column: ColumnItem, table: TableModel): TracedText {
  const types = TYPES[table.dialect] ?? POSTGRES;
  return (Object.hasOwn(types, column.type) ? types[column.type] : plain(column.type))?.(column, table) ?? written(column.type, column.span);
}
