import type { Name } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { written } from './names.js';

/** The same advice for those who write Python with Alembic, and for those who write SQL. */
export interface Advice {
  readonly alembic: string;
  readonly sql: string;
}

/** Advice in the language of the migration. */
export const inWordsOf = (framework: string, advice: Advice): string => (framework === 'alembic' ? advice.alembic : advice.sql);
export const remedy = (step: Pick<Step, 'migration'>, advice: Advice): string => inWordsOf(step.migration.framework, advice);

/** Names of a table as arguments: `'users'`, or `'users', schema='audit'` where it is not in the default schema. */
export const pythonTable = (table: Name): { readonly name: string; readonly schema: string } => ({
  name: `'${table.name}'`,
  schema: table.schema === undefined || table.schema === 'public' ? '' : `, schema='${table.schema}'`,
});

export const renameColumn = (table: Name, from: string, to: string): Advice => ({
  alembic: `op.alter_column(${pythonTable(table).name}, '${from}', new_column_name='${to}'${pythonTable(table).schema})`,
  sql: `ALTER TABLE ${written(table)} RENAME COLUMN ${from} TO ${to}`,
});

export const backfill = (table: Name, column: string): Advice => ({
  alembic: `op.execute("UPDATE ${written(table)} SET ${column} = ... WHERE ${column} IS NULL")`,
  sql: `UPDATE ${written(table)} SET ${column} = ... WHERE ${column} IS NULL`,
});
