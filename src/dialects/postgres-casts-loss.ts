import { isString } from './postgres-casts-table.js';

/** A type taken apart: `numeric(10,2)[]` is `numeric`, 10, 2, an array. */
export interface TypeParts {
  readonly base: string;
  readonly sizes: readonly number[];
  readonly array: boolean;
}

/**
 * What happens to the values: nothing; strings are cut; digits are rounded away; something else is lost for good (the time of
 * a timestamp, the key order of JSON); values that do not fit raise an error; or the result depends on the time zone.
 */
export type Loss = 'none' | 'truncates' | 'rounds' | 'loses' | 'mayFail' | 'timezone';

const DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
/** Characters of the longest value. */
const PRINTED: Readonly<Record<string, number>> = {
  boolean: 5, smallint: 6, integer: 11, bigint: 20, uuid: 36, '"char"': 1, name: 63, macaddr: 17, macaddr8: 23, oid: 10,
  real: 15, 'double precision': 24, money: 27, inet: 43, cidr: 43, date: 10, 'timestamp without time zone': 29, 'timestamp with time zone': 35, 'time without time zone': 15,
  'time with time zone': 24, interval: 80,
};
const RANK = ['smallint', 'integer', 'bigint'];
const FLOATS: ReadonlySet<string> = new Set(['real', 'double precision']);

const isLonger = (from: number | undefined, to: number | undefined): boolean => to !== undefined && (from === undefined || from > to);

/** What a cast that exists does to the values; `undefined` where it is not known. */
export function lossOf(from: TypeParts, to: TypeParts, how: 'assignment' | 'using'): Loss | undefined {
  if (from.array !== to.array && to.array) return 'mayFail';
  if (isString(to.base)) return toString(from, to, how);
  if (isString(from.base)) return 'mayFail';
  if (to.base in DIGITS || FLOATS.has(to.base) || to.base === 'numeric' || to.base === 'money') return toNumber(from, to);
  if (to.base === 'bit' || to.base === 'bit varying') return toBits(from, to, how);
  return toOther(from, to);
}

function toString(from: TypeParts, to: TypeParts, how: 'assignment' | 'using'): Loss | undefined {
  const room = to.base === 'name' ? 63 : to.sizes[0];
  if (room === undefined) return 'none';
  // a name is cut without an error
  const cut = how === 'using' || to.base === 'name' ? 'truncates' : 'mayFail';
  if (isString(from.base) && !from.array) return isLonger(from.base === 'name' ? 63 : from.sizes[0], room) ? cut : 'none';
  if (from.base === 'numeric' && from.sizes[0] !== undefined && !from.array) return from.sizes[0] + 2 <= room ? 'none' : cut;
  const longest = from.array ? undefined : PRINTED[from.base];
  return longest !== undefined && longest <= room ? 'none' : cut;
}

function toNumber(from: TypeParts, to: TypeParts): Loss | undefined {
  if (to.base in DIGITS) {
    if (from.base in DIGITS) return RANK.indexOf(from.base) <= RANK.indexOf(to.base) ? 'none' : 'mayFail';
    if (from.base === 'boolean') return 'none';
    if (FLOATS.has(from.base)) return 'rounds';
    if (from.base !== 'numeric') return 'mayFail';
    const [precision, scale = 0] = from.sizes;
    if (precision === undefined || scale > 0) return 'rounds';
    return precision < (DIGITS[to.base] ?? 0) ? 'none' : 'mayFail';
  }
  if (from.base === 'jsonb') return 'mayFail';
  const [precision, decimals = 0] = from.sizes;
  if (FLOATS.has(to.base)) {
    if (from.base === 'real' || from.base === to.base || from.base === 'smallint') return 'none';
    if (from.base === 'integer') return to.base === 'double precision' ? 'none' : 'rounds';
    return from.base === 'numeric' && precision !== undefined && precision <= (to.base === 'real' ? 6 : 15) ? 'none' : 'rounds';
  }
  if (to.base === 'money') {
    if (from.base === 'money' || from.base === 'smallint' || from.base === 'integer') return 'none';
    return from.base === 'bigint' ? 'mayFail' : precision !== undefined && decimals <= 2 ? (precision - decimals <= 16 ? 'none' : 'mayFail') : 'rounds';
  }
  return toNumeric(from, to);
}

function toNumeric(from: TypeParts, to: TypeParts): Loss | undefined {
  const [precision, scale = 0] = to.sizes;
  if (FLOATS.has(from.base)) return 'rounds';
  if (precision === undefined) return 'none';
  const room = precision - scale;
  if (from.base in DIGITS) return room >= (DIGITS[from.base] ?? 0) ? 'none' : 'mayFail';
  if (from.base === 'money') return scale >= 2 ? (room >= 17 ? 'none' : 'mayFail') : 'rounds';
  if (from.base !== 'numeric') return 'mayFail';
  const [had, decimals = 0] = from.sizes;
  if (had === undefined || decimals > scale) return 'rounds';
  return had - decimals <= room ? 'none' : 'mayFail';
}

function toBits(from: TypeParts, to: TypeParts, how: 'assignment' | 'using'): Loss | undefined {
  if (from.base !== 'bit' && from.base !== 'bit varying') return 'truncates';
  const [had] = from.sizes;
  const [room] = to.sizes;
  if (to.base === 'bit') return had === room && from.base === 'bit' ? 'none' : how === 'using' ? 'truncates' : 'mayFail';
  return isLonger(had, room) ? (how === 'using' ? 'truncates' : 'mayFail') : 'none';
}

const ZONED = ['timestamp with time zone', 'timestamp without time zone'];
const LOSSLESS: ReadonlySet<string> = new Set([
  'jsonb>json', 'cidr>inet', 'inet>inet', 'time without time zone>interval', 'date>timestamp without time zone', 'macaddr>macaddr8', 'xml>xml', 'box>polygon', 'path>polygon', 'oid>oid',
]);
const LOSING: ReadonlySet<string> = new Set([
  'json>jsonb', 'inet>cidr', 'integer>boolean', 'interval>time without time zone', 'timestamp without time zone>date', 'timestamp with time zone>date',
  'timestamp without time zone>time without time zone', 'timestamp with time zone>time without time zone', 'timestamp with time zone>time with time zone',
  'time with time zone>time without time zone', 'polygon>box', 'polygon>circle', 'polygon>point', 'box>point', 'box>circle', 'box>lseg', 'circle>box', 'circle>point', 'lseg>point',
]);
const FAILING: ReadonlySet<string> = new Set(['macaddr8>macaddr', 'integer>"char"', 'jsonb>boolean', 'integer>oid', 'bigint>oid', 'smallint>oid', 'polygon>path']);

function toOther(from: TypeParts, to: TypeParts): Loss | undefined {
  const pair = `${from.base}>${to.base}`;
  if (LOSING.has(pair)) return 'loses';
  if (FAILING.has(pair)) return 'mayFail';
  const zoned = ZONED.includes(from.base) && ZONED.includes(to.base);
  if (zoned && from.base !== to.base) return 'timezone';
  if (pair === 'date>timestamp with time zone' || pair === 'time without time zone>time with time zone') return 'timezone';
  if (from.base === to.base) return isLonger(from.sizes[0] ?? 6, to.sizes[0]) && /^(?:time|interval)/u.test(to.base) ? 'rounds' : 'none';
  return LOSSLESS.has(pair) ? 'none' : undefined;
}
