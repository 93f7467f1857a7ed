import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { conditionValue, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Condition, Fact } from '../../operation.js';
import { type Known, isUnknown } from '../../value.js';
import { answer, negated } from '../answer.js';
import { stringOf } from '../values.js';

type FactOf = (name: Known<string>) => Fact | undefined;

const existsIn = (factOf: FactOf, value: Value | undefined): Condition | undefined => {
  const name = stringOf(value);
  const fact = name === undefined || isUnknown(name) ? undefined : factOf(name);
  return fact && { is: 'exists', fact };
};

/** The name of whatever is there: comparing it with a name asks whether that one is there. */
function anyName(factOf: FactOf): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'database.name',
    truth: () => true,
    binary: (operator, left, right) => {
      const positive = operator === 'equal' || operator === 'is';
      if (!positive && operator !== 'notEqual' && operator !== 'isNot') return undefined;
      const condition = existsIn(factOf, left === self ? right : left);
      return condition && conditionValue(positive ? condition : negated(condition));
    },
    member: (property) => (/^(?:toLowerCase|toUpperCase|trim|toString)$/.test(property) ? nativeFunction(property, () => self) : undefined),
  };
  return self;
}

/** One that stands for all rows: `names` are the members that hold the name. */
function anyRow(factOf: FactOf, names: readonly string[]): NativeValue {
  const name = anyName(factOf);
  const row: NativeValue = { kind: 'native', label: 'database.row', truth: () => true, member: (property, context) => (names.includes(property) ? name : unknownValue('database', context.span)) };
  return row;
}

/** What a list is asked: a callback that compares the name of its item, or the name itself. */
function asked(element: Value, factOf: FactOf, call: Call): Condition | undefined {
  const [value] = call.positional;
  if (value?.kind !== 'closure') return existsIn(factOf, value);
  const truth = call.truthOf(call.invoke(value, [element]));
  return typeof truth === 'boolean' || truth.is === 'unknown' ? undefined : truth;
}

/** A list of which the database knows the items: it is asked for one of them. */
function listOf(element: Value, factOf: FactOf): NativeValue {
  const ask = (make: (condition: Condition) => Value) => (call: Call): Value => {
    const condition = asked(element, factOf, call);
    return condition ? make(condition) : unknownValue('database', call.span);
  };
  const methods: Readonly<Record<string, (call: Call) => Value>> = {
    includes: ask(conditionValue),
    some: ask(conditionValue),
    find: ask((condition) => answer(condition, 'present')),
    filter: ask((condition) => foundRows(condition)),
    indexOf: ask(position),
    findIndex: ask(position),
    map: (call) => {
      const [callback] = call.positional;
      return callback?.kind === 'closure' ? listOf(call.invoke(callback, [element]), factOf) : unknownValue('database', call.span);
    },
  };
  return {
    kind: 'native',
    label: 'database.rows',
    truth: () => true,
    iterate: () => undefined,
    item: (_, context) => unknownValue('database', context.span),
    member: (property, context) => (Object.hasOwn(methods, property) ? nativeFunction(property, methods[property] as (call: Call) => Value) : unknownValue('database', context.span)),
  };
}

/** What `filter` leaves: rows only where there is one. */
const foundRows = (condition: Condition): NativeValue => ({
  kind: 'native',
  label: 'database.found',
  truth: () => true,
  member: (property, context) => (property === 'length' ? answer(condition, 'count') : unknownValue('database', context.span)),
  item: () => answer(condition, 'present'),
});

/** A place in a list: -1 says that it is not there. */
function position(condition: Condition): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'database.position',
    binary: (operator, left, right) => {
      const other = left === self ? right : left;
      if (left !== self || other.kind !== 'constant') return undefined;
      const absent = other.value === -1;
      if (absent && (operator === 'equal' || operator === 'is')) return conditionValue(negated(condition));
      if ((absent && (operator === 'notEqual' || operator === 'isNot' || operator === 'greater')) || (other.value === 0 && operator === 'greaterEqual')) return conditionValue(condition);
      return other.value === 0 && operator === 'less' ? conditionValue(negated(condition)) : undefined;
    },
    unary: (operator) => (operator === 'invert' ? answer(condition, 'count') : undefined),
  };
  return self;
}

/** Names alone: `showAllTables()`. */
export const namesList = (factOf: FactOf): NativeValue => listOf(anyName(factOf), factOf);

/** Rows that have a name among other things: `showIndex(table)`. */
export const namedRows = (factOf: FactOf, names: readonly string[]): NativeValue => listOf(anyRow(factOf, names), factOf);

