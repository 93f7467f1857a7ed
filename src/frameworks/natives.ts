import type { Call, Context, NativeValue, Value } from '../evaluate/value.js';
import { unknownValue } from '../evaluate/value.js';

/** Makes a member when the program first asks for it. */
export type Maker = (context: Context) => Value;

interface Hooks extends Partial<Omit<NativeValue, 'kind' | 'label' | 'member'>> {
  /** For members that are not in the table. */
  readonly other?: (property: string, context: Context) => Value | undefined;
}

/** A native whose members are made on first access: nothing is built that a migration does not use. */
export function lazyNative(label: string, makers: Readonly<Record<string, Maker>>, hooks: Hooks = {}): NativeValue {
  const made = new Map<string, Value>();
  const { other, ...rest } = hooks;
  return {
    kind: 'native',
    label,
    iterate: () => undefined,
    ...rest,
    member: (property, context) => {
      const known = made.get(property);
      if (known) return known;
      if (!Object.hasOwn(makers, property)) return other?.(property, context);
      const value = makers[property]?.(context);
      if (value) made.set(property, value);
      return value;
    },
  };
}

/** A module: `from module import *` sees its members. */
export function moduleNative(label: string, makers: Readonly<Record<string, Maker>>, hooks: Hooks = {}): NativeValue {
  return {
    ...lazyNative(label, makers, hooks),
    iterate: () => Object.keys(makers).map((name): Value => ({ kind: 'text', text: { text: name, pieces: [], holes: [] } })),
  };
}

/** A member that is a method. */
export const method =
  (label: string, call: (call: Call) => Value): Maker =>
  () => ({ kind: 'native', label, call });

/** A member that gives the same value each time it is called. */
export const gives = (label: string, value: (context: Context) => Value): Maker => method(label, value);

/** A member whose value only the run knows. */
export const unread =
  (reason: 'database' | 'environment' | 'input'): Maker =>
  (context) =>
    unknownValue(reason, context.span);
