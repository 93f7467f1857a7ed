import { nameKey } from '../catalog/names.js';
import type { ActionOf } from '../operation.js';
import { columnDefinition, constraintDefinition, nameOf, tableName, text, Unwritable, type SqlStyle } from './sql-parts.js';
import { quoted } from './sql-text.js';
import type { PlannedStep } from './step.js';

/** ALTER TABLE in its forms that change what is there. */
export function alterationStatements(step: PlannedStep, style: SqlStyle): readonly string[] {
  const { action } = step;
  const { quote, dialect } = style;
  const alter = `ALTER TABLE ${tableName('table' in action ? action.table : undefined, style)}`;
  const onlyWithRebuild = dialect === 'sqlite' && action.kind !== 'renameTable' && action.kind !== 'renameColumn';
  if (onlyWithRebuild) throw new Unwritable('SQLite changes columns and constraints only by making the table anew');
  switch (action.kind) {
    case 'renameTable':
      return renamed(action, alter, style);
    case 'renameColumn':
      return [`${alter} RENAME COLUMN ${quote(text(action.column))} TO ${quote(text(action.to))}`];
    case 'addConstraint':
      return [`${alter} ADD ${constraintDefinition(action.constraint, style)}${action.notValid ? ' NOT VALID' : ''}`];
    case 'dropConstraint':
      return [`${alter} ${dropOf(action, style)}`];
    case 'renameConstraint':
      return [`${alter} RENAME CONSTRAINT ${quote(text(action.constraint))} TO ${quote(text(action.to))}`];
    case 'alterColumn':
      return dialect === 'postgres' ? alteredPostgres(action, alter, style) : modified(step, alter, style);
    default:
      throw new Unwritable(`${action.kind} cannot be written as an alteration`);
  }
}

function renamed(action: ActionOf<'renameTable'>, alter: string, { quote }: SqlStyle): readonly string[] {
  const table = nameOf(action.table);
  if (action.toSchema === undefined) return [`${alter} RENAME TO ${quote(text(action.to))}`];
  const moved = `${alter} SET SCHEMA ${quote(action.toSchema)}`;
  return table.name === action.to ? [moved] : [moved, `ALTER TABLE ${quote(action.toSchema)}.${quote(table.name)} RENAME TO ${quote(text(action.to))}`];
}

function dropOf({ constraint, type }: ActionOf<'dropConstraint'>, { dialect, quote }: SqlStyle): string {
  const name = quote(text(constraint));
  if (dialect !== 'mysql' && dialect !== 'mariadb') return `DROP CONSTRAINT ${name}`;
  if (type === 'primaryKey') return 'DROP PRIMARY KEY';
  return type === 'foreignKey' ? `DROP FOREIGN KEY ${name}` : type === 'unique' ? `DROP INDEX ${name}` : `DROP CONSTRAINT ${name}`;
}

function alteredPostgres({ table, column, set, using }: ActionOf<'alterColumn'>, alter: string, style: SqlStyle): readonly string[] {
  const place = `ALTER COLUMN ${style.quote(text(column))}`;
  const parts: string[] = [];
  if (set.type !== undefined) parts.push(`${place} TYPE ${text(set.type)}${using === undefined ? '' : ` USING ${text(using)}`}`);
  if (set.nullable !== undefined) parts.push(`${place} ${set.nullable === false ? 'SET' : 'DROP'} NOT NULL`);
  if (set.default !== undefined) parts.push(set.default === null ? `${place} DROP DEFAULT` : `${place} SET DEFAULT ${text(set.default)}`);
  const statements = parts.length === 0 ? [] : [`${alter} ${parts.join(', ')}`];
  if (set.comment === undefined) return statements;
  return [...statements, `COMMENT ON COLUMN ${tableName(table, style)}.${style.quote(text(column))} IS ${set.comment === null ? 'NULL' : quoted(text(set.comment))}`];
}

/** MySQL wants the whole column again. */
function modified({ action, column, before }: PlannedStep, alter: string, style: SqlStyle): readonly string[] {
  if (action.kind !== 'alterColumn') return [];
  if (style.dialect !== 'mysql' && style.dialect !== 'mariadb') throw new Unwritable(`how ${style.dialect} alters a column is not written`);
  const known = column ?? before.tables.get(nameKey(nameOf(action.table)))?.columns.get(text(action.column))?.column;
  if (!known) throw new Unwritable(`the definition of the column ${text(action.column)} is not known`);
  return [`${alter} MODIFY COLUMN ${columnDefinition(known, style)}`];
}
