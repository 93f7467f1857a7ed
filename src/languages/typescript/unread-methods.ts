import { type Call, UNDEFINED, type UnknownValue, unknownValue, type Value } from '../../evaluate/value.js';
import { isCallable } from './known.js';

/** What a loop over something unread sees. */
const element = (self: UnknownValue, call: Call): Value => unknownValue(self.reason === 'unsupported' ? 'input' : self.reason, self.span ?? call.span);

/** A function that is called for each item of something unread is called once, as something that may happen. */
const each = (self: UnknownValue, call: Call): Value => {
  const [callback] = call.positional;
  if (isCallable(callback)) call.perhaps(callback, [element(self, call), unknownValue('input', call.span)]);
  return unknownValue(self.reason, call.span);
};

const reduced = (self: UnknownValue, call: Call): Value => {
  const [callback, initial = UNDEFINED] = call.positional;
  if (isCallable(callback)) call.perhaps(callback, [initial, element(self, call), unknownValue('input', call.span)]);
  return unknownValue(self.reason, call.span);
};

/** Methods of arrays on values that were not read. */
export const UNREAD_METHODS: Readonly<Record<string, (self: UnknownValue, call: Call) => Value>> = {
  forEach: each, map: each, flatMap: each, filter: each, some: each, every: each, find: each, findIndex: each, sort: each, reduce: reduced,
};
