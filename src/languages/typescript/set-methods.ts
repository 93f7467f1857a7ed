import { constant, type Call, FALSE, type ListValue, TRUE, UNDEFINED, type Value } from '../../evaluate/value.js';
import { decided } from './known.js';
import { LIST_METHODS, placeIn } from './list-methods.js';

const has = (self: ListValue, call: Call): boolean | undefined => {
  const at = placeIn(self, call.positional[0]);
  return at === undefined ? undefined : at >= 0;
};

export const SET_METHODS: Readonly<Record<string, (self: ListValue, call: Call) => Value>> = {
  add: (self, call) => {
    const [value] = call.positional;
    if (value && has(self, call) !== true) self.items.push(value);
    return self;
  },
  has: (self, call) => decided(call, has(self, call), ...call.positional),
  delete: (self, call) => {
    const at = placeIn(self, call.positional[0]);
    if (at === undefined) self.complete = false;
    else if (at >= 0) self.items.splice(at, 1);
    return at === undefined ? decided(call, undefined, ...call.positional) : at >= 0 ? TRUE : FALSE;
  },
  clear: (self) => {
    self.items.length = 0;
    return UNDEFINED;
  },
  values: (self) => self,
  keys: (self) => self,
  forEach: (self, call) => LIST_METHODS.forEach?.(self, call) ?? constant(undefined),
};
