import { keyValue, recordKey } from '../../evaluate/keys.js';
import { type Call, constant, FALSE, listValue, type NativeValue, recordValue, type RecordValue, TRUE, UNDEFINED, type Value } from '../../evaluate/value.js';
import { isCallable, itemsOf, listOf, objectOf, unknownFrom } from './known.js';

/** `new Map(pairs)`: its values by their keys; a key that is not known leaves it incomplete. */
export const MAP: NativeValue = {
  kind: 'native',
  label: 'Map',
  call: (call) => {
    const [source] = call.positional;
    const { items, complete } = source && !(source.kind === 'constant') ? itemsOf(call, source) : { items: [], complete: true };
    const values = recordValue();
    values.complete = complete;
    for (const pair of items) {
      const [key, value] = call.itemsOf(pair) ?? [];
      set(values, key, value);
    }
    return mapOf(values);
  },
};

function set(values: RecordValue, key: Value | undefined, value: Value | undefined): void {
  const name = key && recordKey(key);
  if (name === undefined) values.complete = false;
  else values.entries.set(name, value ?? UNDEFINED);
}

const found = (values: RecordValue, call: Call): boolean | undefined => {
  const name = call.positional[0] && recordKey(call.positional[0]);
  if (name !== undefined && values.entries.has(name)) return true;
  return values.complete && name !== undefined ? false : undefined;
};

function mapOf(values: RecordValue): NativeValue {
  const keys = (): Value[] => [...values.entries.keys()].map(keyValue);
  const pairs = (): Value[] => [...values.entries].map(([key, value]) => listValue([keyValue(key), value]));
  const members = objectOf('Map', {
    get: (call) => {
      const has = found(values, call);
      const name = call.positional[0] && recordKey(call.positional[0]);
      return has === undefined ? unknownFrom(call, ...call.positional) : ((name !== undefined && values.entries.get(name)) || UNDEFINED);
    },
    has: (call) => {
      const has = found(values, call);
      return has === undefined ? unknownFrom(call, ...call.positional) : has ? TRUE : FALSE;
    },
    set: (call) => {
      set(values, call.positional[0], call.positional[1]);
      return self;
    },
    delete: (call) => {
      const name = call.positional[0] && recordKey(call.positional[0]);
      if (name === undefined) values.complete = false;
      else values.entries.delete(name);
      return unknownFrom(call);
    },
    keys: () => listOf(keys(), values.complete),
    values: () => listOf([...values.entries.values()], values.complete),
    entries: () => listOf(pairs(), values.complete),
    forEach: (call) => {
      const [callback] = call.positional;
      if (isCallable(callback)) for (const [key, value] of values.entries) call.invoke(callback, [value, keyValue(key), self]);
      return UNDEFINED;
    },
  });
  const self: NativeValue = {
    ...members,
    member: (property, context) => (property === 'size' ? (values.complete ? constant(values.entries.size) : undefined) : members.member?.(property, context)),
    iterate: () => (values.complete ? pairs() : undefined),
  };
  return self;
}
