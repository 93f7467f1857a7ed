import type { CreateTableStmt, CreateVirtualTableStmt, NamedTableConstraint, Select, TabFlags } from 'sqlite3-parser';
import type { Column, Constraint, Draft } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { commaParts, closingToken, draft, findWord, knownPart, tokenFrom, type Statement, type TokenRange } from '../postgres/statement.js';
import { readColumn, rangeOf } from './columns.js';
import { readTableConstraint } from './constraints.js';
import { columnOf } from './expression.js';
import { isTemporary, relationName } from './names.js';
import { filledFrom } from './rows.js';

const WITHOUT_ROWID: typeof TabFlags.WithoutRowid = 128;

/** CREATE TABLE in all its forms. */
export function readCreateTable(statement: Statement, node: CreateTableStmt): Draft[] {
  const shared = {
    kind: 'createTable',
    table: relationName(node.tblName),
    ...(node.ifNotExists ? { ifNotExists: true } : {}),
    ...(node.temporary || isTemporary(node.tblName) ? { temporary: true } : {}),
  } as const;
  const { body } = node;
  if (body.type === 'AsSelectCreateTableBody') {
    const columns = selectedColumns(body.select);
    return [draft(statement, { ...shared, columns, constraints: [], incomplete: true }), ...filledFrom(statement, node.tblName, body.select)];
  }
  const readings = body.columns.map((column) => readColumn(statement, column));
  const columns = readings.map((reading) => reading.column);
  const inline = readings.flatMap((reading) => reading.constraints.map(({ constraint }) => asDeclared(constraint, columns)));
  const own = tableConstraints(statement, node, body.constraints ?? []).map((constraint) => asDeclared(constraint, columns));
  const constraints = [...inline, ...own];
  const withoutRowid = (body.flags & WITHOUT_ROWID) !== 0;
  return [draft(statement, { ...shared, columns: withKey(columns, withoutRowid ? constraints : own, withoutRowid), constraints })];
}

/** A virtual table has the columns that its module gives it. */
export function readVirtualTable(statement: Statement, node: CreateVirtualTableStmt): Draft[] {
  return [draft(statement, { kind: 'createTable', table: relationName(node.tblName), columns: [], constraints: [], incomplete: true, ...(node.ifNotExists ? { ifNotExists: true } : {}) })];
}

/** The columns that a query gives a table, as far as they are named. */
function selectedColumns(select: Select): Column[] {
  if (select.select.type !== 'SelectFrom') return [];
  return select.select.columns.flatMap((result) => {
    if (result.type !== 'ExprResultColumn') return [];
    const name = result.alias ? knownPart(result.alias.name.text) : columnOf(result.expr);
    return name === undefined ? [] : [{ name, type: unknown('database'), nullable: true }];
  });
}

function tableConstraints(statement: Statement, node: CreateTableStmt, constraints: readonly NamedTableConstraint[]): Constraint[] {
  if (constraints.length === 0) return [];
  const open = findOpening(statement, rangeOf(statement, node.tblName).to);
  const parts = commaParts(statement, open + 1, closingToken(statement, open)).slice(-constraints.length);
  let from = parts[0]?.from ?? open;
  return constraints.map((constraint) => {
    const end = tokenFrom(statement, statement.start + constraint.span.offset + constraint.span.length);
    const range: TokenRange = { from, to: end };
    from = end;
    return readTableConstraint(statement, constraint, range);
  });
}

function findOpening(statement: Statement, from: number): number {
  const at = statement.tokens.findIndex((token, i) => i >= from && token.kind === 'symbol' && statement.traced.text[token.start] === '(');
  return at < 0 ? findWord(statement, ['AS'], from) : at;
}

/** Constraints name columns in any case: here as the column itself is written. */
function asDeclared(constraint: Constraint, columns: readonly Column[]): Constraint {
  const spellings = new Map(columns.flatMap(({ name }) => (isUnknown(name) ? [] : [[name.toLowerCase(), name] as const])));
  const spelled = (name: string): string => spellings.get(name.toLowerCase()) ?? name;
  if ('expression' in constraint) return { ...constraint, ...(constraint.columns ? { columns: constraint.columns.map(spelled) } : {}) };
  const names = known(constraint.columns);
  return names ? { ...constraint, columns: names.map((name): Known<string> => (isUnknown(name) ? name : spelled(name))) } : constraint;
}

/** The key of a table WITHOUT ROWID is never NULL, nor is a column that stands for the row's own number. */
function withKey(columns: readonly Column[], constraints: readonly Constraint[], withoutRowid: boolean): Column[] {
  const key = constraints.find((constraint) => constraint.type === 'primaryKey');
  const names = key && known(key.columns);
  if (!names) return [...columns];
  return columns.map((column) => {
    const inKey = !isUnknown(column.name) && names.includes(column.name);
    return inKey && (withoutRowid || (names.length === 1 && known(column.type) === 'integer')) ? { ...column, nullable: false } : column;
  });
}
