import type { Condition } from '../operation.js';
import { FALSE, TRUE, conditionValue } from './value.js';
import type { Value } from './value.js';

/** Three-valued logic over tests that only the database can decide. Booleans are decided tests. */
export type Test = boolean | Condition;

export function not(test: Test): Test {
  if (typeof test === 'boolean') return !test;
  if (test.is === 'not') return test.operand;
  return test.is === 'unknown' ? test : { is: 'not', operand: test };
}

export function both(left: Test, right: Test): Test {
  if (left === false || right === false) return false;
  if (left === true || same(left, right)) return right;
  if (right === true) return left;
  return { is: 'and', left, right };
}

/** The same test asked twice. */
function same(left: Test, right: Test): boolean {
  if (left === right) return true;
  return typeof left === 'object' && typeof right === 'object' && left.is === 'not' && right.is === 'not' && same(left.operand, right.operand);
}

export function either(left: Test, right: Test): Test {
  return not(both(not(left), not(right)));
}

export const testValue = (test: Test): Value => (typeof test === 'boolean' ? (test ? TRUE : FALSE) : conditionValue(test));
