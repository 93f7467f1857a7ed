import type { Name } from '../../src/operation.js';

/** Tables that the migration tools themselves and well-known extensions keep. */
const TABLES = new Set(['alembic_version', 'spatial_ref_sys', 'geometry_columns', 'geography_columns', 'raster_columns', 'raster_overviews', 'topology', 'sqlite_master', 'sqlite_sequence', 'dual']);
export const isProvidedTable = (table: Name): boolean => TABLES.has(table.name) || table.schema === 'information_schema' || table.schema === 'pg_catalog' || table.name.startsWith('pg_');

/** Types of extensions; they are there without a CREATE TYPE. */
const EXTENSION_TYPES = new Set([
  'citext', 'hstore', 'geometry', 'geography', 'raster', 'box2d', 'box3d', 'topogeometry', 'vector', 'halfvec', 'sparsevec', 'ltree', 'lquery', 'ltxtquery', 'cube', 'seg',
  'ean13', 'isbn', 'issn', 'upc', 'semver', 'roaringbitmap', 'hll', 'ulid', 'earth', 'lo',
]);
export const isProvidedType = (name: string): boolean => EXTENSION_TYPES.has(name.toLowerCase());

const BUILTIN =
  /^(?:smallint|integer|bigint|numeric|real|double precision|money|(?:small|big)?serial|text|character|bpchar|name|"char"|bytea|timestamp|date|time|interval|boolean|uuid|jsonb?|jsonpath|xml|inet|cidr|macaddr8?|bit|varbit|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|oid|reg[a-z]+|pg_[a-z_]+|txid_snapshot|xid8?|cid|tid|u?int\d|void|record|any[a-z]*|(?:int4|int8|num|ts|tstz|date)(?:multi)?range|null|datetime|tinyint|mediumint|float|double|decimal|varchar|varbinary|binary|n?char|nvarchar|clob|blob|longtext|mediumtext|tinytext|longblob|mediumblob|tinyblob|year|enum|set|json|bool|int|number|raw)(?![\w$])/iu;

/** The name in a column type that some CREATE TYPE or extension must have made; `undefined` for the server's own types. */
export function userType(text: string): Name | undefined {
  const base = text.replace(/(?:\s*\[\d*\])+$/u, '').trim();
  if (BUILTIN.test(base)) return undefined;
  const parts = /^(?:("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\.)?("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)$/u.exec(base);
  if (!parts?.[2]) return undefined;
  const plain = (quoted: string): string => (quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted);
  return parts[1] === undefined ? { name: plain(parts[2]) } : { schema: plain(parts[1]), name: plain(parts[2]) };
}
