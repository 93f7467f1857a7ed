import type { Value } from '../../evaluate/value.js';
import { isNull, plainText } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type Known, type TracedText, hasHole, holeAt, isUnknown } from '../../value.js';
import { type Part, sql, written } from '../javascript/fragment.js';
import { type Options, optionsOf } from '../javascript/options.js';
import { isTrue, quoteLiteral, unknownFrom } from '../values.js';
import { type Request, isMysql, nameText, quoted } from './runtime.js';

/** A column as a migration describes it: a type alone, or an object. */
export interface ColumnSpec {
  readonly name: Value;
  readonly span: Span;
  readonly type: Value | undefined;
  readonly options: Options;
}

export function columnSpec(name: Value, value: Value | undefined, source: Span): ColumnSpec {
  const span = value && 'span' in value && value.span ? value.span : source;
  const described = value?.kind !== 'text';
  const options = optionsOf(described ? value : undefined);
  return { name, span, type: described ? options.get('type') : value, options };
}

export const columnSpecs = (value: Value | undefined, span: Span): readonly ColumnSpec[] => (value?.kind === 'record' ? [...value.entries].map(([name, spec]) => columnSpec(plainText(name), spec, span)) : []);

export const isPrimary = ({ options }: ColumnSpec): boolean => options.isTrue('primaryKey');

const TYPES: Readonly<Record<string, string>> = { string: 'VARCHAR', int: 'INTEGER', integer: 'INTEGER' };
const POSTGRES: Readonly<Record<string, string>> = { ...TYPES, datetime: 'TIMESTAMP', blob: 'BYTEA' };
const MYSQL: Readonly<Record<string, string>> = { ...TYPES, boolean: 'TINYINT(1)' };

/** The type as the driver writes it: names of its own, and any other as it is. */
export function typeText({ type, options, span }: ColumnSpec, request: Request): TracedText {
  const text = nameText(type, span);
  if (hasHole(text.text)) return text;
  const names = isMysql(request) ? MYSQL : POSTGRES;
  const name = text.text.replace(isMysql(request) ? /^$/ : /^(time|timestamp)tz$/, '$1 WITH TIME ZONE');
  const graded = isMysql(request) && (name === 'text' || name === 'blob') ? gradeOf(options.number('length')) + name.toUpperCase() : undefined;
  return written(graded ?? names[name] ?? name.toUpperCase(), text.pieces[0]?.source ?? span);
}

/** MySQL's texts come in four sizes; without a length they hold a thousand bytes, so the driver says. */
function gradeOf(length: Known<number> | undefined): string {
  const size = typeof length === 'number' ? length : 1000;
  return size > 16_777_216 ? 'LONG' : size > 65_536 ? 'MEDIUM' : size > 256 ? '' : 'TINY';
}

function lengthText(spec: ColumnSpec, type: TracedText, request: Request): readonly Part[] {
  const { options, span } = spec;
  const length = options.get('length');
  if (isMysql(request)) {
    if (/(?:TEXT|BLOB)$/.test(type.text)) return [];
    const [precision, scale] = [options.get('precision'), options.get('scale')];
    if (type.text === 'DECIMAL') return precision && scale ? ['(', sizeText(precision, span), ',', sizeText(scale, span), ')'] : [];
    if (isNull(length) && type.text === 'VARCHAR') return ['(255)'];
  }
  return isNull(length) ? [] : ['(', sizeText(length, span), ')'];
}

const sizeText = (value: Value | undefined, span: Span): TracedText => (value?.kind === 'constant' ? written(String(value.value), value.span ?? span) : nameText(value, span));

/** A default: texts in quotes as they are, `{ special: 'CURRENT_TIMESTAMP' }`, `{ raw: '...' }`. */
export function defaultText({ options, span }: ColumnSpec, request: Request): TracedText | undefined {
  const value = options.get('defaultValue');
  if (value === undefined) return undefined;
  if (value.kind === 'constant') return written(String(value.value), value.span ?? span);
  if (value.kind === 'record') {
    const special = optionsOf(value).get('special', 'raw') ?? optionsOf(value).get('raw');
    return nameText(special, span);
  }
  if (value.kind !== 'text') return holeAt(unknownFrom(value), span);
  if (hasHole(value.text.text)) return holeAt(value.text.holes[0]?.value ?? unknownFrom(value), span);
  if (isMysql(request) && value.text.text.startsWith('CURRENT_TIMESTAMP')) return value.text;
  return written(quoteLiteral(value.text.text), value.text.pieces[0]?.source ?? span);
}

/** A column of CREATE TABLE or ADD COLUMN. */
export function columnText(spec: ColumnSpec, request: Request, emitPrimaryKey: boolean): TracedText {
  const { options, span } = spec;
  const name = quoted(spec.name, { dialect: request.dialect, span });
  const type = typeText(spec, request);
  const value = defaultText(spec, request);
  const primary = isPrimary(spec);
  const counting = options.isTrue('autoIncrement');
  const notNull = options.boolean('notNull');
  const nullability: readonly Part[] = isUnknown(notNull) ? [' ', holeAt(notNull, span)] : notNull === true ? [' NOT NULL'] : [];
  const unique = options.isTrue('unique') ? ' UNIQUE' : '';
  const defaultClause: readonly Part[] = value ? [' DEFAULT ', value] : [];
  if (isMysql(request)) {
    const flag = (option: string, word: string): string => (isTrue(options.get(option)) ? ` ${word}` : '');
    const comment = options.get('comment');
    return sql(
      span, name, ' ', type, ...lengthText(spec, type, request), flag('unsigned', 'UNSIGNED'), primary && emitPrimaryKey ? ' PRIMARY KEY' : '', counting ? ' AUTO_INCREMENT' : '', ...nullability, unique, ...defaultClause,
      ...(comment?.kind === 'text' ? [' COMMENT ', quoteLiteral(comment.text.text)] : []),
    );
  }
  // SQLite's driver writes what its database calls a counting key
  const key = primary && emitPrimaryKey ? ' PRIMARY KEY' : '';
  if (request.dialect === 'sqlite') return sql(span, name, ' ', type, ...lengthText(spec, type, request), key, primary && counting ? ' AUTOINCREMENT' : '', ...nullability, unique, ...defaultClause);
  const serial = primary && counting ? (nameText(spec.type, span).text === 'bigint' ? 'BIGSERIAL' : 'SERIAL') : undefined;
  return sql(span, name, ' ', ...(serial ? [serial] : [type, ...lengthText(spec, type, request)]), options.isTrue('timezone') ? ' WITH TIME ZONE' : '', key, ...nullability, unique, ...defaultClause);
}

/** The type with its length, for a column that is changed. */
export function sizedType(spec: ColumnSpec, request: Request): TracedText {
  const type = typeText(spec, request);
  return sql(spec.span, type, ...lengthText(spec, type, request));
}
