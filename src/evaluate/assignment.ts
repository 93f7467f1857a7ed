import type { Span } from '../span.js';
import { memberOf } from './access.js';
import { contextAt } from './context.js';
import type { Pattern } from './core.js';
import { recordKey } from './keys.js';
import type { Machine } from './machine.js';
import { UNDEFINED, listValue, unknownValue } from './value.js';
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
        const part = value.kind === 'record' && key !== undefined ? value.entries.get(key) : key === undefined ? undefined : memberOf(machine, value, key, span);
        const given = part ?? (entry.default ? machine.evaluate(entry.default, scope) : value.kind === 'record' && value.complete ? UNDEFINED : unknownValue('input', span));
        assign(machine, entry.target, given, scope, declares);
      }
      if (pattern.rest) assign(machine, pattern.rest, unknownValue('unsupported', span), scope, declares);
      return;
    case 'member': {
      const object = machine.evaluate(pattern.object, scope);
      if (object.kind === 'native') object.setMember?.(pattern.property, value);
      else if (object.kind === 'record') object.entries.set(pattern.property, value);
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
    const given = values?.[at] ?? (item.default ? machine.evaluate(item.default, scope) : unknownValue(value.kind === 'unknown' ? value.reason : 'input', span));
    assign(machine, item.target, given, scope, declares);
  });
}
