import type { Span } from '../span.js';
import { concatText, unknown, holeAt } from '../value.js';
import type { TracedText } from '../value.js';
import { itemOf, memberOf } from './access.js';
import { evaluateCall } from './calls.js';
import { makeClass } from './classes.js';
import { both, either, not, testValue } from './condition.js';
import { contextAt } from './context.js';
import type { Clause, Expression, Item } from './core.js';
import { addItems, isComplete } from './items.js';
import { recordKey } from './keys.js';
import type { Machine } from './machine.js';
import { joinValues } from './machine.js';
import { settled } from './settle.js';
import { FALSE, NULL, TRUE, UNDEFINED, conditionValue, constant, isNull, listValue, recordValue, textValue, unknownValue } from './value.js';
import type { Context, Scope, Value } from './value.js';

export function evaluate(machine: Machine, expression: Expression, scope: Scope): Value {
  machine.spend();
  const span: Span = { file: scope.file, start: expression.start, end: expression.end };
  switch (expression.kind) {
    case 'literal':
      return constantOf(expression.value, span);
    case 'text':
      return textValue(expression.text);
    case 'template':
      return textValue(concatText(expression.parts.map((part) => templatePart(machine, part, scope))));
    case 'name':
      return lookUp(machine, expression.name, scope, span);
    case 'member': {
      const object = machine.evaluate(expression.object, scope);
      return expression.optional && isNull(object) ? UNDEFINED : memberOf(machine, object, expression.property, span);
    }
    case 'item': {
      const object = machine.evaluate(expression.object, scope);
      return expression.optional && isNull(object) ? UNDEFINED : itemOf(machine, object, machine.evaluate(expression.index, scope), contextAt(machine, span));
    }
    case 'slice': {
      const part = (each: Expression | undefined): Value | undefined => (each ? machine.evaluate(each, scope) : undefined);
      return { kind: 'native', label: 'python.slice', data: { from: part(expression.from), to: part(expression.to), step: part(expression.step) } };
    }
    case 'call':
      return evaluateCall(machine, expression, scope);
    case 'function':
      return { kind: 'closure', function: expression, scope, file: scope.file };
    case 'list': {
      const { items, complete } = listItems(machine, expression.items, scope);
      const list = listValue(expression.form === 'set' ? distinct(items) : items, expression.form, span);
      list.complete = complete;
      return list;
    }
    case 'record':
      return record(machine, expression, scope, span);
    case 'unary':
      return unary(machine, expression, scope, span);
    case 'binary':
      return binary(machine, expression, scope, span);
    case 'conditional': {
      const test = contextAt(machine, span).truthOf(machine.evaluate(expression.test, scope));
      if (typeof test === 'boolean') return machine.evaluate(test ? expression.then : expression.else, scope);
      return undecided(machine, test, expression.then, expression.else, scope);
    }
    case 'comprehension':
      return comprehension(machine, expression, scope, span);
    case 'bind': {
      const value = machine.evaluate(expression.value, scope);
      machine.assign(expression.target, value, scope, expression.declares);
      return value;
    }
    case 'class':
      return makeClass(machine, expression.class, scope);
    case 'opaque':
      for (const child of expression.children) machine.evaluate(child, scope);
      return unknownValue('unsupported', span, expression.reason);
  }
}

function constantOf(value: null | undefined | boolean | number | bigint, span: Span): Value {
  if (value === null) return NULL;
  if (value === undefined) return UNDEFINED;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  return constant(value, span);
}

function templatePart(machine: Machine, part: Extract<Expression, { kind: 'template' }>['parts'][number], scope: Scope): TracedText {
  if (part.value.kind === 'text' && !part.format && !part.conversion) return part.value.text;
  const span: Span = { file: scope.file, start: part.value.start, end: part.value.end };
  const context = contextAt(machine, span);
  const value = machine.evaluate(part.value, scope);
  let format = '';
  if (part.format) {
    const text = context.textOf(machine.evaluate(part.format, scope));
    if (text.holes.length > 0) return holeAt(unknown('input', span), span);
    format = text.text;
  }
  if (value.kind === 'text' && format === '' && (part.conversion === undefined || part.conversion === 'string')) return value.text;
  return machine.library.formatted(value, part.conversion, format, context);
}

function lookUp(machine: Machine, name: string, scope: Scope, span: Span): Value {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const value = at.variables.get(name);
    if (value) return value;
  }
  if (name === 'globals') return { kind: 'native', label: 'python.globals', call: () => moduleRecord(scope) };
  return machine.library.globals.get(name) ?? unknownValue('unsupported', span, name);
}

/** The names of the module, as a record that shares its values. */
function moduleRecord(scope: Scope): Value {
  let at = scope;
  while (at.parent) at = at.parent;
  return { kind: 'record', entries: at.variables, complete: false };
}

function listItems(machine: Machine, written: readonly Item[], scope: Scope): { items: Value[]; complete: boolean } {
  const list = { items: [] as Value[], complete: true };
  for (const item of written) {
    const value = machine.evaluate(item.value, scope);
    if (!item.spread) {
      list.items.push(value);
      continue;
    }
    addItems(list, contextAt(machine, { file: scope.file, start: item.value.start, end: item.value.end }).itemsOf(value));
    if (!isComplete(value)) list.complete = false;
  }
  return list;
}

function distinct(items: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = recordKey(item);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function record(machine: Machine, expression: Extract<Expression, { kind: 'record' }>, scope: Scope, span: Span): Value {
  const result = recordValue([], span);
  for (const entry of expression.entries) {
    if ('spread' in entry) {
      const value = machine.evaluate(entry.spread, scope);
      if (value.kind === 'record') for (const [key, each] of value.entries) result.entries.set(key, each);
      if (value.kind !== 'record' || !value.complete) result.complete = false;
      continue;
    }
    const key = recordKey(machine.evaluate(entry.key, scope));
    const value = machine.evaluate(entry.value, scope);
    if (key === undefined) result.complete = false;
    else result.entries.set(key, value);
  }
  return result;
}

function unary(machine: Machine, expression: Extract<Expression, { kind: 'unary' }>, scope: Scope, span: Span): Value {
  const operand = machine.evaluate(expression.operand, scope);
  const context = contextAt(machine, span);
  if (expression.operator === 'not') return testValue(not(context.truthOf(operand)));
  if (expression.operator === 'await') return settled(operand, context);
  if (operand.kind === 'native') {
    const own = operand.unary?.(expression.operator, context);
    if (own) return own;
  }
  const told = machine.library.unary?.(expression.operator, operand, context);
  if (told) return told;
  if (operand.kind === 'constant' && (typeof operand.value === 'number' || typeof operand.value === 'bigint')) {
    if (expression.operator === 'negate') return constant(-operand.value, span);
    if (expression.operator === 'plus') return operand;
    if (expression.operator === 'invert') return constant(~operand.value, span);
  }
  return unknownValue(operand.kind === 'unknown' ? operand.reason : 'input', span);
}

function binary(machine: Machine, expression: Extract<Expression, { kind: 'binary' }>, scope: Scope, span: Span): Value {
  const { operator } = expression;
  const context = contextAt(machine, span);
  const left = machine.evaluate(expression.left, scope);
  if (operator === 'and' || operator === 'or') return logical(machine, operator, left, expression.right, scope, context);
  if (operator === 'coalesce') {
    if (left.kind === 'unknown') return left;
    return left.kind === 'constant' && (left.value === null || left.value === undefined) ? machine.evaluate(expression.right, scope) : left;
  }
  const right = machine.evaluate(expression.right, scope);
  return operate(machine, operator, left, right, context);
}

type Operator = Extract<Expression, { kind: 'binary' }>['operator'];

function operate(machine: Machine, operator: Operator, left: Value, right: Value, context: Context): Value {
  for (const side of [left, right]) {
    const own = side.kind === 'native' ? side.binary?.(operator, left, right, context) : undefined;
    if (own) return own;
  }
  const compared = comparedWithBoolean(operator, left, right) ?? comparedWithBoolean(operator, right, left);
  if (compared) return compared;
  if (operator === 'in' || operator === 'notIn') {
    const symbolic = membership(left, right, context);
    if (symbolic !== undefined) return testValue(operator === 'in' ? symbolic : not(symbolic));
  }
  return machine.library.binary(operator, left, right, context);
}

/** `exists is False`, `exists == True`: the test itself or its opposite. */
function comparedWithBoolean(operator: Operator, test: Value, other: Value): Value | undefined {
  if (test.kind !== 'condition' || other.kind !== 'constant' || typeof other.value !== 'boolean') return undefined;
  if (operator === 'equal' || operator === 'is') return testValue(other.value ? test.condition : not(test.condition));
  if (operator === 'notEqual' || operator === 'isNot') return testValue(other.value ? not(test.condition) : test.condition);
  return undefined;
}

/** `x in [...]` where the list holds something symbolic, such as "the name of each column of the table". */
function membership(left: Value, right: Value, context: Context): ReturnType<Context['truthOf']> | undefined {
  if (right.kind !== 'list') return undefined;
  const symbols = right.items.filter((item) => item.kind === 'native' && item.binary);
  if (symbols.length === 0) return undefined;
  let result: ReturnType<Context['truthOf']> = false;
  for (const symbol of symbols) {
    const value = symbol.kind === 'native' ? symbol.binary?.('in', left, symbol, context) : undefined;
    if (!value) return undefined;
    result = either(result, context.truthOf(value));
  }
  return result;
}

function logical(machine: Machine, operator: 'and' | 'or', left: Value, rightExpression: Expression, scope: Scope, context: Context): Value {
  const test = context.truthOf(left);
  if (typeof test === 'boolean') return test === (operator === 'and') ? machine.evaluate(rightExpression, scope) : left;
  const guard = machine.newGuard(test);
  const right = machine.guarded(guard(operator === 'and'), () => settled(machine.evaluate(rightExpression, scope), context));
  const other = context.truthOf(right);
  const result = operator === 'and' ? both(test, other) : either(test, other);
  if (typeof result === 'boolean') return testValue(result);
  if (left.kind === 'condition' || right.kind === 'condition' || right.kind === 'constant') return testValue(result);
  const joined = joinValues(left, right);
  return joined.kind === 'unknown' ? unknownValue('input', context.span, undefined, joined.effectful) : left;
}

function undecided(machine: Machine, test: Exclude<ReturnType<Context['truthOf']>, boolean>, then: Expression, otherwise: Expression, scope: Scope): Value {
  const guard = machine.newGuard(test);
  let [a, b]: [Value, Value] = [NULL, NULL];
  // a builder that is chosen here is waited for later, when the test is behind us
  const chosen = (each: Expression): Value => settled(machine.evaluate(each, scope), contextAt(machine, { file: scope.file, start: each.start, end: each.end }));
  machine.fork(
    scope,
    () => (machine.guarded(guard(true), () => void (a = chosen(then))), 'normal'),
    () => (machine.guarded(guard(false), () => void (b = chosen(otherwise))), 'normal'),
  );
  return joinValues(a, b);
}

function comprehension(machine: Machine, expression: Extract<Expression, { kind: 'comprehension' }>, scope: Scope, span: Span): Value {
  const inside: Scope = { variables: new Map(), parent: scope, file: scope.file };
  const items: Value[] = [];
  const entries = recordValue([], span);
  let complete = true;
  const gather = (clauses: readonly Clause[]): void => {
    const [clause, ...rest] = clauses;
    if (!clause) {
      const element = machine.evaluate(expression.element, inside);
      if (!expression.key) items.push(element);
      else {
        const key = recordKey(machine.evaluate(expression.key, inside));
        if (key === undefined) complete = false;
        else entries.entries.set(key, element);
      }
      return;
    }
    const iterable = machine.evaluate(clause.iterable, inside);
    const values = contextAt(machine, span).itemsOf(iterable);
    if (!values) {
      complete = false;
      machine.assign(clause.target, unknownValue(iterable.kind === 'unknown' ? iterable.reason : 'database', span), inside, true);
      // once, for what the element does rather than for what it is
      const before = items.length;
      gather(rest);
      items.length = before;
      return;
    }
    if (!isComplete(iterable)) complete = false;
    for (const value of values) {
      machine.assign(clause.target, value, inside, true);
      let keep: ReturnType<Context['truthOf']> = true;
      for (const condition of clause.conditions) keep = both(keep, contextAt(machine, span).truthOf(machine.evaluate(condition, inside)));
      if (keep === false) continue;
      if (keep !== true) {
        filtered(keep, rest);
        continue;
      }
      gather(rest);
    }
  };
  // `[x for x in columns if x['name'] == 'a']`: whether the list has anything is the test itself
  const filtered = (keep: Exclude<ReturnType<Context['truthOf']>, boolean>, rest: readonly Clause[]): void => {
    complete = false;
    if (rest.length === 0) items.push(conditionValue(keep));
    else gather(rest);
  };
  gather(expression.clauses);
  if (expression.form === 'record') {
    entries.complete = complete;
    return entries;
  }
  const only: Value | undefined = items.length === 1 ? items[0] : undefined;
  if (!complete && only?.kind === 'condition') return existing(only, span);
  const list = listValue(expression.form === 'set' ? distinct(items) : items, expression.form === 'set' ? 'set' : 'list', span);
  list.complete = complete;
  return list;
}

/** A list that has something in it exactly when the condition holds. */
function existing(test: Extract<Value, { kind: 'condition' }>, span: Span): Value {
  return {
    kind: 'native',
    label: 'python.filtered',
    span,
    truth: () => test.condition,
    iterate: () => undefined,
    member: () => undefined,
    item: () => unknownValue('database', span),
  };
}
