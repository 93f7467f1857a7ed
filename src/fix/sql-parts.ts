import type { Column, Constraint, Index, Name } from '../operation.js';
import type { Dialect } from '../target.js';
import { isUnknown, type Known } from '../value.js';
import { plainColumn } from '../catalog/names.js';
import { canonicalType } from '../dialects/postgres-types.js';
import { quoted } from './sql-text.js';

/** How a project writes SQL. */
export interface SqlStyle {
  readonly dialect: Dialect;
  readonly quote: (name: string) => string;
}

/** A statement that cannot be written: the reason. */
export class Unwritable extends Error {}

export const text = (value: Known<string> | undefined): string => {
  if (value === undefined || isUnknown(value)) throw new Unwritable('a name or a definition is not known');
  return value;
};
export const textsOf = (values: Known<readonly Known<string>[]>): readonly string[] => (isUnknown(values) ? [text(values)] : values.map(text));
export function nameOf(name: Known<Name> | undefined): Name {
  if (name === undefined || isUnknown(name)) throw new Unwritable('the name of a table is not known');
  return name;
}

export function tableName(name: Known<Name> | undefined, { quote }: SqlStyle): string {
  const { schema, name: own } = nameOf(name);
  return schema === undefined || schema === '' ? quote(own) : `${quote(schema)}.${quote(own)}`;
}

export const nameList = (names: Known<readonly Known<string>[]>, { quote }: SqlStyle): string => `(${textsOf(names).map(quote).join(', ')})`;

const SERIAL: Readonly<Record<string, string>> = { integer: 'SERIAL', bigint: 'BIGSERIAL', smallint: 'SMALLSERIAL' };
export const countsUp = (column: Column): boolean => typeof column.default === 'string' && /^\(*(?:pg_catalog\.)?nextval\s*\(/iu.test(column.default);

/** A column as CREATE TABLE and ADD COLUMN write it. */
export function columnDefinition(column: Column, style: SqlStyle): string {
  const { dialect, quote } = style;
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const type = text(column.type);
  const serial = dialect === 'postgres' && countsUp(column) ? SERIAL[canonicalType(type)] : undefined;
  const parts = [quote(text(column.name)), serial ?? type];
  if (column.collation !== undefined) parts.push(`COLLATE ${quote(column.collation)}`);
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${text(column.generated)}) STORED`);
  if (column.nullable === false) parts.push('NOT NULL');
  else if (mysql) parts.push('NULL');
  if (column.default !== undefined && serial === undefined) parts.push(`DEFAULT ${text(column.default)}`);
  if (column.identity !== undefined) parts.push(mysql ? 'AUTO_INCREMENT' : `GENERATED ${column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`);
  if (mysql && column.comment !== undefined) parts.push(`COMMENT ${quoted(text(column.comment))}`);
  return parts.join(' ');
}

/** A constraint as CREATE TABLE and ADD CONSTRAINT write it. */
export function constraintDefinition(constraint: Constraint, style: SqlStyle): string {
  const mysql = style.dialect === 'mysql' || style.dialect === 'mariadb';
  const unnamed = constraint.name === undefined || (mysql && constraint.type === 'primaryKey');
  const name = unnamed ? '' : `CONSTRAINT ${style.quote(text(constraint.name))} `;
  const later = constraint.deferrable ? ` DEFERRABLE${constraint.initiallyDeferred ? ' INITIALLY DEFERRED' : ''}` : '';
  switch (constraint.type) {
    case 'primaryKey':
      return `${name}PRIMARY KEY ${nameList(constraint.columns, style)}${later}`;
    case 'unique':
      return `${name}UNIQUE ${constraint.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : ''}${nameList(constraint.columns, style)}${later}`;
    case 'foreignKey': {
      const { table, columns } = constraint.references;
      const target = textsOf(columns).length === 0 ? '' : ` ${nameList(columns, style)}`;
      const actions = [constraint.onDelete === undefined ? '' : ` ON DELETE ${text(constraint.onDelete)}`, constraint.onUpdate === undefined ? '' : ` ON UPDATE ${text(constraint.onUpdate)}`];
      return `${name}FOREIGN KEY ${nameList(constraint.columns, style)} REFERENCES ${tableName(table, style)}${target}${actions.join('')}${later}`;
    }
    case 'check':
      return `${name}CHECK (${text(constraint.expression)})${later}`;
    case 'exclude':
      return `${name}EXCLUDE ${text(constraint.expression).replace(/^exclude\s+/iu, '')}${later}`;
  }
}

/** A part of an index as SQL writes it: a column, or an expression in parentheses. */
export function indexPart(part: string, { quote }: SqlStyle): string {
  const column = plainColumn(part);
  if (column !== undefined) {
    const behind = part.startsWith('"') ? part.replace(/^"(?:[^"]|"")*"/u, '') : part.slice(column.length);
    return quote(column) + behind;
  }
  return /^\(.*\)$|^[\w.]+\((?:[^()]|\([^()]*\))*\)$/su.test(part.trim()) ? part : `(${part})`;
}

export const indexParts = (index: Index, style: SqlStyle): readonly string[] => index.columns.map((part) => indexPart(text(part), style));
