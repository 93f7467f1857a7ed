import type * as Es from 'oxc-parser';
import type { BinaryOperator, Expression, Pattern } from '../../evaluate/core.js';
import { binaryOperator, lowerExpression } from './expressions.js';
import { type FunctionScope, literalAt, type Place, placeOf } from './nodes.js';
import { lowerPattern } from './patterns.js';

const bind = (target: Pattern, value: Expression, { start, end }: Place): Expression => ({ kind: 'bind', target, value, declares: false, start, end });
const combine = (operator: BinaryOperator, left: Expression, right: Expression, { start, end }: Place): Expression => ({ kind: 'binary', operator, left, right, start, end });

/** `a = b`, `a += b`, `a ??= b` as values. */
export function lowerAssignment(scope: FunctionScope, node: Es.AssignmentExpression, place: Place): Expression {
  const target = lowerPattern(scope, node.left);
  const value = lowerExpression(scope, node.right);
  if (node.operator === '=') return bind(target, value, place);
  const operator = binaryOperator(node.operator.slice(0, -1)) ?? 'add';
  const current = lowerExpression(scope, node.left);
  const isLogical = operator === 'and' || operator === 'or' || operator === 'coalesce';
  return isLogical ? combine(operator, current, bind(target, value, place), place) : bind(target, combine(operator, current, value, place), place);
}

/** `i++` is worth what `i` was before. */
export function lowerUpdate(scope: FunctionScope, node: Es.UpdateExpression, place: Place): Expression {
  const [forth, back] = node.operator === '++' ? (['add', 'subtract'] as const) : (['subtract', 'add'] as const);
  const one = literalAt(1, place);
  const changed = bind(lowerPattern(scope, node.argument), combine(forth, lowerExpression(scope, node.argument), one, placeOf(node)), place);
  return node.prefix ? changed : combine(back, changed, one, place);
}
