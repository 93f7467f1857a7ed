import type { TypeModule } from '../model.js';

/** What a type class is, apart from its arguments. */
export interface TypeSpec {
  /** How it is rendered: the name of a rule in `render.ts`. */
  readonly kind: TypeKind;
  readonly parameters: readonly string[];
  /** The SQL word of kinds that render one. */
  readonly word?: string;
}

export type TypeKind =
  | 'integer' | 'bigint' | 'smallint' | 'sizedInteger'
  | 'string' | 'char' | 'text' | 'nchar' | 'nvarchar' | 'clob'
  | 'boolean' | 'datetime' | 'timestamp' | 'date' | 'time' | 'interval'
  | 'numeric' | 'float' | 'real' | 'double'
  | 'binary' | 'json' | 'jsonb' | 'uuid' | 'enum' | 'array' | 'bit' | 'domain' | 'pickle'
  | 'sized' | 'word' | 'null' | 'decorator';

const LENGTH = ['length', 'collation'] as const;
const NUMBER = ['precision', 'scale', 'decimal_return_scale', 'asdecimal'] as const;
const FLOAT = ['precision', 'asdecimal', 'decimal_return_scale'] as const;
const NONE = [] as const;

const spec = (kind: TypeKind, parameters: readonly string[] = NONE, word?: string): TypeSpec => ({ kind, parameters, word });
const words = (...names: readonly string[]): Record<string, TypeSpec> => Object.fromEntries(names.map((name) => [name, spec('word', NONE, name.toLowerCase())]));

const GENERIC: Readonly<Record<string, TypeSpec>> = {
  Integer: spec('integer'), INTEGER: spec('integer'), INT: spec('integer'),
  BigInteger: spec('bigint'), BIGINT: spec('bigint'),
  SmallInteger: spec('smallint'), SMALLINT: spec('smallint'),
  String: spec('string', LENGTH), VARCHAR: spec('string', LENGTH), Unicode: spec('nvarchar', LENGTH, 'unicode'),
  NVARCHAR: spec('nvarchar', LENGTH), CHAR: spec('char', LENGTH), NCHAR: spec('nchar', LENGTH),
  Text: spec('text', LENGTH), TEXT: spec('text', LENGTH), UnicodeText: spec('text', LENGTH), CLOB: spec('clob', LENGTH),
  Boolean: spec('boolean', ['create_constraint', 'name']), BOOLEAN: spec('boolean', ['create_constraint', 'name']),
  MatchType: spec('boolean', ['create_constraint', 'name']),
  DateTime: spec('datetime', ['timezone']), DATETIME: spec('timestamp', ['timezone'], 'datetime'), TIMESTAMP: spec('timestamp', ['timezone'], 'timestamp'),
  Date: spec('date'), DATE: spec('date'), Time: spec('time', ['timezone']), TIME: spec('time', ['timezone']),
  Interval: spec('interval', ['native', 'second_precision', 'day_precision']),
  Numeric: spec('numeric', NUMBER, 'numeric'), NUMERIC: spec('numeric', NUMBER, 'numeric'), DECIMAL: spec('numeric', NUMBER, 'decimal'),
  Float: spec('float', FLOAT), FLOAT: spec('float', FLOAT), REAL: spec('real', FLOAT),
  Double: spec('double', FLOAT), DOUBLE: spec('double', FLOAT, 'double'), DOUBLE_PRECISION: spec('double', FLOAT, 'double precision'),
  LargeBinary: spec('binary', ['length']), Binary: spec('binary', ['length']), BLOB: spec('sized', ['length'], 'blob'),
  BINARY: spec('sized', ['length'], 'binary'), VARBINARY: spec('sized', ['length'], 'varbinary'),
  PickleType: spec('pickle', ['protocol', 'pickler', 'comparator', 'impl']),
  JSON: spec('json', ['none_as_null']), Uuid: spec('uuid', ['as_uuid', 'native_uuid']), UUID: spec('uuid', ['as_uuid'], 'uuid'),
  Enum: spec('enum'), ARRAY: spec('array', ['item_type', 'as_tuple', 'dimensions', 'zero_indexes']),
  NullType: spec('null'), NULLTYPE: spec('null'), TypeDecorator: spec('decorator'), UserDefinedType: spec('decorator'), ExternalType: spec('decorator'), TypeEngine: spec('decorator'),
};

const POSTGRESQL: Readonly<Record<string, TypeSpec>> = {
  ...words(
    'CIDR', 'INET', 'MACADDR', 'MACADDR8', 'MONEY', 'OID', 'REGCLASS', 'REGCONFIG', 'REGTYPE', 'TSVECTOR', 'TSQUERY', 'JSONPATH', 'BYTEA', 'CITEXT', 'HSTORE',
    'INT4RANGE', 'INT8RANGE', 'NUMRANGE', 'DATERANGE', 'TSRANGE', 'TSTZRANGE',
    'INT4MULTIRANGE', 'INT8MULTIRANGE', 'NUMMULTIRANGE', 'DATEMULTIRANGE', 'TSMULTIRANGE', 'TSTZMULTIRANGE', 'XML',
  ),
  BIT: spec('bit', ['length', 'varying']),
  JSONB: spec('jsonb', ['none_as_null', 'astext_type']), JSON: spec('json', ['none_as_null', 'astext_type']),
  INTERVAL: spec('interval', ['precision', 'fields']),
  TIMESTAMP: spec('timestamp', ['timezone', 'precision'], 'timestamp'), TIME: spec('time', ['timezone', 'precision']),
  ENUM: spec('enum'), DOMAIN: spec('domain', ['name', 'data_type']), UUID: spec('uuid', ['as_uuid'], 'uuid'),
  OIDVECTOR: spec('word', NONE, 'oidvector'),
};

const sized = (word: string): TypeSpec => spec('sizedInteger', ['display_width'], word);
const MYSQL: Readonly<Record<string, TypeSpec>> = {
  TINYINT: sized('tinyint'), SMALLINT: sized('smallint'), MEDIUMINT: sized('mediumint'), INTEGER: sized('integer'), INT: sized('integer'), BIGINT: sized('bigint'),
  YEAR: spec('sized', ['display_width'], 'year'), BIT: spec('sized', ['length'], 'bit'),
  DECIMAL: spec('numeric', ['precision', 'scale', 'asdecimal'], 'decimal'), NUMERIC: spec('numeric', ['precision', 'scale', 'asdecimal'], 'numeric'),
  FLOAT: spec('float', ['precision', 'scale', 'asdecimal']), DOUBLE: spec('double', ['precision', 'scale', 'asdecimal'], 'double'), REAL: spec('real', ['precision', 'scale', 'asdecimal']),
  DATETIME: spec('timestamp', ['timezone', 'fsp'], 'datetime'), TIMESTAMP: spec('timestamp', ['timezone', 'fsp'], 'timestamp'), TIME: spec('time', ['timezone', 'fsp']),
  ...words('TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT', 'TINYBLOB', 'MEDIUMBLOB', 'LONGBLOB', 'INET4', 'INET6', 'GEOMETRY', 'POINT', 'POLYGON', 'LINESTRING'),
  ENUM: spec('enum'), SET: spec('enum', NONE, 'set'),
};

const SQLITE: Readonly<Record<string, TypeSpec>> = {
  DATETIME: spec('datetime'), DATE: spec('date'), TIME: spec('time'),
};

const MSSQL: Readonly<Record<string, TypeSpec>> = {
  BIT: spec('word', NONE, 'bit'), DATETIME2: spec('sized', ['precision'], 'datetime2'), DATETIMEOFFSET: spec('sized', ['precision'], 'datetimeoffset'),
  ...words('SMALLDATETIME', 'IMAGE', 'MONEY', 'SMALLMONEY', 'NTEXT', 'ROWVERSION', 'SQL_VARIANT', 'TINYINT', 'UNIQUEIDENTIFIER', 'XML'),
  TIMESTAMP: spec('word', NONE, 'timestamp'), TIME: spec('sized', ['precision'], 'time'),
};

const ORACLE: Readonly<Record<string, TypeSpec>> = {
  ...words('BFILE', 'BINARY_DOUBLE', 'BINARY_FLOAT', 'LONG', 'NCLOB', 'ROWID'),
  NUMBER: spec('numeric', ['precision', 'scale', 'asdecimal'], 'number'), RAW: spec('sized', ['length'], 'raw'),
  VARCHAR2: spec('sized', LENGTH, 'varchar2'), NVARCHAR2: spec('sized', LENGTH, 'nvarchar2'),
  INTERVAL: spec('interval', ['day_precision', 'second_precision']), FLOAT: spec('float', ['binary_precision']),
};

const MODULES: Readonly<Record<TypeModule, Readonly<Record<string, TypeSpec>>>> = {
  generic: GENERIC, postgresql: POSTGRESQL, mysql: MYSQL, sqlite: SQLITE, mssql: MSSQL, oracle: ORACLE,
};

/** A dialect's module also has the generic upper-case types. */
export function typeSpec(className: string, module: TypeModule): TypeSpec | undefined {
  const own = MODULES[module];
  if (Object.hasOwn(own, className)) return own[className];
  return (module === 'generic' || className === className.toUpperCase()) && Object.hasOwn(GENERIC, className) ? GENERIC[className] : undefined;
}
