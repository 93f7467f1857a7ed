import { type Call, NULL, type NativeValue, nativeFunction, plainText, type Value } from '../../evaluate/value.js';
import { LIST_METHODS, RECORD_METHODS } from './collection-methods.js';
import { unknownFrom } from './known.js';
import { TEXT_METHODS } from './text-methods.js';

const TUPLE_METHODS: ReadonlySet<string> = new Set(['index', 'count', '__contains__', '__getitem__']);

export const METHODS = { text: TEXT_METHODS, list: LIST_METHODS, record: RECORD_METHODS } as const;

/** Arguments that cannot be counted leave a changed list or dictionary incomplete. */
function method<V extends Value>(label: string, self: V, run: (self: V, call: Call) => Value): NativeValue {
  return nativeFunction(label, (call) => {
    const result = run(self, call);
    if (call.complete) return result;
    if (self.kind === 'list' || self.kind === 'record') self.complete = false;
    return unknownFrom(call, self, ...call.positional);
  });
}

/** Attributes and methods of built-in values. */
export function memberOf(value: Value, property: string): NativeValue | undefined {
  switch (value.kind) {
    case 'text':
      return Object.hasOwn(TEXT_METHODS, property) ? method(`python.str.${property}`, value, TEXT_METHODS[property] as never) : undefined;
    case 'list':
      if (value.form === 'tuple' && !TUPLE_METHODS.has(property)) return undefined;
      return Object.hasOwn(LIST_METHODS, property) ? method(`python.list.${property}`, value, LIST_METHODS[property] as never) : undefined;
    case 'record':
      return Object.hasOwn(RECORD_METHODS, property) ? method(`python.dict.${property}`, value, RECORD_METHODS[property] as never) : undefined;
    default:
      return undefined;
  }
}

/** What a class of the program calls when it calls the constructor of a base that is not of the program. */
const constructor = nativeFunction('python.object.__init__', () => NULL);

export function attributeOf(value: Value, property: string): Value | undefined {
  if (property === '__init__' && (value.kind === 'native' || value.kind === 'unknown')) return constructor;
  if (value.kind === 'closure' && (property === '__name__' || property === '__qualname__')) return plainText(value.function.name ?? '<lambda>');
  return memberOf(value, property);
}
