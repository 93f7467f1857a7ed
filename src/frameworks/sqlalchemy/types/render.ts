import { quoteName } from '../../../dialects/postgres-types.js';
import type { Dialect, Target } from '../../../target.js';
import type { Known } from '../../../value.js';
import { isUnknown, unknown } from '../../../value.js';
import type { EnumModel, SqlType } from '../model.js';
import { booleanOf, mapKnown, numberOf, quoteLiteral, stringOf } from '../../values.js';
import type { TypeSpec } from './specs.js';
import { typeSpec } from './specs.js';

/** Stops the rendering where an argument cannot be read. */
class Unreadable extends Error {}

/** SQLAlchemy's name of the dialect, as in `with_variant(type, 'postgresql')`. */
export const dialectName = (dialect: Dialect): string => (dialect === 'postgres' ? 'postgresql' : dialect === 'mariadb' ? 'mysql' : dialect);

/** The type that a dialect uses: its variant where there is one. */
export function forDialect(type: SqlType, dialect: Dialect): SqlType {
  const variant = type.variants?.get(dialect) ?? type.variants?.get(dialectName(dialect));
  return variant ? forDialect({ ...variant, variants: undefined }, dialect) : type;
}

/** The canonical text of a type: on PostgreSQL as `format_type` prints it, elsewhere as SQLAlchemy writes it in lower case. */
export function renderType(type: SqlType, target: Target): Known<string> {
  const used = forDialect(type, target.dialect);
  if (used.text !== undefined) return used.text;
  const spec = typeSpec(used.className, used.module);
  if (!spec) return unknown('unsupported', type.span);
  try {
    return render(used, spec, target);
  } catch (error) {
    if (error instanceof Unreadable) return unknown('input', type.span);
    throw error;
  }
}

function read<T>(value: Known<T> | undefined): T | undefined {
  if (isUnknown(value)) throw new Unreadable();
  return value;
}
const number = (type: SqlType, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const value = read(numberOf(type.arguments.get(name)));
    if (value !== undefined) return value;
  }
  return undefined;
};
/** A length of 0 is none. */
const lengthOf = (type: SqlType): number | undefined => number(type, 'length') || undefined;
const flag = (type: SqlType, name: string): boolean => read(booleanOf(type.arguments.get(name))) ?? false;
const within = (word: string, ...sizes: readonly (number | undefined)[]): string => {
  const given = sizes.filter((size) => size !== undefined);
  return given.length === 0 ? word : `${word}(${given.join(',')})`;
};

function render(type: SqlType, spec: TypeSpec, target: Target): Known<string> {
  if (spec.kind === 'enum') return renderEnum(type, spec, target);
  if (spec.kind === 'array') return type.item ? mapKnown(renderType(type.item, target), (item) => (item.endsWith('[]') ? item : `${item}[]`)) : unknown('input', type.span);
  if (spec.kind === 'null') return unknown('unsupported', type.span);
  if (target.dialect === 'postgres') return renderPostgres(type, spec);
  const text = renderOther(type, spec, target.dialect);
  return type.module === 'mysql' && !isUnknown(text) ? text + signs(type) : text;
}

const signs = (type: SqlType): string => (flag(type, 'unsigned') ? ' unsigned' : '') + (flag(type, 'zerofill') ? ' zerofill' : '');

function renderPostgres(type: SqlType, spec: TypeSpec): Known<string> {
  const zoned = (word: string, precision: number | undefined): string => `${within(word, precision)} ${flag(type, 'timezone') ? 'with' : 'without'} time zone`;
  switch (spec.kind) {
    case 'integer': case 'bigint': case 'smallint': case 'boolean': case 'date': case 'json': case 'jsonb':
      return spec.kind;
    case 'sizedInteger':
      return spec.word ?? 'integer';
    case 'string':
      return within('character varying', lengthOf(type));
    case 'nvarchar':
      return spec.word === 'unicode' ? within('character varying', lengthOf(type)) : within('nvarchar', lengthOf(type));
    case 'char': case 'nchar':
      return within('character', lengthOf(type) ?? 1);
    case 'text':
      return 'text';
    case 'clob':
      return 'clob';
    case 'datetime':
      return zoned('timestamp', undefined);
    case 'timestamp':
      return spec.word === 'datetime' ? 'datetime' : zoned('timestamp', number(type, 'precision'));
    case 'time':
      return zoned('time', number(type, 'precision'));
    case 'interval': {
      const fields = read(stringOf(type.arguments.get('fields')));
      return within(fields === undefined ? 'interval' : `interval ${fields.toLowerCase()}`, number(type, 'precision', 'second_precision'));
    }
    case 'numeric': {
      const precision = number(type, 'precision');
      return precision === undefined ? 'numeric' : `numeric(${precision},${number(type, 'scale') ?? 0})`;
    }
    case 'float': {
      const precision = number(type, 'precision');
      return precision !== undefined && precision > 0 && precision <= 24 ? 'real' : 'double precision';
    }
    case 'real':
      return 'real';
    case 'double':
      return 'double precision';
    case 'binary': case 'pickle':
      return 'bytea';
    case 'uuid':
      return read(booleanOf(type.arguments.get('native_uuid'))) === false ? 'character(32)' : 'uuid';
    case 'bit': {
      const varying = flag(type, 'varying');
      return varying ? within('bit varying', number(type, 'length')) : `bit(${number(type, 'length') ?? 1})`;
    }
    case 'domain':
      return named(stringOf(type.arguments.get('name')), stringOf(type.arguments.get('schema')));
    case 'sized':
      return within(spec.word ?? '', number(type, 'length', 'precision'));
    default:
      return spec.word ?? unknown('unsupported', type.span);
  }
}

function renderOther(type: SqlType, spec: TypeSpec, dialect: Dialect): Known<string> {
  const length = (): number | undefined => lengthOf(type);
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const timezone = (): boolean => flag(type, 'timezone');
  switch (spec.kind) {
    case 'integer': case 'date': case 'bigint': case 'smallint':
      return spec.kind;
    case 'sizedInteger':
      return within(spec.word ?? 'integer', number(type, 'display_width'));
    case 'string':
      return dialect === 'mssql' ? `varchar(${length() ?? 'max'})` : dialect === 'oracle' ? `varchar2(${length() ?? ''} char)` : within('varchar', length());
    case 'nvarchar':
      if (dialect === 'mssql') return `nvarchar(${length() ?? 'max'})`;
      if (dialect === 'oracle') return within('nvarchar2', length());
      return within(spec.word === 'unicode' ? 'varchar' : mysql ? 'national varchar' : 'nvarchar', length());
    case 'char':
      return within('char', length());
    case 'nchar':
      return within(mysql ? 'national char' : 'nchar', length());
    case 'text':
      return dialect === 'oracle' ? 'clob' : dialect === 'mssql' ? 'varchar(max)' : within('text', length());
    case 'clob':
      return within('clob', length());
    case 'boolean':
      return mysql ? 'bool' : dialect === 'mssql' ? 'bit' : dialect === 'oracle' ? 'smallint' : 'boolean';
    case 'datetime':
      return dialect === 'mssql' ? (timezone() ? 'datetimeoffset' : 'datetime') : dialect === 'oracle' ? (timezone() ? 'timestamp with time zone' : 'date') : 'datetime';
    case 'timestamp':
      return dialect === 'oracle' && timezone() ? 'timestamp with time zone' : within(spec.word ?? 'timestamp', number(type, 'fsp'));
    case 'time':
      return within('time', number(type, 'fsp'));
    case 'interval':
      return dialect === 'oracle' ? 'interval day to second' : 'datetime';
    case 'numeric': {
      const word = spec.word ?? 'numeric';
      const precision = number(type, 'precision');
      return precision === undefined ? word : within(word, precision, number(type, 'scale'));
    }
    case 'float': case 'real': case 'double': {
      const word = spec.kind === 'float' ? 'float' : spec.kind === 'real' ? 'real' : (spec.word ?? (mysql || dialect === 'sqlite' ? 'double' : 'double precision'));
      if (type.module === 'mysql') return within(word, number(type, 'precision'), number(type, 'scale'));
      return spec.kind === 'float' && (mysql || dialect === 'mssql') ? within(word, number(type, 'precision')) : word;
    }
    case 'binary':
      return dialect === 'mssql' ? `varbinary(${length() ?? 'max'})` : mysql ? within('blob', length()) : 'blob';
    case 'pickle':
      return dialect === 'mssql' ? 'varbinary(max)' : 'blob';
    case 'json':
      return dialect === 'mssql' ? 'nvarchar(max)' : 'json';
    case 'uuid':
      if (dialect === 'mssql') return 'uniqueidentifier';
      return spec.word ?? 'char(32)';
    case 'bit':
      return within('bit', length() ?? 1);
    case 'sized':
      return within(spec.word ?? '', number(type, ...spec.parameters));
    default:
      return spec.word ?? unknown('unsupported', type.span);
  }
}

function named(name: Known<string> | undefined, schema: Known<string> | undefined): Known<string> {
  if (name === undefined) return unknown('unsupported');
  if (isUnknown(name)) return name;
  if (isUnknown(schema)) return schema;
  return schema === undefined || schema === 'public' ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/** Length of the string column that stands for an enumeration: its longest label. */
export function enumLength(model: EnumModel): Known<number> {
  if (model.length !== undefined) return model.length;
  if (isUnknown(model.values)) return model.values;
  let longest = 0;
  for (const value of model.values) {
    if (isUnknown(value)) return value;
    longest = Math.max(longest, value.length);
  }
  return longest;
}

function renderEnum(type: SqlType, spec: TypeSpec, target: Target): Known<string> {
  const model = type.enumeration;
  if (!model) return unknown('input', type.span);
  if (target.dialect === 'postgres' && model.native) return named(model.name, model.schema);
  if ((target.dialect === 'mysql' || target.dialect === 'mariadb') && model.native) {
    if (isUnknown(model.values)) return model.values;
    const labels: string[] = [];
    for (const value of model.values) {
      if (isUnknown(value)) return value;
      labels.push(quoteLiteral(value));
    }
    return `${spec.word ?? 'enum'}(${labels.join(',')})`;
  }
  return mapKnown(enumLength(model), (length) => (target.dialect === 'postgres' ? `character varying(${length})` : `varchar(${length})`));
}
