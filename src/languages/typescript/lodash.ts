import { type Call, nativeFunction, type NativeValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { isCallable, listOf, unknownFrom } from './known.js';
import { LIST_METHODS } from './list-methods.js';
import { OBJECT_CALLS } from './objects.js';

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

/** The functions of lodash that JavaScript has too; of others nothing is known but that they reach no database. */
export function lodashFunction(name: string): Value {
  if (Object.hasOwn(OF_LISTS, name)) return nativeFunction(`lodash.${name}`, (call) => overList(OF_LISTS[name] ?? name, call));
  const own = Object.hasOwn(OF_OBJECTS, name) ? OF_OBJECTS[name] : undefined;
  if (own !== undefined) return nativeFunction(`lodash.${name}`, (call) => OBJECT_CALLS[own]?.(call) ?? unknownFrom(call, ...call.positional));
  return nativeFunction(`lodash.${name}`, (call) => {
    for (const value of call.positional) if (isCallable(value)) call.perhaps(value, [unknownFrom(call, call.positional[0])]);
    return unknownFrom(call, ...call.positional);
  });
}

export const LODASH: NativeValue = { kind: 'native', label: 'lodash', member: lodashFunction };
