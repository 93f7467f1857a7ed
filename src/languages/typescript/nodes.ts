import type * as Es from 'oxc-parser';
import type { Argument, Expression, Pattern, Statement } from '../../evaluate/core.js';
import { tracedText } from '../../value.js';

/**
 * The tree that is lowered is ESTree with the nodes of TS-ESTree, whoever made it: a parser of our own, espree, or
 * typescript-eslint. Its types are those of the parser's package; nothing but the shape is relied on.
 */
export type Node = Es.Node;

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What lowering knows of the function around a node. */
export interface FunctionScope {
  readonly file: string;
  /** `yield` hands its operand to a runner that waits for it: `co`, `__awaiter`, `_asyncToGenerator`. */
  readonly yieldAwaits: boolean;
  /** Shared by a function and the arrows inside it. */
  readonly uses: { arguments: boolean };
  /** Names that are read anywhere in the file: an import of any other name is of a type. */
  readonly references: Set<string>;
}

/** Places are `start` and `end` in trees of most parsers, `range` alone in those of typescript-eslint. */
export function placeOf(node: { readonly start?: number; readonly end?: number; readonly range?: readonly [number, number] }): Place {
  return node.range ? { start: node.range[0], end: node.range[1] } : { start: node.start ?? 0, end: node.end ?? 0 };
}

export const nameAt = (name: string, { start, end }: Place) => ({ kind: 'name', name, start, end }) as const;
export const literalAt = (value: null | undefined | boolean | number | bigint, { start, end }: Place): Expression => ({ kind: 'literal', value, start, end });
export const opaque = (reason: string, { start, end }: Place, children: readonly Expression[] = []): Expression => ({ kind: 'opaque', reason, children, start, end });
export const undefinedAt = (place: Place): Expression => literalAt(undefined, place);
export const memberAt = (object: Expression, property: string, { start, end }: Place) => ({ kind: 'member', object, property, start, end }) as const;
export const positional = (values: readonly Expression[]): Argument[] => values.map((value) => ({ form: 'positional', value }));

/** A word of the program in a place where it is a value: the name of a property. */
export const wordAt = (scope: FunctionScope, word: string, { start, end }: Place): Expression => ({ kind: 'text', text: tracedText(word, { file: scope.file, start, end }), start, end });

export const callAt = (callee: Expression, given: readonly Argument[], { start, end }: Place): Extract<Expression, { kind: 'call' }> => ({ kind: 'call', callee, arguments: given, start, end });

/**
 * Names that no program can write stand for what the language does by itself. They are found among the globals of the
 * library (`intrinsics.ts`), or are variables that lowering makes up.
 */
export const intrinsic = (name: string, values: readonly Expression[], place: Place): Expression => callAt(nameAt(`(${name})`, place), positional(values), place);
export const temporaryName = (what: string, { start }: Place): string => `(${what}@${start})`;

/** The last of several values; the others are computed for what they do. */
export function lastOf(values: readonly Expression[], { start, end }: Place): Expression {
  const [only, ...more] = values;
  if (only && more.length === 0) return only;
  const list: Expression = { kind: 'list', form: 'list', items: values.map((value) => ({ spread: false, value })), start, end };
  return { kind: 'item', object: list, index: literalAt(values.length - 1, { start, end }), start, end };
}

export const declare = (target: Pattern, value: Expression, { start, end }: Place): Statement => ({ kind: 'assign', targets: [target], value, declares: true, start, end });
export const assignTo = (target: Pattern, value: Expression, { start, end }: Place): Statement => ({ kind: 'assign', targets: [target], value, declares: false, start, end });
