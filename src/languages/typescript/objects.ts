import { keyValue } from '../../evaluate/keys.js';
import { type Call, constant, listValue, type NativeValue, plainText, type RecordValue, recordValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { addItems, isCallable, itemsOf, listOf, LIMIT, objectOf, textOfKnown, unknownFrom } from './known.js';
import { keysOf, nameOf } from './items.js';

const recordOf = (call: Call): RecordValue | undefined => (call.positional[0]?.kind === 'record' ? call.positional[0] : undefined);
const read = (value: Value, self: Value, call: Call): Value => (value.kind === 'closure' && value.function.accessor ? call.invoke({ ...value, self }, []) : value);

/** The keys of an object or a list, as `for...in` and `Object.keys` give them. */
export function keysOfValue(value: Value | undefined, call: Call): Value {
  if (value?.kind === 'record') return listOf(keysOf([...value.entries.keys()].map((key) => textOfKnown(keyValue(key)) ?? String((keyValue(key) as { value?: unknown }).value))), value.complete);
  if (value?.kind === 'list') return listOf(value.items.map((_, i) => plainText(String(i))), value.complete);
  return unknownFrom(call, value);
}

function valuesOf(call: Call): Value {
  const [value] = call.positional;
  if (value?.kind === 'record') return listOf([...value.entries.values()].map((each) => read(each, value, call)), value.complete);
  return value?.kind === 'list' ? listOf(value.items, value.complete) : unknownFrom(call, value);
}

function entriesOf(call: Call): Value {
  const [value] = call.positional;
  const [keys, values] = [keysOfValue(value, call), valuesOf(call)];
  if (keys.kind !== 'list' || values.kind !== 'list') return unknownFrom(call, value);
  return listOf(keys.items.map((key, i) => listValue([key, values.items[i] ?? UNDEFINED])), keys.complete);
}

/** A record of pairs; a pair whose key is not known leaves it incomplete. */
export function fromEntries(call: Call): Value {
  const [value] = call.positional;
  const { items, complete } = itemsOf(call, value);
  const result = recordValue([], call.span);
  result.complete = complete;
  for (const pair of items) {
    const [key, each] = call.itemsOf(pair) ?? [];
    const name = key && nameOf(key, call);
    if (name === undefined) result.complete = false;
    else result.entries.set(name, each ?? UNDEFINED);
  }
  return result;
}

function assignAll(call: Call): Value {
  const [target, ...sources] = call.positional;
  for (const source of sources) {
    if (source.kind === 'record') {
      for (const [key, value] of source.entries) {
        if (target?.kind === 'record') target.entries.set(key, read(value, source, call));
        else if (target?.kind === 'native') target.setMember?.(key, value);
        else if (target?.kind === 'closure') (target.properties ??= new Map()).set(key, value);
      }
    }
    const isRead = (source.kind === 'record' && source.complete) || (source.kind === 'constant' && source.value == null);
    if (target?.kind === 'record' && !isRead) target.complete = false;
  }
  return target ?? unknownFrom(call);
}

function define(call: Call): Value {
  const [target, key, descriptor] = call.positional;
  const name = key && nameOf(key, call);
  const getter = descriptor?.kind === 'record' ? descriptor.entries.get('get') : undefined;
  const value = getter ? (isCallable(getter) ? call.invoke(getter, []) : UNDEFINED) : descriptor?.kind === 'record' ? (descriptor.entries.get('value') ?? UNDEFINED) : unknownFrom(call, descriptor);
  if (target?.kind === 'record') {
    if (name === undefined) target.complete = false;
    else target.entries.set(name, value);
  } else if (name !== undefined && target?.kind === 'native') target.setMember?.(name, value);
  else if (name !== undefined && target?.kind === 'closure') (target.properties ??= new Map()).set(name, value);
  return target ?? UNDEFINED;
}

const itself = (call: Call): Value => call.positional[0] ?? UNDEFINED;

const PROTOTYPE = objectOf('Object.prototype', {
  hasOwnProperty: (call: Call) => unknownFrom(call, ...call.positional),
  toString: (call: Call) => unknownFrom(call, ...call.positional),
});

export const OBJECT_CALLS: Readonly<Record<string, (call: Call) => Value>> = {
  keys: (call) => keysOfValue(call.positional[0], call),
  getOwnPropertyNames: (call) => keysOfValue(call.positional[0], call),
  values: valuesOf,
  entries: entriesOf,
  fromEntries,
  assign: assignAll,
  freeze: itself,
  seal: itself,
  defineProperty: define,
  create: (call) => recordValue(recordOf(call)?.entries ?? []),
  setPrototypeOf: itself,
};

export const OBJECT: NativeValue = {
  ...objectOf('Object', OBJECT_CALLS, { prototype: PROTOTYPE }),
  call: (call) => call.positional[0] ?? recordValue([], call.span),
};

/** `Array.from(list, each)`, `Array.from({ length: 3 }, each)` */
function from(call: Call): Value {
  const [source, each] = call.positional;
  const length = source?.kind === 'record' ? source.entries.get('length') : undefined;
  const count = length?.kind === 'constant' && typeof length.value === 'number' ? Math.min(length.value, LIMIT) : undefined;
  const { items, complete } = count === undefined ? itemsOf(call, source) : { items: Array.from({ length: Math.max(0, count) }, () => UNDEFINED), complete: true };
  const result = listOf(isCallable(each) ? items.map((item, i) => call.invoke(each, [item, constant(i)])) : items, complete);
  return complete || source?.kind === 'list' ? result : unknownFrom(call, source);
}

function list(call: Call): Value {
  const [only, ...more] = call.positional;
  const result = listOf([], call.complete);
  if (only?.kind === 'constant' && typeof only.value === 'number' && more.length === 0) addItems(result, Array.from({ length: Math.max(0, Math.min(LIMIT, only.value)) }, () => UNDEFINED));
  else addItems(result, call.positional);
  return result;
}

export const ARRAY: NativeValue = {
  ...objectOf('Array', {
    isArray: (call) => {
      const [value] = call.positional;
      return value?.kind === 'unknown' || value?.kind === 'native' ? unknownFrom(call, value) : constant(value?.kind === 'list');
    },
    from,
    of: (call) => listOf(call.positional, call.complete),
  }),
  call: list,
};

/** `new Set(items)` */
export const SET: NativeValue = {
  kind: 'native',
  label: 'Set',
  call: (call) => {
    const [source] = call.positional;
    const { items, complete } = source ? itemsOf(call, source) : { items: [], complete: true };
    const seen = new Set<string>();
    return listOf(items.filter((item) => {
      const key = textOfKnown(item);
      const isNew = key === undefined || !seen.has(key);
      if (key !== undefined) seen.add(key);
      return isNew;
    }), complete, 'set', call.span);
  },
};
