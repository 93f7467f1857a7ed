import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Known } from '../../value.js';
import { isUnknown, knownText, unknown } from '../../value.js';
import { booleanSql, textExpression, toExpression } from './expressions.js';
import { LABELS, asExpression, asSequence } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { bindArguments, booleanOf, mapKnown, quoteLiteral, stringOf, tracedOf, unknownFrom } from '../values.js';
import type { Call, NativeValue } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';

/** What stands behind a column's name to fill it in. */
export interface ServerDefault {
  readonly default?: Known<string>;
  readonly identity?: 'always' | 'byDefault';
  readonly generated?: Known<string>;
}

/** `server_default=...` as SQL: a string is a literal, everything else is an expression. */
export function serverDefault(value: Value | undefined, options: SqlAlchemyOptions): ServerDefault {
  if (isNull(value) || value === undefined) return {};
  if (value.kind === 'native') {
    if (value.label === LABELS.identity || value.label === LABELS.computed) return value.data as ServerDefault;
    // something on the server fills it in, no part of the table's definition
    if (value.label === LABELS.fetched) return {};
    if (value.label === 'sqlalchemy.DefaultClause') return serverDefault(value.data as Value, options);
    const sequence = asSequence(value);
    if (sequence) return { default: sequenceDefault(sequence.name) };
    const expression = asExpression(value);
    if (expression) return { default: expression.isNull ? 'NULL' : expression.sql };
    // calling a function is often forgotten: `server_default=func.now`
    if (value.label === 'sqlalchemy.func') return { default: unknown('unsupported', value.span) };
    const text = tracedOf(value);
    return { default: text ? mapKnown(knownText(text.text), quoteLiteral) : unknownFrom(value) };
  }
  if (value.kind === 'text') return { default: mapKnown(knownText(value.text.text), quoteLiteral) };
  if (value.kind === 'constant') return { default: typeof value.value === 'boolean' ? booleanSql(value.value, options.target) : String(value.value) };
  if (value.kind === 'list' || value.kind === 'record') return { default: unknown('unsupported', value.span) };
  return { default: unknownFrom(value) };
}

export const sequenceDefault = (name: Known<{ readonly schema?: string; readonly name: string }>): Known<string> =>
  mapKnown(name, (known) => `nextval('${known.schema === undefined ? '' : `${known.schema}.`}${known.name}'::regclass)`);

/** SQL given as a string or as an expression, where a string is SQL too. */
export function sqlOf(value: Value | undefined, options: SqlAlchemyOptions): Known<string> | undefined {
  if (isNull(value)) return undefined;
  const text = tracedOf(value);
  if (text && !asExpression(value)) return textExpression(text, new Map(), options).sql;
  return toExpression(value, options).sql;
}

/** `sa.Identity(always=False, ...)`. */
export function identity(call: Call, options: SqlAlchemyOptions): NativeValue {
  const always = booleanOf(bindArguments(call, ['always', 'on_null', 'start', 'increment']).arguments.get('always'));
  // MySQL and SQLite have no identity columns: a key counts up there anyway
  const data: ServerDefault = options.target.dialect === 'sqlite' || options.target.dialect === 'mysql' || options.target.dialect === 'mariadb' ? {} : { identity: always === true ? 'always' : 'byDefault' };
  return { kind: 'native', label: LABELS.identity, data, span: call.span };
}

/** `sa.Computed('expression', persisted=None)`. */
export function computed(call: Call, options: SqlAlchemyOptions): NativeValue {
  const expression = sqlOf(call.positional[0] ?? call.named.get('sqltext'), options) ?? unknown('input', call.span);
  return { kind: 'native', label: LABELS.computed, data: { generated: expression } satisfies ServerDefault, span: call.span };
}

/** `FetchedValue()`: the server gives the value in a way that SQLAlchemy does not write. */
export const fetchedValue = (call: Call): NativeValue => ({ kind: 'native', label: LABELS.fetched, span: call.span });

/** `DefaultClause(x)`: the same as `server_default=x`. */
export const defaultClause = (call: Call): Value => {
  const given = call.positional[0] ?? call.named.get('arg');
  return given ? { kind: 'native', label: 'sqlalchemy.DefaultClause', data: given, span: call.span } : unknownValue('input', call.span);
};

/** Name of a sequence, schema or type given as text. */
export function qualifiedName(name: Value | undefined, schema: Value | undefined): Known<{ readonly schema?: string; readonly name: string }> {
  const text = stringOf(name) ?? unknown('input');
  if (isUnknown(text)) return text;
  const outer = stringOf(schema);
  if (isUnknown(outer)) return outer;
  return outer === undefined || outer === 'public' ? { name: text } : { schema: outer, name: text };
}
