import type { RecordValue, Value } from '../../evaluate/value.js';
import { isNull, listValue, recordValue } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { keyValue } from '../../evaluate/keys.js';
import type { Options } from '../javascript/options.js';
import type { Part } from '../javascript/fragment.js';
import { deferrable, references } from './constraints.js';
import { sequenceOptions } from './sequence.js';
import { definitionOf } from './types.js';
import type { Writer } from './writer.js';

export interface Columns {
  readonly parts: readonly TracedText[];
  readonly comments: readonly TracedText[];
  /** What stands behind the columns: a key of several. */
  readonly constraints: Value;
}

export function columnsOf(writer: Writer, table: Value | undefined, given: Value | undefined): Columns {
  const entries = given?.kind === 'record' ? [...given.entries].filter(([, value]) => !(value.kind === 'constant' && value.value === undefined)) : [];
  const columns = entries.map(([key, value]) => ({ key: keyValue(key), definition: definitionOf(value, writer), writer: writer.from(value) }));
  const keys = columns.filter(({ definition }) => writer.options(definition).isTrue('primaryKey')).map(({ key }) => key);
  const several = keys.length > 1;
  const parts = columns.map(({ key, definition, writer: own }) => columnText(own, table, key, definition, several));
  // what cannot be told may be any column
  if (given?.kind !== 'record' || !given.complete) parts.push(writer.sql(holeAt(unknown('input', writer.at), writer.at), ' ', holeAt(unknown('input', writer.at), writer.at)));
  const comments = columns.flatMap(({ key, definition }) => commentsOf(writer, table, key, writer.options(definition)));
  return { parts, comments, constraints: recordValue(several ? [['primaryKey', listValue(keys)]] : []) };
}

function columnText(writer: Writer, table: Value | undefined, name: Value, definition: RecordValue, withoutKey: boolean): TracedText {
  const options = writer.options(definition);
  const type = options.get('type');
  const base = type?.kind === 'record' ? writer.name(type) : writer.raw(type);
  const array = options.get('array');
  const dimensions: readonly Part[] = array?.kind === 'constant' && array.value === true ? [' ARRAY'] : array?.kind === 'constant' && typeof array.value === 'number' ? [` ARRAY[${array.value}]`] : [];
  // null is a default, too
  const given = isUndefined(definition.entries.get('default')) ? options.get('default') : definition.entries.get('default');
  const identity = options.options('sequenceGenerated');
  const parts: Part[] = [writer.name(name), ' ', base, ...dimensions, ...writer.clause(options, 'collation', ' COLLATE ')];
  if (given) parts.push(' DEFAULT ', writer.value(given));
  if (options.isTrue('unique')) parts.push(' UNIQUE');
  if (options.isTrue('primaryKey') && !withoutKey) parts.push(' PRIMARY KEY');
  if (options.isTrue('notNull')) parts.push(' NOT NULL');
  parts.push(...writer.clause(options, 'check', ' CHECK (', ')'));
  if (options.get('references')) parts.push(...referenceName(writer, table, name, options), ...references(writer, options));
  parts.push(deferrable(options));
  if (identity) parts.push(' GENERATED ', writer.raw(identity.get('precedence')), ' AS IDENTITY', ...sequenceOptions(writer, identity, ' (', ')'));
  parts.push(...writer.clause(options, 'expressionGenerated', ' GENERATED ALWAYS AS (', ') STORED'));
  return writer.sql(...parts);
}

const isUndefined = (value: Value | undefined): boolean => value === undefined || (value.kind === 'constant' && value.value === undefined);

function referenceName(writer: Writer, table: Value | undefined, column: Value, options: Options): readonly Part[] {
  const name = options.get('referencesConstraintName');
  if (name) return [' CONSTRAINT ', writer.name(name), ' '];
  if (!options.get('referencesConstraintComment')) return [' '];
  return [' CONSTRAINT ', writer.quoted(writer.sql(writer.raw(table), '_fk_', writer.raw(column))), ' '];
}

function commentsOf(writer: Writer, table: Value | undefined, column: Value, options: Options): readonly TracedText[] {
  const comment = options.get('comment');
  return comment === undefined || isNull(comment) ? [] : [writer.comment('COLUMN', writer.sql(writer.name(table), '.', writer.name(column)), comment)];
}

/** Names of columns: one, several, or the keys of an object. */
export function columnNames(writer: Writer, given: Value | undefined): readonly Value[] {
  if (given?.kind !== 'record') return writer.list(given);
  const names = [...given.entries.keys()].map(keyValue);
  return given.complete ? names : [...names, { kind: 'unknown', reason: 'input' }];
}
