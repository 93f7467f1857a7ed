import type { Operation } from '../operation.js';
import { isUnknown } from '../value.js';

/** The names that an operation is about. */
export function subject(operation: Operation, between = ' '): string {
  if (operation.kind === 'opaque') return operation.reason;
  const parts: string[] = [];
  const { table, column, constraint, index, name, object, to, set, verb, value } = operation as unknown as Readonly<Record<string, unknown>>;
  if (verb !== undefined) parts.push(String(verb));
  if (table !== undefined) parts.push(word(table));
  if (column !== undefined) {
    const written = typeof column === 'object' && !isUnknown(column) ? columnText(column) : word(column);
    parts.push([...(table === undefined ? [] : [parts.pop() ?? '']), written].join(between));
  }
  for (const item of [constraint, index, object, name]) if (item !== undefined) parts.push(word(item));
  if (value !== undefined) parts.push(`= ${word(value)}`);
  if (to !== undefined) parts.push(`to ${word(to)}`);
  if (set !== undefined) parts.push(Object.entries(set as object).map(([key, item]) => `${key} ${word(item)}`).join(', '));
  if (operation.kind === 'createTable') parts.push(`(${operation.columns.map((each) => columnText(each)).join(', ')})`);
  return parts.join(' ');
}

function columnText(column: unknown): string {
  const { name, type, nullable } = column as Readonly<Record<string, unknown>>;
  return `${word(name)} ${word(type)}${nullable === false ? ' not null' : ''}`;
}

function word(value: unknown): string {
  if (isUnknown(value)) return '?';
  if (value === null) return 'none';
  if (typeof value !== 'object' || value === undefined) return String(value);
  const { schema, name, kind, type, columns } = value as Readonly<Record<string, unknown>>;
  const shown = name === undefined ? (Array.isArray(columns) ? `(${columns.map(word).join(', ')})` : '') : word(name);
  return [kind ?? type, schema === undefined ? shown : `${word(schema)}.${shown}`].filter((each) => each !== undefined).map(String).join(' ');
}
