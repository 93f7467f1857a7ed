import type { BinaryOperator, UnaryOperator } from '../../evaluate/core.js';
import { recordKey } from '../../evaluate/keys.js';
import { constant, type Context, type Library, plainText, textValue, UNKNOWN_CONDITION, type Value } from '../../evaluate/value.js';
import { concatText, type TracedText } from '../../value.js';
import { compare } from '../python/comparison.js';
import { decided, LIMIT, numberOf, textOfKnown, unknownFrom, unknownText } from './known.js';
import { textOf } from './printing.js';

const LONGEST = 50 * LIMIT;

export const truth: Library['truth'] = (value) => {
  switch (value.kind) {
    case 'text': {
      const written = value.text.text.length - value.text.holes.reduce((sum, gap) => sum + gap.end - gap.start, 0);
      return written > 0 ? true : value.text.holes.length > 0 ? UNKNOWN_CONDITION : false;
    }
    case 'constant':
      return Boolean(value.value);
    case 'condition':
      return value.condition;
    case 'native':
      return value.truth?.() ?? true;
    case 'unknown':
      return UNKNOWN_CONDITION;
    default:
      return true;
  }
};

export const binary: Library['binary'] = (operator, left, right, context) => {
  const negated = (result: boolean | undefined): boolean | undefined => (result === undefined ? undefined : !result);
  switch (operator) {
    case 'is':
      return decided(context, same(left, right), left, right);
    case 'isNot':
      return decided(context, negated(same(left, right)), left, right);
    case 'equal':
      return decided(context, alike(left, right), left, right);
    case 'notEqual':
      return decided(context, negated(alike(left, right)), left, right);
    case 'less':
    case 'lessEqual':
    case 'greater':
    case 'greaterEqual':
      return decided(context, ordered(operator, left, right), left, right);
    case 'in':
      return decided(context, hasKey(right, left), left, right);
    case 'add':
      return added(left, right, context);
    default:
      return arithmetic(operator, left, right, context);
  }
};

function ordered(operator: 'less' | 'lessEqual' | 'greater' | 'greaterEqual', left: Value, right: Value): boolean | undefined {
  const order = compare(left, right);
  if (order === undefined) return undefined;
  return operator === 'less' ? order < 0 : operator === 'lessEqual' ? order <= 0 : operator === 'greater' ? order > 0 : order >= 0;
}

const isOpen = (value: Value): boolean => value.kind === 'unknown' || value.kind === 'condition';
const isNothing = (value: Value): boolean => value.kind === 'constant' && (value.value === null || value.value === undefined);

/** `===`; objects are the same where they are one. */
export function same(left: Value, right: Value): boolean | undefined {
  if (isOpen(left) || isOpen(right)) return undefined;
  if (left === right) return true;
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value;
  if (left.kind === 'text' && right.kind === 'text') return sameText(left.text, right.text);
  if (left.kind === 'native' || right.kind === 'native') return isNothing(left) || isNothing(right) ? false : undefined;
  if (left.kind === 'closure' && right.kind === 'closure') return left.function === right.function ? undefined : false;
  return false;
}

function sameText(left: TracedText, right: TracedText): boolean | undefined {
  if (left.holes.length === 0 && right.holes.length === 0) return left.text === right.text;
  const prefix = Math.min(left.holes[0]?.start ?? left.text.length, right.holes[0]?.start ?? right.text.length);
  return left.text.slice(0, prefix) === right.text.slice(0, prefix) ? undefined : false;
}

/** `==` */
function alike(left: Value, right: Value): boolean | undefined {
  if (isNothing(left) && isNothing(right)) return true;
  const [a, b] = [plain(left), plain(right)];
  // the loose comparison is the one that is asked for
  if (a !== undefined && b !== undefined && !isNothing(left) && !isNothing(right)) return a == b;
  return same(left, right);
}

function plain(value: Value): unknown {
  return value.kind === 'constant' ? (value.value ?? undefined) : textOfKnown(value);
}

function hasKey(container: Value, key: Value): boolean | undefined {
  if (container.kind !== 'record') return undefined;
  const name = recordKey(key);
  if (name === undefined) return undefined;
  return container.entries.has(name) ? true : container.complete ? false : undefined;
}

const isTextual = (value: Value): boolean => value.kind === 'text' || value.kind === 'list' || value.kind === 'record';

function added(left: Value, right: Value, context: Context): Value {
  if (!isTextual(left) && !isTextual(right)) return arithmetic('add', left, right, context);
  const parts = [textOf(left, context), textOf(right, context)];
  return parts.reduce((sum, part) => sum + part.text.length, 0) > LONGEST ? unknownText(context, left, right) : textValue(concatText(parts));
}

function arithmetic(operator: BinaryOperator, left: Value, right: Value, context: Context): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined || typeof a !== typeof b) return unknownFrom(context, left, right);
  const result = typeof a === 'number' && typeof b === 'number' ? calculated(operator, a, b) : undefined;
  return result === undefined ? unknownFrom(context, left, right) : constant(result, context.span);
}

/** Texts with numbers in them count as those. */
function toNumber(value: Value): number | bigint | undefined {
  if (value.kind === 'constant') return value.value === null ? 0 : value.value === undefined ? Number.NaN : numberOf(value);
  const text = textOfKnown(value);
  return text === undefined ? undefined : Number(text);
}

function calculated(operator: BinaryOperator, a: number, b: number): number | undefined {
  switch (operator) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'remainder':
      return a % b;
    case 'power':
      return a ** b;
    case 'shiftLeft':
      return a << b;
    case 'shiftRight':
      return a >> b;
    case 'bitAnd':
      return a & b;
    case 'bitOr':
      return a | b;
    case 'bitXor':
      return a ^ b;
    default:
      return undefined;
  }
}

export function unary(operator: UnaryOperator, operand: Value, context: Context): Value | undefined {
  if (operator === 'typeof') {
    const type = typeOf(operand);
    return type === undefined ? undefined : plainText(type);
  }
  const number = toNumber(operand);
  if (typeof number !== 'number') return undefined;
  if (operator === 'plus') return constant(number, context.span);
  if (operator === 'negate') return constant(-number, context.span);
  return operator === 'invert' ? constant(~number, context.span) : undefined;
}

function typeOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return 'string';
    case 'constant':
      return value.value === null ? 'object' : typeof value.value;
    case 'list':
    case 'record':
      return 'object';
    case 'closure':
      return 'function';
    case 'condition':
      return 'boolean';
    case 'native':
      return value.call ? 'function' : undefined;
    case 'unknown':
      return undefined;
  }
}
