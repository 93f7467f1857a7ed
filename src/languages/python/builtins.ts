import { testValue } from '../../evaluate/condition.js';
import { type Call, constant, type Context, FALSE, listValue, NULL, nativeFunction, type NativeValue, plainText, type RecordValue, textValue, TRUE, UNKNOWN_CONDITION, unknownValue, type Value } from '../../evaluate/value.js';
import { putAll, sortItems } from './collection-methods.js';
import { compare, truth } from './comparison.js';
import { format } from './format.js';
import { addItems, argument, distinct, integerOf, itemsOf, LIMIT, listOf, numberOf, sliceValue, textOfKnown, unknownFrom } from './known.js';
import { memberOf, METHODS } from './members.js';
import { answers, functions, nativeObject, silent, withPositional } from './natives.js';
import { arithmetic } from './numbers.js';
import { combined, binary } from './operators.js';
import { reprOf, textOf } from './printing.js';
import { superOf } from './super.js';

/** A built-in type: callable, and known to `isinstance` by its label. Its methods can be called on the type itself. */
function type(name: string, call: (call: Call) => Value, methods?: keyof typeof METHODS): NativeValue {
  const label = `python.${name}`;
  return nativeObject(label, {}, {
    call,
    member: (property) => {
      if (property === '__name__') return plainText(name);
      const method = methods && Object.hasOwn(METHODS[methods], property);
      return method ? nativeFunction(`${label}.${property}`, (inner) => unbound(property, inner)) : undefined;
    },
    item: () => type(name, call, methods),
    binary: (operator, left, right) => (operator === 'bitOr' ? listValue([left, right], 'tuple') : undefined),
  });
}

function unbound(property: string, call: Call): Value {
  const [self, ...rest] = call.positional;
  const method = self && memberOf(self, property);
  return method?.call?.(withPositional(call, rest)) ?? unknownFrom(call, ...call.positional);
}

const sequence = (form: 'list' | 'tuple' | 'set') => (call: Call): Value => {
  const source = call.positional[0];
  if (!source) return listOf([], true, form, call.span);
  const { items, complete } = itemsOf(call, source);
  if (!complete && items.length === 0 && source.kind === 'unknown') return unknownFrom(call, source);
  const made = listOf([], complete, form, call.span);
  addItems(made, form === 'set' ? distinct(items) : items);
  return made;
};

function makeRecord(call: Call): Value {
  const made: RecordValue = { kind: 'record', entries: new Map(), complete: true, span: call.span };
  putAll(made, call);
  return made;
}

function integer(call: Call): Value {
  const value = call.positional[0];
  if (!value) return constant(0, call.span);
  const number = numberOf(value);
  if (number !== undefined) return constant(typeof number === 'number' ? Math.trunc(number) : number, call.span);
  const digits = textOfKnown(value)?.trim().replaceAll('_', '');
  if (digits === undefined || call.positional.length > 1 || !/^[+-]?\d+$/.test(digits)) return unknownFrom(call, value);
  return constant(Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits), call.span);
}

function float(call: Call): Value {
  const value = call.positional[0];
  const number = value ? numberOf(value) : 0;
  if (number !== undefined) return constant(Number(number), call.span);
  const text = textOfKnown(value)?.trim();
  return text && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? constant(Number(text), call.span) : unknownFrom(call, value);
}

function asText(call: Call): Value {
  const value = call.positional[0];
  return value ? textValue(textOf(value, call)) : plainText('');
}

/** `any` and `all`: what the database decides becomes one condition. */
const quantifier = (combine: 'and' | 'or') => (call: Call): Value => {
  const source = call.positional[0];
  if (source?.kind === 'native' && source.truth && source.label === 'python.filtered') return testValue(combine === 'or' ? truth(source) : UNKNOWN_CONDITION);
  const { items, complete } = itemsOf(call, source);
  let result: ReturnType<typeof truth> = combine === 'and';
  for (const item of items) result = combined(combine, result, call.truthOf(item));
  return testValue(complete ? result : combined(combine, result, UNKNOWN_CONDITION));
};

function length(call: Call): Value {
  const value = call.positional[0];
  const text = textOfKnown(value);
  if (text !== undefined) return constant(Array.from(text).length, call.span);
  if (value?.kind === 'list' && value.complete) return constant(value.items.length, call.span);
  if (value?.kind === 'record' && value.complete) return constant(value.entries.size, call.span);
  const items = value?.kind === 'native' ? call.itemsOf(value) : undefined;
  return items ? constant(items.length, call.span) : unknownFrom(call, value);
}

function range(call: Call): Value {
  const bounds = call.positional.map(integerOf);
  const [first, second, step = 1] = bounds;
  const [from, to] = bounds.length > 1 ? [first, second] : [0, first];
  if (from === undefined || to === undefined || bounds.includes(undefined) || step === 0) return unknownFrom(call, ...call.positional);
  const items: Value[] = [];
  for (let i = from; (step > 0 ? i < to : i > to) && items.length < LIMIT; i += step) items.push(constant(i));
  return listOf(items, items.length < LIMIT, 'list', call.span);
}

function enumerate(call: Call): Value {
  const { items, complete } = itemsOf(call, call.positional[0]);
  const start = argument(call, 1, 'start');
  const first = start ? integerOf(start) : 0;
  if ((!complete && items.length === 0) || first === undefined) return unknownFrom(call, ...call.positional);
  return listOf(items.map((item, i) => listValue([constant(first + i), item], 'tuple')), complete);
}

function zip(call: Call): Value {
  const sources = call.positional.map((value) => itemsOf(call, value));
  if (sources.some((source) => !source.complete && source.items.length === 0)) return unknownFrom(call, ...call.positional);
  const shortest = Math.min(...sources.map((source) => source.items.length), sources.length === 0 ? 0 : Number.POSITIVE_INFINITY);
  const rows = Array.from({ length: shortest }, (_, i) => listValue(sources.flatMap((source) => source.items[i] ?? []), 'tuple'));
  return listOf(rows, sources.every((source) => source.complete));
}

function sorted(call: Call): Value {
  const source = call.positional[0];
  const { items, complete } = itemsOf(call, source);
  if (!complete && items.length === 0) return unknownFrom(call, source);
  const copy = [...items];
  sortItems(copy, call);
  return listOf(copy, complete);
}

function reversed(call: Call): Value {
  const { items, complete } = itemsOf(call, call.positional[0]);
  return complete ? listOf([...items].reverse(), true) : unknownFrom(call, call.positional[0]);
}

const extreme = (sign: 1 | -1) => (call: Call): Value => {
  const { items, complete } = call.positional.length > 1 ? { items: call.positional, complete: true } : itemsOf(call, call.positional[0]);
  const key = call.named.get('key');
  let best = items[0];
  if (!complete) return unknownFrom(call, ...call.positional);
  if (!best) return call.named.get('default') ?? unknownFrom(call);
  const keyOf = (value: Value): Value => (key ? call.invoke(key, [value]) : value);
  for (const item of items.slice(1)) {
    const order = compare(keyOf(item), keyOf(best));
    if (order === undefined) return unknownFrom(call, ...items);
    if (order * sign > 0) best = item;
  }
  return best;
};

function sum(call: Call): Value {
  const { items, complete } = itemsOf(call, call.positional[0]);
  if (!complete) return unknownFrom(call, call.positional[0]);
  return items.reduce((total, item) => binary('add', total, item, call), argument(call, 1, 'start') ?? constant(0, call.span));
}

function round(call: Call): Value {
  const value = numberOf(call.positional[0]);
  const digits = call.positional[1] ? integerOf(call.positional[1]) : 0;
  if (value === undefined || digits === undefined) return unknownFrom(call, ...call.positional);
  const scale = 10 ** digits;
  const scaled = Number(value) * scale;
  const nearest = Math.abs(scaled % 1) === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled);
  return constant(nearest / scale, call.span);
}

function mapped(call: Call): Value {
  const [callee, ...sources] = call.positional;
  const rows = zip(withPositional(call, sources));
  if (!callee || rows.kind !== 'list') return unknownFrom(call, ...sources);
  return listOf(rows.items.map((row) => call.invoke(callee, row.kind === 'list' ? row.items : [row])), rows.complete);
}

function filtered(call: Call): Value {
  const [callee, source] = call.positional;
  const { items, complete } = itemsOf(call, source);
  const results = items.map((item) => call.truthOf(callee && callee.kind !== 'constant' ? call.invoke(callee, [item]) : item));
  const certain = results.every((result) => typeof result === 'boolean');
  if (!complete && items.length === 0) return unknownFrom(call, source);
  return listOf(items.filter((_, i) => results[i] === true), complete && certain);
}

const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  text: ['python.str', 'python.bytes'], boolean: ['python.bool', 'python.int'], number: ['python.int', 'python.float'], bigint: ['python.int'],
  list: ['python.list'], tuple: ['python.tuple'], set: ['python.set', 'python.frozenset'], record: ['python.dict'], null: [],
};

function isInstance(value: Value, wanted: Value): boolean | undefined {
  if (wanted.kind === 'list') {
    const results = wanted.items.map((item) => isInstance(value, item));
    return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
  }
  if (wanted.kind === 'native' && wanted.instance) return wanted.instance(value);
  const kind = value.kind === 'list' ? value.form : value.kind === 'constant' ? (value.value === null ? 'null' : typeof value.value) : value.kind;
  const labels = INSTANCES[kind];
  if (!labels || wanted.kind !== 'native') return undefined;
  if (wanted.label === 'python.object') return true;
  if (!labels.includes(wanted.label)) return wanted.label.startsWith('python.') ? false : undefined;
  if (kind === 'number') return Number.isInteger((value as { value: unknown }).value) === (wanted.label === 'python.int');
  return kind === 'text' || kind === 'set' ? (wanted.label === labels[0] ? true : undefined) : true;
}

function attribute(object: Value, name: string, context: Context): Value | undefined {
  return object.kind === 'native' ? object.member?.(name, context) : memberOf(object, name);
}

function getAttribute(call: Call): Value {
  const [object, name, fallback] = call.positional;
  const property = textOfKnown(name);
  if (!object || property === undefined) return unknownFrom(call, name, object);
  const found = attribute(object, property, call);
  if (found) return found;
  return fallback && object.kind !== 'unknown' && !(object.kind === 'native' && object.effectful) ? fallback : unknownFrom(call, object);
}

function hasAttribute(call: Call): Value {
  const [object, name] = call.positional;
  const property = textOfKnown(name);
  return object && property !== undefined && attribute(object, property, call) ? TRUE : unknownFrom(call, object);
}

const exception = (name: string): NativeValue =>
  nativeObject('python.exception', {}, {
    data: { name },
    call: (call) => nativeObject('python.exception', { args: listValue(call.positional, 'tuple') }, {
      data: { name, positional: call.positional },
      span: call.span,
      text: () => (call.positional[0] ? textOf(call.positional[0], call) : undefined),
    }),
  });

const EXCEPTIONS = [
  'BaseException', 'Exception', 'ArithmeticError', 'AssertionError', 'AttributeError', 'BlockingIOError', 'ConnectionError', 'DeprecationWarning', 'EOFError', 'EnvironmentError',
  'FileExistsError', 'FileNotFoundError', 'FutureWarning', 'ImportError', 'IndexError', 'IOError', 'KeyError', 'KeyboardInterrupt', 'LookupError', 'ModuleNotFoundError', 'NameError',
  'NotImplementedError', 'OSError', 'OverflowError', 'PermissionError', 'RuntimeError', 'RuntimeWarning', 'StopIteration', 'SyntaxError', 'SystemExit', 'TimeoutError', 'TypeError',
  'UnicodeDecodeError', 'UnicodeEncodeError', 'UnicodeError', 'UserWarning', 'ValueError', 'Warning', 'ZeroDivisionError', 'ExceptionGroup', 'BaseExceptionGroup',
];

/** Runs source that is not in the file: what it does cannot be read. */
const runsCode = (name: string) => (call: Call): Value => {
  call.unread(`runs code through ${name}()`);
  return unknownValue('unsupported', call.span, name, true);
};

const PLAIN = functions('python', {
  len: length, range, enumerate, zip, sorted, reversed, map: mapped, filter: filtered, sum, round,
  min: extreme(-1), max: extreme(1), any: quantifier('or'), all: quantifier('and'),
  repr: (call) => (call.positional[0] ? textValue(reprOf(call.positional[0], call)) : unknownFrom(call)),
  ascii: (call) => (call.positional[0] ? textValue(reprOf(call.positional[0], call)) : unknownFrom(call)),
  format: (call) => {
    const specification = call.positional[1] ? textOfKnown(call.positional[1]) : '';
    return call.positional[0] && specification !== undefined ? textValue(format(call.positional[0], specification, call)) : unknownFrom(call, ...call.positional);
  },
  abs: (call) => {
    const value = numberOf(call.positional[0]);
    return value === undefined ? unknownFrom(call, call.positional[0]) : constant(value < 0 ? -value : value, call.span);
  },
  pow: (call) => {
    const [base, exponent] = call.positional.map(numberOf);
    const result = base === undefined || exponent === undefined || call.positional.length > 2 ? undefined : arithmetic('power', base, exponent);
    return result === undefined ? unknownFrom(call, ...call.positional) : constant(result, call.span);
  },
  ord: (call) => {
    const code = textOfKnown(call.positional[0])?.codePointAt(0);
    return code === undefined ? unknownFrom(call, call.positional[0]) : constant(code, call.span);
  },
  chr: (call) => {
    const code = integerOf(call.positional[0]);
    return code === undefined || code < 0 || code > 0x10ffff ? unknownFrom(call, call.positional[0]) : plainText(String.fromCodePoint(code));
  },
  isinstance: (call) => {
    const [value, wanted] = call.positional;
    const result = value && wanted ? isInstance(value, wanted) : undefined;
    return result === undefined ? unknownFrom(call, value) : result ? TRUE : FALSE;
  },
  hasattr: hasAttribute,
  getattr: getAttribute,
  setattr: (call) => {
    const [object, name, value] = call.positional;
    const property = textOfKnown(name);
    if (object?.kind === 'native' && property !== undefined && value) object.setMember?.(property, value);
    return NULL;
  },
  callable: (call) => (call.positional[0]?.kind === 'closure' || (call.positional[0]?.kind === 'native' && call.positional[0].call) ? TRUE : unknownFrom(call, call.positional[0])),
  iter: (call) => call.positional[0] ?? unknownFrom(call),
  next: (call) => {
    const { items, complete } = itemsOf(call, call.positional[0]);
    return items[0] ?? (complete ? call.positional[1] : undefined) ?? unknownFrom(call, call.positional[0]);
  },
  slice: (call) => (call.positional.length > 1 ? sliceValue(...call.positional) : sliceValue(undefined, call.positional[0])),
  locals: (call) => ({ kind: 'record', entries: new Map(), complete: false, span: call.span }),
  vars: (call) => ({ kind: 'record', entries: new Map(), complete: false, span: call.span }),
  globals: (call) => ({ kind: 'record', entries: new Map(), complete: false, span: call.span }),
  staticmethod: (call) => call.positional[0] ?? NULL,
  classmethod: (call) => call.positional[0] ?? NULL,
  property: (call) => nativeObject('python.property', {}, { data: call.positional[0] }),
  exec: runsCode('exec'),
  eval: runsCode('eval'),
  __import__: runsCode('__import__'),
  super: superOf,
});

const TYPES = [
  type('str', asText, 'text'), type('bytes', asText, 'text'), type('int', integer), type('float', float), type('complex', (call) => unknownFrom(call, ...call.positional)),
  type('bool', (call) => testValue(call.positional[0] ? call.truthOf(call.positional[0]) : false)),
  type('list', sequence('list'), 'list'), type('tuple', sequence('tuple'), 'list'), type('set', sequence('set'), 'list'), type('frozenset', sequence('set'), 'list'),
  type('dict', makeRecord, 'record'), type('object', (call) => nativeObject('python.instance', {}, { span: call.span })),
  type('type', (call) => unknownFrom(call, ...call.positional)), type('bytearray', asText, 'text'), type('memoryview', (call) => unknownFrom(call, ...call.positional)),
];

/** Every name of `builtins`. `__file__` is where the program lies when it runs, which is nowhere yet. */
export const BUILTINS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(PLAIN),
  ...TYPES.map((native): [string, Value] => [native.label.slice('python.'.length), native]),
  ...EXCEPTIONS.map((name): [string, Value] => [name, exception(name)]),
  ...['print', 'breakpoint', 'help', 'delattr', 'exit', 'quit'].map((name): [string, Value] => [name, silent(`python.${name}`)]),
  ...['open', 'input', 'id', 'hash'].map((name): [string, Value] => [name, answers(`python.${name}`, 'environment')]),
  ...['bin', 'hex', 'oct', 'divmod', 'dir', 'issubclass', 'compile', 'aiter', 'anext'].map((name): [string, Value] => [name, nativeFunction(`python.${name}`, (call) => unknownFrom(call, ...call.positional))]),
  ['NotImplemented', nativeObject('python.NotImplemented')],
  ['Ellipsis', constant(undefined)],
  ['__name__', plainText('migration')],
  ['__file__', unknownValue('environment', undefined, '__file__')],
  ['__doc__', NULL],
  ['__debug__', TRUE],
]);
