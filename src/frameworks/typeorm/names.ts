import type { Name } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { sha1 } from './sha1.js';

/** How much of the hash a name has: those of foreign keys, indexes and checks are as long as TypeORM makes them. */
const PREFIXES = { primaryKey: ['PK_', 27], unique: ['UQ_', 27], foreignKey: ['FK_', 27], index: ['IDX_', 26], check: ['CHK_', 26], exclude: ['XCL_', 26] } as const;
export type NamedKind = keyof typeof PREFIXES;

function hashedName(kind: NamedKind, table: string, parts: string): string {
  const [prefix, length] = PREFIXES[kind];
  return prefix + sha1(`${table}_${parts}`).slice(0, length);
}

/** What TypeORM's default naming strategy calls a constraint or index that the source leaves unnamed. */
export function defaultName(kind: 'primaryKey' | 'unique' | 'foreignKey' | 'index', table: Known<Name>, columns: Known<readonly Known<string>[]>, where?: Known<string>): Known<string> {
  if (isUnknown(table)) return table;
  if (isUnknown(columns)) return columns;
  if (isUnknown(where)) return where;
  const names = columns.filter((column): column is string => !isUnknown(column));
  if (names.length < columns.length) return unknown('input');
  return hashedName(kind, table.name, names.sort().join('_') + (where ? `_${where}` : ''));
}

/** The same for a check or an exclusion, which are named after their text. */
export function defaultExpressionName(kind: 'check' | 'exclude', table: Known<Name>, expression: Known<string>): Known<string> {
  if (isUnknown(table)) return table;
  return isUnknown(expression) ? expression : hashedName(kind, table.name, expression);
}

/** The type that stands for an enumeration of the program: `<table>_<column>_enum`. */
export const enumTypeName = (table: string, column: string): string => `${table}_${column.toLowerCase()}_enum`;

/** `schema.table`, or `database.schema.table`. */
export function nameFromPath(path: Known<string>): Known<Name> {
  if (isUnknown(path)) return path;
  const parts = path.split('.');
  const name = parts.at(-1) ?? path;
  const schema = parts.at(-2);
  return schema === undefined || schema === '' || schema === 'public' ? { name } : { schema, name };
}
