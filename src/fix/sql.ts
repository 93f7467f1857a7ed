import { alterationStatements } from './sql-alterations.js';
import { indexStatement, objectStatements } from './sql-objects.js';
import { columnDefinition, constraintDefinition, tableName, text, type SqlStyle } from './sql-parts.js';
import type { PlannedStep } from './step.js';

/** The statements of one step, without semicolons. Throws `Unwritable`. */
export function sqlOf(step: PlannedStep, style: SqlStyle): readonly string[] {
  const { action, sql } = step;
  if (sql !== undefined) return [sql];
  const table = (): string => tableName('table' in action ? action.table : undefined, style);
  switch (action.kind) {
    case 'createTable': {
      const lines = [...action.columns.map((column) => columnDefinition(column, style)), ...action.constraints.map((constraint) => constraintDefinition(constraint, style))];
      return [`CREATE TABLE ${table()} (\n  ${lines.join(',\n  ')}\n)`];
    }
    case 'dropTable':
      return [`DROP TABLE ${table()}`];
    case 'addColumn':
      return [`ALTER TABLE ${table()} ADD COLUMN ${columnDefinition(action.column, style)}`];
    case 'dropColumn':
      return [`ALTER TABLE ${table()} DROP COLUMN ${style.quote(text(action.column))}`];
    case 'createIndex':
    case 'dropIndex':
    case 'renameIndex':
      return [indexStatement(action, step.before, style)];
    case 'renameTable':
    case 'renameColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'renameConstraint':
      return alterationStatements(step, style);
    default:
      return objectStatements(action, style);
  }
}
