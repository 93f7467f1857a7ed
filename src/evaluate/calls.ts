import type { Span } from '../span.js';
import { itemOf, memberOf } from './access.js';
import { callAt, contextAt } from './context.js';
import type { Expression, FunctionExpression, Parameter } from './core.js';
import type { CallOptions, Machine } from './machine.js';
import { isEffectful } from './machine.js';
import { resultOf } from './returns.js';
import { addItems, isComplete } from './items.js';
import { settled } from './settle.js';
import { UNDEFINED, isNull, listValue, recordValue, unknownValue } from './value.js';
import type { ClosureValue, Scope, Value } from './value.js';

type CallExpression = Extract<Expression, { kind: 'call' }>;

export function evaluateCall(machine: Machine, expression: CallExpression, scope: Scope): Value {
  const asStatement = machine.statementCall === expression;
  if (asStatement) machine.statementCall = undefined;
  const span: Span = { file: scope.file, start: expression.start, end: expression.end };
  const callee = calleeOf(machine, expression.callee, scope);
  if (expression.optional && isNull(callee)) return UNDEFINED;
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let complete = true;
  for (const argument of expression.arguments) {
    const value = machine.evaluate(argument.value, scope);
    if (argument.form === 'positional') positional.push(value);
    else if (argument.form === 'named') named.set(argument.name ?? '', value);
    else if (argument.form === 'spread') {
      const spread = { items: positional, complete: isComplete(value) };
      addItems(spread, contextAt(machine, span).itemsOf(value));
      if (!spread.complete) complete = false;
    } else {
      if (value.kind === 'record') for (const [key, each] of value.entries) named.set(key, each);
      if (value.kind !== 'record' || !value.complete) complete = false;
    }
  }
  const result = machine.call(callee, positional, named, span, { construct: expression.construct === true, complete, asStatement });
  return expression.awaited ? settled(result, contextAt(machine, span)) : result;
}

/** A function that finds its receiver as `this` is bound to what it was taken from. */
function calleeOf(machine: Machine, expression: Expression, scope: Scope): Value {
  if (expression.kind !== 'member' && expression.kind !== 'item') return machine.evaluate(expression, scope);
  const object = machine.evaluate(expression.object, scope);
  if (expression.optional && isNull(object)) return UNDEFINED;
  const span: Span = { file: scope.file, start: expression.start, end: expression.end };
  const callee = expression.kind === 'member' ? memberOf(machine, object, expression.property, span) : itemOf(machine, object, machine.evaluate(expression.index, scope), contextAt(machine, span));
  return callee.kind === 'closure' && callee.function.receiver === 'this' && !callee.self ? { ...callee, self: object } : callee;
}

/** Logging says something to people and nothing to the database, whatever library it comes from. */
const LOGGING = /(?:^|\.)(?:log|logger|logging|LOG|LOGGER|_logger|console|print|click|tqdm|echo|sys)\b.*$|\.(?:debug|info|warning|warn|error|exception|critical|log|echo)$/u;

/** What lists and dictionaries have and nothing that reaches a database does. */
const CONTAINER = /\.(?:append|appendleft|extend|insert|popleft|popitem|push|reverse|setdefault|shift|sort|splice|unshift)$/u;

/** Methods of lists, records and texts: on a value that was not read they change that value, and nothing else. */
const DATA = /(?:^|\))\.(?:append|extend|insert|pop|popitem|remove|sort|reverse|setdefault|discard|__delitem__)$/u;

export function call(machine: Machine, callee: Value, positional: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, options: CallOptions = {}): Value {
  machine.spend();
  if (span.file !== machine.home) return callAny(machine, callee, positional, named, span, options);
  const { site } = machine;
  machine.site = span;
  try {
    return callAny(machine, callee, positional, named, span, options);
  } finally {
    machine.site = site;
  }
}

function callAny(machine: Machine, callee: Value, positional: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, options: CallOptions): Value {
  if (callee.kind === 'native' && callee.call) return callee.call(callAt(machine, span, positional, named, options.complete ?? true, options.construct ?? false));
  if (callee.kind === 'closure' && options.construct && callee.function.receiver === 'this') return constructed(machine, callee, positional, named, span, options.complete ?? true);
  if (callee.kind === 'closure') return callClosure(machine, callee, positional, named, span, options.complete ?? true);
  const label = callee.kind === 'native' || callee.kind === 'unknown' ? (callee.label ?? '') : '';
  const reason = callee.kind === 'unknown' ? callee.reason : 'unsupported';
  const handed = [...positional, ...named.values()];
  const reaches = isEffectful(callee) || handed.some(isEffectful);
  const unread = callee.kind === 'unknown' ? callee.reason === 'unsupported' : callee.kind === 'constant' && callee.value === undefined;
  const forItsEffect = options.asStatement === true && unread;
  if ((reaches || (forItsEffect && !CONTAINER.test(label))) && !LOGGING.test(label) && !(DATA.test(label) && !reaches)) {
    machine.noteUnread(`calls ${label === '' ? 'a function' : `\`${label}\``}, whose effect cannot be read here`, span);
    machine.emit([{ kind: 'opaque', reason: `call of ${label === '' ? 'an unread function' : label}`, touches: 'anything', span }]);
  }
  for (const value of handed) callback(machine, value, span, reaches || forItsEffect);
  return unknownValue(reason, span, label === '' ? undefined : `${label}()`, isEffectful(callee) || undefined);
}

/** A function of the program that is handed to unread code may be called by it. */
function callback(machine: Machine, value: Value, span: Span, noted: boolean): void {
  if (value.kind !== 'closure' || noted) return;
  const guard = machine.newGuard({ is: 'unknown' });
  machine.guarded(guard(true), () => {
    machine.call(value, [], new Map(), span, { complete: false });
  });
}

export function callClosure(machine: Machine, closure: ClosureValue, positional: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, complete: boolean): Value {
  const decorated = decorate(machine, closure);
  if (decorated) return machine.call(decorated, positional, named, span, { complete });
  const given = closure.self && !closure.function.receiver ? [closure.self, ...positional] : positional;
  const walksUnknown = !complete || [...positional, ...named.values()].some((value) => value.kind === 'unknown' && !value.effectful);
  const result = machine.entering(closure.function, walksUnknown, () => callBody(machine, closure, given, named, span, complete));
  return result ?? unknownValue('input', span);
}

/** `new f()`: the object that the function fills, with what its prototype holds; or what it returns instead. */
function constructed(machine: Machine, closure: ClosureValue, positional: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, complete: boolean): Value {
  const prototype = closure.properties?.get('prototype');
  const self = recordValue(prototype?.kind === 'record' ? prototype.entries : [], span);
  if (prototype?.kind === 'record' && !prototype.complete) self.complete = false;
  const result = callClosure(machine, { ...closure, self }, positional, named, span, complete);
  return result.kind === 'constant' || result.kind === 'unknown' ? self : result;
}

function callBody(machine: Machine, closure: ClosureValue, given: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, complete: boolean): Value {
  const result = machine.deeper(() => {
    const scope: Scope = { variables: new Map(), parent: closure.scope, file: closure.file };
    if (closure.function.receiver === 'this') scope.variables.set('this', closure.self ?? UNDEFINED);
    bindParameters(machine, closure.function, given, named, scope, span, complete);
    machine.frame = { returns: [], depth: machine.guardDepth, ...(closure.function.generator && { yields: [] }) };
    const frame = machine.frame;
    const completion = machine.execute(closure.function.body, scope);
    if (frame.yields) return listValue(frame.yields);
    const returned = completion === 'normal' ? [...frame.returns, { value: machine.library.nothing, tests: machine.testsSince(frame.depth) }] : frame.returns;
    return returned.length === 0 ? unknownValue('input', span) : resultOf(machine, returned, span);
  });
  if (result) return result;
  machine.noteUnread('calls itself too deeply', span);
  return unknownValue('unsupported', span);
}

/** Functions that are wrapped by a function of the program are called through it; other decorators do not change what is done. */
function decorate(machine: Machine, closure: ClosureValue): Value | undefined {
  if (undecorated.has(closure.function) || !closure.function.decorators?.length) return undefined;
  let current: Value | undefined;
  for (const decorator of [...closure.function.decorators].reverse()) {
    const wrapper = machine.evaluate(decorator, closure.scope);
    if (wrapper.kind !== 'closure') continue;
    undecorated.add(closure.function);
    try {
      const result: Value = machine.call(wrapper, [current ?? closure], new Map(), { file: closure.file, start: decorator.start, end: decorator.end });
      if (result.kind === 'closure') current = withoutDecorators(result, closure.function);
    } finally {
      undecorated.delete(closure.function);
    }
  }
  return current;
}
const undecorated = new Set<FunctionExpression>();

/** Inside its wrapper, the function's own name in a variable means the plain function. */
function withoutDecorators(wrapper: ClosureValue, inner: FunctionExpression): ClosureValue {
  const variables = wrapper.scope.variables;
  for (const [name, value] of variables) {
    if (value.kind === 'closure' && value.function === inner) variables.set(name, { ...value, function: { ...inner, decorators: [] } });
  }
  return wrapper;
}

function bindParameters(machine: Machine, fn: FunctionExpression, positional: readonly Value[], named: ReadonlyMap<string, Value>, scope: Scope, span: Span, complete: boolean): void {
  const taken = new Set<string>();
  let at = 0;
  for (const parameter of fn.parameters) {
    const name = parameter.target.kind === 'name' ? parameter.target.name : undefined;
    let value: Value | undefined;
    if (parameter.form === 'rest') {
      const rest = listValue(positional.slice(at), 'tuple');
      rest.complete = complete;
      at = positional.length;
      value = rest;
    } else if (parameter.form === 'restNamed') {
      const rest = recordValue([...named].filter(([key]) => !taken.has(key)));
      rest.complete = complete;
      value = rest;
    } else if (parameter.form === 'plain' && at < positional.length) {
      value = positional[at];
      at += 1;
    } else if (name !== undefined && named.has(name)) {
      value = named.get(name);
    }
    if (name !== undefined) taken.add(name);
    const written = value?.kind === 'constant' && value.value === undefined ? undefined : value;
    machine.assign(parameter.target, written ?? defaultOf(machine, fn, parameter, scope, span, complete), scope, true);
  }
}

function defaultOf(machine: Machine, fn: FunctionExpression, parameter: Parameter, scope: Scope, span: Span, complete: boolean): Value {
  // an unread *args may have given it
  if (!complete) return unknownValue('input', span);
  if (parameter.default) return machine.evaluate(parameter.default, fn.receiver ? scope : (scope.parent ?? scope));
  return unknownValue('input', span);
}
