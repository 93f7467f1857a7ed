import type { Target } from '../target.js';
import { mysqlTypeChange } from './mysql-casts.js';
import { typeChange, type IsEnum, type TypeChange } from './postgres-casts.js';
import { affinityOf } from './sqlite-types.js';

/** What a change of a column's type does on the target, as a plain change or with an explicit cast (PostgreSQL's USING). */
export function typeChangeOn({ dialect }: Target, from: string, to: string, how: 'assignment' | 'using', isEnum?: IsEnum): TypeChange {
  if (dialect === 'mysql' || dialect === 'mariadb') return { castable: 'automatic', ...mysqlTypeChange(from, to, dialect) };
  if (dialect === 'sqlite') return sqliteTypeChange(from, to);
  return typeChange(from, to, how, isEnum);
}

/**
 * SQLite copies the table, and a text that looks like a number becomes one in a numeric column: `'007'` is 7 afterwards.
 * https://www.sqlite.org/datatype3.html#type_affinity
 */
function sqliteTypeChange(from: string, to: string): TypeChange {
  const [old, next] = [affinityOf(from), affinityOf(to)];
  const numeric = next === 'integer' || next === 'numeric' || next === 'real';
  return { castable: 'automatic', rewrites: true, loss: numeric && old === 'text' ? 'loses' : 'none' };
}
