import type { Span } from '../span.js';
import { contextAt } from './context.js';
import type { Machine } from './machine.js';
import { NULL, nativeFunction, unknownValue } from './value.js';
import type { Context, Value } from './value.js';

export function memberOf(machine: Machine, object: Value, property: string, span: Span): Value {
  const context = contextAt(machine, span);
  const label = object.kind === 'native' || object.kind === 'unknown' ? `${object.label ?? ''}.${property}` : property;
  if (object.kind === 'native') {
    const own = object.member?.(property, context);
    if (own) return own;
    // a class of the program that calls the constructor of its base
    if (property === '__init__') return nativeFunction(label, () => NULL);
    // what hangs on something that can reach the database can reach it too
    return unknownValue('unsupported', span, label, object.effectful);
  }
  if (object.kind === 'unknown') return unknownValue(object.reason, span, label, object.effectful);
  if (object.kind === 'closure' && property === '__name__') return { kind: 'text', text: { text: object.function.name ?? '', pieces: [], holes: [] } };
  return machine.library.member(object, property, context) ?? unknownValue('unsupported', span, label);
}

export function itemOf(machine: Machine, object: Value, key: Value, context: Context): Value {
  if (object.kind === 'native') return object.item?.(key, context) ?? unknownValue('input', context.span, undefined, object.effectful);
  if (object.kind === 'unknown') return unknownValue(object.reason, context.span, object.label, object.effectful);
  return machine.library.item(object, key, context);
}
