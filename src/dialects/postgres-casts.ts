import { castBetween, isBuiltIn, isString } from './postgres-casts-table.js';
import type { Castable } from './postgres-casts-table.js';
import { lossOf } from './postgres-casts-loss.js';
import type { Loss, TypeParts } from './postgres-casts-loss.js';
import { canonicalType } from './postgres-types.js';

export type { Castable } from './postgres-casts-table.js';
export type { Loss } from './postgres-casts-loss.js';

/** What `ALTER COLUMN ... TYPE` does. A property is `undefined` where it is not known, as for types of extensions. */
export interface TypeChange {
  /** `automatic`: without USING. `needsUsing`: with `USING column::type`. `none`: only with an expression of its own. */
  readonly castable: Castable | undefined;
  /** Whether the table is rewritten; `undefined` also where the session's time zone decides. */
  readonly rewrites: boolean | undefined;
  readonly loss: Loss | undefined;
}

/** Whether a type's text names an enum type of the catalog. */
export type IsEnum = (type: string) => boolean;
const NO_ENUM: IsEnum = () => false;

/** A canonical type taken apart. */
export function typeParts(type: string): TypeParts {
  const canonical = canonicalType(type);
  const array = canonical.endsWith('[]');
  const element = array ? canonical.slice(0, -2) : canonical;
  const sizes = /\(\s*(-?\d+)(?:\s*,\s*(-?\d+))?\s*\)/u.exec(element);
  const numbers = sizes ? sizes.slice(1).flatMap((size) => (size === undefined ? [] : [Number(size)])) : [];
  const base = element.replace(/\s*\([^)]*\)/u, '').trim();
  return { base: base.startsWith('interval') ? 'interval' : base, sizes: numbers, array };
}

/**
 * What happens when a column's type is changed, `how` being a plain ALTER TYPE or one with `USING column::type`.
 * Whether the way back works is `typeChange(to, from, ...)`.
 */
export function typeChange(from: string, to: string, how: 'assignment' | 'using', isEnum: IsEnum = NO_ENUM): TypeChange {
  const [old, next] = [canonicalType(from), canonicalType(to)];
  if (old === next) return { castable: 'automatic', rewrites: false, loss: 'none' };
  const [source, target] = [typeParts(old), typeParts(next)];
  const castable = castableBetween(source, target, isEnum);
  if (castable === undefined || castable === 'none') return { castable, rewrites: castable === 'none' ? true : undefined, loss: undefined };
  const strings = isString(source.base) && isEnum(target.base);
  const known = (isBuiltIn(source.base) || isEnum(source.base)) && (isBuiltIn(target.base) || isEnum(target.base));
  return { castable, rewrites: known ? rewrites(source, target) : undefined, loss: strings ? 'mayFail' : known ? lossOf(source, target, how) : undefined };
}

function castableBetween(from: TypeParts, to: TypeParts, isEnum: IsEnum): Castable | undefined {
  if (from.array !== to.array) {
    if (to.array) return isString(from.base) ? 'needsUsing' : isBuiltIn(from.base) || isEnum(from.base) ? 'none' : undefined;
    return isString(to.base) ? 'automatic' : isBuiltIn(to.base) || isEnum(to.base) ? 'none' : undefined;
  }
  if (from.base === to.base) return 'automatic';
  const [fromEnum, toEnum] = [isEnum(from.base), isEnum(to.base)];
  if (toEnum) return isString(from.base) ? 'needsUsing' : fromEnum || isBuiltIn(from.base) ? 'none' : undefined;
  if (fromEnum) return isString(to.base) ? 'automatic' : isBuiltIn(to.base) ? 'none' : undefined;
  return castBetween(from.base, to.base);
}

/** Types between which a value stays as it is stored. */
const SAME_BYTES: ReadonlySet<string> = new Set([
  'character varying>text', 'text>character varying', 'cidr>inet', 'xml>text', 'xml>character varying', 'integer>oid', 'oid>integer', 'bit>bit varying', 'bit varying>bit',
  'citext>text', 'text>citext', 'citext>character varying', 'character varying>citext',
]);
const TIMED: ReadonlySet<string> = new Set(['timestamp without time zone', 'timestamp with time zone', 'time without time zone', 'time with time zone', 'interval']);

function rewrites(from: TypeParts, to: TypeParts): boolean | undefined {
  if (from.array !== to.array) return true;
  const same = from.base === to.base;
  if (!same && !SAME_BYTES.has(`${from.base}>${to.base}`)) return isZoneChange(from, to) ? undefined : true;
  const [had, decimals = 0] = from.sizes;
  const [room, scale = 0] = to.sizes;
  if (from.array && (had !== room || decimals !== scale)) return room === undefined ? false : undefined;
  switch (to.base) {
    case 'character varying':
      return room !== undefined && !(from.base === 'character varying' && had !== undefined && had <= room);
    case 'bit varying':
      return room !== undefined && !(same && had !== undefined && had <= room);
    case 'numeric':
      return room !== undefined && !(had !== undefined && had <= room && decimals === scale);
    case 'character':
    case 'bit':
      return had !== room || !same;
    default:
      return TIMED.has(to.base) ? room !== undefined && !(had !== undefined && had <= room) && room < 6 : false;
  }
}

/** Stored alike: nothing is rewritten where the session's time zone is UTC. */
const isZoneChange = (from: TypeParts, to: TypeParts): boolean =>
  from.base.startsWith('timestamp') && to.base.startsWith('timestamp') && from.base !== to.base && from.array === to.array;

const NUMBER = /^[+-]?\s*\(?[+-]?\d+\)?$/u;
const DECIMAL = /^[+-]?\s*\(?[+-]?(?:\d+\.\d*|\.\d+|\d+(?:\.\d+)?e[+-]?\d+)\)?$/iu;
const CALLS: Readonly<Record<string, string>> = {
  now: 'timestamp with time zone', current_timestamp: 'timestamp with time zone', clock_timestamp: 'timestamp with time zone', statement_timestamp: 'timestamp with time zone',
  transaction_timestamp: 'timestamp with time zone', localtimestamp: 'timestamp without time zone', current_date: 'date', current_time: 'time with time zone', localtime: 'time without time zone',
  nextval: 'bigint', gen_random_uuid: 'uuid', uuid_generate_v1: 'uuid', uuid_generate_v4: 'uuid', uuidv7: 'uuid', random: 'double precision', current_user: 'name', session_user: 'name',
};

/** The type of a default's expression before it was coerced to the column's; `undefined` where it cannot be told. */
function defaultType(text: string, column: string): string | undefined {
  let written = text.trim();
  while (written.startsWith('(') && written.endsWith(')') && !/\).*\(/su.test(written.slice(1, -1))) written = written.slice(1, -1).trim();
  const cast = /::\s*((?:"[^"]+"|[\w.]+)(?:\s+(?:varying|precision))?(?:\s*\([\d,\s]*\))?(?:\s+with(?:out)?\s+time\s+zone)?(?:\[\])*)$/iu.exec(written);
  if (cast?.[1] !== undefined) return canonicalType(cast[1]);
  // a literal takes the column's type at once, a number has one of its own
  if (/^[eE]?'(?:[^']|'')*'$/su.test(written)) return column;
  if (NUMBER.test(written)) {
    const digits = BigInt(written.replace(/[^\d]/gu, ''));
    return digits <= 2147483647n ? 'integer' : digits <= 9223372036854775807n ? 'bigint' : 'numeric';
  }
  if (DECIMAL.test(written)) return 'numeric';
  if (/^(?:true|false)$/iu.test(written)) return 'boolean';
  const call = /^(?:pg_catalog\.|public\.)?(\w+)\s*(?:\(.*\))?$/su.exec(written.toLowerCase());
  if (!call?.[1]) return undefined;
  return Object.hasOwn(CALLS, call[1]) ? CALLS[call[1]] : undefined;
}

/**
 * Whether a column's default survives a change of its type: the server casts it by itself, whatever USING says, and
 * refuses the change (42804) where only a written cast would do. `undefined` where it cannot be told.
 */
export function defaultCastable(defaultText: string | undefined, fromType: string, toType: string, isEnum: IsEnum = NO_ENUM): boolean | undefined {
  if (defaultText === undefined || /^\(*\s*null\b/iu.test(defaultText)) return true;
  const type = defaultType(defaultText, canonicalType(fromType));
  if (type === undefined) return undefined;
  const { castable } = typeChange(type, toType, 'assignment', isEnum);
  return castable === undefined ? undefined : castable === 'automatic';
}
