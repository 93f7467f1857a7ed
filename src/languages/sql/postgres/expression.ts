import type { Node, RangeVar } from 'libpg-query';
import type { Name } from '../../../operation.js';
import { known } from '../../../value.js';
import { relationName, stringsOf } from './names.js';
import { isHoled } from './statement.js';

/** Calls `visit` for each object of a syntax tree with the name of its kind; `false` leaves out what is below. */
export function walk(tree: unknown, visit: (kind: string, node: unknown) => boolean | void): void {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i -= 1) pending.push(value[i]);
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      for (let i = entries.length - 1; i >= 0; i -= 1) {
        const [key, child] = entries[i] ?? ['', undefined];
        if (typeof child !== 'object' || child === null) continue;
        if (/^[A-Z]/u.test(key) && visit(key, child) === false) continue;
        pending.push(child);
      }
    }
  }
}

/** Every node of one kind, in the order of the source as far as the tree has it. */
export function nodesOf<T>(tree: unknown, kind: string): T[] {
  const out: T[] = [];
  walk(tree, (name, node) => {
    if (name === kind) out.push(node as T);
  });
  return out;
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** Names of the columns that an expression reads, without their table. */
export function columnsOf(tree: unknown): string[] {
  const names: string[] = [];
  for (const reference of nodesOf<{ fields?: Node[] }>(tree, 'ColumnRef')) {
    const name = stringsOf(reference.fields).pop();
    if (name !== undefined && !isHoled(name)) names.push(name);
  }
  return unique(names);
}

/** Relations that a query reads, without its own common table expressions. */
export function relationsOf(tree: unknown): Name[] {
  const own = new Set(nodesOf<{ ctename?: string }>(tree, 'CommonTableExpr').map((expression) => expression.ctename));
  const out = new Map<string, Name>();
  // the rows of a DELETE ... RETURNING come from its table, which is no node of its own
  const changed = ['DeleteStmt', 'UpdateStmt'].flatMap((kind) => nodesOf<{ relation?: RangeVar }>(tree, kind)).flatMap((node) => (node.relation ? [node.relation] : []));
  for (const relation of [...nodesOf<RangeVar>(tree, 'RangeVar'), ...changed]) {
    const name = known(relationName(relation));
    if (name && !(name.schema === undefined && own.has(name.name))) out.set(JSON.stringify([name.schema, name.name]), name);
  }
  return [...out.values()];
}

/** The text of a constant string, through casts. */
export function stringConstant(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return node.A_Const.sval ? (node.A_Const.sval.sval ?? '') : undefined;
  if ('TypeCast' in node) return stringConstant(node.TypeCast.arg);
  return undefined;
}

/** Whether the expression is NULL itself. */
export function isNullConstant(node: Node | undefined): boolean {
  if (!node) return false;
  if ('A_Const' in node) return node.A_Const.isnull === true;
  if ('TypeCast' in node) return isNullConstant(node.TypeCast.arg);
  return false;
}

/** The operands of a condition that all must hold. */
export function conjuncts(node: Node | undefined): Node[] {
  if (!node) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

/** Columns that a condition asks to be NULL. */
export function columnsAskedNull(node: Node | undefined): string[] {
  const out: string[] = [];
  for (const part of conjuncts(node)) {
    if ('NullTest' in part && part.NullTest.nulltesttype === 'IS_NULL' && part.NullTest.arg && 'ColumnRef' in part.NullTest.arg) {
      const name = stringsOf(part.NullTest.arg.ColumnRef.fields).pop();
      if (name !== undefined && !isHoled(name)) out.push(name);
    }
  }
  return unique(out);
}
