import type { Node, TransactionStmt, VariableSetStmt } from 'libpg-query';
import type { Draft } from '../../../operation.js';
import { partsOf } from './names.js';
import { draft, knownPart, type Statement } from './statement.js';

/** SET and RESET. */
export function readSetting(statement: Statement, node: VariableSetStmt): Draft[] {
  const name = node.kind === 'VAR_RESET_ALL' ? 'all' : (node.name ?? '').toLowerCase();
  const value = node.kind === 'VAR_SET_VALUE' || node.kind === 'VAR_SET_MULTI' ? (node.args ?? []).map(valueText).join(', ') : node.kind === 'VAR_SET_CURRENT' ? 'CURRENT' : 'DEFAULT';
  return [draft(statement, { kind: 'setting', name: knownPart(name), value: knownPart(value) })];
}

function valueText(node: Node): string {
  if ('A_Const' in node) {
    const constant = node.A_Const;
    if (constant.sval) return constant.sval.sval ?? '';
    if (constant.ival) return String(constant.ival.ival ?? 0);
    if (constant.fval) return constant.fval.fval ?? '';
    if (constant.boolval) return String(constant.boolval.boolval ?? false);
    return '';
  }
  if ('TypeCast' in node && node.TypeCast.arg) return valueText(node.TypeCast.arg);
  if ('DefElem' in node) return node.DefElem.arg ? valueText(node.DefElem.arg) : (node.DefElem.defname ?? '');
  return partsOf(node).join('.');
}

/** BEGIN, COMMIT and their kin. A savepoint that is left or gone back to does not end the transaction. */
export function readTransaction(statement: Statement, node: TransactionStmt): Draft[] {
  switch (node.kind) {
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return [draft(statement, { kind: 'transaction', verb: 'commit' })];
    case 'TRANS_STMT_ROLLBACK':
      return [draft(statement, { kind: 'transaction', verb: 'rollback' })];
    case 'TRANS_STMT_SAVEPOINT':
    case 'TRANS_STMT_RELEASE':
    case 'TRANS_STMT_ROLLBACK_TO':
      return [draft(statement, { kind: 'transaction', verb: 'savepoint' })];
    case 'TRANS_STMT_COMMIT_PREPARED':
    case 'TRANS_STMT_ROLLBACK_PREPARED':
      return [];
    default:
      return [draft(statement, { kind: 'transaction', verb: 'begin' })];
  }
}
