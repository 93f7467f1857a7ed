import type { Condition, Name } from '../operation.js';
import { type Known, isUnknown } from '../value.js';
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
  if (left === true || same(left, right) || implies(right, left)) return right;
  if (right === true || implies(left, right)) return left;
  return { is: 'and', left, right };
}

/** The same test asked twice. */
function same(left: Test, right: Test): boolean {
  if (left === right) return true;
  return typeof left === 'object' && typeof right === 'object' && left.is === 'not' && right.is === 'not' && same(left.operand, right.operand);
}

/** Where there is a column, there is its table. */
function implies(left: Test, right: Test): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean' || left.is !== 'exists' || right.is !== 'exists' || right.fact.ask !== 'table') return false;
  const { fact } = left;
  return 'table' in fact && fact.ask !== 'table' && sameName(fact.table, right.fact.table);
}

const sameName = (one: Known<Name> | undefined, other: Known<Name>): boolean =>
  one !== undefined && !isUnknown(one) && !isUnknown(other) && one.name === other.name && one.schema === other.schema;

export function either(left: Test, right: Test): Test {
  return not(both(not(left), not(right)));
}

export const testValue = (test: Test): Value => (typeof test === 'boolean' ? (test ? TRUE : FALSE) : conditionValue(test));
