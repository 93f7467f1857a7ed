import type { BinaryOperator } from '../../evaluate/core.js';

type Numeric = number | bigint;

const isInteger = (value: Numeric): boolean => typeof value === 'bigint' || Number.isInteger(value);
const normal = (value: bigint): Numeric => (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function integers(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'floorDivide':
      return b === 0n ? undefined : floorDivide(a, b);
    case 'remainder':
      return b === 0n ? undefined : a - b * floorDivide(a, b);
    case 'power':
      return b < 0n || b > 256n ? undefined : a ** b;
    case 'shiftLeft':
      return b < 0n || b > 256n ? undefined : a << b;
    case 'shiftRight':
      return b < 0n ? undefined : a >> b;
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

function floats(operator: BinaryOperator, a: number, b: number): number | undefined {
  switch (operator) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return b === 0 ? undefined : a / b;
    case 'floorDivide':
      return b === 0 ? undefined : Math.floor(a / b);
    case 'remainder':
      return b === 0 ? undefined : a - b * Math.floor(a / b);
    case 'power':
      return a ** b;
    default:
      return undefined;
  }
}

/** Python's arithmetic; `undefined` where it raises or the result is too large to be of use. */
export function arithmetic(operator: BinaryOperator, a: Numeric, b: Numeric): Numeric | undefined {
  if (operator !== 'divide' && isInteger(a) && isInteger(b)) {
    const result = integers(operator, BigInt(a), BigInt(b));
    if (result !== undefined) return normal(result);
  }
  const result = floats(operator, Number(a), Number(b));
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}
