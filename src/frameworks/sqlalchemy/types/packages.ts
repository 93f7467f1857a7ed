import type { Context, NativeValue, Value } from '../../../evaluate/value.js';
import { TRUE, constant, isNull } from '../../../evaluate/value.js';
import { isUnknown } from '../../../value.js';
import type { SqlType } from '../model.js';
import type { SqlAlchemyOptions } from '../options.js';
import { bindArguments, numberOf, stringOf } from '../../values.js';
import { buildType, simpleType, typeClass } from './native.js';
import type { TypeArguments } from './native.js';
import { asType } from './resolve.js';

type Build = (call: TypeArguments, context: Context | undefined) => SqlType;

const fixed = (className: string, args: Readonly<Record<string, Value>> = {}, module: SqlType['module'] = 'generic'): Build => () => simpleType(className, args, module);
const sized = (className: string, length: number): Build => (call) => {
  const given = bindArguments(call, ['length']).arguments.get('length');
  return simpleType(className, { length: isNull(given) || given === undefined ? constant(length) : given });
};
const same = (className: string): Build => (call, context) => buildType(className, 'generic', call, context);
/** The type given as an argument, else another one. */
const given = (parameters: readonly string[], name: string, otherwise: Build): Build => (call, context) => asType(bindArguments(call, parameters).arguments.get(name), context) ?? otherwise(call, context);
const text = (type: string): Build => () => ({ className: type, module: 'generic', arguments: new Map(), text: type });
const onPostgres = (build: Build, otherwise: Build): Build => (call, context) => ({ ...otherwise(call, context), variants: new Map([['postgresql', build(call, context)]]) });

const uuid: Build = onPostgres(fixed('UUID'), fixed('CHAR', { length: constant(32) }));
const guid: Build = onPostgres(fixed('UUID'), fixed('CHAR', { length: constant(36) }));
const utc: Build = fixed('DateTime', { timezone: TRUE });
const jsonb: Build = onPostgres(fixed('JSONB', {}, 'postgresql'), fixed('JSON'));
const range = (word: string): Build => fixed(word, {}, 'postgresql');

const vector = (word: string): Build => (call) => {
  const size = numberOf(bindArguments(call, ['dim']).arguments.get('dim'));
  if (size !== undefined && isUnknown(size)) return { className: word, module: 'generic', arguments: new Map(), text: size };
  const type = size === undefined ? word : `${word}(${size})`;
  return { className: word, module: 'generic', arguments: new Map(), text: type };
};

/** `Geometry('POINT', srid=4326)` as PostGIS prints it. */
const spatial = (word: string): Build => (call) => {
  const bound = bindArguments(call, ['geometry_type', 'srid', 'dimension', 'spatial_index']).arguments;
  const shape = stringOf(bound.get('geometry_type')) ?? (bound.has('geometry_type') ? undefined : 'GEOMETRY');
  const srid = numberOf(bound.get('srid')) ?? -1;
  const wanted = bound.get('spatial_index') ?? TRUE;
  const typed = (text: SqlType['text']): SqlType => ({ className: word, module: 'generic', arguments: new Map([['spatial_index', wanted]]), text });
  if (isUnknown(shape)) return typed(shape);
  if (isUnknown(srid)) return typed(srid);
  const upper = shape?.toUpperCase();
  const base = upper && (SHAPES[upper.replace(/(?:ZM|Z|M)$/u, '')] ?? shape);
  const suffix = upper && /(ZM|Z|M)$/u.exec(upper)?.[1];
  const name = base && base + (suffix ?? '');
  if (name === undefined || (upper === 'GEOMETRY' && srid <= 0)) return typed(word);
  return typed(srid > 0 ? `${word}(${name},${srid})` : `${word}(${name})`);
};
const SHAPES: Readonly<Record<string, string>> = {
  GEOMETRY: 'Geometry', POINT: 'Point', LINESTRING: 'LineString', POLYGON: 'Polygon', MULTIPOINT: 'MultiPoint', MULTILINESTRING: 'MultiLineString', MULTIPOLYGON: 'MultiPolygon', GEOMETRYCOLLECTION: 'GeometryCollection',
};

const UTILS: Readonly<Record<string, Build>> = {
  UUIDType: (call, context) => {
    const native = bindArguments(call, ['binary', 'native']).arguments;
    const binary = native.get('binary');
    const stored = binary?.kind === 'constant' && binary.value === false ? fixed('CHAR', { length: constant(32) }) : fixed('BINARY', { length: constant(16) });
    const isPlain = native.get('native')?.kind === 'constant' && (native.get('native') as { readonly value: unknown }).value === false;
    return isPlain ? stored(call, context) : onPostgres(fixed('UUID'), stored)(call, context);
  },
  EmailType: sized('String', 255), URLType: fixed('Text'), IPAddressType: sized('String', 50), TimezoneType: fixed('String', { length: constant(50) }),
  CountryType: fixed('String', { length: constant(2) }), LocaleType: fixed('String', { length: constant(10) }), CurrencyType: fixed('String', { length: constant(3) }),
  PhoneNumberType: (call) => simpleType('String', { length: bindArguments(call, ['region', 'max_length']).arguments.get('max_length') ?? constant(20) }),
  ColorType: sized('String', 20), WeekDaysType: onPostgres(fixed('BIT', { length: constant(7) }, 'postgresql'), fixed('String', { length: constant(7) })),
  ScalarListType: fixed('Text'), ChoiceType: given(['choices', 'impl'], 'impl', fixed('String', { length: constant(255) })),
  JSONType: onPostgres(fixed('JSON'), fixed('Text')), ArrowType: fixed('DateTime'), EnrichedDateTimeType: fixed('DateTime'), EnrichedDateType: fixed('Date'),
  PasswordType: onPostgres(fixed('BYTEA', {}, 'postgresql'), fixed('VARBINARY', { length: constant(1094) })),
  TSVectorType: fixed('TSVECTOR', {}, 'postgresql'), LtreeType: text('ltree'), LtreeVector: text('ltree'), CompositeType: text('record'),
  EncryptedType: fixed('LargeBinary'), StringEncryptedType: same('String'),
  IntRangeType: range('INT4RANGE'), Int8RangeType: range('INT8RANGE'), NumericRangeType: range('NUMRANGE'), DateRangeType: range('DATERANGE'), DateTimeRangeType: range('TSRANGE'),
};

const ADVANCED: Readonly<Record<string, Build>> = {
  GUID: onPostgres(fixed('UUID'), fixed('BINARY', { length: constant(16) })), DateTimeUTC: utc, JsonB: jsonb, ORA_JSONB: fixed('BLOB'), BigIntIdentity: onPostgres(fixed('BigInteger'), fixed('BigInteger')),
  EncryptedString: fixed('String'), EncryptedText: fixed('Text'), PasswordHash: (call) => simpleType('String', { length: bindArguments(call, ['backend', 'length']).arguments.get('length') ?? constant(128) }),
  StoredObject: jsonb, FileObject: jsonb, ColorType: fixed('String', { length: constant(20) }),
};

/** Packages whose types appear in migrations, by their module's name. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, Build>>>> = {
  sqlalchemy_utils: UTILS,
  sqlmodel: { AutoString: same('String'), GUID: uuid },
  fastapi_users_db_sqlalchemy: { GUID: onPostgres(fixed('UUID'), fixed('CHAR', { length: constant(36) })), TIMESTAMPAware: (call) => simpleType('TIMESTAMP', { timezone: bindArguments(call, ['timezone']).arguments.get('timezone') ?? TRUE }) },
  geoalchemy2: { Geometry: spatial('geometry'), Geography: spatial('geography'), Raster: text('raster') },
  pgvector: { Vector: vector('vector'), VECTOR: vector('vector'), HALFVEC: vector('halfvec'), HalfVector: vector('halfvec'), SPARSEVEC: vector('sparsevec'), BIT: (call) => simpleType('BIT', { length: call.positional[0] ?? constant(1) }, 'postgresql') },
  citext: { CIText: text('citext'), CITEXT: text('citext') },
  sqlalchemy_citext: { CIText: text('citext'), CITEXT: text('citext') },
  sqlalchemy_json: { MutableJson: fixed('JSON'), NestedMutableJson: fixed('JSON') },
  advanced_alchemy: ADVANCED,
  litestar: ADVANCED,
  sqlalchemy_searchable: {},
  sqlalchemy_utc: { UtcDateTime: utc },
  sqlalchemy_file: { FileField: fixed('JSON'), ImageField: fixed('JSON') },
  sqlalchemy_jsonfield: { JSONField: fixed('Text') },
  jsonfield: { JSONField: fixed('Text') },
  sqlalchemy_enum34: { EnumType: fixed('String') },
  fastapi_utils: { GUID: guid },
};

const packageOf = (module: string): string => module.split('.')[0] ?? module;

export function isTypePackage(module: string): boolean {
  return Object.hasOwn(PACKAGES, packageOf(module));
}

/** A type class of a third-party package, by the name of the module that it is imported from. */
export function packageType(module: string, name: string, options: SqlAlchemyOptions): NativeValue | undefined {
  const types = PACKAGES[packageOf(module)];
  const build = types && Object.hasOwn(types, name) ? types[name] : undefined;
  return build && typeClass({ name, build }, options);
}

