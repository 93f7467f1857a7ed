import type { TracedText } from '../value.js';

/**
 * The core form: what Python and TypeScript/JavaScript are lowered to, small enough to evaluate in one place.
 * What differs between the languages is settled when lowering, or asked of the program's `Library`
 * (truth of a value, operators on text, methods of built-in types). The evaluator knows no language.
 *
 * `start` and `end` are UTF-16 offsets into the program's file.
 */
interface Located {
  readonly start: number;
  readonly end: number;
}

export type Expression = Located &
  (
    | { readonly kind: 'literal'; readonly value: null | undefined | boolean | number | bigint }
    | { readonly kind: 'text'; readonly text: TracedText }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'member'; readonly object: Expression; readonly property: string; readonly optional?: boolean }
    | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression; readonly optional?: boolean }
    | { readonly kind: 'slice'; readonly from?: Expression; readonly to?: Expression; readonly step?: Expression }
    | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[]; readonly construct?: boolean; readonly awaited?: boolean; readonly optional?: boolean }
    | FunctionExpression
    | { readonly kind: 'list'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly Item[] }
    | { readonly kind: 'record'; readonly entries: readonly Entry[] }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'conditional'; readonly test: Expression; readonly then: Expression; readonly else: Expression }
    | { readonly kind: 'comprehension'; readonly form: 'list' | 'set' | 'record' | 'generator'; readonly key?: Expression; readonly element: Expression; readonly clauses: readonly Clause[] }
    | { readonly kind: 'bind'; readonly target: Pattern; readonly value: Expression; readonly declares: boolean }
    | { readonly kind: 'class'; readonly class: ClassBody }
    | { readonly kind: 'opaque'; readonly reason: string; readonly children: readonly Expression[] }
  );

export interface FunctionExpression extends Located {
  readonly kind: 'function';
  readonly name?: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators?: readonly Expression[];
  readonly asynchronous?: boolean;
  readonly generator?: boolean;
  /** Where the receiver of a call is found: the first parameter (Python, where nothing is said), `this`, or the `this` of the code around (arrows). */
  readonly receiver?: 'this' | 'around';
  /** Read as an attribute: a getter. */
  readonly accessor?: boolean;
  /** From the start of the statement to the end of the header, for findings about the function as a whole. */
  readonly header: Located;
}

/** One value of a template, or a constant part (a `text` expression). `format` is Python's format specification. */
export interface TemplatePart {
  readonly value: Expression;
  readonly conversion?: 'repr' | 'ascii' | 'string';
  readonly format?: Expression;
}
export interface Argument {
  readonly form: 'positional' | 'named' | 'spread' | 'spreadNamed';
  readonly name?: string;
  readonly value: Expression;
}
export interface Item {
  readonly spread: boolean;
  readonly value: Expression;
}
export type Entry = { readonly key: Expression; readonly value: Expression } | { readonly spread: Expression };
export interface Clause {
  readonly target: Pattern;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}
export interface Parameter {
  readonly target: Pattern;
  readonly default?: Expression;
  /** `rest`: `*args`, `...args`. `restNamed`: `**kwargs`. `namedOnly`: behind `*`. */
  readonly form: 'plain' | 'rest' | 'namedOnly' | 'restNamed';
}

export type Pattern = Located &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly (PatternItem | undefined)[] }
    | { readonly kind: 'record'; readonly entries: readonly { readonly key: Expression; readonly target: Pattern; readonly default?: Expression }[]; readonly rest?: Pattern }
    | { readonly kind: 'member'; readonly object: Expression; readonly property: string }
    | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression }
  );
export interface PatternItem {
  readonly target: Pattern;
  readonly rest?: boolean;
  readonly default?: Expression;
}

export type UnaryOperator = 'not' | 'negate' | 'plus' | 'invert' | 'typeof' | 'await';
export type BinaryOperator =
  | 'add' | 'subtract' | 'multiply' | 'divide' | 'floorDivide' | 'remainder' | 'power' | 'matrixMultiply'
  | 'shiftLeft' | 'shiftRight' | 'bitAnd' | 'bitOr' | 'bitXor'
  | 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual' | 'is' | 'isNot' | 'in' | 'notIn'
  /** value-returning, as in both languages */
  | 'and' | 'or' | 'coalesce';

export type Statement = Located &
  (
    | { readonly kind: 'expression'; readonly value: Expression }
    /** `declares`: makes the name in the current function (Python) or block (JavaScript); else assigns where it is found. `operator`: augmented. */
    | { readonly kind: 'assign'; readonly targets: readonly Pattern[]; readonly value: Expression; readonly operator?: BinaryOperator; readonly declares: boolean }
    | { readonly kind: 'if'; readonly test: Expression; readonly then: readonly Statement[]; readonly else: readonly Statement[] }
    | { readonly kind: 'loop'; readonly target: Pattern; readonly iterable: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[]; readonly declares: boolean }
    | { readonly kind: 'while'; readonly test: Expression; readonly body: readonly Statement[]; readonly update?: Expression; readonly testLast?: boolean }
    | { readonly kind: 'return'; readonly value?: Expression }
    | { readonly kind: 'yield'; readonly value?: Expression }
    | { readonly kind: 'raise'; readonly value?: Expression }
    | { readonly kind: 'break' | 'continue' | 'pass' }
    | { readonly kind: 'try'; readonly body: readonly Statement[]; readonly handlers: readonly Handler[]; readonly otherwise: readonly Statement[]; readonly finally: readonly Statement[] }
    | { readonly kind: 'with'; readonly context: Expression; readonly target?: Pattern; readonly body: readonly Statement[] }
    /** A scope of its own (JavaScript braces). */
    | { readonly kind: 'block'; readonly body: readonly Statement[] }
    | { readonly kind: 'class'; readonly class: ClassBody }
    | { readonly kind: 'import'; readonly bindings: readonly ImportBinding[] }
    | { readonly kind: 'opaque'; readonly reason: string; readonly children: readonly Expression[] }
  );

export interface Handler {
  readonly types?: Expression;
  readonly name?: string;
  readonly body: readonly Statement[];
}
export interface ClassBody extends Located {
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly members: readonly ClassMember[];
  /** Names that have an annotation and no value. */
  readonly fields: readonly string[];
}
export interface ClassMember {
  readonly name: string;
  readonly static: boolean;
  readonly value: Expression;
}
/** `import a.b as c`: module `a.b`, local `c`. `import a.b`: local `a`, `root` true. `from .m import x as y`: module `m`, level 1, name `x`, local `y`. Star: name `*`. */
export interface ImportBinding extends Located {
  readonly module: string;
  readonly level: number;
  readonly name?: string;
  readonly local: string;
  readonly root?: boolean;
}

export interface Comment extends Located {
  /** Without its marker. */
  readonly text: string;
}

export interface Program {
  readonly file: string;
  readonly body: readonly Statement[];
}

/** Thrown by the readers of languages; becomes one message with its place. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly file: string,
    readonly offset: number,
  ) {
    super(message);
    this.name = 'SyntaxProblem';
  }
}
