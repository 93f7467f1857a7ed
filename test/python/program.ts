import { createMachine } from '../../src/evaluate/evaluate.js';
import type { Expression, Program, Statement } from '../../src/evaluate/core.js';
import type { Scope, Value } from '../../src/evaluate/value.js';
import { conditionValue, unknownValue } from '../../src/evaluate/value.js';
import { keyValue } from '../../src/evaluate/keys.js';
import { createLibrary, loadPython, readPython } from '../../src/languages/python/index.js';
import type { TracedText } from '../../src/value.js';

await loadPython();

export const FILE = 'm.py';
export const read = (source: string): Program => readPython(FILE, source);

/** The value of the only expression (or the last assigned one) of a program. */
export function expressionOf(source: string): Expression {
  const last = read(source).body.at(-1);
  if (last && 'value' in last && last.value) return last.value as Expression;
  throw new Error('no expression');
}

/** Each piece as `[built text, source text]`; inexact ones with a `~`. */
export const pieces = (text: TracedText, source: string): string[][] =>
  text.pieces.map((piece) => [text.text.slice(piece.start, piece.end), (piece.exact ? '' : '~') + source.slice(piece.source.start, piece.source.end)]);

const ask = (name: string): Value => conditionValue({ is: 'exists', fact: { ask: 'table', table: { name } } });

/** The value of `result` after a program ran; `database` is unread, `has_a` and `has_b` are questions to the database. */
export function evaluate(source: string): Value {
  const library = createLibrary();
  const machine = createMachine(library, { module: (name) => library.module(name) }, { next: 1 });
  const variables = new Map<string, Value>([['database', unknownValue('database')], ['has_a', ask('a')], ['has_b', ask('b')]]);
  const scope: Scope = { variables, file: FILE };
  machine.execute(read(source).body, scope);
  return scope.variables.get('result') ?? unknownValue('unsupported');
}

/** A value as Python would print it; `?` is what is not known, `...` that there may be more. */
export function show(value: Value): string {
  const list = (items: readonly string[], complete: boolean): string => [...items, ...(complete ? [] : ['...'])].join(', ');
  switch (value.kind) {
    case 'text':
      return `'${plain(value.text)}'`;
    case 'constant':
      return value.value === null ? 'None' : value.value === true ? 'True' : value.value === false ? 'False' : String(value.value);
    case 'list': {
      const [open, close] = { list: '[]', tuple: '()', set: '{}' }[value.form];
      return `${open}${list(value.items.map(show), value.complete)}${value.form === 'tuple' && value.items.length === 1 ? ',' : ''}${close}`;
    }
    case 'record':
      return `{${list([...value.entries].map(([key, item]) => `${show(keyValue(key))}: ${show(item)}`), value.complete)}}`;
    case 'condition':
      return JSON.stringify(value.condition);
    case 'native': {
      const text = value.text?.();
      return text ? plain(text) : value.label;
    }
    default:
      return value.kind === 'unknown' ? '?' : value.kind;
  }
}

const plain = (text: TracedText): string => text.text.replace(/\uE000\d+\uE001/g, '?');

/** Every node of a program. */
export function nodes(program: Program): (Expression | Statement)[] {
  const found: (Expression | Statement)[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && 'start' in node) found.push(node as Expression);
      for (const [key, child] of Object.entries(node)) if (key !== 'text') visit(child);
    }
  };
  visit(program.body);
  return found;
}
