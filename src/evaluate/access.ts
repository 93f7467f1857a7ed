import type { Span } from '../span.js';
import { contextAt } from './context.js';
import type { Machine } from './machine.js';
import { unknownValue } from './value.js';
import type { Context, Value } from './value.js';

export function memberOf(machine: Machine, object: Value, property: string, span: Span): Value {
  const context = contextAt(machine, span);
  const own = object.kind === 'native' ? object.member?.(property, context) : undefined;
  const found = own ?? machine.library.member(object, property, context);
  if (found) return found;
  if (object.kind !== 'native' && object.kind !== 'unknown') return unknownValue('unsupported', span, property);
  // what hangs on something that can reach the database can reach it too
  return unknownValue(object.kind === 'unknown' ? object.reason : 'unsupported', span, `${object.label ?? ''}.${property}`, object.effectful);
}

export function itemOf(machine: Machine, object: Value, key: Value, context: Context): Value {
  if (object.kind === 'native') return object.item?.(key, context) ?? unknownValue('input', context.span, undefined, object.effectful);
  if (object.kind === 'unknown') return unknownValue(object.reason, context.span, object.label, object.effectful);
  return machine.library.item(object, key, context);
}
