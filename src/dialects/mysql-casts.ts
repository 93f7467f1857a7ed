import type { Dialect } from '../target.js';
import { canonicalMysqlType, labelsOf } from './mysql-types.js';

/** What becomes of the values in strict mode: nothing; digits are rounded away; something else is lost without a word; those that do not fit are refused. */
export type MysqlLoss = 'none' | 'rounds' | 'loses' | 'mayFail';

/** What MODIFY does that changes a column's type. Properties are `undefined` where they are not known. */
export interface MysqlTypeChange {
  readonly loss: MysqlLoss | undefined;
  /** Whether the table is copied; writes wait meanwhile. */
  readonly rewrites: boolean | undefined;
}

type Family = 'integer' | 'decimal' | 'float' | 'bit' | 'year' | 'date' | 'datetime' | 'timestamp' | 'time' | 'string' | 'bytes' | 'enum' | 'set' | 'json';
interface Parts {
  readonly type: string;
  readonly base: string;
  readonly family: Family;
  readonly sizes: readonly number[];
  readonly unsigned: boolean;
}

/** Bits of the integers. */
const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 };
/** Bytes that texts and blobs hold. */
const HOLDS: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215, longtext: 2 ** 32 - 1, tinyblob: 255, blob: 65_535, mediumblob: 16_777_215, longblob: 2 ** 32 - 1 };
const FAMILIES: Readonly<Record<string, Family>> = { decimal: 'decimal', float: 'float', double: 'float', bit: 'bit', year: 'year', date: 'date', datetime: 'datetime', timestamp: 'timestamp', time: 'time', enum: 'enum', set: 'set', json: 'json', char: 'string', varchar: 'string', binary: 'bytes', varbinary: 'bytes' };
/** Characters of the longest value of types without a size. */
const PRINTED: Readonly<Record<string, number>> = { tinyint: 4, smallint: 6, mediumint: 8, int: 11, bigint: 20, float: 15, double: 24, year: 4, date: 10, datetime: 19, timestamp: 19, time: 10 };

function partsOf(written: string): Parts | undefined {
  const type = canonicalMysqlType(written);
  const base = /^[a-z]+/u.exec(type)?.[0] ?? '';
  const family = base in BITS ? 'integer' : base.endsWith('text') ? 'string' : base.endsWith('blob') ? 'bytes' : FAMILIES[base];
  if (!family) return undefined;
  const sizes = family === 'enum' || family === 'set' ? [] : (/\(([\d,]+)\)/u.exec(type)?.[1]?.split(',').map(Number) ?? []);
  return { type, base, family, sizes, unsigned: type.includes('unsigned') };
}

/** What a change of a column's type does to its values and its table. Outcomes of MariaDB 10.11, where MySQL is not known to differ. */
export function mysqlTypeChange(from: string, to: string, dialect: Dialect): MysqlTypeChange {
  const [old, next] = [partsOf(from), partsOf(to)];
  if (!old || !next) return { loss: undefined, rewrites: undefined };
  if (old.type === next.type) return { loss: 'none', rewrites: false };
  return { loss: lossOf(old, next, dialect), rewrites: rewrites(old, next) };
}

function lossOf(from: Parts, to: Parts, dialect: Dialect): MysqlLoss {
  // to MariaDB it is a text
  if (dialect === 'mariadb' && from.family === 'json' && to.type === 'longtext') return 'none';
  if (to.family === 'string') return stringLoss(from, to);
  if (to.family === 'bytes') return bytesLoss(from, to);
  if (to.family === 'json') return jsonLoss(from);
  if (isNumber(to)) return isNumber(from) ? numberLoss(from, to) : (TO_NUMBERS[from.family] ?? 'mayFail');
  if (from.family === to.family) return sameFamilyLoss(from, to);
  const loss = OTHERS[`${from.family}>${to.family}`] ?? 'mayFail';
  return loss === 'none' && decimals(from) > decimals(to) ? 'rounds' : loss;
}

const jsonLoss = (from: Parts): MysqlLoss => (isNumber(from) || from.family === 'json' || from.family === 'year' ? 'none' : 'mayFail');
const isNumber = ({ family }: Parts): boolean => family === 'integer' || family === 'decimal' || family === 'float';

const TO_NUMBERS: Readonly<Partial<Record<Family, MysqlLoss>>> = { enum: 'loses', set: 'loses' };
const OTHERS: Readonly<Record<string, MysqlLoss>> = {
  'datetime>date': 'loses', 'timestamp>date': 'loses', 'datetime>time': 'loses', 'timestamp>time': 'loses', 'date>time': 'loses', 'time>date': 'loses', 'date>datetime': 'none', 'timestamp>datetime': 'none',
  'date>timestamp': 'mayFail', 'time>datetime': 'loses', 'time>timestamp': 'loses',
};

const decimals = ({ sizes }: Parts): number => sizes[0] ?? 0;

function sameFamilyLoss(from: Parts, to: Parts): MysqlLoss {
  const labels = labelsOf(to.type);
  if (labels) return (labelsOf(from.type) ?? []).every((label) => labels.includes(label)) ? 'none' : 'mayFail';
  if (to.family === 'bit') return decimals(from) <= decimals(to) ? 'none' : 'mayFail';
  return decimals(from) > decimals(to) ? 'rounds' : 'none';
}

const digitsOf = (parts: Parts): number => (parts.family === 'integer' ? Math.ceil((BITS[parts.base] ?? 64) * Math.log10(2)) : (parts.sizes[0] ?? 10) - (parts.sizes[1] ?? 0));
const scaleOf = (parts: Parts): number => (parts.family === 'decimal' ? (parts.sizes[1] ?? 0) : 0);

function numberLoss(from: Parts, to: Parts): MysqlLoss {
  if (from.family === 'integer' && to.family === 'integer') return holdsIntegers(from, to) ? 'none' : 'mayFail';
  if (to.family === 'float') {
    if (from.family === 'float') return from.base === 'double' && to.base === 'float' ? 'mayFail' : 'none';
    return digitsOf(from) + scaleOf(from) <= (to.base === 'float' ? 6 : 15) ? 'none' : 'rounds';
  }
  if (from.family === 'float') return 'mayFail';
  if (to.unsigned && !from.unsigned) return 'mayFail';
  if (digitsOf(from) > digitsOf(to) || (to.family === 'integer' && from.family === 'decimal' && digitsOf(from) >= digitsOf(to))) return 'mayFail';
  return scaleOf(from) > scaleOf(to) ? 'rounds' : 'none';
}

function holdsIntegers(from: Parts, to: Parts): boolean {
  const [had, room] = [BITS[from.base] ?? 64, BITS[to.base] ?? 64];
  if (from.unsigned === to.unsigned) return had <= room;
  return from.unsigned && had < room;
}

function longest(parts: Parts): number {
  const labels = labelsOf(parts.type);
  if (parts.family === 'set' && labels) return labels.join(',').length;
  if (labels) return Math.max(0, ...labels.map((label) => label.length));
  if (parts.family === 'json') return HOLDS['longtext'] ?? Infinity;
  if (parts.family === 'decimal') return (parts.sizes[0] ?? 10) + 2;
  if (parts.family === 'bit') return Math.ceil(decimals(parts) / 8);
  if (parts.family === 'string' || parts.family === 'bytes') return HOLDS[parts.base] ?? parts.sizes[0] ?? 1;
  return (PRINTED[parts.base] ?? Infinity) + (decimals(parts) > 0 && parts.family !== 'float' ? decimals(parts) + 1 : 0);
}

const stringLoss = (from: Parts, to: Parts): MysqlLoss => (from.family !== 'bytes' && longest(from) <= longest(to) ? 'none' : 'mayFail');

/** Zero bytes fill up BINARY, and other characters sets are stored in more bytes. */
function bytesLoss(from: Parts, to: Parts): MysqlLoss {
  const each = from.family === 'string' && !from.base.endsWith('text') ? 4 : 1;
  if (longest(from) * each > longest(to)) return 'mayFail';
  return to.base === 'binary' ? 'loses' : 'none';
}

/** Bytes of the longest character of utf8mb4. */
const CHARACTER_BYTES = 4;

/** Only labels behind the others and a longer VARCHAR with as many bytes of length need no copy. */
function rewrites(from: Parts, to: Parts): boolean {
  if (from.base !== to.base) return true;
  const [had, has] = [labelsOf(from.type), labelsOf(to.type)];
  if (had && has) return !had.every((label, i) => has[i] === label) || labelBytes(to, had.length) !== labelBytes(to, has.length);
  if (from.base !== 'varchar' && from.base !== 'varbinary') return true;
  const bytes = (parts: Parts): number => (parts.sizes[0] ?? 0) * (parts.base === 'varchar' ? CHARACTER_BYTES : 1);
  return bytes(from) > bytes(to) || bytes(from) <= 255 !== bytes(to) <= 255;
}

const labelBytes = ({ family }: Parts, count: number): number => (family === 'enum' ? (count < 256 ? 1 : 2) : count > 32 ? 8 : Math.ceil(count / 8));
