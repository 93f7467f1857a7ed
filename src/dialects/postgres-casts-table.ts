/** For each built-in type the types to which a value is cast on assignment (`automatic`) or only where it is asked for (`explicit`). */
interface Casts {
  readonly automatic: string;
  readonly explicit: string;
}

// From pg_cast of PostgreSQL 15; the same up to 18 for these types. Casts to and from text by output and input are not listed.
const BUILT_IN: Readonly<Record<string, Casts>> = {
  '"char"': { automatic: 'character, character varying, text', explicit: 'integer' },
  bigint: { automatic: 'double precision, integer, money, numeric, oid, real, smallint', explicit: 'bit' },
  bit: { automatic: 'bit varying', explicit: 'bigint, integer' },
  'bit varying': { automatic: 'bit', explicit: '' },
  boolean: { automatic: 'character, character varying, text', explicit: 'integer' },
  box: { automatic: 'polygon', explicit: 'circle, lseg, point' },
  bytea: { automatic: '', explicit: '' },
  character: { automatic: '"char", character varying, name, text', explicit: 'xml' },
  'character varying': { automatic: '"char", character, name, text', explicit: 'xml' },
  cidr: { automatic: 'character, character varying, inet, text', explicit: '' },
  circle: { automatic: '', explicit: 'box, point, polygon' },
  date: { automatic: 'timestamp with time zone, timestamp without time zone', explicit: '' },
  daterange: { automatic: '', explicit: 'datemultirange' },
  datemultirange: { automatic: '', explicit: '' },
  'double precision': { automatic: 'bigint, integer, numeric, real, smallint', explicit: '' },
  inet: { automatic: 'character, character varying, cidr, text', explicit: '' },
  int4range: { automatic: '', explicit: 'int4multirange' },
  int8range: { automatic: '', explicit: 'int8multirange' },
  integer: { automatic: 'bigint, double precision, money, numeric, oid, real, smallint', explicit: '"char", bit, boolean' },
  interval: { automatic: 'time without time zone', explicit: '' },
  json: { automatic: 'jsonb', explicit: '' },
  jsonb: { automatic: 'json', explicit: 'bigint, boolean, double precision, integer, numeric, real, smallint' },
  jsonpath: { automatic: '', explicit: '' },
  line: { automatic: '', explicit: '' },
  lseg: { automatic: '', explicit: 'point' },
  macaddr: { automatic: 'macaddr8', explicit: '' },
  macaddr8: { automatic: 'macaddr', explicit: '' },
  money: { automatic: 'numeric', explicit: '' },
  name: { automatic: 'character, character varying, text', explicit: '' },
  numeric: { automatic: 'bigint, double precision, integer, money, real, smallint', explicit: '' },
  numrange: { automatic: '', explicit: 'nummultirange' },
  oid: { automatic: 'bigint, integer', explicit: '' },
  path: { automatic: 'polygon', explicit: '' },
  point: { automatic: 'box', explicit: '' },
  polygon: { automatic: 'path', explicit: 'box, circle, point' },
  real: { automatic: 'bigint, double precision, integer, numeric, smallint', explicit: '' },
  smallint: { automatic: 'bigint, double precision, integer, numeric, oid, real', explicit: '' },
  text: { automatic: '"char", character, character varying, name', explicit: 'xml' },
  'time with time zone': { automatic: 'time without time zone', explicit: '' },
  'time without time zone': { automatic: 'interval, time with time zone', explicit: '' },
  'timestamp with time zone': { automatic: 'date, time with time zone, time without time zone, timestamp without time zone', explicit: '' },
  'timestamp without time zone': { automatic: 'date, time without time zone, timestamp with time zone', explicit: '' },
  tsquery: { automatic: '', explicit: '' },
  tsrange: { automatic: '', explicit: 'tsmultirange' },
  tstzrange: { automatic: '', explicit: 'tstzmultirange' },
  tsvector: { automatic: '', explicit: '' },
  uuid: { automatic: '', explicit: '' },
  xml: { automatic: 'character, character varying, text', explicit: '' },
  // the extension of that name
  citext: { automatic: 'character, character varying, text', explicit: '' },
};
const TO_CITEXT: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'boolean', 'inet']);

const parsed = new Map(
  Object.entries(BUILT_IN).map(([type, { automatic, explicit }]) => [type, { automatic: new Set(automatic.split(', ')), explicit: new Set(explicit.split(', ')) }] as const),
);

const STRINGS: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'name', 'bpchar']);

/** How a value gets from one type to another: on assignment, by a cast that has to be written, or not at all. */
export type Castable = 'automatic' | 'needsUsing' | 'none';

/** Whether a type's casts are known. */
export const isBuiltIn = (type: string): boolean => parsed.has(type) || type === 'bpchar';

/** Whether values of the type are plain text, into which every type can be printed. */
export const isString = (type: string): boolean => STRINGS.has(type);

/** The cast between two types without lengths; `undefined` where one of them is not known. */
export function castBetween(from: string, to: string): Castable | undefined {
  if (from === to) return 'automatic';
  if (to === 'citext' && TO_CITEXT.has(from)) return 'automatic';
  const own = parsed.get(from === 'bpchar' ? 'character' : from);
  const target = to === 'bpchar' ? 'character' : to;
  if (own?.automatic.has(target)) return 'automatic';
  if (own?.explicit.has(target)) return 'needsUsing';
  // every type is printed as text on assignment
  if (isString(to)) return 'automatic';
  if (!isBuiltIn(to)) return undefined;
  if (isString(from) || from === 'citext') return 'needsUsing';
  return own ? 'none' : undefined;
}
