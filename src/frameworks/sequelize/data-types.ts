import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, plainText, textValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt } from '../../value.js';
import { sql, written } from '../javascript/fragment.js';
import { optionsOf } from '../javascript/options.js';
import { isList, isTrue, unknownFrom } from '../values.js';
import { nameText } from './names.js';
import { isMysql, isPostgres } from './runtime.js';

const TYPE = 'sequelize.type';

interface TypeData {
  /** As Sequelize names it: `STRING`, `DOUBLE PRECISION`. */
  readonly key: string;
  readonly given: readonly Value[];
  readonly flags: ReadonlySet<string>;
}

export const typeData = (value: Value | undefined): TypeData | undefined => (value?.kind === 'native' && value.label === TYPE ? (value.data as TypeData) : undefined);

const FLAGS: ReadonlySet<string> = new Set(['UNSIGNED', 'ZEROFILL', 'BINARY']);

/** `Sequelize.STRING`, `Sequelize.STRING(50)`, `Sequelize.INTEGER.UNSIGNED`: a type, and what makes others of it. */
function typeNative(data: TypeData, span?: Span): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: TYPE,
    data,
    ...(span && { span }),
    truth: () => true,
    call: (call: Call) => typeNative({ ...data, given: call.positional }, call.span),
    member: (property: string, context: Context) => {
      if (FLAGS.has(property)) return typeNative({ ...data, flags: new Set([...data.flags, property]) }, context.span);
      if (property === 'key') return plainText(data.key);
      if (property === 'toSql' || property === 'toString') return { kind: 'native', label: property, call: (call) => textValue(typeText(self, 'postgres', call.span)) };
      return property === 'values' || property === 'options' ? data.given[0] : undefined;
    },
    text: () => typeText(self, 'postgres', span ?? { file: '', start: 0, end: 0 }),
  };
  return self;
}

const NAMES: Readonly<Record<string, string>> = { NUMERIC: 'DECIMAL', DOUBLE: 'DOUBLE PRECISION', JSONTYPE: 'JSON' };
const KEYS: ReadonlySet<string> = new Set([
  'STRING', 'CHAR', 'TEXT', 'NUMBER', 'TINYINT', 'SMALLINT', 'MEDIUMINT', 'INTEGER', 'BIGINT', 'FLOAT', 'TIME', 'DATE', 'DATEONLY', 'BOOLEAN', 'NOW', 'BLOB', 'DECIMAL', 'UUID', 'UUIDV1', 'UUIDV4', 'HSTORE', 'JSON', 'JSONB', 'VIRTUAL', 'ARRAY',
  'ENUM', 'RANGE', 'REAL', 'DOUBLE PRECISION', 'GEOMETRY', 'GEOGRAPHY', 'CIDR', 'INET', 'MACADDR', 'CITEXT', 'TSVECTOR',
]);

/** A type of the library by its name. */
export function typeNamed(name: string): NativeValue | undefined {
  const key = NAMES[name] ?? name;
  return KEYS.has(key) ? typeNative({ key, given: [], flags: new Set() }) : undefined;
}

/** The first argument, or the member of it that has this name where it is an object of options. */
function argument({ given }: TypeData, at: number, name: string): Value | undefined {
  const [first] = given;
  const value = first?.kind === 'record' ? first.entries.get(name) : given[at];
  return isNull(value) ? undefined : value;
}

const size = (value: Value | undefined, span: Span): TracedText | undefined => (value === undefined ? undefined : value.kind === 'constant' ? written(String(value.value), value.span ?? span) : nameText(value, span));

type Render = (data: TypeData, dialect: Dialect, span: Span) => TracedText;

const plain = (text: string): Render => (_, __, span) => written(text, span);

const sized = (name: string): Render => (data, dialect, span) => {
  const binary = data.flags.has('BINARY') || isTrue(argument(data, 1, 'binary'));
  if (binary && isPostgres(dialect)) return written('BYTEA', span);
  return sql(span, `${name}(`, size(argument(data, 0, 'length'), span) ?? '255', ')', binary && isMysql(dialect) ? ' BINARY' : '');
};

/** Sizes of texts and of blobs are words of MySQL. */
const graded = (name: string): Render => (data, dialect, span) => {
  const grade = nameText(argument(data, 0, 'length') ?? plainText(''), span).text.toLowerCase();
  const prefix = isMysql(dialect) && ['tiny', 'medium', 'long'].includes(grade) ? grade.toUpperCase() : '';
  return written(prefix + name, span);
};

/** PostgreSQL has neither lengths nor signs of numbers. */
const number = (name: string): Render => (data, dialect, span) => {
  const length = size(argument(data, 0, 'length'), span);
  const decimals = size(argument(data, 1, 'decimals'), span);
  const floating = name === 'FLOAT' && !decimals;
  const digits = length && (!isPostgres(dialect) || floating) ? ['(', length, ...(decimals ? [',', decimals] : []), ')'] : [];
  const signs = isPostgres(dialect) ? '' : ['UNSIGNED', 'ZEROFILL'].filter((flag) => data.flags.has(flag)).map((flag) => ` ${flag}`).join('');
  return dialect === 'sqlite' ? sql(span, name, signs, ...digits) : sql(span, name, ...digits, signs);
};

/** A scale of nothing is left out, as Sequelize leaves it out. */
const decimal: Render = (data, dialect, span) => {
  const parts = [argument(data, 0, 'precision'), argument(data, 1, 'scale')].filter((part) => part !== undefined && !(part.kind === 'constant' && part.value === 0)).map((part) => size(part, span) ?? '');
  const digits = parts.length === 0 ? [] : ['(', ...parts.flatMap((part, i) => (i === 0 ? [part] : [',', part])), ')'];
  return sql(span, 'DECIMAL', ...digits, isMysql(dialect) && data.flags.has('UNSIGNED') ? ' UNSIGNED' : '');
};

const moment: Render = (data, dialect, span) => {
  if (isPostgres(dialect)) return written('TIMESTAMP WITH TIME ZONE', span);
  const digits = isMysql(dialect) ? size(argument(data, 0, 'length'), span) : undefined;
  return digits ? sql(span, 'DATETIME(', digits, ')') : written('DATETIME', span);
};

const place: Render = (data, _, span) => {
  const [kind, srid] = [size(argument(data, 0, 'type'), span), size(argument(data, 1, 'srid'), span)];
  return kind ? sql(span, `${data.key}(`, kind, ...(srid ? [',', srid] : []), ')') : written(data.key, span);
};

const RANGES: Readonly<Record<string, string>> = { INTEGER: 'int4range', BIGINT: 'int8range', DECIMAL: 'numrange', DATE: 'tstzrange', DATEONLY: 'daterange' };
const range: Render = (data, _, span) => written(RANGES[typeData(argument(data, 0, 'subtype'))?.key ?? 'INTEGER'] ?? 'int4range', span);

const array: Render = (data, dialect, span) => sql(span, typeText(argument(data, 0, 'type'), dialect, span), '[]');

const RENDERERS: Readonly<Record<string, Render>> = {
  STRING: sized('VARCHAR'), CHAR: sized('CHAR'), TEXT: graded('TEXT'), BLOB: (data, dialect, span) => (isPostgres(dialect) ? written('BYTEA', span) : graded('BLOB')(data, dialect, span)),
  TINYINT: number('TINYINT'), SMALLINT: number('SMALLINT'), MEDIUMINT: number('MEDIUMINT'), INTEGER: number('INTEGER'), BIGINT: number('BIGINT'), FLOAT: number('FLOAT'), REAL: number('REAL'), 'DOUBLE PRECISION': number('DOUBLE PRECISION'), DECIMAL: decimal,
  BOOLEAN: (_, dialect, span) => written(isPostgres(dialect) ? 'BOOLEAN' : 'TINYINT(1)', span), DATE: moment, DATEONLY: plain('DATE'), UUID: (_, dialect, span) => written(isMysql(dialect) ? 'CHAR(36) BINARY' : 'UUID', span),
  CITEXT: (_, dialect, span) => written(dialect === 'sqlite' ? 'TEXT COLLATE NOCASE' : 'CITEXT', span), RANGE: range, ARRAY: array, GEOMETRY: place, GEOGRAPHY: place,
};

/** A type as it stands in a statement; enumerations of PostgreSQL have a type of their own and are not written here. */
export function typeText(value: Value | undefined, dialect: Dialect, span: Span): TracedText {
  const data = typeData(value);
  if (!data) return value?.kind === 'unknown' || value === undefined ? holeAt(unknownFrom(value), span) : nameText(value, span);
  return (RENDERERS[data.key] ?? plain(data.key))(data, dialect, value && 'span' in value && value.span ? value.span : span);
}

export interface Enumeration {
  /** The labels; `undefined` where they cannot be read. */
  readonly values: readonly Value[] | undefined;
  readonly isArray: boolean;
}

/** The labels of an enumeration, or of a list of such. `given` is the attribute's own `values`. */
export function enumerationOf(value: Value | undefined, given: Value | undefined): Enumeration | undefined {
  const data = typeData(value);
  const inner = data?.key === 'ARRAY' ? typeData(argument(data, 0, 'type')) : data;
  if (inner?.key !== 'ENUM') return undefined;
  return { values: labelsOf(isNull(given) ? inner.given : [given as Value]), isArray: data?.key === 'ARRAY' };
}

/** `ENUM('a', 'b')`, `ENUM(['a', 'b'])`, `ENUM({ values: ['a', 'b'] })` */
function labelsOf(given: readonly Value[]): readonly Value[] | undefined {
  const [first] = given;
  const values = first?.kind === 'record' ? [optionsOf(first).get('values') ?? first] : given;
  const items = values.flatMap((value) => (isList(value) ? (value.complete ? value.items : [undefined]) : [value]));
  return items.length > 0 && items.every((item): item is Value => item !== undefined && item.kind !== 'unknown' && item.kind !== 'record' && item.kind !== 'native') ? items : undefined;
}
