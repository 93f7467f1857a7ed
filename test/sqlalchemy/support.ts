import type { Call, Context, NativeValue, Value } from '../../src/evaluate/value.js';
import { FALSE, NULL, TRUE, constant, listValue, plainText, recordValue, unknownValue } from '../../src/evaluate/value.js';
import type { SqlAlchemyOptions } from '../../src/frameworks/sqlalchemy/index.js';
import { sqlalchemyModule } from '../../src/frameworks/sqlalchemy/index.js';
import type { BinaryOperator } from '../../src/evaluate/core.js';
import type { Draft } from '../../src/operation.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';

export const options = (dialect: Dialect = 'postgres', rest: Partial<SqlAlchemyOptions> = {}): SqlAlchemyOptions => ({ target: { dialect, version: DEFAULT_VERSIONS[dialect] }, ...rest });

/** A value of the program from a plain one. */
export type Plain = Value | string | number | boolean | null | readonly Plain[] | { readonly record: Readonly<Record<string, Plain>> };
export function value(plain: Plain): Value {
  if (plain === null) return NULL;
  if (typeof plain === 'string') return plainText(plain);
  if (typeof plain === 'boolean') return plain ? TRUE : FALSE;
  if (typeof plain === 'number') return constant(plain);
  if ('record' in plain) return recordValue(Object.entries(plain.record).map(([key, each]) => [key, value(each)] as const));
  if ('kind' in plain) return plain;
  return listValue((plain as readonly Plain[]).map(value));
}

/** A run that does nothing but record. */
export class Recorder implements Context {
  readonly span = { file: 'a.py', start: 0, end: 0 };
  readonly operations = [];
  readonly drafts: Draft[] = [];
  readonly reasons: string[] = [];
  emit(drafts: readonly Draft[]): void {
    this.drafts.push(...drafts);
  }
  emitStatements(statements: readonly (readonly Draft[])[]): void {
    this.drafts.push(...statements.flat());
  }
  unread(reason: string): void {
    this.reasons.push(reason);
  }
  invoke(callee: Value, positional: readonly Value[], named: ReadonlyMap<string, Value> = new Map()): Value {
    return callee.kind === 'native' && callee.call ? callee.call(this.call(positional, named)) : unknownValue('unsupported');
  }
  perhaps(callee: Value, positional: readonly Value[]): Value {
    return this.invoke(callee, positional);
  }
  readonly tests = [];
  under<T>(_: readonly unknown[], body: () => T): T {
    return body();
  }
  readText(): undefined {
    return undefined;
  }
  importModule(): undefined {
    return undefined;
  }
  withTransaction<T>(_: boolean, body: () => T): T {
    return body();
  }
  setTransaction(): void {}
  textOf(of: Value) {
    return of.kind === 'text' ? of.text : { text: '', pieces: [], holes: [] };
  }
  itemsOf(of: Value): readonly Value[] | undefined {
    return of.kind === 'list' ? of.items : of.kind === 'native' ? of.iterate?.(this) : undefined;
  }
  truthOf(): boolean {
    return true;
  }
  call(positional: readonly Value[], named: ReadonlyMap<string, Value>, complete = true): Call {
    const self = this;
    return {
      positional, named, complete, construct: false, span: this.span, operations: [],
      emit: (drafts) => self.emit(drafts), emitStatements: (statements) => self.emitStatements(statements), unread: (reason) => self.unread(reason),
      invoke: (callee, args, rest) => self.invoke(callee, args, rest), perhaps: (callee, args) => self.perhaps(callee, args), readText: () => undefined, tests: [], under: (_, body) => body(), importModule: () => undefined, withTransaction: (inside, body) => self.withTransaction(inside, body), setTransaction: () => undefined,
      textOf: (of) => self.textOf(of), itemsOf: (of) => self.itemsOf(of), truthOf: () => true,
    };
  }
}

/** The library as a program sees it. */
export class Program {
  readonly run = new Recorder();
  constructor(readonly options: SqlAlchemyOptions) {}

  /** `get('sqlalchemy.dialects.postgresql.JSONB')` */
  get(path: string): Value {
    const parts = path.split('.');
    let found = sqlalchemyModule(parts[0] ?? '', this.options);
    for (const part of parts.slice(1)) found = found?.kind === 'native' ? found.member?.(part, this.run) : undefined;
    return found ?? unknownValue('unsupported');
  }
  /** `sa('Column', 'x', ...)` */
  sa(name: string, ...positional: readonly Plain[]): NativeValue {
    return this.make(`sqlalchemy.${name}`, positional);
  }
  make(path: string, positional: readonly Plain[] = [], named: Readonly<Record<string, Plain>> = {}): NativeValue {
    return this.apply(this.get(path), positional, named);
  }
  apply(callee: Value, positional: readonly Plain[] = [], named: Readonly<Record<string, Plain>> = {}): NativeValue {
    return this.run.invoke(callee, positional.map(value), new Map(Object.entries(named).map(([key, each]) => [key, value(each)] as const))) as NativeValue;
  }
  method(of: Value, name: string, positional: readonly Plain[] = [], named: Readonly<Record<string, Plain>> = {}): NativeValue {
    const found = of.kind === 'native' ? of.member?.(name, this.run) : undefined;
    return this.apply(found ?? unknownValue('unsupported'), positional, named);
  }
  member(of: Value, ...names: readonly string[]): Value {
    let found: Value | undefined = of;
    for (const name of names) found = found?.kind === 'native' ? found.member?.(name, this.run) : undefined;
    return found ?? unknownValue('unsupported');
  }
  binary(operator: BinaryOperator, left: Plain, right: Plain): NativeValue {
    const [a, b] = [value(left), value(right)];
    const native = a.kind === 'native' && a.binary ? a : b;
    return (native.kind === 'native' ? native.binary?.(operator, a, b, this.run) : undefined) as NativeValue;
  }
}

export const program = (dialect: Dialect = 'postgres', rest: Partial<SqlAlchemyOptions> = {}): Program => new Program(options(dialect, rest));

/** Drafts without their places. */
export const plain = (drafts: readonly unknown[]): unknown[] => JSON.parse(JSON.stringify(drafts, (key, each: unknown) => (key === 'span' ? undefined : each))) as unknown[];

/** A class of the program. */
export const pythonClass = (name: string, bases: readonly Value[], members: Readonly<Record<string, Value>>): NativeValue => ({
  kind: 'native', label: 'python.class', data: { name, bases, members: new Map(Object.entries(members)) },
});
