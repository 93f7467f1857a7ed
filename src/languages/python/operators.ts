import { not, testValue } from '../../evaluate/condition.js';
import type { BinaryOperator } from '../../evaluate/core.js';
import { constant, type Context, FALSE, type ListValue, textValue, TRUE, type Value } from '../../evaluate/value.js';
import type { Condition } from '../../operation.js';
import { concatText } from '../../value.js';
import { compare, contained, contains, equals, truth } from './comparison.js';
import { addItems, integerOf, LIMIT, listOf, numberOf, unknownFrom, unknownText } from './known.js';
import { arithmetic } from './numbers.js';
import { percentFormat } from './percent-format.js';
import { textOf } from './printing.js';

const LONGEST = 1_000_000;

export function binary(operator: BinaryOperator, left: Value, right: Value, context: Context): Value {
  const decided = (result: boolean | undefined): Value => (result === undefined ? unknownFrom(context, left, right) : result ? TRUE : FALSE);
  const negated = (result: boolean | undefined): boolean | undefined => (result === undefined ? undefined : !result);
  const ordered = (test: (order: number) => boolean): Value => {
    const subset = left.kind === 'list' && right.kind === 'list' && left.form === 'set' ? setOrder(operator, left, right) : undefined;
    if (subset !== undefined) return subset ? TRUE : FALSE;
    const order = compare(left, right);
    return decided(order === undefined ? undefined : test(order));
  };
  switch (operator) {
    case 'equal':
      return conditionOnConstant(left, right, false) ?? decided(equals(left, right));
    case 'notEqual':
      return conditionOnConstant(left, right, true) ?? decided(negated(equals(left, right)));
    case 'is':
      return conditionOnConstant(left, right, false) ?? decided(identical(left, right));
    case 'isNot':
      return conditionOnConstant(left, right, true) ?? decided(negated(identical(left, right)));
    case 'in':
      return decided(contains(right, left));
    case 'notIn':
      return decided(negated(contains(right, left)));
    case 'less':
      return ordered((order) => order < 0);
    case 'lessEqual':
      return ordered((order) => order <= 0);
    case 'greater':
      return ordered((order) => order > 0);
    case 'greaterEqual':
      return ordered((order) => order >= 0);
    case 'and':
    case 'or':
      return logical(operator, left, right, context);
    case 'coalesce':
      return left;
    default:
      return computed(operator, left, right, context);
  }
}

function computed(operator: BinaryOperator, left: Value, right: Value, context: Context): Value {
  if (operator === 'remainder' && left.kind === 'text') return textValue(percentFormat(left.text, right, context));
  if (operator === 'add') {
    const sum = add(left, right, context);
    if (sum) return sum;
  }
  if (operator === 'multiply') {
    const repeated = repeat(left, right) ?? repeat(right, left);
    if (repeated) return repeated;
  }
  if (left.kind === 'record' && right.kind === 'record' && operator === 'bitOr') {
    return { kind: 'record', entries: new Map([...left.entries, ...right.entries]), complete: left.complete && right.complete, span: left.span };
  }
  if (left.kind === 'list' && right.kind === 'list' && left.form === 'set' && right.form === 'set') return setOperation(operator, left, right, context);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return unknownFrom(context, left, right);
  const result = arithmetic(operator, a, b);
  if (result === undefined) return unknownFrom(context, left, right);
  const flags = typeof (left as { value?: unknown }).value === 'boolean' && typeof (right as { value?: unknown }).value === 'boolean';
  return constant(flags && operator.startsWith('bit') ? result === 1 : result, context.span);
}

/** Text plus something unread is text with a hole, so that what was written is not lost. */
function add(left: Value, right: Value, context: Context): Value | undefined {
  const isTextual = (value: Value): boolean => value.kind === 'text' || value.kind === 'unknown' || (value.kind === 'native' && value.text?.() !== undefined);
  if ((left.kind === 'text' && isTextual(right)) || (right.kind === 'text' && isTextual(left))) {
    const parts = [textOf(left, context), textOf(right, context)];
    // text that doubles in a loop would soon fill the memory
    return parts.every((part) => part.text.length < LONGEST) ? textValue(concatText(parts)) : unknownText(context);
  }
  if (left.kind === 'list' && left.form !== 'set') {
    if (right.kind === 'list' && right.form === left.form) {
      const sum = listOf(left.items, left.complete && right.complete, left.form, left.span);
      addItems(sum, right.items);
      return sum;
    }
    if (right.kind === 'unknown') return listOf(left.items, false, left.form, left.span);
  }
  return right.kind === 'list' && right.form !== 'set' && left.kind === 'unknown' ? listOf(right.items, false, right.form, right.span) : undefined;
}

function repeat(value: Value, times: Value): Value | undefined {
  const count = integerOf(times);
  if (count === undefined) return undefined;
  const size = value.kind === 'text' ? value.text.text.length : value.kind === 'list' ? value.items.length : 0;
  if (size * count > LIMIT) return undefined;
  const copies = Math.max(0, size === 0 ? 0 : count);
  if (value.kind === 'text') return textValue(concatText(Array.from({ length: copies }, () => value.text)));
  if (value.kind !== 'list' || value.form === 'set') return undefined;
  return listOf(Array.from({ length: copies }, () => value.items).flat(), value.complete, value.form, value.span);
}

function identical(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  if (left.kind === 'constant' || right.kind === 'constant') {
    if (left.kind !== right.kind) return false;
    return equals(left, right);
  }
  if (left.kind === 'native' && right.kind === 'native') return left === right ? true : left.label === right.label ? undefined : false;
  return equals(left, right);
}

/** `exists == False` is the opposite test; what a test answers is never `None`. */
function conditionOnConstant(left: Value, right: Value, negate: boolean): Value | undefined {
  const test = left.kind === 'condition' ? left.condition : right.kind === 'condition' ? right.condition : undefined;
  const other = left.kind === 'condition' ? right : left;
  if (!test || other.kind !== 'constant') return undefined;
  if (typeof other.value !== 'boolean') return other.value === null ? constant(negate) : undefined;
  return testValue(other.value === negate ? not(test) : test);
}

export function combined(combine: 'and' | 'or', left: boolean | Condition, right: boolean | Condition): boolean | Condition {
  const absorbing = combine === 'or';
  if (left === absorbing || right === absorbing) return absorbing;
  if (typeof left === 'boolean') return right;
  if (typeof right === 'boolean') return left;
  return { is: combine, left, right };
}

function logical(operator: 'and' | 'or', left: Value, right: Value, context: Context): Value {
  const test = truth(left, context);
  if (typeof test === 'boolean') return test === (operator === 'and') ? right : left;
  const isTest = (value: Value): boolean => value.kind === 'condition' || (value.kind === 'constant' && typeof value.value === 'boolean');
  if (!isTest(left) && !isTest(right)) return unknownFrom(context, left, right);
  const result = combined(operator, test, truth(right, context));
  return testValue(result);
}

function setOrder(operator: BinaryOperator, left: ListValue, right: ListValue): boolean | undefined {
  switch (operator) {
    case 'lessEqual':
      return contained(left, right);
    case 'greaterEqual':
      return contained(right, left);
    default:
      return undefined;
  }
}

export function setOperation(operator: BinaryOperator, left: ListValue, right: ListValue, context: Context): Value {
  const inside = (list: ListValue, wanted: boolean) => (item: Value) => {
    const found = contains(list, item);
    return found === undefined ? undefined : found === wanted;
  };
  const pick = (items: readonly Value[], test: (item: Value) => boolean | undefined): Value[] | undefined => {
    const results = items.map(test);
    return results.includes(undefined) ? undefined : items.filter((_, i) => results[i]);
  };
  const complete = left.complete && right.complete;
  const added = pick(right.items, inside({ ...left, complete: true }, false));
  switch (operator) {
    case 'bitOr':
      return listOf([...left.items, ...(added ?? right.items)], complete, 'set', left.span);
    case 'bitAnd': {
      const common = pick(left.items, inside(right, true));
      return common ? listOf(common, complete, 'set', left.span) : unknownFrom(context, left, right);
    }
    case 'subtract': {
      const remaining = pick(left.items, inside(right, false));
      return remaining ? listOf(remaining, complete, 'set', left.span) : unknownFrom(context, left, right);
    }
    case 'bitXor': {
      const remaining = pick(left.items, inside(right, false));
      return remaining && added ? listOf([...remaining, ...added], complete, 'set', left.span) : unknownFrom(context, left, right);
    }
    default:
      return unknownFrom(context, left, right);
  }
}
