import type { DeferSubclause, Expr, ForeignKeyClause, NamedTableConstraint, RefAct, SortedColumn } from 'sqlite3-parser';
import type { CheckConstraint, Constraint, ForeignKey } from '../../../operation.js';
import { unknown, type Known } from '../../../value.js';
import { closingToken, expressionText, findWord, knownPart, wordAt, type Statement, type TokenRange } from '../postgres/statement.js';
import { columnOf, columnsOf } from './expression.js';
import { knownNames, tableName } from './names.js';

interface Naming {
  readonly name?: Known<string>;
  readonly named: boolean;
}

const ACTIONS: Readonly<Record<RefAct, string | undefined>> = { SetNull: 'SET NULL', SetDefault: 'SET DEFAULT', Cascade: 'CASCADE', Restrict: 'RESTRICT', NoAction: undefined };

/** What a REFERENCES clause says. */
export function referenceOf(clause: ForeignKeyClause): Pick<ForeignKey, 'references' | 'onDelete' | 'onUpdate'> {
  const out: { references: ForeignKey['references']; onDelete?: string; onUpdate?: string } = {
    references: { table: tableName(clause.tblName), columns: knownNames((clause.columns ?? []).map((column) => column.colName)) },
  };
  for (const argument of clause.args) {
    if (argument.type !== 'OnDeleteRefArg' && argument.type !== 'OnUpdateRefArg') continue;
    const action = ACTIONS[argument.action];
    if (action !== undefined) out[argument.type === 'OnDeleteRefArg' ? 'onDelete' : 'onUpdate'] = action;
  }
  return out;
}

export function deferral(clause: DeferSubclause | undefined): { deferrable?: true; initiallyDeferred?: true } {
  if (clause?.deferrable !== true) return {};
  return { deferrable: true, ...(clause.initDeferred === 'InitiallyDeferred' ? { initiallyDeferred: true as const } : {}) };
}

export function readCheck(statement: Statement, expression: Expr, range: TokenRange, naming: Naming): CheckConstraint {
  const at = findWord(statement, ['CHECK'], range.from);
  const open = at + 1;
  const text = at < 0 || wordAt(statement, open) !== '(' ? unknown('unsupported') : expressionText(statement, open, closingToken(statement, open) + 1);
  return { type: 'check', expression: text, columns: columnsOf(expression), ...naming };
}

/** The columns of a key; an expression cannot be one. */
const keyColumns = (columns: readonly SortedColumn[]): Known<string>[] =>
  columns.map((column) => columnOf(column.expr.type === 'CollateExpr' ? column.expr.expr : column.expr) ?? unknown('input'));

/** A constraint of a table; `range` are its tokens. */
export function readTableConstraint(statement: Statement, node: NamedTableConstraint, range: TokenRange): Constraint {
  const naming: Naming = node.name ? { name: knownPart(node.name.text), named: true } : { named: false };
  const { constraint } = node;
  switch (constraint.type) {
    case 'PrimaryKeyTableConstraint':
      return { type: 'primaryKey', columns: keyColumns(constraint.columns), ...naming };
    case 'UniqueTableConstraint':
      return { type: 'unique', columns: keyColumns(constraint.columns), ...naming };
    case 'CheckTableConstraint':
      return readCheck(statement, constraint.expr, range, naming);
    case 'ForeignKeyTableConstraint':
      return { type: 'foreignKey', columns: knownNames(constraint.columns.map((column) => column.colName)), ...referenceOf(constraint.clause), ...naming, ...deferral(constraint.deferClause) };
  }
}
