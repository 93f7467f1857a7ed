import type { Table } from '../catalog/catalog.js';
import { constraintColumns, partKey } from '../catalog/names.js';
import { known, type Known } from '../value.js';

/** Whether an expression can only hold where the column is not NULL. */
export function impliesNotNull(expression: string, column: string): boolean {
  const name = column.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const isNotNull = new RegExp(`^\\(*\\s*"?${name}"?\\s+is\\s+not\\s+null\\s*\\)*$`, 'iu');
  // a conjunction holds only where each of its parts does
  return expression.split(/\band\b/iu).some((part) => isNotNull.test(part.trim())) && !/\bor\b/iu.test(expression);
}

/** A validated check, or the primary key, already keeps NULLs out. */
export function provedNotNull(table: Table, column: string): boolean {
  for (const { constraint, valid } of table.constraints.values()) {
    if (!valid) continue;
    if (constraint.type === 'primaryKey' && constraintColumns(constraint)?.some((name) => partKey(name) === partKey(column))) return true;
    if (constraint.type === 'check' && impliesNotNull(known(constraint.expression) ?? '', column)) return true;
  }
  return false;
}

/** `cast`: USING holds nothing but a cast of the column. `expression`: it computes the new value in its own way. */
export type UsingForm = 'none' | 'cast' | 'expression';

export function usingForm(using: Known<string> | undefined, column: string): UsingForm {
  if (using === undefined) return 'none';
  const text = known(using);
  if (text === undefined) return 'expression';
  const name = column.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  if (new RegExp(`^\\(*\\s*"?${name}"?\\s*\\)*$`, 'iu').test(text.trim())) return 'none';
  const cast = new RegExp(`^\\(*\\s*(?:"?${name}"?\\s*\\)*\\s*::\\s*[^:()]+(?:\\([\\d,\\s]*\\))?[^:()]*|cast\\s*\\(\\s*"?${name}"?\\s+as\\s+[^()]+(?:\\([\\d,\\s]*\\))?[^()]*\\))\\s*\\)*$`, 'iu');
  return cast.test(text.trim()) ? 'cast' : 'expression';
}
