import type { Condition, Draft, Operation, Guard } from '../operation.js';
import type { Span } from '../span.js';
import type { TracedText } from '../value.js';
import type { Machine } from './machine.js';
import { keyValue } from './keys.js';
import { UNKNOWN_CONDITION } from './value.js';
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
  get operations(): readonly Operation[] {
    return this.machine.operations;
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
  perhaps(callee: Value, positional: readonly Value[]): Value {
    const guard = this.machine.newGuard(UNKNOWN_CONDITION);
    let result: Value = this.machine.library.nothing;
    const called = (): 'normal' => {
      this.machine.guarded(guard(true), () => void (result = this.invoke(callee, positional)));
      return 'normal';
    };
    if (callee.kind === 'closure') this.machine.fork(callee.scope, called, () => 'normal');
    else called();
    return result;
  }
  get tests(): readonly Guard[] {
    return this.machine.tests;
  }
  under<T>(tests: readonly Guard[], body: () => T): T {
    return this.machine.under(tests, body);
  }
  readText(file: string): string | undefined {
    return this.machine.importer.text?.(file);
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
