import type { Context, NativeValue, Value } from '../../evaluate/value.js';

/** Makes a member when the program first asks for it. */
export type Maker = (context: Context) => Value | undefined;

interface Rest extends Partial<Omit<NativeValue, 'kind' | 'label' | 'member'>> {
  /** For members that are not in the table. */
  readonly other?: (property: string, context: Context) => Value | undefined;
}

/** A native whose members are made on first access: nothing is built that a migration does not use. */
export function lazyNative(label: string, makers: Readonly<Record<string, Maker>>, rest: Rest = {}): NativeValue {
  const made = new Map<string, Value>();
  const { other, ...hooks } = rest;
  return {
    kind: 'native',
    label,
    ...hooks,
    member: (property, context) => {
      const known = made.get(property);
      if (known) return known;
      const value = Object.hasOwn(makers, property) ? makers[property]?.(context) : other?.(property, context);
      if (value) made.set(property, value);
      return value;
    },
  };
}
