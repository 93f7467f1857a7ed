import type { BinaryOperator } from '../../evaluate/core.js';
import { type Call, listValue, NULL, nativeFunction, type RecordValue, unknownValue, type Value } from '../../evaluate/value.js';
import { putAll } from './collection-methods.js';
import { itemOf } from './items.js';
import { argument, integerOf, itemsOf, LIMIT, listOf, textOfKnown, unknownFrom } from './known.js';
import { memberOf } from './members.js';
import { decorator, functions, type Members, nativeObject } from './natives.js';
import { binary } from './operators.js';

function record(call: Call, complete = true): RecordValue {
  const made: RecordValue = { kind: 'record', entries: new Map(), complete, span: call.span };
  putAll(made, call);
  return made;
}

function namedTuple(call: Call): Value {
  const fields = argument(call, 1, 'field_names');
  const text = textOfKnown(fields);
  const names = text !== undefined ? text.split(/[\s,]+/).filter(Boolean) : fields?.kind === 'list' && fields.complete ? fields.items.map(textOfKnown) : [undefined];
  if (names.includes(undefined)) return unknownFrom(call, fields);
  const name = textOfKnown(call.positional[0]) ?? 'namedtuple';
  return nativeFunction(`python.namedtuple.${name}`, (made) => {
    const values = names.map((field, i) => made.positional[i] ?? made.named.get(field ?? '') ?? unknownValue('input', made.span));
    const tuple = listValue(values, 'tuple', made.span);
    return nativeObject(`python.namedtuple.${name}`, Object.fromEntries(names.map((field, i) => [field, values[i] ?? NULL])), {
      data: tuple,
      span: made.span,
      item: (key, context) => itemOf(tuple, key, context),
      iterate: () => values,
    });
  });
}

export const COLLECTIONS: Members = functions('collections', {
  OrderedDict: (call) => record(call),
  // a missing key makes an entry: one that is read from outside is not known
  defaultdict: (call) => record(Object.create(call, { positional: { value: call.positional.slice(1) } }) as Call, false),
  Counter: (call) => unknownFrom(call, ...call.positional),
  ChainMap: (call) => unknownFrom(call, ...call.positional),
  deque: (call) => {
    if (!call.positional[0]) return listOf([], true, 'list', call.span);
    const { items, complete } = itemsOf(call, call.positional[0]);
    return listOf(items, complete, 'list', call.span);
  },
  namedtuple: namedTuple,
});

function partial(call: Call): Value {
  const [callee, ...first] = call.positional;
  if (!callee) return unknownFrom(call);
  return nativeFunction('functools.partial', (inner) => inner.invoke(callee, [...first, ...inner.positional], new Map([...call.named, ...inner.named])));
}

function reduce(call: Call): Value {
  const [callee, source, initial] = call.positional;
  const { items, complete } = itemsOf(call, source);
  const [first, ...rest] = initial ? [initial, ...items] : items;
  if (!callee || !first || !complete) return unknownFrom(call, source);
  return rest.reduce((result, item) => call.invoke(callee, [result, item]), first);
}

export const FUNCTOOLS: Members = {
  ...functions('functools', { partial, partialmethod: partial, reduce, wraps: () => decorator('functools.wraps'), update_wrapper: (call) => call.positional[0] ?? NULL }),
  ...Object.fromEntries(['lru_cache', 'cache', 'cached_property', 'total_ordering', 'singledispatch'].map((name) => [name, decorator(`functools.${name}`)])),
};

function chained(call: Call, sources: readonly Value[], certain: boolean): Value {
  const lists = sources.map((source) => itemsOf(call, source));
  return listOf(lists.flatMap((list) => list.items), certain && lists.every((list) => list.complete));
}

function product(call: Call): Value {
  const repeat = call.named.get('repeat');
  const times = repeat ? integerOf(repeat) : 1;
  const lists = call.positional.map((source) => itemsOf(call, source));
  if (times === undefined || times < 0 || times > 10 || lists.some((list) => !list.complete)) return unknownFrom(call, ...call.positional);
  const axes = Array.from({ length: times }, () => lists.map((list) => list.items)).flat();
  if (axes.reduce((size, axis) => size * axis.length, 1) > LIMIT) return unknownFrom(call);
  const rows = axes.reduce<Value[][]>((made, axis) => made.flatMap((row) => axis.map((value) => [...row, value])), [[]]);
  return listOf(rows.map((row) => listValue(row, 'tuple')), true);
}

function sliced(call: Call): Value {
  const { items, complete } = itemsOf(call, call.positional[0]);
  const bounds = call.positional.slice(1).map(integerOf);
  const [from, to] = bounds.length > 1 ? bounds : [0, bounds[0]];
  return from === undefined || to === undefined || bounds.length > 2 || !complete ? unknownFrom(call, call.positional[0]) : listOf(items.slice(from, to), true);
}

export const ITERTOOLS: Members = {
  ...functions('itertools', { product, islice: sliced }),
  chain: nativeObject('itertools.chain', functions('itertools.chain', {
    from_iterable: (call) => {
      const { items, complete } = itemsOf(call, call.positional[0]);
      return chained(call, items, complete);
    },
  }), { call: (call) => chained(call, call.positional, call.complete) }),
};

const manager = (label: string, entered?: Value): Value =>
  nativeObject(label, functions(label, { enter_context: (call) => enter(call), callback: () => NULL, close: () => NULL }), { enter: () => entered ?? NULL });

function enter(call: Call): Value {
  const context = call.positional[0];
  if (context?.kind === 'native') return context.enter?.(call) ?? context;
  return context?.kind === 'list' ? (context.items[0] ?? NULL) : (context ?? NULL);
}

export const CONTEXTLIB: Members = {
  contextmanager: decorator('contextlib.contextmanager'),
  asynccontextmanager: decorator('contextlib.asynccontextmanager'),
  ...functions('contextlib', {
    suppress: () => manager('contextlib.suppress'),
    nullcontext: (call) => manager('contextlib.nullcontext', call.positional[0]),
    closing: (call) => manager('contextlib.closing', call.positional[0]),
    ExitStack: () => exitStack(),
    redirect_stdout: (call) => manager('contextlib.redirect_stdout', call.positional[0]),
    redirect_stderr: (call) => manager('contextlib.redirect_stderr', call.positional[0]),
  }),
};

function exitStack(): Value {
  const stack = nativeObject('contextlib.ExitStack', functions('contextlib.ExitStack', { enter_context: enter, callback: () => NULL, close: () => NULL }), { enter: (): Value => stack });
  return stack;
}

const OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  add: 'add', sub: 'subtract', mul: 'multiply', truediv: 'divide', floordiv: 'floorDivide', mod: 'remainder', eq: 'equal', ne: 'notEqual', lt: 'less', le: 'lessEqual',
  gt: 'greater', ge: 'greaterEqual', is_: 'is', is_not: 'isNot', and_: 'bitAnd', or_: 'bitOr', concat: 'add',
};

const getter = (label: string, read: (call: Call, object: Value, key: Value) => Value) => (call: Call): Value =>
  nativeFunction(label, (inner) => {
    const object = inner.positional[0];
    if (!object) return unknownFrom(inner);
    const values = call.positional.map((key) => read(inner, object, key));
    return values.length === 1 ? (values[0] ?? NULL) : listValue(values, 'tuple');
  });

export const OPERATOR: Members = functions('operator', {
  ...Object.fromEntries(Object.entries(OPERATORS).map(([name, operator]) => [name, (call: Call): Value => {
    const [left = NULL, right = NULL] = call.positional;
    for (const side of [left, right]) {
      const own = side.kind === 'native' ? side.binary?.(operator, left, right, call) : undefined;
      if (own) return own;
    }
    return binary(operator, left, right, call);
  }])),
  itemgetter: getter('operator.itemgetter', (call, object, key) => itemOf(object, key, call)),
  attrgetter: getter('operator.attrgetter', (call, object, key) => {
    const name = textOfKnown(key);
    const found = name === undefined ? undefined : object.kind === 'native' ? object.member?.(name, call) : memberOf(object, name);
    return found ?? unknownFrom(call, object);
  }),
});

/** `done`: what was copied already, so that what is shared stays shared. */
function cloned(value: Value, deep: boolean, done = new Map<Value, Value>()): Value {
  const inner = (item: Value): Value => (deep ? (done.get(item) ?? cloned(item, deep, done)) : item);
  if (value.kind === 'list') {
    const copy = listOf([], value.complete, value.form, value.span);
    done.set(value, copy);
    for (const item of value.items) copy.items.push(inner(item));
    return copy;
  }
  if (value.kind !== 'record') return value;
  const copy: RecordValue = { kind: 'record', entries: new Map(), complete: value.complete, span: value.span };
  done.set(value, copy);
  for (const [key, item] of value.entries) copy.entries.set(key, inner(item));
  return copy;
}

export const COPY: Members = functions('copy', {
  copy: (call) => cloned(call.positional[0] ?? NULL, false),
  deepcopy: (call) => cloned(call.positional[0] ?? NULL, true),
});
