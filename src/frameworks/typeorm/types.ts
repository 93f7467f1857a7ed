import { factsOf } from '../../dialects/dialect.js';
import type { Name } from '../../operation.js';
import type { Dialect } from '../../target.js';
import { type Known, isUnknown } from '../../value.js';
import { mapKnown, quoteLiteral } from '../values.js';
import { enumTypeName, nameFromPath } from './names.js';
import { type Options, flagOption, namesOption, textOption } from './options.js';

const SERIALS: Readonly<Record<string, string>> = { integer: 'serial', int: 'serial', int4: 'serial', smallint: 'smallserial', int2: 'smallserial', bigint: 'bigserial', int8: 'bigserial' };
const SPATIAL = /^(?:geometry|geography)$/u;
const TIMES: Readonly<Record<string, readonly [string, string]>> = {
  'time without time zone': ['TIME', ''], 'time with time zone': ['TIME', ' WITH TIME ZONE'], 'timestamp without time zone': ['TIMESTAMP', ''], 'timestamp with time zone': ['TIMESTAMP', ' WITH TIME ZONE'],
};
/** MySQL needs a length, and TypeORM has one ready. */
const LENGTHS: Readonly<Record<string, string>> = { varchar: '255', nvarchar: '255', 'national varchar': '255', char: '1', binary: '1', varbinary: '255' };

export const isEnumeration = (type: Known<string> | undefined): boolean => type === 'enum' || type === 'simple-enum';

/** The first that is unknown, of what decides a type. */
const unreadOf = (...values: readonly (Known<unknown> | undefined)[]) => values.find(isUnknown);

/** A type with its size, in the words of `createFullType`. */
function sizedType(options: Options, type: string, dialect: Dialect): Known<string> {
  const [length, precision, scale] = [textOption(options, 'length'), textOption(options, 'precision'), textOption(options, 'scale')];
  const unread = unreadOf(length, precision, scale);
  if (unread && options.complete) return unread;
  const [size, digits, decimals] = [length, precision, scale].map((each) => (each === undefined || isUnknown(each) ? '' : each));
  const time = dialect === 'postgres' && Object.hasOwn(TIMES, type) ? TIMES[type] : undefined;
  if (time) return `${time[0]}${digits ? `(${digits})` : ''}${time[1]}`;
  if (SPATIAL.test(type)) return spatialType(options, type);
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const given = size || (mysql ? LENGTHS[type] : undefined) || (mysql ? widthOf(options) : undefined);
  if (given) return `${type}(${given})`;
  if (!digits) return type;
  return decimals ? `${type}(${digits},${decimals})` : `${type}(${digits})`;
}

function widthOf(options: Options): string | undefined {
  const width = options.entries.has('width') ? textOption(options, 'width') : undefined;
  return isUnknown(width) ? undefined : width;
}

function spatialType(options: Options, type: string): Known<string> {
  const [feature, srid] = [textOption(options, 'spatialFeatureType'), textOption(options, 'srid')];
  if (isUnknown(feature)) return feature;
  if (isUnknown(srid)) return srid;
  return feature === undefined ? type : srid === undefined ? `${type}(${feature})` : `${type}(${feature},${srid})`;
}

/** The name of the enum type that PostgreSQL gets for a column. */
export function enumNameOf(options: Options, table: Known<Name>): Known<Name> {
  if (isUnknown(table)) return table;
  const given = options.complete || options.entries.has('enumName') ? textOption(options, 'enumName') : undefined;
  if (isUnknown(given)) return given;
  const column = textOption(options, 'name') ?? '';
  if (given === undefined && isUnknown(column)) return column;
  const name = nameFromPath(given ?? enumTypeName(table.name, column as string));
  return isUnknown(name) || name.schema !== undefined || table.schema === undefined ? name : { ...name, schema: table.schema };
}

/** The type as the database will have it. */
export function columnType(options: Options, table: Known<Name>, dialect: Dialect): Known<string> {
  const type = textOption(options, 'type') ?? '';
  if (isUnknown(type)) return type;
  const { canonicalType, quoteName } = factsOf(dialect);
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  if (dialect === 'postgres' && isEnumeration(type)) {
    const name = enumNameOf(options, table);
    const array = flagOption(options, 'isArray') === true ? '[]' : '';
    return mapKnown(name, (known) => `${known.schema === undefined ? '' : `${quoteName(known.schema)}.`}${quoteName(known.name)}${array}`);
  }
  const serial = dialect === 'postgres' ? serialOf(options, type) : undefined;
  if (serial !== undefined) return serial;
  if (dialect === 'sqlite' && isEnumeration(type)) return 'varchar';
  const sized = mysql && options.entries.has('enum') ? listedType(options, type === 'simple-enum' ? 'enum' : type) : sizedType(options, type, dialect);
  return mapKnown(sized, (text) => canonicalType(`${text}${mysql && flagOption(options, 'unsigned') === true ? ' unsigned' : ''}${flagOption(options, 'isArray') === true ? '[]' : ''}`));
}

/** `serial` and its kin; a generated column with another strategy keeps its type. */
function serialOf(options: Options, type: string): string | undefined {
  if (flagOption(options, 'isGenerated') !== true) return undefined;
  const strategy = textOption(options, 'generationStrategy');
  return strategy === 'uuid' || strategy === 'identity' ? undefined : SERIALS[type];
}

function listedType(options: Options, type: string): Known<string> {
  const labels = namesOption(options, 'enum');
  if (isUnknown(labels)) return labels;
  const unread = labels.find(isUnknown);
  return unread ?? `${type}(${(labels as readonly string[]).map(quoteLiteral).join(',')})`;
}
