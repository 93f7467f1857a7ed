import { type Call, constant, type NativeValue, NULL, nativeFunction, plainText, unknownValue, type Value } from '../../evaluate/value.js';
import type { UnknownReason } from '../../value.js';

export type Members = Readonly<Record<string, Value>>;

/** A module, class or object with a fixed set of members. */
export function nativeObject(label: string, members: Members = {}, more: Partial<NativeValue> = {}): NativeValue {
  return {
    kind: 'native',
    label,
    truth: () => true,
    member: (property) => (Object.hasOwn(members, property) ? members[property] : property === '__name__' ? plainText(label.slice(label.lastIndexOf('.') + 1)) : undefined),
    ...more,
  };
}

/** Modules that call what they are given at some other time. */
const RUNS_LATER = /^(?:asyncio|threading|concurrent|multiprocessing|atexit|sched|signal)\b/;

/** Something of the standard library whose results say nothing about the schema: its members and results are of the same kind. */
export function harmless(label: string, known: Members = {}): NativeValue {
  return {
    kind: 'native',
    label,
    member: (property) => (Object.hasOwn(known, property) ? known[property] : harmless(`${label}.${property}`)),
    call: (call) => {
      const handed = [...call.positional, ...call.named.values()];
      if (RUNS_LATER.test(label) && handed.some((value) => value.kind === 'closure')) call.unread(`hands a function to ${label}()`);
      return unknownValue('environment', call.span, label);
    },
    item: () => harmless(`${label}[]`),
    enter: (context) => unknownValue('environment', context.span, label),
    binary: (_operator, _left, _right, context) => unknownValue('environment', context.span, label),
  };
}

/** A function with a result that only a run can tell. */
export const answers = (label: string, reason: UnknownReason): NativeValue => nativeFunction(label, (call) => unknownValue(reason, call.span, label));

/** Does something that has nothing to do with the database, and returns `None`. */
export const silent = (label: string): NativeValue => nativeFunction(label, () => NULL);

/** Functions by their names: `{ join: call => ... }` of `os.path`. */
export function functions(label: string, calls: Readonly<Record<string, (call: Call) => Value>>): Record<string, NativeValue> {
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, nativeFunction(`${label}.${name}`, call)]));
}

/** Usable as a decorator with and without arguments; the function stays what it is. */
export const decorator = (label: string): NativeValue =>
  nativeFunction(label, (call) => {
    const target = call.positional[0];
    if (target?.kind === 'closure' || (target?.kind === 'native' && call.named.size === 0)) return target;
    return nativeFunction(label, (inner) => inner.positional[0] ?? NULL);
  });

/** The call with other positional arguments. */
export const withPositional = (call: Call, positional: readonly Value[]): Call => Object.create(call, { positional: { value: positional } }) as Call;

export const integer = (value: number): Value => constant(value);
