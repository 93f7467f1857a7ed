import type { Condition, Draft, Operation, Guard } from '../operation.js';
import type { Span } from '../span.js';
import type { TracedText, UnknownReason } from '../value.js';
import type { BinaryOperator, FunctionExpression, UnaryOperator } from './core.js';

/** What the evaluator computes with. Lists and records may be changed in place by the code that is read. */
export type Value =
  | TextValue
  | ConstantValue
  | ListValue
  | RecordValue
  | ClosureValue
  | NativeValue
  | ConditionValue
  | UnknownValue;

export interface TextValue {
  readonly kind: 'text';
  readonly text: TracedText;
}
/** `undefined` is JavaScript's; Python's `None` is `null`. */
export interface ConstantValue {
  readonly kind: 'constant';
  readonly value: null | undefined | boolean | number | bigint;
  readonly span?: Span;
}
export interface ListValue {
  readonly kind: 'list';
  readonly form: 'list' | 'tuple' | 'set';
  readonly items: Value[];
  /** False where items were added that could not be counted. */
  complete: boolean;
  readonly span?: Span;
  /** What hangs on a list beside its items: the raw strings of a tagged template. */
  readonly properties?: ReadonlyMap<string, Value>;
}
export interface RecordValue {
  readonly kind: 'record';
  readonly entries: Map<string, Value>;
  complete: boolean;
  readonly span?: Span;
}
export interface ClosureValue {
  readonly kind: 'closure';
  readonly function: FunctionExpression;
  readonly scope: Scope;
  readonly file: string;
  /** The receiver, for methods. */
  readonly self?: Value;
  /** What was set on the function itself: `up.transaction = false`. */
  properties?: Map<string, Value>;
}
/** A test that only the database can decide. */
export interface ConditionValue {
  readonly kind: 'condition';
  readonly condition: Condition;
}
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly span?: Span;
  /** What it came from, for messages: `helpers.drop_all`. */
  readonly label?: string;
  /** Set where the value can reach the database: calling it, or passing it on, may do anything. */
  readonly effectful?: boolean;
}

/**
 * A value that a framework or a library made: module, function, class, object. The evaluator asks, the maker answers.
 * Leave a hook out where there is nothing to say: the evaluator then yields an unknown value.
 */
export interface NativeValue {
  readonly kind: 'native';
  /** What it is, dotted: `sqlalchemy.Column`, `alembic.op`. Makers recognise their own values by it. */
  readonly label: string;
  /** The maker's own state, e.g. the column that `sa.Column(...)` describes. */
  readonly data?: unknown;
  readonly span?: Span;
  readonly call?: (call: Call) => Value;
  readonly member?: (property: string, context: Context) => Value | undefined;
  readonly setMember?: (property: string, value: Value) => void;
  readonly item?: (key: Value, context: Context) => Value | undefined;
  /** The values that a loop sees; `undefined` where they cannot be told. */
  readonly iterate?: (context: Context) => readonly Value[] | undefined;
  /** `==`, `+`, `in` ... with this value on either side. */
  readonly binary?: (operator: BinaryOperator, left: Value, right: Value, context: Context) => Value | undefined;
  readonly unary?: (operator: UnaryOperator, context: Context) => Value | undefined;
  /** As text, in templates and `str()`. */
  readonly text?: () => TracedText | undefined;
  readonly truth?: () => boolean | Condition | undefined;
  /** `with x as y:` binds what `enter` returns; `exit` runs when the body is left. */
  readonly enter?: (context: Context) => Value;
  readonly exit?: (context: Context) => void;
  /** Awaited, returned to someone who waits, or given to `Promise.all`: a builder acts then, and gives what its run gives. */
  readonly settle?: (context: Context) => Value;
  /** Of a class: whether a value is one of its instances; `undefined` where that cannot be told. */
  readonly instance?: (value: Value) => boolean | undefined;
  /** Called with each class of the program that derives from this one. */
  readonly derived?: (type: NativeValue, context: Context) => void;
  /** Passing it to code that cannot be read may change the schema (`op`, a connection, a session). */
  readonly effectful?: boolean;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent?: Scope;
  readonly file: string;
}

/** What natives may do to the run. */
export interface Context {
  readonly span: Span;
  /** What the run has recorded so far. */
  readonly operations: readonly Operation[];
  /** Records effects; those of one call share a statement number. Guards and certainty are added. */
  emit(drafts: readonly Draft[]): void;
  /** Each group is one SQL statement with its own number. */
  emitStatements(statements: readonly (readonly Draft[])[]): void;
  /** Source that may change the schema and was not understood. */
  unread(reason: string, span?: Span): void;
  /** Calls a value of the program: `table => ...`, a callback, a helper. */
  invoke(callee: Value, positional: readonly Value[], named?: ReadonlyMap<string, Value>): Value;
  /** Calls a value that may be called or not: the handler of an error, the body of a loop over something unread. */
  perhaps(callee: Value, positional: readonly Value[]): Value;
  /** The tests that decide whether this place is reached. */
  readonly tests: readonly Guard[];
  /** Runs `body` as if it stood where these tests were in force: a builder keeps what it is told and acts later. */
  under<T>(tests: readonly Guard[], body: () => T): T;
  /** The text of a file of the repository, `undefined` where there is none. */
  readText(file: string): string | undefined;
  /** A module by its absolute name, as an import of this place would find it. */
  importModule(name: string): Value | undefined;
  /** Runs `body` with operations marked as outside (false) or inside (true) a transaction. */
  withTransaction<T>(inTransaction: boolean, body: () => T): T;
  setTransaction(inTransaction: boolean | undefined): void;
  /** `str(value)` in the program's language. */
  textOf(value: Value): TracedText;
  /** The items of a list, record (keys) or native; `undefined` where they cannot be told. */
  itemsOf(value: Value): readonly Value[] | undefined;
  truthOf(value: Value): boolean | Condition;
}

export interface Call extends Context {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** False where `*args` or `**kwargs` could not be read: there may be more arguments. */
  readonly complete: boolean;
  readonly construct: boolean;
}

/** The built-in functions, types and modules of a language, and what its operators mean. */
export interface Library {
  readonly globals: ReadonlyMap<string, Value>;
  /** What a function gives that returns nothing. */
  readonly nothing: ConstantValue;
  /** Modules that come with the language. `undefined`: no such module. */
  module(name: string): Value | undefined;
  truth(value: Value, context: Context): boolean | Condition;
  /** Operators on constants, texts and lists; natives were asked before. */
  binary(operator: BinaryOperator, left: Value, right: Value, context: Context): Value;
  /** Operators that are not the same in all languages; `undefined`: those of numbers. */
  unary?(operator: UnaryOperator, operand: Value, context: Context): Value | undefined;
  /** Attributes and methods of built-in values: `'...'.format`, `list.append`, `dict.items`. */
  member(value: Value, property: string, context: Context): Value | undefined;
  item(value: Value, key: Value, context: Context): Value;
  textOf(value: Value, context: Context): TracedText;
  /** `{value!r:>10}` */
  formatted(value: Value, conversion: 'repr' | 'ascii' | 'string' | undefined, format: string, context: Context): TracedText;
}

export const NULL: ConstantValue = { kind: 'constant', value: null };
export const UNDEFINED: ConstantValue = { kind: 'constant', value: undefined };
export const TRUE: ConstantValue = { kind: 'constant', value: true };
export const FALSE: ConstantValue = { kind: 'constant', value: false };
export const UNKNOWN_CONDITION: Condition = { is: 'unknown' };

export const constant = (value: ConstantValue['value'], span?: Span): ConstantValue => ({ kind: 'constant', value, span });
export const textValue = (text: TracedText): TextValue => ({ kind: 'text', text });
/** Text that the program did not write, e.g. a dialect's name. */
export const plainText = (text: string): TextValue => ({ kind: 'text', text: { text, pieces: [], holes: [] } });
export const listValue = (items: readonly Value[], form: ListValue['form'] = 'list', span?: Span): ListValue => ({ kind: 'list', form, items: [...items], complete: true, span });
export const recordValue = (entries: Iterable<readonly [string, Value]> = [], span?: Span): RecordValue => ({ kind: 'record', entries: new Map(entries), complete: true, span });
export const unknownValue = (reason: UnknownReason, span?: Span, label?: string, effectful?: boolean): UnknownValue => ({ kind: 'unknown', reason, span, label, effectful });
export const conditionValue = (condition: Condition): ConditionValue => ({ kind: 'condition', condition });
export const nativeFunction = (label: string, call: (call: Call) => Value): NativeValue => ({ kind: 'native', label, call });
export const isNull = (value: Value | undefined): boolean => value === undefined || (value.kind === 'constant' && (value.value === null || value.value === undefined));
