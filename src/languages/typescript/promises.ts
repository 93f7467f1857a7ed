import { settled as waitedFor } from '../../evaluate/settle.js';
import { type Call, nativeFunction, recordValue, plainText, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { isCallable, itemsOf, listOf, objectOf, unknownFrom } from './known.js';
import { LIST_METHODS } from './list-methods.js';

/** Nothing runs beside anything else here: a promise is the value that it will have. */
export const PROMISE_METHODS: Readonly<Record<string, (self: Value, call: Call) => Value>> = {
  then: (self, call) => {
    const [done, failed] = call.positional;
    const value = waitedFor(self, call);
    if (isCallable(failed)) call.perhaps(failed, [unknownValue('database', call.span)]);
    return isCallable(done) ? waitedFor(call.invoke(done, [value]), call) : value;
  },
  catch: (self, call) => {
    // bluebird takes classes of errors first
    const handler = call.positional.at(-1);
    const value = waitedFor(self, call);
    if (isCallable(handler)) call.perhaps(handler, [unknownValue('database', call.span)]);
    return value;
  },
  finally: (self, call) => {
    const value = waitedFor(self, call);
    if (isCallable(call.positional[0])) call.invoke(call.positional[0], []);
    return value;
  },
};

/** `new Promise((resolve, reject) => ...)`: what it is resolved with. */
function construct(call: Call): Value {
  const [executor] = call.positional;
  const results: Value[] = [];
  const resolve = nativeFunction('resolve', (inner) => (results.push(inner.positional[0] ?? UNDEFINED), UNDEFINED));
  const reject = nativeFunction('reject', () => UNDEFINED);
  if (!isCallable(executor)) return unknownFrom(call, executor);
  call.invoke(executor, [resolve, reject]);
  return results[0] ? waitedFor(results[0], call) : unknownValue('input', call.span);
}

const all = (call: Call): Value => {
  const [values] = call.positional;
  const { items, complete } = itemsOf(call, values);
  return complete || values?.kind === 'list' ? waitedFor(listOf(items, complete), call) : unknownFrom(call, values);
};

const settled = (call: Call): Value => {
  const values = all(call);
  return values.kind === 'list' ? listOf(values.items.map((value) => recordValue([['status', plainText('fulfilled')], ['value', value]])), values.complete) : values;
};

const resolved = (call: Call): Value => waitedFor(call.positional[0] ?? UNDEFINED, call);

/** bluebird's functions over lists: the list first, then the function. */
const over = (method: string) => (call: Call): Value => {
  const values = all(call);
  const run = LIST_METHODS[method];
  if (values.kind !== 'list' || !run) return unknownFrom(call, ...call.positional);
  return waitedFor(run(values, Object.create(call, { positional: { value: call.positional.slice(1) } }) as Call), call);
};

const first = (call: Call): Value => {
  const values = all(call);
  return values.kind === 'list' ? (values.items[0] ?? unknownFrom(call)) : values;
};

export const PROMISE = {
  ...objectOf('Promise', {
    resolve: resolved,
    reject: () => UNDEFINED,
    all,
    allSettled: settled,
    race: first,
    any: first,
    try: (call) => (isCallable(call.positional[0]) ? call.invoke(call.positional[0], []) : unknownFrom(call, ...call.positional)),
    map: over('map'),
    mapSeries: over('map'),
    each: over('forEach'),
    filter: over('filter'),
    reduce: over('reduce'),
    coroutine: resolved,
    method: resolved,
    promisify: resolved,
    promisifyAll: resolved,
    delay: () => UNDEFINED,
    props: resolved,
  }),
  call: construct,
};
