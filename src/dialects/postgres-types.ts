import { quoteName } from './postgres-names.js';

export { clipIdentifier, constraintName, quoteName } from './postgres-names.js';
export type { NamedKind } from './postgres-names.js';

/** Other spellings of the built-in types, by the name that `format_type` prints. */
const SPELLINGS: Readonly<Record<string, string>> = {
  int: 'integer', int4: 'integer', int2: 'smallint', int8: 'bigint', float4: 'real', float8: 'double precision', decimal: 'numeric', dec: 'numeric',
  bool: 'boolean', varchar: 'character varying', 'char varying': 'character varying', 'national character varying': 'character varying',
  'national char varying': 'character varying', 'nchar varying': 'character varying', char: 'character', nchar: 'character', 'national character': 'character',
  'national char': 'character', varbit: 'bit varying', timestamptz: 'timestamp with time zone', timetz: 'time with time zone',
  timestamp: 'timestamp without time zone', time: 'time without time zone', serial4: 'serial', serial8: 'bigserial', serial2: 'smallserial',
};
/** Built-in names of more than one word, longest first. */
const PHRASES: readonly (readonly string[])[] = [
  ['national', 'character', 'varying'], ['national', 'char', 'varying'], ['character', 'varying'], ['char', 'varying'], ['nchar', 'varying'],
  ['national', 'character'], ['national', 'char'], ['double', 'precision'], ['bit', 'varying'],
];
const INTERVAL_FIELDS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second', 'to']);
const SERIAL: Readonly<Record<string, string>> = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' };

/** `serial` and its kin: the type that the column really has. */
export const serialType = (type: string): string | undefined => (Object.hasOwn(SERIAL, type) ? SERIAL[type] : undefined);

interface Part {
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'arguments' | 'bounds' | 'dot' | 'other';
}

function parts(text: string): Part[] {
  const out: Part[] = [];
  const pattern = /\s+|("(?:[^"]|"")*")|([\p{L}_\uE000-\uF8FF][\p{L}\p{N}\p{M}_$\uE000-\uF8FF]*)|(\((?:[^()"']|"(?:[^"]|"")*"|'(?:[^']|'')*'|\([^()]*\))*\))|(\[\s*\d*\s*\])|(\.)|(.)/gsu;
  for (const [, quoted, word, args, bounds, dot, other] of text.matchAll(pattern)) {
    if (quoted !== undefined) out.push({ kind: 'quoted', text: quoted.slice(1, -1).replaceAll('""', '"') });
    else if (word !== undefined) out.push({ kind: 'word', text: word.toLowerCase() });
    else if (args !== undefined) out.push({ kind: 'arguments', text: args.slice(1, -1).trim().replace(/\s*,\s*/gu, ',').replace(/\s+/gu, ' ') });
    else if (bounds !== undefined) out.push({ kind: 'bounds', text: bounds });
    else if (dot !== undefined) out.push({ kind: 'dot', text: '.' });
    else if (other !== undefined) out.push({ kind: 'other', text: other });
  }
  return out;
}

/**
 * A written type as PostgreSQL's `format_type` prints it: `varchar(50)` -> `character varying(50)`, `int4[]` -> `integer[]`,
 * `"Mood"` stays. What is no type is returned as it is written, with single spaces.
 */
export function canonicalType(text: string): string {
  const all = parts(text);
  let array = false;
  let end = all.length;
  for (; end > 0; end -= 1) {
    const part = all[end - 1];
    if (part?.kind === 'bounds' || (part?.kind === 'word' && part.text === 'array' && end > 1)) array = true;
    else break;
  }
  const element = elementType(all.slice(0, end));
  return element === undefined ? text.trim().replace(/\s+/gu, ' ') : element + (array ? '[]' : '');
}

function elementType(all: readonly Part[]): string | undefined {
  const names: Part[] = [];
  let at = 0;
  for (; at < all.length; at += 2) {
    const part = all[at];
    if (part?.kind !== 'word' && part?.kind !== 'quoted') return undefined;
    names.push(part);
    if (all[at + 1]?.kind !== 'dot') break;
  }
  at += 1;
  const last = names[names.length - 1];
  if (!last) return undefined;
  const schema = names.slice(0, -1).map((name) => name.text);
  const builtin = schema.length === 0 || (schema.length === 1 && schema[0] === 'pg_catalog');
  if (!builtin || (last.kind === 'quoted' && last.text === 'char' && schema.length === 0)) return userType(schema, last.text, all.slice(at));
  return builtinType(last, all.slice(at), schema.length > 0) ?? userType([], last.text, all.slice(at));
}

function userType(schema: readonly string[], name: string, rest: readonly Part[]): string | undefined {
  const [args, ...more] = rest;
  if (more.length > 0 || (args && args.kind !== 'arguments')) return undefined;
  const written = [...schema.filter((part) => part !== 'public'), name].map((part) => (part === 'json' ? part : quoteName(part))).join('.');
  return args ? `${written}(${SPATIAL.has(name) ? shapeText(args.text) : args.text})` : written;
}

const SPATIAL = new Set(['geometry', 'geography']);
const SHAPES = ['Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve', 'MultiSurface', 'PolyhedralSurface', 'Triangle', 'Tin'];

/** PostGIS prints `POINTZ` as `PointZ`. */
function shapeText(text: string): string {
  return text.replace(/^([a-z]+?)(zm|z|m)?(?=,|$)/iu, (written, name: string, dimensions = '') => {
    const shape = SHAPES.find((each) => each.toLowerCase() === name.toLowerCase());
    return shape === undefined ? written : shape + dimensions.toUpperCase();
  });
}

/** `undefined`: not one of the built-in types that have rules of their own. */
function builtinType(first: Part, rest: readonly Part[], qualified: boolean): string | undefined {
  let name = first.text;
  let tail = rest;
  const words = [name, ...rest.filter((part) => part.kind === 'word').map((part) => part.text)];
  const phrase = first.kind === 'word' ? PHRASES.find((candidate) => candidate.every((word, i) => words[i] === word && (i === 0 || rest[i - 1]?.kind === 'word'))) : undefined;
  if (phrase) {
    name = phrase.join(' ');
    tail = rest.slice(phrase.length - 1);
  }
  if (name === 'interval') return intervalType(tail);
  if (name === 'timestamp' || name === 'time' || name === 'timestamptz' || name === 'timetz') return timeType(name, tail);
  const [args, ...more] = tail;
  if (more.length > 0 || (args && args.kind !== 'arguments')) return undefined;
  const canonical = Object.hasOwn(SPELLINGS, name) ? (SPELLINGS[name] ?? name) : name;
  if (name === 'float') return Number(args?.text ?? '53') <= 24 ? 'real' : 'double precision';
  if (name === 'bpchar') return args ? `character(${args.text})` : 'bpchar';
  // `char` and `bit` alone have a length of one, but the catalog's own names have none
  if ((canonical === 'character' || canonical === 'bit') && !args) return qualified ? canonical : `${canonical}(1)`;
  if (canonical === 'numeric' && args && /^-?\d+$/u.test(args.text)) return `numeric(${args.text},0)`;
  if (canonical !== name || phrase || BUILTIN.has(canonical)) return args ? `${canonical}(${args.text})` : canonical;
  return undefined;
}
const BUILTIN = new Set(['integer', 'smallint', 'bigint', 'real', 'numeric', 'boolean', 'character', 'serial', 'bigserial', 'smallserial', 'bit']);

function timeType(name: string, rest: readonly Part[]): string | undefined {
  const base = name.startsWith('timestamp') ? 'timestamp' : 'time';
  let precision = '';
  let zone = name.endsWith('tz');
  let tail = rest;
  if (tail[0]?.kind === 'arguments') {
    precision = `(${tail[0].text})`;
    tail = tail.slice(1);
  }
  const words = tail.map((part) => part.text).join(' ');
  if (words === 'with time zone') zone = true;
  else if (words !== '' && words !== 'without time zone') return undefined;
  return `${base}${precision} ${zone ? 'with' : 'without'} time zone`;
}

function intervalType(rest: readonly Part[]): string | undefined {
  let out = 'interval';
  for (const part of rest) {
    if (part.kind === 'arguments') out += `(${part.text})`;
    else if (part.kind === 'word' && INTERVAL_FIELDS.has(part.text)) out += ` ${part.text}`;
    else return undefined;
  }
  return out;
}
