import { type Call, nativeFunction, NULL, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { isCallable, itemsOf, listOf, objectOf } from './known.js';

/** What a task hands to its callback, else what it returns. */
function result(call: Call, task: Value, given: readonly Value[]): Value {
  let handed: Value | undefined;
  const callback = nativeFunction('callback', (inner) => {
    handed ??= inner.positional[1] ?? UNDEFINED;
    return UNDEFINED;
  });
  const returned = call.invoke(task, [...given, callback]);
  return handed ?? returned;
}

function finish(call: Call, value: Value): Value {
  const last = call.positional.at(-1);
  if (call.positional.length > 1 && isCallable(last)) call.invoke(last, [NULL, value]);
  return value;
}

/** Tasks one after the other: `series([task, ...], done)`. */
function series(call: Call): Value {
  const [tasks] = call.positional;
  const given = tasks?.kind === 'record' ? { items: [...tasks.entries.values()], complete: tasks.complete } : itemsOf(call, tasks);
  if (!given.complete) call.unread('runs tasks that cannot be read');
  return finish(call, listOf(given.items.filter(isCallable).map((task) => result(call, task, [])), given.complete));
}

function waterfall(call: Call): Value {
  const { items } = itemsOf(call, call.positional[0]);
  let given: Value[] = [];
  for (const task of items.filter(isCallable)) given = [result(call, task, given)];
  return finish(call, given[0] ?? UNDEFINED);
}

/** `eachSeries(items, (item, callback) => ..., done)`, `eachLimit(items, 5, ...)`. */
function each(call: Call): Value {
  const { items, complete } = itemsOf(call, call.positional[0]);
  const [, ...rest] = call.positional;
  const iterator = rest.find(isCallable);
  const done = rest.filter(isCallable)[1];
  if (!iterator) return unknownValue('unsupported', call.span);
  const results = items.map((item) => result(call, iterator, [item]));
  if (!complete) call.perhaps(iterator, [unknownValue('input', call.span)]);
  const all = listOf(results, complete);
  if (done) call.invoke(done, [NULL, all]);
  return all;
}

/** The package `async`. */
export const ASYNC = objectOf('async', { series, parallel: series, waterfall, each, eachSeries: each, eachLimit: each, forEach: each, forEachSeries: each, map: each, mapSeries: each, mapLimit: each });
