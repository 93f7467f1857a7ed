import type * as PyAst from 'py-ast';
import type { BinaryOperator, Expression, Pattern, UnaryOperator } from '../../evaluate/core.js';
import type { PythonTree } from './parse.js';

export type PythonExpression = PyAst.ExprNode;
export type PythonStatement = PyAst.StmtNode;
export type ExpressionNode<K extends PythonExpression['nodeType']> = Extract<PythonExpression, { nodeType: K }>;
export type StatementNode<K extends PythonStatement['nodeType']> = Extract<PythonStatement, { nodeType: K }>;

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What one function (or the module) needs to know while its body is lowered. */
export interface FunctionScope {
  readonly tree: PythonTree;
  /** Names that `global` and `nonlocal` give to a scope around this one. */
  readonly outer: Set<string>;
  /** Set when a `yield` is met. */
  generator: boolean;
  /** The first parameter: what `super()` is about. */
  receiver?: string;
}

export const scopeOf = (tree: PythonTree): FunctionScope => ({ tree, outer: new Set(), generator: false });

export function placeOf(scope: FunctionScope, node: PyAst.Located): Place {
  const { positions } = scope.tree;
  const start = positions.offset(node.lineno, node.col_offset);
  const end = positions.offset(node.end_lineno ?? node.lineno, node.end_col_offset ?? node.col_offset);
  return { start, end: Math.max(start, end) };
}

export const opaque = (reason: string, place: Place, children: readonly Expression[] = []): Expression => ({ kind: 'opaque', reason, children, start: place.start, end: place.end });
export const nameAt = (name: string, place: Place): Expression & Pattern => ({ kind: 'name', name, start: place.start, end: place.end });
/** A name that no program can write. */
export const temporaryName = (place: Place): string => `(value at ${place.start})`;

export const BINARY: Readonly<Record<string, BinaryOperator>> = {
  Add: 'add', Sub: 'subtract', Mult: 'multiply', MatMult: 'matrixMultiply', Div: 'divide', Mod: 'remainder', Pow: 'power',
  LShift: 'shiftLeft', RShift: 'shiftRight', BitOr: 'bitOr', BitXor: 'bitXor', BitAnd: 'bitAnd', FloorDiv: 'floorDivide',
};
export const COMPARISON: Readonly<Record<string, BinaryOperator>> = {
  Eq: 'equal', NotEq: 'notEqual', Lt: 'less', LtE: 'lessEqual', Gt: 'greater', GtE: 'greaterEqual',
  Is: 'is', IsNot: 'isNot', In: 'in', NotIn: 'notIn',
};
export const UNARY: Readonly<Record<string, UnaryOperator>> = { Not: 'not', USub: 'negate', UAdd: 'plus', Invert: 'invert' };
