import type { NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, TRUE, isNull, unknownValue } from '../../evaluate/value.js';
import { answer } from '../answer.js';
import type { ExistenceQuery } from '../existence.js';
import { lazyNative } from '../natives.js';

/** A row that is there and holds one boolean or number, under whatever name. */
const rowOf = (value: NativeValue): NativeValue => ({
  kind: 'native',
  label: 'database.row',
  truth: () => true,
  item: () => value,
  member: () => value,
  binary: (operator, left, right) => (isNull(left) || isNull(right) ? (operator === 'is' || operator === 'equal' ? FALSE : TRUE) : undefined),
});

/** The rows that a query for existence gives, as a list of JavaScript. */
export function rowsOf({ condition, returns }: ExistenceQuery): NativeValue {
  const always = returns !== 'rows';
  const scalar = answer(condition, returns === 'boolean' ? 'boolean' : returns === 'count' ? 'count' : 'present');
  const first: Value = always ? rowOf(scalar) : answer(condition, 'present');
  return lazyNative('database.rows', { length: (context) => (always ? unknownValue('database', context.span) : answer(condition, 'count')), 0: () => first }, { truth: () => true, item: () => first, iterate: () => [first] });
}
