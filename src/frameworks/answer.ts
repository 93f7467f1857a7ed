import type { BinaryOperator } from '../evaluate/core.js';
import type { NativeValue, Value } from '../evaluate/value.js';
import { FALSE, TRUE, conditionValue, isNull, unknownValue } from '../evaluate/value.js';
import type { Condition } from '../operation.js';
import { type Maker, lazyNative } from './natives.js';

export const negated = (condition: Condition): Condition => (condition.is === 'not' ? condition.operand : { is: 'not', operand: condition });

export type Nature = 'boolean' | 'count' | 'present';

/** Something that is true exactly when `condition` holds: a boolean, a number of rows, or a row or value that may be None. */
export function answer(condition: Condition, nature: Nature, members: Readonly<Record<string, Maker>> = {}): NativeValue {
  const holds = (yes: boolean): Value => conditionValue(yes ? condition : negated(condition));
  const binary = (operator: BinaryOperator, left: Value, right: Value): Value | undefined => {
    const mirrored = left.kind === 'native' && left.data === condition ? undefined : true;
    const other = mirrored ? left : right;
    const equal = operator === 'equal' || operator === 'is';
    const unequal = operator === 'notEqual' || operator === 'isNot';
    if (isNull(other)) return equal || unequal ? (nature === 'present' ? holds(unequal) : unequal ? TRUE : FALSE) : undefined;
    if (other.kind !== 'constant') return undefined;
    if (typeof other.value === 'boolean') return nature === 'boolean' && (equal || unequal) ? holds(equal === other.value) : undefined;
    const number = Number(other.value);
    if (nature === 'boolean' && (equal || unequal)) return number === 0 || number === 1 ? holds(equal === (number === 1)) : undefined;
    if (nature !== 'count') return undefined;
    const relation = mirrored ? ({ less: 'greater', lessEqual: 'greaterEqual', greater: 'less', greaterEqual: 'lessEqual' } as const)[operator as 'less'] ?? operator : operator;
    // an object is there once or not at all
    if ((relation === 'greater' && number === 0) || (relation === 'greaterEqual' && number === 1) || (equal && number === 1) || (unequal && number === 0)) return holds(true);
    if ((relation === 'less' && number === 1) || (relation === 'lessEqual' && number === 0) || (equal && number === 0) || (unequal && number === 1)) return holds(false);
    return undefined;
  };
  return lazyNative('database.answer', members, { data: condition, truth: () => condition, binary, item: (_, context) => unknownValue('database', context.span), other: (_, context) => unknownValue('database', context.span) });
}
