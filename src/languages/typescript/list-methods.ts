import { either, both, testValue, type Test } from '../../evaluate/condition.js';
import { type Call, constant, type ListValue, listValue, NULL, textValue, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { compare } from '../python/comparison.js';
import { addItems, decided, hole, integerOf, isCallable, isUndefined, joinText, listOf, LIMIT, made, numberOf, unknownFrom } from './known.js';
import { same } from './operators.js';
import { textOf } from './printing.js';

type ListMethod = (self: ListValue, call: Call) => Value;

/** Items that may be there besides the known ones: what is done with them is done once, as something that may happen. */
function withRest(self: ListValue, call: Call, callback: Value): void {
  if (!self.complete) call.perhaps(callback, [unknownValue('input', call.span), unknownValue('input', call.span), self]);
}

/** Calls the function for each item; a list may grow meanwhile, without end. */
function mapped(self: ListValue, call: Call): Value[] {
  const [callback] = call.positional;
  if (!isCallable(callback)) return [];
  const results = self.items.slice(0, LIMIT).map((item, i) => call.invoke(callback, [item, constant(i), self]));
  withRest(self, call, callback);
  return results;
}

const tests = (self: ListValue, call: Call): Test[] => mapped(self, call).map((value) => call.truthOf(value));

const folded = (combine: (left: Test, right: Test) => Test, start: boolean): ListMethod => (self, call) => {
  if (!isCallable(call.positional[0])) return unknownFrom(call, ...call.positional);
  const result = tests(self, call).reduce(combine, start);
  return self.complete || result === !start ? testValue(result) : unknownValue('input', call.span);
};

/** Items that a test cannot decide on are left out, and the list is no longer known to be complete. */
const filter: ListMethod = (self, call) => {
  if (!isCallable(call.positional[0])) return unknownFrom(call, self, ...call.positional);
  const kept = tests(self, call);
  const items = self.items.filter((_, i) => kept[i] === true);
  return listOf(items, self.complete && kept.every((test) => typeof test === 'boolean'), self.form, self.span);
};

const search = (pick: (self: ListValue, at: number, call: Call) => Value, fromEnd = false): ListMethod => (self, call) => {
  if (!isCallable(call.positional[0])) return unknownFrom(call, self, ...call.positional);
  const found = tests(self, call);
  const order = [...found.keys()];
  if (fromEnd) order.reverse();
  for (const at of order) {
    if (found[at] === true) return pick(self, at, call);
    if (found[at] !== false) return unknownValue('input', call.span);
  }
  return self.complete ? pick(self, -1, call) : unknownValue('input', call.span);
};

const itemAt = (self: ListValue, at: number): Value => self.items[at] ?? UNDEFINED;
const placeAt = (_: ListValue, at: number, call: Call): Value => constant(at, call.span);

const reduced = (fromEnd: boolean): ListMethod => (self, call) => {
  const [callback, initial] = call.positional;
  if (!isCallable(callback)) return unknownFrom(call, self, ...call.positional);
  const items = [...self.items.entries()];
  if (fromEnd) items.reverse();
  let result = initial ?? items.shift()?.[1] ?? unknownFrom(call, self);
  for (const [i, item] of items) result = call.invoke(callback, [result, item, constant(i), self]);
  if (self.complete) return result;
  call.perhaps(callback, [result, unknownValue('input', call.span), unknownValue('input', call.span)]);
  return unknownValue('input', call.span);
};

/** A bound of a part of the list, counted from its end where it is negative; `undefined`: cannot be told. */
function boundOf(self: ListValue, value: Value | undefined, absent: number): number | undefined {
  if (isUndefined(value)) return absent;
  const index = integerOf(value);
  if (index === undefined || (index < 0 && !self.complete)) return undefined;
  return Math.max(0, Math.min(self.items.length, index < 0 ? self.items.length + index : index));
}

const slice: ListMethod = (self, call) => {
  const [from, to] = [boundOf(self, call.positional[0], 0), boundOf(self, call.positional[1], self.items.length)];
  if (from === undefined || to === undefined) return unknownFrom(call, self, ...call.positional);
  const inside = !isUndefined(call.positional[1]) && (integerOf(call.positional[1]) ?? 0) <= self.items.length;
  return listOf(self.items.slice(from, to), self.complete || inside, 'list', self.span);
};

const splice: ListMethod = (self, call) => {
  const [start, count, ...more] = call.positional;
  const from = boundOf(self, start, 0);
  const length = isUndefined(count) ? self.items.length : integerOf(count);
  if (from === undefined || length === undefined || !self.complete) {
    self.complete = false;
    return unknownFrom(call, self, ...call.positional);
  }
  return listValue(self.items.splice(from, Math.max(0, length), ...more));
};

const concat: ListMethod = (self, call) => {
  const result = listOf(self.items, self.complete && call.complete, 'list', self.span);
  for (const value of call.positional) {
    if (value.kind === 'list') {
      addItems(result, value.items);
      if (!value.complete) result.complete = false;
    } else if (value.kind === 'unknown') result.complete = false;
    else addItems(result, [value]);
  }
  return result;
};

const join: ListMethod = (self, call) => {
  const [separator] = call.positional;
  const between = isUndefined(separator) ? made(',', call.span) : textOf(separator as Value, call);
  const parts = self.items.map((item) => (item.kind === 'constant' && item.value == null ? made('', call.span) : textOf(item, call)));
  return textValue(joinText(between, self.complete ? parts : [...parts, hole('input', call.span)]));
};

/** Where a value is in a list: -1 where it is not, `undefined` where that cannot be told. */
export function placeIn(self: ListValue, wanted: Value | undefined): number | undefined {
  const results = self.items.map((item) => (wanted ? same(item, wanted) : false));
  const at = results.indexOf(true);
  const open = results.indexOf(undefined);
  if (at >= 0 && (open < 0 || open > at)) return at;
  return open >= 0 || !self.complete ? undefined : -1;
}

const includes: ListMethod = (self, call) => {
  const [wanted] = call.positional;
  const isThere = wanted !== undefined && self.items.some((item) => same(item, wanted) === true);
  const at = isThere ? 0 : placeIn(self, call.positional[0]);
  return decided(call, at === undefined ? undefined : at >= 0, wanted, self);
};

const flat = (items: readonly Value[], complete: boolean, depth: number): ListValue => {
  const result = listOf([], complete);
  for (const item of items) {
    const inner = item.kind === 'list' && depth > 0 ? (depth > 1 ? flat(item.items, item.complete, depth - 1) : item) : undefined;
    if (inner && !inner.complete) result.complete = false;
    if (item.kind === 'unknown' && depth > 0) result.complete = false;
    addItems(result, inner ? inner.items : [item]);
  }
  return result;
};

/** Sorts in place; the order stays as it is where it cannot be told. */
const sort: ListMethod = (self, call) => {
  const [callback] = call.positional;
  const byName = (a: Value, b: Value): number | undefined => compare(textOfItem(a, call), textOfItem(b, call));
  let isTold = self.items.length < 500;
  const sorted = isTold ? [...self.items].sort((a, b) => {
    const result = isCallable(callback) ? numberOf(call.invoke(callback, [a, b])) : byName(a, b);
    if (result === undefined || typeof result === 'bigint') isTold = false;
    return isTold ? Number(result) : 0;
  }) : [];
  if (isTold) sorted.forEach((item, i) => void (self.items[i] = item));
  return self;
};
const textOfItem = (item: Value, call: Call): Value => textValue(textOf(item, call));

const add = (self: ListValue, call: Call): Value => {
  addItems(self, call.positional);
  if (!call.complete) self.complete = false;
  return self.complete ? constant(self.items.length) : unknownValue('input', call.span);
};

const entries: ListMethod = (self) => listOf(self.items.map((item, i) => listValue([constant(i), item])), self.complete);

export const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  map: (self, call) => listOf(mapped(self, call), self.complete && isCallable(call.positional[0]), 'list', self.span),
  forEach: (self, call) => {
    mapped(self, call);
    return UNDEFINED;
  },
  filter,
  some: folded(either, false),
  every: folded(both, true),
  find: search(itemAt),
  findLast: search(itemAt, true),
  findIndex: search(placeAt),
  reduce: reduced(false),
  reduceRight: reduced(true),
  flatMap: (self, call) => flat(mapped(self, call), self.complete, 1),
  flat: (self, call) => flat(self.items, self.complete, isUndefined(call.positional[0]) ? 1 : Math.min(10, integerOf(call.positional[0]) ?? 10)),
  slice,
  splice,
  concat,
  join,
  toString: join,
  includes,
  indexOf: (self, call) => {
    const at = placeIn(self, call.positional[0]);
    return at === undefined ? unknownFrom(call, self, ...call.positional) : constant(at, call.span);
  },
  at: (self, call) => {
    const index = integerOf(call.positional[0]);
    return index === undefined || (index < 0 && !self.complete) ? unknownFrom(call, self) : (self.items.at(index) ?? (self.complete ? UNDEFINED : unknownFrom(call, self)));
  },
  push: add,
  unshift: (self, call) => {
    self.items.unshift(...call.positional);
    if (!call.complete) self.complete = false;
    return unknownValue('input', call.span);
  },
  pop: (self, call) => (self.complete ? (self.items.pop() ?? UNDEFINED) : unknownFrom(call, self)),
  shift: (self, call) => self.items.shift() ?? (self.complete ? UNDEFINED : unknownFrom(call, self)),
  reverse: (self) => {
    self.items.reverse();
    return self;
  },
  toReversed: (self) => listOf([...self.items].reverse(), self.complete),
  sort,
  toSorted: (self, call) => sort(listOf(self.items, self.complete), call),
  fill: (self, call) => {
    if (call.positional.length > 1) return unknownFrom(call, self);
    self.items.fill(call.positional[0] ?? NULL);
    return self;
  },
  keys: (self) => listOf(self.items.map((_, i) => constant(i)), self.complete),
  values: (self) => self,
  entries,
};
