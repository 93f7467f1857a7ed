import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, hasHole, holeAt } from '../../value.js';
import { type Part, sql, written } from '../javascript/fragment.js';
import { jsonOf } from '../javascript/literals.js';
import { type Options, optionsOf } from '../javascript/options.js';
import { booleanOf, entriesOf, isTrue, quoteLiteral, unknownFrom } from '../values.js';
import { type Enumeration, enumerationOf, typeData, typeText } from './data-types.js';
import { fragmentOf, literal, literals } from './expressions.js';
import { type TableReference, nameText, quoted, quotedTable, tableOf } from './names.js';
import { isMysql, isPostgres } from './runtime.js';

/** A column as a migration describes it: a type alone, or an object. */
export interface Attribute {
  readonly column: TracedText;
  readonly span: Span;
  readonly type: Value | undefined;
  readonly options: Options;
  /** The options as they are written: `null` is another thing than nothing. */
  readonly entries: ReadonlyMap<string, Value>;
  readonly dialect: Dialect;
}

export function attributeOf(column: TracedText, value: Value | undefined, dialect: Dialect, source: Span): Attribute {
  const span = value && 'span' in value && value.span ? value.span : source;
  const described = value?.kind === 'record';
  const options = optionsOf(described ? value : undefined);
  return { column, span, type: described ? options.get('type') : value, options, entries: entriesOf(value), dialect };
}

/** Columns of a table in the order of the program; `field` is what the database calls one. */
export function attributesOf(value: Value | undefined, dialect: Dialect, source: Span): readonly Attribute[] {
  if (value?.kind !== 'record') return [];
  return [...value.entries].map(([key, attribute]) => {
    const place = 'span' in attribute && attribute.span ? attribute.span : source;
    const field = attribute.kind === 'record' ? attribute.entries.get('field') : undefined;
    return attributeOf(isNull(field) ? written(key, { ...place, end: place.start }) : nameText(field, place), attribute, dialect, place);
  });
}

export const isPrimary = ({ options }: Attribute): boolean => options.isTrue('primaryKey');
export const isCounting = ({ options }: Attribute): boolean => options.isTrue('autoIncrement');
export const isUnique = ({ options }: Attribute): boolean => booleanOf(options.get('unique')) === true && options.get('unique')?.kind === 'constant';

/** ` NOT NULL`, nothing, or a hole where it cannot be told. */
export function nullability({ options, span }: Attribute): TracedText {
  const allowed = options.boolean('allowNull');
  return typeof allowed === 'object' ? sql(span, ' ', holeAt(allowed, span)) : written(allowed === false ? ' NOT NULL' : '', span);
}

export const columnEnumeration = (attribute: Attribute): Enumeration | undefined => enumerationOf(attribute.type, attribute.options.get('values'));

/** ` DEFAULT ...` of what the database is to know; functions, moments and identifiers are made by the application. */
export function defaultClause(attribute: Attribute): TracedText {
  const value = defaultText(attribute);
  return value ? sql(attribute.span, ' DEFAULT ', value) : written('', attribute.span);
}

const MADE_BY_APPLICATION: ReadonlySet<string> = new Set(['NOW', 'UUIDV1', 'UUIDV4']);

function defaultText(attribute: Attribute): TracedText | undefined {
  const { options, span, dialect } = attribute;
  const value = options.get('defaultValue');
  if (value === undefined) return writtenNull(attribute);
  if (value.kind === 'closure' || MADE_BY_APPLICATION.has(typeData(value)?.key ?? '')) return undefined;
  const own = fragmentOf(value);
  if (own) return own;
  if (value.kind === 'native') return value.call ? undefined : holeAt(unknownFrom(value), span);
  if (value.kind === 'unknown') return holeAt(unknownFrom(value), span);
  return isMysql(dialect) ? literal(value, dialect, span) : typedLiteral(attribute, value);
}

/** `defaultValue: null` is written as such, which is no default at all. */
function writtenNull({ entries, span }: Attribute): TracedText | undefined {
  const value = entries.get('defaultValue');
  return value?.kind === 'constant' && value.value === null ? written('NULL', span) : undefined;
}

const QUOTED_NUMBERS: ReadonlySet<string> = new Set(['FLOAT', 'REAL', 'DOUBLE PRECISION']);

/** A default as the type of the column writes it. */
function typedLiteral({ type, span, dialect }: Attribute, value: Value): TracedText {
  const key = typeData(type)?.key;
  if (key === 'JSON' || key === 'JSONB') {
    const json = jsonOf(value);
    return typeof json === 'string' ? written(quoteLiteral(json), span) : holeAt(json, span);
  }
  if (value.kind === 'list' && isPostgres(dialect)) return arrayText(type, value, dialect, span);
  if (key !== undefined && QUOTED_NUMBERS.has(key) && value.kind === 'constant') return written(quoteLiteral(String(value.value)), span);
  if (key === 'DATE' && value.kind === 'text' && !hasHole(value.text.text) && Number.isNaN(Date.parse(value.text.text))) return written("'Invalid date'", span);
  return literal(value, dialect, span);
}

function arrayText(type: Value | undefined, value: Extract<Value, { kind: 'list' }>, dialect: Dialect, span: Span): TracedText {
  if (!value.complete) return holeAt(unknownFrom(value), span);
  const cast = typeData(type)?.key === 'ARRAY' && !enumerationOf(type, undefined) ? ['::', typeText(type, dialect, span)] : [];
  return sql(span, 'ARRAY[', literals(value.items, dialect, span, ','), ']', ...cast);
}

/** ` REFERENCES ...`, or `undefined`. `schema` is that of the table, in which a table that is named by a text is sought. */
export function referenceClause(attribute: Attribute, schema?: TracedText): TracedText | undefined {
  const { options, span, dialect } = attribute;
  const given = options.get('references');
  if (given === undefined) return undefined;
  const reference = referenceOf(given, options);
  const table = tableOf(reference.model, span);
  const home: TableReference = schema && reference.model?.kind === 'text' ? { ...table, schema } : table;
  const key = isNull(reference.key) ? written('id', span) : nameText(reference.key, span);
  return sql(span, ' REFERENCES ', quotedTable(home, dialect, span), ' (', quoted(key, dialect, span), ')', ...actions(options, span), ...deferral(reference.deferrable, dialect));
}

interface Reference {
  readonly model: Value | undefined;
  readonly key: Value | undefined;
  readonly deferrable?: Value;
}

/** Old versions of Sequelize take the table's name alone, and the key beside it. */
function referenceOf(given: Value, options: Options): Reference {
  if (given.kind !== 'record') return { model: given, key: options.get('referencesKey') };
  const inner = optionsOf(given);
  // what names a table as a whole is one itself
  const model = inner.get('model') ?? inner.get('table') ?? (given.entries.has('tableName') ? given : undefined);
  const deferrable = inner.get('deferrable');
  return { model, key: inner.get('key') ?? inner.get('field'), ...(deferrable && { deferrable }) };
}

/** ` ON DELETE ... ON UPDATE ...`: migrations have them only where they are written. */
export function actions(options: Options, span: Span): readonly Part[] {
  return [[' ON DELETE ', options.get('onDelete')] as const, [' ON UPDATE ', options.get('onUpdate')] as const].flatMap(([word, value]) => {
    if (isNull(value)) return [];
    const text = nameText(value, span);
    return text.text === '' ? [] : [word, hasHole(text.text) ? text : { ...text, text: text.text.toUpperCase() }];
  });
}

export function deferral(value: Value | undefined, dialect: Dialect): readonly Part[] {
  const text = value?.kind === 'native' ? value.text?.() : value?.kind === 'text' ? value.text : undefined;
  return text && isPostgres(dialect) ? [' ', text] : [];
}

/** The comment of a column, where it is a text. */
export function commentOf({ options, span, dialect }: Attribute): TracedText | undefined {
  const value = options.get('comment');
  return value?.kind === 'text' ? literal(value, dialect, span) : undefined;
}

export const isWritten = (text: TracedText): boolean => text.text !== '';

/** MySQL: `FIRST`, `AFTER other`. */
export function position({ options, span, dialect }: Attribute): readonly Part[] {
  const after = options.get('after');
  if (isTrue(options.get('first'))) return [' FIRST'];
  return isNull(after) ? [] : [' AFTER ', quoted(nameText(after, span), dialect, span)];
}
