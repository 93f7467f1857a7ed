import type { AlterTableStmt } from 'sqlite3-parser';
import type { Draft } from '../../../operation.js';
import { draft, knownPart, spanOf, type Statement } from '../postgres/statement.js';
import { readColumn } from './columns.js';
import { readTableConstraint } from './constraints.js';
import { relationName } from './names.js';

/** ALTER TABLE: SQLite takes one action at a time. */
export function readAlterTable(statement: Statement, node: AlterTableStmt): Draft[] {
  const table = relationName(node.tblName);
  const { body } = node;
  switch (body.type) {
    case 'RenameToAlterTableBody':
      return [draft(statement, { kind: 'renameTable', table, to: knownPart(body.name.text) })];
    case 'RenameColumnAlterTableBody':
      return [draft(statement, { kind: 'renameColumn', table, column: knownPart(body.old.text), to: knownPart(body.new.text) })];
    case 'AddColumnAlterTableBody': {
      const { column, constraints } = readColumn(statement, body.column);
      return [
        draft(statement, { kind: 'addColumn', table, column }, spanOf(statement)),
        ...constraints.map((inline) => draft(statement, { kind: 'addConstraint', table, constraint: inline.constraint, inline: true }, inline.span)),
      ];
    }
    case 'DropColumnAlterTableBody':
      return [draft(statement, { kind: 'dropColumn', table, column: knownPart(body.column.text) })];
    case 'DropColumnNotNullAlterTableBody':
      return [draft(statement, { kind: 'alterColumn', table, column: knownPart(body.column.text), set: { nullable: true } })];
    case 'SetColumnNotNullAlterTableBody':
      return [draft(statement, { kind: 'alterColumn', table, column: knownPart(body.column.text), set: { nullable: false } })];
    case 'AddConstraintAlterTableBody':
      return [draft(statement, { kind: 'addConstraint', table, constraint: readTableConstraint(statement, body.constraint, { from: 0, to: statement.tokens.length }) })];
    case 'DropConstraintAlterTableBody':
      return [draft(statement, { kind: 'dropConstraint', table, constraint: knownPart(body.name.text) })];
  }
}
