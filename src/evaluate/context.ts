import type { Condition, Draft } from '../operation.js';
import type { Span } from '../span.js';
import type { TracedText } from '../value.js';
import type { Machine } from './machine.js';
import { keyValue } from './keys.js';
import type { Call, Context, Value } from './value.js';

class RunContext implements Call {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  constructor(
    private readonly machine: Machine,
    readonly span: Span,
    positional: readonly Value[] = [],
    named: ReadonlyMap<string, Value> = new Map(),
    readonly complete = true,
    readonly construct = false,
  ) {
    this.positional = positional;
    this.named = named;
  }
  emit(drafts: readonly Draft[]): void {
    this.machine.emit(drafts);
  }
  emitStatements(statements: readonly (readonly Draft[])[]): void {
    for (const drafts of statements) this.machine.emit(drafts);
  }
  unread(reason: string, span?: Span): void {
    this.machine.noteUnread(reason, span ?? this.span);
  }
  invoke(callee: Value, positional: readonly Value[], named: ReadonlyMap<string, Value> = new Map()): Value {
    return this.machine.call(callee, positional, named, this.span);
  }
  importModule(name: string): Value | undefined {
    return this.machine.importer.module(name, 0, this.span.file);
  }
  withTransaction<T>(inTransaction: boolean, body: () => T): T {
    const before = this.machine.inTransaction;
    this.machine.inTransaction = inTransaction;
    try {
      return body();
    } finally {
      this.machine.inTransaction = before;
    }
  }
  setTransaction(inTransaction: boolean | undefined): void {
    this.machine.inTransaction = inTransaction;
  }
  textOf(value: Value): TracedText {
    return this.machine.library.textOf(value, this);
  }
  itemsOf(value: Value): readonly Value[] | undefined {
    if (value.kind === 'list') return value.items;
    if (value.kind === 'record') return [...value.entries.keys()].map(keyValue);
    if (value.kind === 'native') return value.iterate?.(this);
    if (value.kind === 'text' && value.text.holes.length === 0) return [...value.text.text].map((character) => ({ kind: 'text', text: { text: character, pieces: [], holes: [] } }));
    return undefined;
  }
  truthOf(value: Value): boolean | Condition {
    return this.machine.library.truth(value, this);
  }
}

export const contextAt = (machine: Machine, span: Span): Context => new RunContext(machine, span);

export const callAt = (machine: Machine, span: Span, positional: readonly Value[], named: ReadonlyMap<string, Value>, complete: boolean, construct: boolean): Call =>
  new RunContext(machine, span, positional, named, complete, construct);
