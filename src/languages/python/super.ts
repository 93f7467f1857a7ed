import { bound, classData, constructForeign, inheritedMember, instanceData, OWN_CLASS } from '../../evaluate/classes.js';
import { type Call, type NativeValue, NULL, nativeFunction, unknownValue, type Value } from '../../evaluate/value.js';

const SPECIAL = /^__\w+__$/;

/** `super(type, self)`: the members of the bases, bound to the object. Lowering gives `super()` its arguments. */
export function superOf(call: Call): Value {
  const [type, self] = call.positional;
  const data = classData(type);
  if (!data || !self) return unknownValue('unsupported', call.span, 'super()');
  const proxy: NativeValue = {
    kind: 'native',
    label: 'super()',
    truth: () => true,
    member: (property, context) => {
      const found = inheritedMember(data, property, context);
      const owner = instanceData(self) && self.kind === 'native' ? (self.member?.(OWN_CLASS, context) ?? type) : self;
      if (found) return bound(found, self, owner ?? self, context);
      if (property === '__init__') {
        return nativeFunction('super().__init__', (inner) => {
          constructForeign(data, self, inner);
          return NULL;
        });
      }
      // what every object has: to make, compare and print it does nothing else
      return SPECIAL.test(property) ? nativeFunction(`super().${property}`, (inner) => unknownValue('input', inner.span)) : undefined;
    },
  };
  return proxy;
}
