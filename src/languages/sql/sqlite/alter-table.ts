import type { AlterTableStmt } from 'sqlite3-parser';
import type { Draft } from '../../../operation.js';
import { draft, findWord, knownPart, spanOf, wordAt, type Statement } from '../postgres/statement.js';
import { readColumn } from './columns.js';
import { readTableConstraint } from './constraints.js';
import { relationName } from './names.js';
import { parseSql } from './parser.js';

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

/** libSQL's own `ALTER TABLE t ALTER COLUMN a TO a text NOT NULL`: the definition is replaced, the rows that exist are not checked. */
export function readAlteredColumn(statement: Statement): Draft[] | undefined {
  if (wordAt(statement, 0) !== 'ALTER' || wordAt(statement, 1) !== 'TABLE') return undefined;
  const at = findWord(statement, ['ALTER'], 2);
  const column = wordAt(statement, at + 1) === 'COLUMN' ? at + 2 : at + 1;
  const [from, old, to] = [statement.tokens[at], statement.tokens[column], statement.tokens[column + 1]];
  if (at < 0 || !from || !old || !to || wordAt(statement, column + 1) !== 'TO') return undefined;
  const { text } = statement.traced;
  const added = text.slice(statement.start, from.start) + 'ADD'.padEnd(to.end - from.start) + text.slice(to.end, statement.end);
  const parsed = parseSql(added);
  const [node] = 'nodes' in parsed ? parsed.nodes : [];
  if (node?.type !== 'AlterTableStmt' || node.body.type !== 'AddColumnAlterTableBody') return undefined;
  const table = relationName(node.tblName);
  const reading = readColumn(statement, node.body.column);
  const { name, type, nullable } = reading.column;
  const written = text.slice(old.start, old.end);
  const before = knownPart(old.kind === 'quoted' ? written.slice(1, -1) : written);
  return [
    draft(statement, { kind: 'alterColumn', table, column: before, set: { type, nullable, default: reading.column.default ?? null } }),
    ...(before === name ? [] : [draft(statement, { kind: 'renameColumn', table, column: before, to: name })]),
    ...reading.constraints.map((inline) => draft(statement, { kind: 'addConstraint', table, constraint: inline.constraint }, inline.span)),
  ];
}
