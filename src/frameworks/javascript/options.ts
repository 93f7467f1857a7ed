import type { RecordValue, Value } from '../../evaluate/value.js';
import { isNull, unknownValue } from '../../evaluate/value.js';
import type { Known } from '../../value.js';
import { booleanOf, isTrue, listOf, numberOf, stringOf, unknownFrom } from '../values.js';

/** An object of options, `{ name: 'id', nullable: false }`, with readers for what is expected of a member. */
export interface Options {
  /** `undefined`: not given, or null. Unknown where it may be among what could not be read. */
  get(...names: readonly string[]): Value | undefined;
  text(...names: readonly string[]): Known<string> | undefined;
  number(...names: readonly string[]): Known<number> | undefined;
  boolean(...names: readonly string[]): Known<boolean> | undefined;
  isTrue(...names: readonly string[]): boolean;
  /** The items of a list, one value as a list of itself. `undefined`: not given. */
  list(...names: readonly string[]): Known<readonly Value[]> | undefined;
  texts(...names: readonly string[]): Known<readonly Known<string>[]> | undefined;
  /** A member that is an object of options itself. */
  options(...names: readonly string[]): Options | undefined;
  readonly names: readonly string[];
  /** False where there may be more members than are known. */
  readonly complete: boolean;
}

export function optionsOf(value: Value | undefined): Options {
  const record: RecordValue | undefined = value?.kind === 'record' ? value : undefined;
  const unread = value?.kind === 'unknown' || (value?.kind === 'native' && record === undefined) || record?.complete === false;
  const get = (...names: readonly string[]): Value | undefined => {
    for (const name of names) {
      const member = record?.entries.get(name);
      if (member && !isNull(member)) return member;
      if (member) return undefined;
    }
    return unread ? unknownValue('input', value && 'span' in value ? value.span : undefined) : undefined;
  };
  return {
    get,
    text: (...names) => stringOf(get(...names)),
    number: (...names) => numberOf(get(...names)),
    boolean: (...names) => booleanOf(get(...names)),
    isTrue: (...names) => isTrue(get(...names)),
    list: (...names) => itemsOf(get(...names)),
    texts: (...names) => textsOf(get(...names)),
    options: (...names) => {
      const inner = get(...names);
      return inner && optionsOf(inner);
    },
    names: record ? [...record.entries.keys()] : [],
    complete: !unread,
  };
}

/** The items of a list, one value as a list of itself. `undefined`: not given. */
export function itemsOf(value: Value | undefined): Known<readonly Value[]> | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind === 'list') return listOf(value) ?? unknownFrom(value);
  return value.kind === 'unknown' ? unknownFrom(value) : [value];
}

/** Names in a list, or one alone. */
export function textsOf(value: Value | undefined): Known<readonly Known<string>[]> | undefined {
  const items = itemsOf(value);
  return items === undefined || !Array.isArray(items) ? (items as Known<readonly Known<string>[]> | undefined) : (items as readonly Value[]).map((item) => stringOf(item) ?? unknownFrom(item));
}
