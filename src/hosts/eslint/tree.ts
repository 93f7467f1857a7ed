import { linesOf } from '../../lines.js';

export interface Position {
  readonly line: number;
  readonly column: number;
}
export interface Location {
  readonly start: Position;
  readonly end: Position;
}

/** What every node and comment of a tree has, whatever language it is of. */
export interface Placed {
  readonly type: string;
  readonly range: readonly [number, number];
  readonly loc: Location;
}
export interface TreeNode extends Placed {
  parent?: TreeNode;
  readonly [field: string]: unknown;
}
export interface TreeComment extends Placed {
  readonly type: 'Comment';
  readonly value: string;
}

export interface Tree {
  readonly ast: TreeNode;
  readonly comments: readonly TreeComment[];
  /** The fields that hold the children of each type of node, in order. */
  readonly visitorKeys: Readonly<Record<string, readonly string[]>>;
}

export type Locate = (start: number, end: number) => Pick<Placed, 'range' | 'loc'>;

/** Lines count from 1 and columns from 0, as ESLint wants them. */
export function locator(text: string): Locate {
  const lines = linesOf(text);
  const position = (offset: number): Position => {
    const { line, column } = lines.position(offset);
    return { line, column: column - 1 };
  };
  return (start, end) => ({ range: [start, end], loc: { start: position(start), end: position(end) } });
}

export const isNode = (value: unknown): value is TreeNode => typeof value === 'object' && value !== null && 'type' in value && 'range' in value;

/** The children of a node, in the order of its fields. */
export function childrenOf(node: TreeNode, keys: Tree['visitorKeys']): readonly TreeNode[] {
  return (keys[node.type] ?? []).flatMap((key) => {
    const value = node[key];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}
