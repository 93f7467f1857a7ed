import { type AstNode, type Expr, traverse } from 'sqlite3-parser';
import type { Name } from '../../../operation.js';
import { known } from '../../../value.js';
import { isHoled } from '../postgres/statement.js';
import { relationName } from './names.js';

/** What can be searched for names. */
export type Tree = AstNode | readonly AstNode[] | undefined;

const rootsOf = (trees: readonly Tree[]): AstNode[] => trees.flatMap((tree) => (tree === undefined ? [] : 'type' in tree ? [tree] : [...tree]));

/** Names of the columns that expressions read, without their table. */
export function columnsOf(...trees: readonly Tree[]): string[] {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (!isHoled(name)) names.add(name);
  };
  for (const root of rootsOf(trees)) {
    traverse(root, {
      nodes: {
        Id(node, parent) {
          if (!(parent && 'name' in parent && parent.name === node)) add(node.name);
        },
        QualifiedExpr(node) {
          add(node.column.text);
        },
      },
    });
  }
  return [...names];
}

/** Relations that queries read, without their own common table expressions. */
export function relationsOf(...trees: readonly Tree[]): Name[] {
  const own = new Set<string>();
  const out = new Map<string, Name>();
  for (const root of rootsOf(trees)) {
    traverse(root, {
      nodes: {
        CommonTableExpr(node) {
          own.add(node.tblName.text.toLowerCase());
        },
        TableSelectTable(node) {
          addTo(out, known(relationName(node.tblName)));
        },
        InTableExpr(node) {
          addTo(out, known(relationName(node.rhs)));
        },
        InsertTriggerCmd(node) {
          addTo(out, known(relationName(node.tblName)));
        },
        UpdateTriggerCmd(node) {
          addTo(out, known(relationName(node.tblName)));
        },
        DeleteTriggerCmd(node) {
          addTo(out, known(relationName(node.tblName)));
        },
      },
    });
  }
  return [...out.values()].filter((name) => name.schema !== undefined || !own.has(name.name.toLowerCase()));
}

function addTo(names: Map<string, Name>, name: Name | undefined): void {
  if (name) names.set(JSON.stringify([name.schema, name.name]), name);
}

/** The expression without brackets around it. */
export function unwrapped(node: Expr): Expr {
  const [only, ...more] = node.type === 'ParenthesizedExpr' ? node.exprs : [];
  return only && more.length === 0 ? unwrapped(only) : node;
}

/** The column that an expression is; `undefined` for any other expression. */
export function columnOf(node: Expr): string | undefined {
  const expression = unwrapped(node);
  const name = expression.type === 'Id' ? expression.name : expression.type === 'QualifiedExpr' ? expression.column.text : undefined;
  return name === undefined || isHoled(name) ? undefined : name;
}

export const isNullConstant = (node: Expr): boolean => unwrapped(node).type === 'NullLiteral';

/** The operands of a condition that all must hold. */
export function conjuncts(node: Expr | undefined): Expr[] {
  if (!node) return [];
  const expression = unwrapped(node);
  return expression.type === 'BinaryExpr' && expression.op === 'And' ? [...conjuncts(expression.left), ...conjuncts(expression.right)] : [expression];
}

/** Columns that a condition asks to be NULL. */
export function columnsAskedNull(node: Expr | undefined): string[] {
  const out = new Set<string>();
  for (const part of conjuncts(node)) {
    const asked = part.type === 'IsNullExpr' ? part.expr : part.type === 'BinaryExpr' && part.op === 'Is' && isNullConstant(part.right) ? part.left : undefined;
    const name = asked && columnOf(asked);
    if (name !== undefined) out.add(name);
  }
  return [...out];
}
