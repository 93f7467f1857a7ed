import type { Column, Constraint, Index } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import { constraintColumns, nameKey } from './names.js';

const text = (value: Known<string>): string => (isUnknown(value) ? '?' : value);
const list = (values: Known<readonly Known<string>[]>): string => (isUnknown(values) ? '(?)' : `(${values.map(text).join(', ')})`);

/** A column in a few words of SQL: `character varying(50) NOT NULL DEFAULT 'x'`. */
export function describeColumn(column: Column): string {
  const parts = [text(column.type)];
  if (column.nullable === false) parts.push('NOT NULL');
  if (column.default !== undefined && !isUnknown(column.default)) parts.push(`DEFAULT ${column.default}`);
  if (column.identity) parts.push(`GENERATED ${column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`);
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${text(column.generated)})`);
  return parts.join(' ');
}

/** An index in a few words of SQL: `UNIQUE (a, b) WHERE c`. */
export function describeIndex(index: Index): string {
  const using = index.using === undefined || index.using.toLowerCase() === 'btree' ? '' : `USING ${index.using.toLowerCase()} `;
  const include = index.include && index.include.length > 0 ? ` INCLUDE (${index.include.join(', ')})` : '';
  const where = index.where === undefined ? '' : ` WHERE ${text(index.where)}`;
  return `${index.unique ? 'UNIQUE ' : ''}${using}${list(index.columns)}${include}${where}`;
}

/** A constraint in a few words of SQL: `FOREIGN KEY (a) REFERENCES t (id) ON DELETE CASCADE`. */
export function describeConstraint(constraint: Constraint): string {
  switch (constraint.type) {
    case 'primaryKey':
      return `PRIMARY KEY ${list(constraint.columns)}`;
    case 'unique':
      return `UNIQUE ${constraint.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : ''}${list(constraint.columns)}`;
    case 'foreignKey': {
      const { table, columns } = constraint.references;
      const target = isUnknown(table) ? '?' : nameKey(table);
      const actions = [constraint.onDelete === undefined ? '' : ` ON DELETE ${text(constraint.onDelete)}`, constraint.onUpdate === undefined ? '' : ` ON UPDATE ${text(constraint.onUpdate)}`];
      return `FOREIGN KEY ${list(constraint.columns)} REFERENCES ${target}${isUnknown(columns) || columns.length > 0 ? ` ${list(columns)}` : ''}${actions.join('')}`;
    }
    case 'check':
      return `CHECK (${text(constraint.expression)})`;
    case 'exclude':
      return `EXCLUDE (${text(constraint.expression)})`;
  }
}

/** The columns that a constraint is on, as text, for telling keys and unique indexes with each other. */
export const keyColumns = (constraint: Constraint): string | undefined =>
  constraint.type === 'unique' ? constraintColumns(constraint)?.join(',') : undefined;
