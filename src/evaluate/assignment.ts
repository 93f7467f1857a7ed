import type { Span } from '../span.js';
import { memberOf } from './access.js';
import { contextAt } from './context.js';
import type { Expression, Pattern } from './core.js';
import { isComplete } from './items.js';
import { recordKey } from './keys.js';
import type { Machine } from './machine.js';
import { isEffectful } from './machine.js';
import { UNDEFINED, listValue, recordValue, unknownValue } from './value.js';
import type { Scope, Value } from './value.js';

export function assign(machine: Machine, pattern: Pattern, value: Value, scope: Scope, declares: boolean): void {
  const span: Span = { file: scope.file, start: pattern.start, end: pattern.end };
  switch (pattern.kind) {
    case 'name': {
      let at: Scope | undefined = scope;
      if (!declares) while (at && !at.variables.has(pattern.name)) at = at.parent;
      (at ?? scope).variables.set(pattern.name, value);
      return;
    }
    case 'list':
      assignList(machine, pattern, value, scope, declares, span);
      return;
    case 'record':
      for (const entry of pattern.entries) {
        const key = recordKey(machine.evaluate(entry.key, scope));
        const part = key === undefined ? undefined : value.kind === 'record' ? value.entries.get(key) : memberOf(machine, value, key, span);
        assign(machine, entry.target, given(machine, part, isComplete(value), entry.default, scope, span), scope, declares);
      }
      if (pattern.rest) assign(machine, pattern.rest, remaining(machine, pattern, value, scope, span), scope, declares);
      return;
    case 'member': {
      const object = machine.evaluate(pattern.object, scope);
      if (object.kind === 'native') object.setMember?.(pattern.property, value);
      else if (object.kind === 'record') object.entries.set(pattern.property, value);
      else if (object.kind === 'closure') (object.properties ??= new Map()).set(pattern.property, value);
      return;
    }
    case 'item': {
      const object = machine.evaluate(pattern.object, scope);
      const key = machine.evaluate(pattern.index, scope);
      setItem(object, key, value);
      return;
    }
  }
}

function setItem(object: Value, key: Value, value: Value): void {
  if (object.kind === 'record') {
    const name = recordKey(key);
    if (name === undefined) object.complete = false;
    else object.entries.set(name, value);
  } else if (object.kind === 'list') {
    const index = key.kind === 'constant' && typeof key.value === 'number' ? key.value : undefined;
    const at = index !== undefined && index < 0 ? object.items.length + index : index;
    if (at !== undefined && at >= 0 && at < object.items.length) object.items[at] = value;
    else object.complete = false;
  }
}

function assignList(machine: Machine, pattern: Extract<Pattern, { kind: 'list' }>, value: Value, scope: Scope, declares: boolean, span: Span): void {
  const values = contextAt(machine, span).itemsOf(value);
  const rest = pattern.items.findIndex((item) => item?.rest);
  pattern.items.forEach((item, i) => {
    if (!item) return;
    if (item.rest) {
      const taken = values ? listValue(values.slice(i, values.length - (pattern.items.length - i - 1))) : unknownValue('input', span);
      assign(machine, item.target, taken, scope, declares);
      return;
    }
    const at = rest >= 0 && i > rest && values ? values.length - (pattern.items.length - i) : i;
    const part = values?.[at] ?? (values ? undefined : unknownValue(value.kind === 'unknown' ? value.reason : 'input', span));
    assign(machine, item.target, given(machine, part, isComplete(value), item.default, scope, span), scope, declares);
  });
}

/** A part of what is taken apart, or its default where it is known not to be there. */
function given(machine: Machine, part: Value | undefined, complete: boolean, fallback: Expression | undefined, scope: Scope, span: Span): Value {
  if (part && !(part.kind === 'constant' && part.value === undefined)) return part;
  if (!complete) return unknownValue('input', span);
  return fallback ? machine.evaluate(fallback, scope) : UNDEFINED;
}

/** `{ a, ...rest }` */
function remaining(machine: Machine, pattern: Extract<Pattern, { kind: 'record' }>, value: Value, scope: Scope, span: Span): Value {
  const taken = pattern.entries.map((entry) => recordKey(machine.evaluate(entry.key, scope)));
  if (value.kind !== 'record') return unknownValue(value.kind === 'unknown' ? value.reason : 'unsupported', span, undefined, isEffectful(value) || undefined);
  const rest = recordValue([...value.entries].filter(([key]) => !taken.includes(key)), span);
  rest.complete = value.complete && !taken.includes(undefined);
  return rest;
}
