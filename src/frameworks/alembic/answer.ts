import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, TRUE, conditionValue, isNull, unknownValue } from '../../evaluate/value.js';
import type { Condition } from '../../operation.js';
import type { BinaryOperator } from '../../evaluate/core.js';
import type { ExistenceQuery } from './existence.js';
import { type Maker, gives, lazyNative } from './natives.js';

const negated = (condition: Condition): Condition => (condition.is === 'not' ? condition.operand : { is: 'not', operand: condition });

type Nature = 'boolean' | 'count' | 'present';

/** Something that is true exactly when `condition` holds: a boolean, a number of rows, or a row or value that may be None. */
function answer(condition: Condition, nature: Nature, members: Readonly<Record<string, Maker>> = {}): NativeValue {
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

/** A row that is always there and holds one boolean or number. */
function rowOf(value: NativeValue): NativeValue {
  return {
    kind: 'native',
    label: 'database.row',
    truth: () => true,
    item: () => value,
    member: (property) => (property === '_mapping' ? rowOf(value) : property === 'count' || property === 'index' ? undefined : value),
    iterate: () => [value],
    binary: (operator, left, right) => (isNull(left) || isNull(right) ? (operator === 'is' || operator === 'equal' ? FALSE : TRUE) : undefined),
  };
}

/** What a query for existence returns. */
export function existenceResult(query: ExistenceQuery): NativeValue {
  const { condition, returns } = query;
  const scalarNature: Nature = returns === 'boolean' ? 'boolean' : returns === 'count' ? 'count' : 'present';
  const scalar = answer(condition, scalarNature);
  const always = returns !== 'rows';
  const one = (): NativeValue => (returns === 'rows' ? answer(condition, 'present') : rowOf(scalar));
  const many = (): NativeValue =>
    always
      ? { kind: 'native', label: 'database.rows', truth: () => true, iterate: () => [rowOf(scalar)], item: () => rowOf(scalar), member: () => undefined }
      : answer(condition, 'present', { __len__: gives('database.length', () => answer(condition, 'count')) });
  const scalars = (): NativeValue => result({ first: () => scalar, one: () => scalar, one_or_none: () => scalar, scalar: () => scalar });
  const result = (methods: Readonly<Record<string, () => Value>>): NativeValue =>
    lazyNative(
      'database.result',
      Object.fromEntries([
        ...Object.entries({ fetchone: one, first: one, one, one_or_none: one, fetchall: many, all: many, fetchmany: many, scalar: () => scalar, scalar_one: () => scalar, scalar_one_or_none: () => scalar, ...methods }).map(
          ([name, make]): [string, Maker] => [name, gives(`database.${name}`, make)],
        ),
        ['scalars', gives('database.scalars', scalars)],
        ['mappings', gives('database.mappings', () => result(methods))],
        ['rowcount', () => (always ? unknownValue('database') : answer(condition, 'count'))],
        ['close', gives('database.close', () => ({ kind: 'constant', value: null }))],
      ]),
      { other: (_: string, context: Context) => unknownValue('database', context.span) },
    );
  return result({});
}
