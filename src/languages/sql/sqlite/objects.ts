import type { CreateIndexStmt, CreateTriggerStmt, CreateViewStmt, DropIndexStmt, DropTriggerStmt, DropViewStmt, QualifiedName, SortedColumn } from 'sqlite3-parser';
import type { Draft, SchemaObject } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { commaParts, closingToken, draft, expressionText, findWord, knownPart, tokenText, wordAt, type Statement, type TokenRange } from '../postgres/statement.js';
import { rangeOf } from './columns.js';
import { columnOf, columnsOf, relationsOf } from './expression.js';
import { relationName, tableName } from './names.js';

/** CREATE INDEX. */
export function readCreateIndex(statement: Statement, node: CreateIndexStmt): Draft[] {
  const name = relationName(node.idxName);
  const open = rangeOf(statement, node.tblName).to;
  const ranges = wordAt(statement, open) === '(' ? commaParts(statement, open + 1, closingToken(statement, open)) : [];
  const where = node.whereClause ? findWord(statement, ['WHERE'], open) : -1;
  return [
    draft(statement, {
      kind: 'createIndex',
      table: inSchema(tableName(node.tblName), known(name)?.schema),
      index: {
        name: isUnknown(name) ? name : name.name,
        columns: node.columns.map((column, i) => columnText(statement, column, ranges[i])),
        reads: columnsOf(node.columns, node.whereClause),
        unique: node.unique,
        ...(where < 0 ? {} : { where: expressionText(statement, where + 1, statement.tokens.length) }),
      },
      ...(node.ifNotExists ? { ifNotExists: true } : {}),
    }),
  ];
}

/** An index and a trigger lie in the database of their table. */
const inSchema = (name: ReturnType<typeof tableName>, schema: string | undefined): ReturnType<typeof tableName> => (isUnknown(name) || schema === undefined ? name : { schema, name: name.name });

function columnText(statement: Statement, column: SortedColumn, range: TokenRange | undefined): Known<string> {
  if (!range) return unknown('unsupported');
  const collated = column.expr.type === 'CollateExpr' ? column.expr : undefined;
  const name = columnOf(collated ? collated.expr : column.expr);
  const order = column.order === 'Desc' ? ' DESC' : '';
  if (name !== undefined) return knownPart(`${name}${collated ? ` COLLATE ${collated.collation}` : ''}${order}`);
  const sorted = column.order === undefined ? range.to : range.to - 1;
  const text = expressionText(statement, range.from, sorted);
  return isUnknown(text) ? text : text + order;
}

export function readDropIndex(statement: Statement, node: DropIndexStmt): Draft[] {
  const name = relationName(node.idxName);
  const schema = known(name)?.schema;
  return [draft(statement, { kind: 'dropIndex', index: isUnknown(name) ? name : name.name, ...(schema === undefined ? {} : { schema }), ...ifExists(node) })];
}

const ifExists = (node: { readonly ifExists: boolean }): { ifExists?: true } => (node.ifExists ? { ifExists: true } : {});

function objectOf(kind: 'view' | 'trigger', node: QualifiedName): SchemaObject {
  const name = relationName(node);
  return { kind, ...(isUnknown(name) ? { name } : name) };
}

export function readCreateView(statement: Statement, node: CreateViewStmt): Draft[] {
  const object: SchemaObject = {
    ...objectOf('view', node.viewName),
    definition: definitionBehind(statement, node.viewName),
    reads: relationsOf(node.select),
  };
  return [draft(statement, { kind: 'createObject', object, ...(node.ifNotExists ? { ifNotExists: true } : {}) })];
}

/** What stands behind the name; the AS of a view is left out. */
function definitionBehind(statement: Statement, name: QualifiedName): Known<string> {
  const { to } = rangeOf(statement, name);
  return knownPart(tokenText(statement, wordAt(statement, to) === 'AS' ? to + 1 : to, statement.tokens.length));
}

export function readCreateTrigger(statement: Statement, node: CreateTriggerStmt): Draft[] {
  const own = objectOf('trigger', node.triggerName);
  const object: SchemaObject = {
    ...own,
    table: inSchema(relationName(node.tblName), own.schema),
    definition: definitionBehind(statement, node.triggerName),
    reads: relationsOf(node.whenClause, node.commands),
  };
  return [draft(statement, { kind: 'createObject', object, ...(node.ifNotExists ? { ifNotExists: true } : {}) })];
}

export const readDropView = (statement: Statement, node: DropViewStmt): Draft[] => [draft(statement, { kind: 'dropObject', object: objectOf('view', node.viewName), ...ifExists(node) })];

/** A trigger is dropped by its name alone. */
export const readDropTrigger = (statement: Statement, node: DropTriggerStmt): Draft[] => [
  draft(statement, { kind: 'dropObject', object: objectOf('trigger', node.triggerName), ...ifExists(node) }),
];
