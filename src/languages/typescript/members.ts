import { classData } from '../../evaluate/classes.js';
import { recordKey } from '../../evaluate/keys.js';
import { type Call, constant, type Context, type ListValue, type NativeValue, nativeFunction, plainText, type RecordValue, recordValue, type TextValue, textValue, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { decided, integerOf, isCallable, textOfKnown, unknownFrom, unknownText } from './known.js';
import { LIST_METHODS } from './list-methods.js';
import { PROMISE_METHODS } from './promises.js';
import { textOf } from './printing.js';
import { SET_METHODS } from './set-methods.js';
import { TEXT_METHODS } from './text-methods.js';
import { UNREAD_METHODS } from './unread-methods.js';

type Methods<V> = Readonly<Record<string, (self: V, call: Call) => Value>>;

function method<V extends Value>(methods: Methods<V>, label: string, self: V, property: string): NativeValue | undefined {
  if (!Object.hasOwn(methods, property)) return undefined;
  const run = methods[property] as (self: V, call: Call) => Value;
  return nativeFunction(`${label}.${property}`, (call) => run(self, call));
}

/** Properties and methods of built-in values. `undefined`: there is nothing to say. */
export function memberOf(value: Value, property: string, context: Context): Value | undefined {
  return own(value, property, context) ?? method(PROMISE_METHODS, 'Promise', value, property) ?? missing(value, property);
}

function own(value: Value, property: string, context: Context): Value | undefined {
  switch (value.kind) {
    case 'text':
      return textMember(value, property);
    case 'list':
      return listMember(value, property);
    case 'record':
      return recordMember(value, property, context);
    case 'closure':
      return value.properties?.get(property) ?? closureMember(value, property);
    case 'native':
      return nativeMember(value, property);
    case 'constant':
      return value.value === null || value.value === undefined ? undefined : method(NUMBER_METHODS, 'Number', value, property);
    case 'unknown':
      return value.effectful ? undefined : method(UNREAD_METHODS, value.label ?? '', value, property);
    default:
      return undefined;
  }
}

/** A property that an object does not have. */
function missing(value: Value, property: string): Value | undefined {
  if (value.kind === 'record') return value.complete ? UNDEFINED : unknownValue('input', value.span, property);
  return undefined;
}

function textMember(value: TextValue, property: string): Value | undefined {
  if (property === 'length') return value.text.holes.length > 0 ? unknownValue('input') : constant(value.text.text.length);
  return method(TEXT_METHODS, 'String', value, property);
}

function listMember(value: ListValue, property: string): Value | undefined {
  const extra = value.properties?.get(property);
  if (extra) return extra;
  if (value.form === 'set') return property === 'size' ? sizeOf(value) : method(SET_METHODS, 'Set', value, property);
  if (property === 'length') return sizeOf(value);
  const index = /^\d+$/u.test(property) ? Number(property) : undefined;
  if (index !== undefined) return value.items[index] ?? (value.complete ? UNDEFINED : unknownValue('input'));
  return method(LIST_METHODS, 'Array', value, property);
}

const sizeOf = (value: ListValue): Value => (value.complete ? constant(value.items.length) : unknownValue('input', value.span));

function recordMember(value: RecordValue, property: string, context: Context): Value | undefined {
  const found = value.entries.get(property) ?? value.entries.get(recordKey(constant(Number(property))) ?? '');
  if (found?.kind === 'closure' && found.function.accessor) return context.invoke({ ...found, self: value }, []);
  return found ?? method(RECORD_METHODS, 'Object', value, property);
}

const RECORD_METHODS: Methods<RecordValue> = {
  hasOwnProperty: (self: RecordValue, call: Call) => {
    const key = textOfKnown(call.positional[0]);
    const has = key === undefined ? undefined : self.entries.has(key) ? true : self.complete ? false : undefined;
    return decided(call, has, self, ...call.positional);
  },
  toString: (self: RecordValue, call: Call) => textValue(textOf(self, call)),
  valueOf: (self: RecordValue) => self,
};

const NUMBER_METHODS: Methods<Value> = {
  toString: (self: Value, call: Call) => (call.positional.length === 0 ? textValue(textOf(self, call)) : unknownText(call)),
  toFixed: (self: Value, call: Call) => {
    const [digits, number] = [call.positional[0] ? integerOf(call.positional[0]) : 0, self.kind === 'constant' && typeof self.value === 'number' ? self.value : undefined];
    return digits === undefined || number === undefined || digits < 0 || digits > 100 ? unknownText(call) : plainText(number.toFixed(digits));
  },
  valueOf: (self: Value) => self,
};

function closureMember(value: Extract<Value, { kind: 'closure' }>, property: string): Value | undefined {
  if (property === 'name') return plainText(value.function.name ?? '');
  if (property === 'length') return constant(value.function.parameters.filter(({ form }) => form === 'plain').length);
  if (property !== 'prototype') return method(FUNCTION_METHODS, value.function.name ?? 'Function', value, property);
  const prototype = recordValue();
  (value.properties ??= new Map()).set('prototype', prototype);
  return prototype;
}

function nativeMember(value: NativeValue, property: string): Value | undefined {
  const data = classData(value);
  if (property === 'name' && data) return plainText(data.name);
  return isCallable(value) ? method(FUNCTION_METHODS, value.label, value, property) : undefined;
}

const withSelf = (fn: Value, self: Value | undefined): Value => (fn.kind === 'closure' && fn.function.receiver === 'this' && !fn.self ? { ...fn, self: self ?? UNDEFINED } : fn);

const FUNCTION_METHODS: Methods<Value> = {
  call: (self, call) => call.invoke(withSelf(self, call.positional[0]), call.positional.slice(1)),
  apply: (self, call) => {
    const given = call.positional[1];
    const items = given === undefined || (given.kind === 'constant' && given.value == null) ? [] : call.itemsOf(given);
    return items ? call.invoke(withSelf(self, call.positional[0]), items) : unknownFrom(call, self, ...call.positional);
  },
  bind: (self, call) => {
    const [receiver, ...first] = call.positional;
    const bound = withSelf(self, receiver);
    if (first.length === 0) return bound;
    return nativeFunction('bound', (inner) => inner.invoke(bound, [...first, ...inner.positional], inner.named));
  },
  toString: (self: Value, call: Call) => unknownText(call, self),
};

