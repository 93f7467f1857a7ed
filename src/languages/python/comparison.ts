import { type Context, type ListValue, type RecordValue, type Value, UNKNOWN_CONDITION } from '../../evaluate/value.js';
import type { Condition } from '../../operation.js';
import type { TracedText } from '../../value.js';
import { recordKey } from '../../evaluate/keys.js';
import { numberOf, occurrences, textOfKnown } from './known.js';

export function truth(value: Value, context?: Context): boolean | Condition {
  switch (value.kind) {
    case 'text': {
      const written = value.text.text.length - value.text.holes.reduce((sum, gap) => sum + gap.end - gap.start, 0);
      return written > 0 ? true : value.text.holes.length > 0 ? UNKNOWN_CONDITION : false;
    }
    case 'constant':
      return typeof value.value === 'number' ? value.value !== 0 : typeof value.value === 'bigint' ? value.value !== 0n : value.value === true;
    case 'list':
      return value.items.length > 0 ? true : value.complete ? false : UNKNOWN_CONDITION;
    case 'record':
      return value.entries.size > 0 ? true : value.complete ? false : UNKNOWN_CONDITION;
    case 'closure':
      return true;
    case 'condition':
      return value.condition;
    case 'native': {
      const told = value.truth?.();
      if (told !== undefined) return told;
      const items = context && value.iterate?.(context);
      return items ? items.length > 0 : UNKNOWN_CONDITION;
    }
    case 'unknown':
      return UNKNOWN_CONDITION;
  }
}

/** How many pairs one comparison may still look at: a list may hold itself, or hold others over and over. */
interface Budget {
  left: number;
}
const newBudget = (): Budget => ({ left: 20_000 });
const DEEPEST = 200;

/** Whether two values are equal; `undefined`: cannot be told. */
export function equals(left: Value, right: Value, budget = newBudget(), depth = 0): boolean | undefined {
  if (budget.left-- <= 0 || depth > DEEPEST) return undefined;
  if (left === right && left.kind !== 'unknown' && left.kind !== 'condition') return true;
  if ((left.kind === 'native' && isNone(right)) || (right.kind === 'native' && isNone(left))) return false;
  if (isUndecided(left) || isUndecided(right)) return undefined;
  if (left.kind === 'text' && right.kind === 'text') return equalTexts(left.text, right.text);
  if (left.kind === 'constant' && right.kind === 'constant') return equalConstants(left.value, right.value);
  if (left.kind === 'list' && right.kind === 'list') return equalLists(left, right, budget, depth + 1);
  if (left.kind === 'record' && right.kind === 'record') return equalRecords(left, right, budget, depth + 1);
  return false;
}

const isNone = (value: Value): boolean => value.kind === 'constant' && value.value === null;
const isUndecided = (value: Value): boolean => value.kind === 'unknown' || value.kind === 'condition' || value.kind === 'native';

function equalConstants(left: unknown, right: unknown): boolean {
  const plain = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : (value ?? null));
  return plain(left) === plain(right) || (typeof left === 'bigint' && left == right) || (typeof right === 'bigint' && left == right);
}

function equalTexts(left: TracedText, right: TracedText): boolean | undefined {
  if (left.holes.length === 0 && right.holes.length === 0) return left.text === right.text;
  const prefix = Math.min(left.holes[0]?.start ?? left.text.length, right.holes[0]?.start ?? right.text.length);
  if (left.text.slice(0, prefix) !== right.text.slice(0, prefix)) return false;
  const tail = (text: TracedText): number => text.text.length - (text.holes.at(-1)?.end ?? 0);
  const suffix = Math.min(tail(left), tail(right));
  if (suffix > 0 && left.text.slice(-suffix) !== right.text.slice(-suffix)) return false;
  return undefined;
}

function allOf(results: Iterable<boolean | undefined>): boolean | undefined {
  let result: boolean | undefined = true;
  for (const item of results) {
    if (item === false) return false;
    if (item === undefined) result = undefined;
  }
  return result;
}

function equalLists(left: ListValue, right: ListValue, budget: Budget, depth: number): boolean | undefined {
  if (left.form !== right.form) return false;
  if (!left.complete || !right.complete) return undefined;
  if (left.form === 'set') return allOf([contained(left, right, budget, depth), contained(right, left, budget, depth)]);
  if (left.items.length !== right.items.length) return false;
  return allOf(left.items.map((item, i) => equals(item, right.items[i] ?? item, budget, depth)));
}

function equalRecords(left: RecordValue, right: RecordValue, budget: Budget, depth: number): boolean | undefined {
  if (!left.complete || !right.complete) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  return allOf([...left.entries].map(([key, value]) => {
    const other = right.entries.get(key);
    return other !== undefined && equals(value, other, budget, depth);
  }));
}

/** Whether every item of `left` is in `right`. */
export function contained(left: ListValue, right: ListValue, budget = newBudget(), depth = 0): boolean | undefined {
  const result = allOf(left.items.map((item) => contains(right, item, budget, depth)));
  return left.complete || result === false ? result : undefined;
}

/** `item in container` */
export function contains(container: Value, item: Value, budget = newBudget(), depth = 0): boolean | undefined {
  switch (container.kind) {
    case 'text': {
      const needle = textOfKnown(item);
      if (needle === undefined) return undefined;
      if (needle === '' || occurrences(container.text, needle, 1).length > 0) return true;
      return container.text.holes.length > 0 ? undefined : false;
    }
    case 'list': {
      let result: boolean | undefined = container.complete ? false : undefined;
      for (const candidate of container.items) {
        const same = equals(candidate, item, budget, depth);
        if (same === true) return true;
        if (same === undefined) result = undefined;
      }
      return result;
    }
    case 'record': {
      const key = recordKey(item);
      if (key !== undefined && container.entries.has(key)) return true;
      return container.complete && (key !== undefined || container.entries.size === 0) ? false : undefined;
    }
    default:
      return undefined;
  }
}

/** Negative, zero or positive as in sorting; `undefined`: cannot be told, or cannot be compared. */
export function compare(left: Value, right: Value, budget = newBudget(), depth = 0): number | undefined {
  if (budget.left-- <= 0 || depth > DEEPEST) return undefined;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  const x = textOfKnown(left);
  const y = textOfKnown(right);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (left.kind !== 'list' || right.kind !== 'list' || left.form === 'set' || !left.complete || !right.complete) return undefined;
  for (const [i, item] of left.items.entries()) {
    const other = right.items[i];
    if (!other) return 1;
    const order = compare(item, other, budget, depth + 1);
    if (order !== 0) return order;
  }
  return left.items.length - right.items.length;
}
