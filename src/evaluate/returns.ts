import type { Guard } from '../operation.js';
import { both, either, not, type Test, testValue } from './condition.js';
import { contextAt } from './context.js';
import { isEffectful, joinValues } from './machine.js';
import type { Machine } from './machine.js';
import type { Context, NativeValue, Value } from './value.js';
import { isNull, unknownValue } from './value.js';
import type { Span } from '../span.js';

/** What a function returns at one place, and the tests within it that lead there. */
export interface Returned {
  readonly value: Value;
  readonly tests: readonly Guard[];
}

/** More places, or longer tests, than a helper has that looks something up. */
const MOST_RETURNS = 8;
const LONGEST = 48;

/** The result of a call: where it is one thing or another, the tests on the way to each place may tell when it is what. */
export function resultOf(machine: Machine, returned: readonly Returned[], span: Span): Value {
  const joined = returned.map(({ value }) => value).reduce(joinValues);
  if (returned.length === 1 || joined.kind !== 'unknown' || returned.length > MOST_RETURNS || returned.some(({ value }) => isEffectful(value))) return joined;
  const context = contextAt(machine, span);
  const whether = (holds: (value: Value) => Test): Test | undefined => {
    let result: Test = false;
    for (const { value, tests } of returned) result = either(result, both(pathOf(tests), holds(value)));
    return isShort(result) ? result : undefined;
  };
  if (returned.every(({ value }) => isNull(value) || value.kind === 'condition' || (value.kind === 'constant' && typeof value.value === 'boolean'))) {
    const test = whether((value) => context.truthOf(value));
    return test === undefined ? joined : testValue(test);
  }
  const present = returned.filter(({ value }) => !isNull(value));
  const [first] = present;
  if (!first || present.length === returned.length || present.some(({ value }) => value.kind === 'unknown' || value.kind === 'condition')) return joined;
  const [truth, given] = [whether((value) => context.truthOf(value)), whether((value) => !isNull(value))];
  const only = present.map(({ value }) => value).reduce(joinValues);
  return truth === undefined || given === undefined ? joined : perhaps(machine, only, truth, given);
}

const pathOf = (tests: readonly Guard[]): Test => tests.reduce<Test>((path, { condition, expected }) => both(path, expected ? condition : not(condition)), true);

function isShort(test: Test): boolean {
  let nodes = 0;
  const walk = (each: Test): boolean => {
    nodes += 1;
    if (nodes > LONGEST) return false;
    if (typeof each === 'boolean' || each.is === 'exists' || each.is === 'unknown') return true;
    return each.is === 'not' ? walk(each.operand) : walk(each.left) && walk(each.right);
  };
  return walk(test);
}

/** Something or nothing: what a search gives. Whoever uses it has looked whether it is there. */
function perhaps(machine: Machine, value: Value, truth: Test, given: Test): NativeValue {
  const { library } = machine;
  const text = value.kind === 'text' ? value.text : value.kind === 'native' ? value.text?.() : undefined;
  return {
    kind: 'native',
    label: 'evaluate.perhaps',
    truth: () => truth,
    binary: (operator, left, right, context) => {
      if (isNull(left) || isNull(right)) {
        if (operator === 'equal' || operator === 'is') return testValue(not(given));
        return operator === 'notEqual' || operator === 'isNot' ? testValue(given) : undefined;
      }
      const own = (side: Value): Value => (side.kind === 'native' && side.label === 'evaluate.perhaps' ? value : side);
      return value.kind === 'unknown' ? undefined : library.binary(operator, own(left), own(right), context);
    },
    member: (property, context) => memberOf(machine, value, property, context),
    item: (key, context) => (value.kind === 'native' ? value.item?.(key, context) : value.kind === 'unknown' ? unknownValue('input', context.span) : library.item(value, key, context)),
    iterate: (context) => context.itemsOf(value),
    ...(text && { text: () => text }),
  };
}

function memberOf({ library }: Machine, value: Value, property: string, context: Context): Value | undefined {
  if (value.kind === 'native') return value.member?.(property, context);
  return value.kind === 'unknown' ? unknownValue('input', context.span) : library.member(value, property, context);
}
