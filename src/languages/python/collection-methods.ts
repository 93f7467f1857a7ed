import { keyValue, recordKey } from '../../evaluate/keys.js';
import { type Call, constant, FALSE, type ListValue, listValue, NULL, type RecordValue, TRUE, type Value } from '../../evaluate/value.js';
import { compare, contained, contains, equals } from './comparison.js';
import { itemOf } from './items.js';
import { addItems, argument, distinct, integerOf, itemsOf, listOf, unknownFrom } from './known.js';
import { setOperation } from './operators.js';
import type { BinaryOperator } from '../../evaluate/core.js';

type ListMethod = (self: ListValue, call: Call) => Value;
type RecordMethod = (self: RecordValue, call: Call) => Value;

const decided = (call: Call, result: boolean | undefined): Value => (result === undefined ? unknownFrom(call, ...call.positional) : result ? TRUE : FALSE);

/** Sorts in place; the order stays as it is where it cannot be told. */
export function sortItems(items: Value[], call: Call): void {
  const key = argument(call, Number.POSITIVE_INFINITY, 'key');
  const reverse = call.truthOf(argument(call, Number.POSITIVE_INFINITY, 'reverse') ?? FALSE) === true;
  const keyed = items.map((item) => ({ item, key: key && !(key.kind === 'constant') ? call.invoke(key, [item]) : item }));
  const first = keyed[0];
  if (!first || keyed.some((entry) => compare(entry.key, first.key) === undefined)) return;
  keyed.sort((a, b) => (compare(a.key, b.key) ?? 0) * (reverse ? -1 : 1));
  for (const [i, entry] of keyed.entries()) items[i] = entry.item;
}

function extend(self: ListValue, call: Call, value: Value | undefined): void {
  const { items, complete } = itemsOf(call, value);
  addItems(self, items);
  if (!complete) self.complete = false;
}

function removeAt(self: ListValue, index: number | undefined): Value | undefined {
  if (index === undefined) {
    self.complete = false;
    return undefined;
  }
  return self.items.splice(index, 1)[0];
}

function pop(self: ListValue, call: Call): Value {
  const index = call.positional[0] ? integerOf(call.positional[0]) : -1;
  if (!self.complete && (index === undefined || index < 0)) return unknownFrom(call, ...call.positional);
  return removeAt(self, self.form === 'set' ? 0 : index) ?? unknownFrom(call, ...call.positional);
}

/** Takes out the first equal item; where that cannot be told, the list is no longer complete. */
function remove(self: ListValue, value: Value | undefined): Value {
  const results = value ? self.items.map((item) => equals(item, value)) : [];
  const index = results.indexOf(true);
  if (index >= 0 && !results.slice(0, index).includes(undefined)) self.items.splice(index, 1);
  else if (results.includes(undefined)) self.complete = false;
  return NULL;
}

function insert(self: ListValue, call: Call): Value {
  const index = integerOf(call.positional[0]);
  const value = call.positional[1];
  if (index === undefined || !value) self.complete = false;
  else self.items.splice(index, 0, value);
  return NULL;
}

function position(self: ListValue, call: Call): Value {
  const value = call.positional[0];
  const results = value ? self.items.map((item) => equals(item, value)) : [];
  const index = results.indexOf(true);
  return index < 0 || results.slice(0, index).includes(undefined) ? unknownFrom(call, ...call.positional) : constant(index, call.span);
}

function count(self: ListValue, call: Call): Value {
  const value = call.positional[0];
  const results = value ? self.items.map((item) => equals(item, value)) : [undefined];
  return results.includes(undefined) || !self.complete ? unknownFrom(call, ...call.positional) : constant(results.filter(Boolean).length, call.span);
}

const add: ListMethod = (self, call) => {
  const value = call.positional[0];
  if (value && contains(self, value) !== true) self.items.push(value);
  return NULL;
};
const discard: ListMethod = (self, call) => remove(self, call.positional[0]);
const copied: ListMethod = (self) => listOf(self.items, self.complete, self.form, self.span);
const asSet = (call: Call, value: Value | undefined): ListValue => {
  const { items, complete } = itemsOf(call, value);
  return listOf(distinct(items), complete, 'set');
};
const combined = (operator: BinaryOperator): ListMethod => (self, call) =>
  call.positional.reduce<Value>((left, right) => (left.kind === 'list' ? setOperation(operator, left, asSet(call, right), call) : left), self);
const clear: ListMethod = (self) => {
  self.items.length = 0;
  self.complete = true;
  return NULL;
};

export const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  append: (self, call) => (addItems(self, call.positional.slice(0, 1)), NULL),
  appendleft: (self, call) => (call.positional[0] && self.items.unshift(call.positional[0]), NULL),
  extend: (self, call) => (extend(self, call, call.positional[0]), NULL),
  insert,
  remove: (self, call) => remove(self, call.positional[0]),
  pop,
  popleft: (self, call) => (self.complete ? self.items.shift() : undefined) ?? unknownFrom(call),
  clear,
  sort: (self, call) => (sortItems(self.items, call), NULL),
  reverse: (self) => (self.items.reverse(), NULL),
  index: position,
  count,
  copy: copied,
  add,
  discard,
  update: (self, call) => {
    for (const source of call.positional) {
      const { items, complete } = itemsOf(call, source);
      addItems(self, distinct(items, self.items));
      if (!complete) self.complete = false;
    }
    return NULL;
  },
  union: combined('bitOr'),
  intersection: combined('bitAnd'),
  difference: combined('subtract'),
  symmetric_difference: combined('bitXor'),
  issubset: (self, call) => decided(call, contained(self, asSet(call, call.positional[0]))),
  issuperset: (self, call) => decided(call, contained(asSet(call, call.positional[0]), self)),
  isdisjoint: (self, call) => {
    const common = setOperation('bitAnd', self, asSet(call, call.positional[0]), call);
    return decided(call, common.kind === 'list' ? common.items.length === 0 && common.complete : undefined);
  },
  __contains__: (self, call) => decided(call, contains(self, call.positional[0] ?? NULL)),
  __getitem__: (self, call) => itemOf(self, call.positional[0] ?? NULL, call),
  __delitem__: (self, call) => {
    const index = integerOf(call.positional[0]);
    removeAt(self, self.complete ? index : undefined);
    return NULL;
  },
};

const list = (self: RecordValue, items: readonly Value[]): ListValue => listOf(items, self.complete, 'list', self.span);

/** The value under a key: `undefined` where it is known to be missing. */
function lookUp(self: RecordValue, call: Call, key: Value | undefined): Value | undefined {
  const name = key && recordKey(key);
  const found = name === undefined ? undefined : self.entries.get(name);
  return found ?? (self.complete && name !== undefined ? undefined : unknownFrom(call, key, { kind: 'unknown', reason: 'input' }));
}

function removeKey(self: RecordValue, call: Call): Value | undefined {
  const name = call.positional[0] && recordKey(call.positional[0]);
  if (name === undefined) self.complete = false;
  const found = lookUp(self, call, call.positional[0]);
  if (name !== undefined) self.entries.delete(name);
  return found;
}

export function putAll(self: RecordValue, call: Call): void {
  for (const source of call.positional) {
    if (source.kind === 'record') {
      for (const [key, value] of source.entries) self.entries.set(key, value);
      if (!source.complete) self.complete = false;
      continue;
    }
    const { items, complete } = itemsOf(call, source);
    if (!complete) self.complete = false;
    for (const item of items) {
      const [key, value] = item.kind === 'list' ? item.items : [];
      const name = key && recordKey(key);
      if (name === undefined || !value) self.complete = false;
      else self.entries.set(name, value);
    }
  }
  for (const [key, value] of call.named) self.entries.set(key, value);
  if (!call.complete) self.complete = false;
}

export const RECORD_METHODS: Readonly<Record<string, RecordMethod>> = {
  items: (self) => list(self, [...self.entries].map(([key, value]) => listValue([keyValue(key), value], 'tuple'))),
  keys: (self) => list(self, [...self.entries.keys()].map(keyValue)),
  values: (self) => list(self, [...self.entries.values()]),
  get: (self, call) => lookUp(self, call, call.positional[0]) ?? argument(call, 1, 'default') ?? NULL,
  pop: (self, call) => removeKey(self, call) ?? call.positional[1] ?? unknownFrom(call),
  popitem: (self, call) => {
    const last = [...self.entries].at(-1);
    if (!last || !self.complete) return unknownFrom(call);
    self.entries.delete(last[0]);
    return listValue([keyValue(last[0]), last[1]], 'tuple');
  },
  update: (self, call) => (putAll(self, call), NULL),
  setdefault: (self, call) => {
    const found = lookUp(self, call, call.positional[0]);
    const name = call.positional[0] && recordKey(call.positional[0]);
    if (found || name === undefined) return found ?? unknownFrom(call);
    const value = call.positional[1] ?? NULL;
    self.entries.set(name, value);
    return value;
  },
  copy: (self) => ({ kind: 'record', entries: new Map(self.entries), complete: self.complete, span: self.span }),
  clear: (self) => {
    self.entries.clear();
    self.complete = true;
    return NULL;
  },
  __contains__: (self, call) => decided(call, contains(self, call.positional[0] ?? NULL)),
  __getitem__: (self, call) => itemOf(self, call.positional[0] ?? NULL, call),
  __delitem__: (self, call) => (removeKey(self, call), NULL),
};
