import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type Known, type TracedText, concatText, hasHole, holeAt, knownText, sliceText, unknown } from '../../value.js';
import { join, quotedName, sql, written } from '../javascript/fragment.js';
import { tracedOf, unknownFrom } from '../values.js';
import { isPostgres } from './runtime.js';

/** The text of a name; a hole where it cannot be read. */
export function nameText(value: Value | undefined, source: Span): TracedText {
  const text = tracedOf(value);
  if (text) return text;
  if (value?.kind === 'constant' && !isNull(value)) return written(String(value.value), value.span ?? source);
  return holeAt(value ? unknownFrom(value) : unknown('input', source), source);
}

export const nameOf = (value: Value | undefined, source: Span): Known<string> => knownText(nameText(value, source).text);

/** A table as it is given: its name, or an object with its schema. */
export interface TableReference {
  readonly name: TracedText;
  readonly schema?: TracedText;
}

export const MODEL = 'sequelize.model';

export function tableOf(value: Value | undefined, source: Span, schema?: Value): TableReference {
  const outer = isNull(schema) ? {} : { schema: nameText(schema, source) };
  if (value?.kind === 'record') {
    const inner = value.entries.get('schema');
    const name = value.entries.get('tableName') ?? value.entries.get('name') ?? value.entries.get('table');
    return { name: nameText(name, source), ...(isNull(inner) ? outer : { schema: nameText(inner, source) }) };
  }
  if (value?.kind === 'native' && value.label === MODEL) return value.data as TableReference;
  return { name: nameText(value, source), ...outer };
}

/** One name in quotes. Quotes that it has already are taken off. */
export const quoted = (text: TracedText, dialect: Dialect, source: Span): TracedText => quotedName(withoutTicks(text, dialect), dialect, source);

function withoutTicks(text: TracedText, dialect: Dialect): TracedText {
  const tick = isPostgres(dialect) ? '"' : '`';
  if (!text.text.includes(tick)) return text;
  const parts: TracedText[] = [];
  let from = 0;
  for (let at = text.text.indexOf(tick); at >= 0; at = text.text.indexOf(tick, from)) {
    parts.push(sliceText(text, from, at));
    from = at + 1;
  }
  return concatText([...parts, sliceText(text, from)].filter((part) => part.text !== ''));
}

/** The table's name in quotes. Only PostgreSQL has schemas in Sequelize's eyes; elsewhere they are part of the name. */
export function quotedTable(table: TableReference, dialect: Dialect, source: Span): TracedText {
  if (!table.schema) return quoted(table.name, dialect, source);
  if (!isPostgres(dialect)) return quoted(sql(source, table.schema, '.', table.name), dialect, source);
  return join([quoted(table.schema, dialect, source), quoted(table.name, dialect, source)], '.', source);
}

/** A name in which a dot parts the schema from the rest: what is before the last one is one name. */
export function quotedPath(text: TracedText, dialect: Dialect, source: Span): TracedText {
  const dot = text.text.lastIndexOf('.');
  if (dot < 0) return quoted(text, dialect, source);
  const head = sliceText(text, 0, dot);
  const outer = head.text.includes('.') ? written(head.text.replaceAll('.', '->'), source) : head;
  return join([quoted(outer, dialect, source), quoted(sliceText(text, dot + 1), dialect, source)], '.', source);
}

/** Where the table is given as a text, `schema.table` is a path; elsewhere it is a name that has a dot. */
export const pathOrTable = (value: Value | undefined, dialect: Dialect, source: Span): TracedText => (value?.kind === 'text' ? quotedPath(value.text, dialect, source) : quotedTable(tableOf(value, source), dialect, source));

/** The table as operations name it. */
export function tableKey({ name, schema }: TableReference, source: Span): Known<Name> {
  if (hasHole(name.text) || (schema && hasHole(schema.text))) return unknown('input', source);
  return schema === undefined || schema.text === 'public' ? { name: name.text } : { schema: schema.text, name: name.text };
}

/** `createdAt` → `created_at`: a bar before each capital letter, and none in front. */
export function underscored(text: TracedText, source: Span): TracedText {
  const changed = text.text.replace(/[A-Z]/g, (letter) => `_${letter}`).replace(/^_/, '').toLowerCase();
  if (changed === text.text) return text;
  return hasHole(text.text) ? holeAt(unknown('input', source), source) : written(changed, text.pieces[0]?.source ?? source);
}

/** What an index is called that has no name: the table and the fields. */
export function indexName(table: TracedText, fields: readonly TracedText[], source: Span): TracedText {
  const prefix = /["'.]/.test(table.text) ? written(table.text.replaceAll('.', '_').replace(/["']/g, ''), source) : table;
  return underscored(sql(source, prefix, '_', ...fields.flatMap((field, i) => (i === 0 ? [field] : ['_', field]))), source);
}

/** The enumeration type of a column: PostgreSQL needs one, and Sequelize makes it. */
export const enumName = (table: TracedText, column: TracedText, source: Span): TracedText => sql(source, 'enum_', table, '_', column);
