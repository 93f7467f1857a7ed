import { type Call, nativeFunction, type NativeValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { isCallable, listOf, unknownFrom } from './known.js';
import { LIST_METHODS } from './list-methods.js';
import { OBJECT } from './objects.js';

const OF_LISTS: Readonly<Record<string, string>> = { map: 'map', each: 'forEach', forEach: 'forEach', filter: 'filter', find: 'find', reduce: 'reduce', some: 'some', every: 'every', includes: 'includes', flatMap: 'flatMap', flatten: 'flat', concat: 'concat', join: 'join', indexOf: 'indexOf', slice: 'slice' };
const OF_OBJECTS: Readonly<Record<string, string>> = { keys: 'keys', values: 'values', toPairs: 'entries', fromPairs: 'fromEntries', assign: 'assign', extend: 'assign' };

/** A function over a list, or over the values of an object by their keys. */
function overList(name: string, call: Call): Value {
  const [source, ...rest] = call.positional;
  const callback = rest[0];
  if (source?.kind === 'record' && isCallable(callback)) {
    const results = [...source.entries].map(([key, value]) => call.invoke(callback, [value, { kind: 'text', text: { text: key, pieces: [], holes: [] } }]));
    return name === 'map' ? listOf(results, source.complete) : UNDEFINED;
  }
  const run = LIST_METHODS[name];
  if (source?.kind !== 'list' || !run) {
    if (isCallable(callback)) call.perhaps(callback, [unknownFrom(call, source)]);
    return unknownFrom(call, ...call.positional);
  }
  return run(source, Object.create(call, { positional: { value: rest } }) as Call);
}

/** The functions of lodash that JavaScript has too. */
export const LODASH: NativeValue = {
  kind: 'native',
  label: 'lodash',
  member: (property, context) => {
    if (Object.hasOwn(OF_LISTS, property)) return nativeFunction(`lodash.${property}`, (call) => overList(OF_LISTS[property] ?? property, call));
    if (Object.hasOwn(OF_OBJECTS, property)) return OBJECT.member?.(OF_OBJECTS[property] ?? property, context);
    return undefined;
  },
};
