import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, TRUE, conditionValue, isNull, unknownValue } from '../../evaluate/value.js';
import type { Condition } from '../../operation.js';
import { type Nature, answer, negated } from '../answer.js';
import { type Known, isUnknown } from '../../value.js';
import { stringOf } from '../values.js';
import type { ExistenceQuery, ListQuery } from '../existence.js';
import { type Maker, gives, lazyNative } from '../natives.js';

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

/** The name of whatever is there: comparing it with a name asks whether that one is there. */
function nameNative(query: ListQuery): NativeValue {
  const conditionFor = (name: Known<string> | undefined): Condition | undefined => {
    const fact = name === undefined || isUnknown(name) ? undefined : query.factOf(name);
    return fact && { is: 'exists', fact };
  };
  const self: NativeValue = {
    kind: 'native',
    label: 'database.name',
    binary: (operator, left, right, context) => {
      const positive = operator === 'equal' || operator === 'in';
      if (!positive && operator !== 'notEqual' && operator !== 'notIn') return undefined;
      const other = left === self ? right : left;
      const names = other.kind === 'list' ? context.itemsOf(other) : [other];
      let result: Condition | undefined;
      for (const name of names ?? []) {
        const one = conditionFor(stringOf(name));
        if (!one) return undefined;
        result = result ? { is: 'or', left: result, right: one } : one;
      }
      return result && conditionValue(positive ? result : negated(result));
    },
    member: (property) => (/^(?:lower|upper|strip|casefold)$/.test(property) ? { kind: 'native', label: 'database.name.method', call: () => self } : undefined),
    truth: () => true,
  };
  return self;
}

/** Rows of which only the database knows how many there are: a loop sees one that stands for them all. */
function manyOf(element: NativeValue, membership?: NativeValue): NativeValue {
  return {
    kind: 'native',
    label: 'database.rows',
    iterate: () => [element],
    item: (_, context) => unknownValue('database', context.span),
    member: (_, context) => unknownValue('database', context.span),
    binary: (operator, left, _right, context) => (membership && (operator === 'in' || operator === 'notIn') ? membership.binary?.(operator, left, membership, context) : undefined),
    truth: () => ({ is: 'unknown' }),
  };
}

/** What a query for names returns. */
export function listResult(query: ListQuery): NativeValue {
  const name = nameNative(query);
  const isName = (key: Value): boolean => (key.kind === 'text' ? key.text.text.toLowerCase() === query.column : query.alone && key.kind === 'constant' && key.value === 0);
  const row: NativeValue = {
    kind: 'native',
    label: 'database.row',
    item: (key, context) => (isName(key) ? name : unknownValue('database', context.span)),
    member: (property, context) => (property === query.column ? name : property === '_mapping' ? row : unknownValue('database', context.span)),
    iterate: () => (query.alone ? [name] : undefined),
    truth: () => true,
  };
  const rows = gives('database.fetchall', () => manyOf(row));
  const makers: Record<string, Maker> = {
    fetchall: rows,
    all: rows,
    mappings: gives('database.mappings', () => listResult(query)),
    scalars: gives('database.scalars', () => (query.alone ? lazyNative('database.scalars', { all: gives('database.all', () => manyOf(name, name)) }, { ...iterating(name) }) : unknownValue('database'))),
  };
  return { ...lazyNative('database.result', makers, { other: (_, context) => unknownValue('database', context.span) }), ...iterating(row) };
}

const iterating = (element: NativeValue): Pick<NativeValue, 'iterate'> => ({ iterate: () => [element] });
