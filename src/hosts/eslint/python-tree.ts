import type { Comment } from '../../evaluate/core.js';
import type { PythonTree } from '../../languages/python/index.js';
import { childrenOf, type Locate, locator, type Tree, type TreeComment, type TreeNode } from './tree.js';

type Parsed = Readonly<Record<string, unknown>> & { readonly nodeType: string; readonly lineno?: number; readonly col_offset?: number; readonly end_lineno?: number; readonly end_col_offset?: number };
const isParsed = (value: unknown): value is Parsed => typeof value === 'object' && value !== null && 'nodeType' in value;

const PLACES = new Set(['nodeType', 'lineno', 'col_offset', 'end_lineno', 'end_col_offset']);

type Fields = Record<string, unknown> & { type: string; range: readonly [number, number]; parent?: TreeNode };

/**
 * The nodes of Python's own `ast` as ESLint wants them. Contexts and operators, which have no place, are plain texts
 * (`op: 'Add'`), and the `type` of an exception handler is called `exception`, because `type` tells nodes apart.
 */
export function pythonTree(parsed: PythonTree, comments: readonly Comment[]): Tree {
  const keys: Record<string, string[]> = {};
  const locate = locator(parsed.text);
  const ast = new Converter(parsed, locate, keys).root();
  adopt(ast, keys);
  return { ast, comments: comments.map((comment) => placedComment(comment, locate)), visitorKeys: keys };
}

export const placedComment = ({ start, end, text }: Comment, locate: Locate): TreeComment => ({ type: 'Comment', value: text, ...locate(start, end) });

class Converter {
  constructor(
    private readonly parsed: PythonTree,
    private readonly locate: Locate,
    private readonly keys: Record<string, string[]>,
  ) {}

  root(): TreeNode {
    const module = this.convert(this.parsed.module as unknown as Parsed, 0) as TreeNode;
    return Object.assign(module, this.locate(0, this.parsed.text.length));
  }

  private convert(node: Parsed, near: number): TreeNode | string {
    const own = this.rangeOf(node);
    const fields: Fields = { type: node.nodeType, range: own ?? [near, near] };
    const keys = (this.keys[node.nodeType] ??= []);
    let [first, last] = [Infinity, -Infinity];
    let simple = own === undefined;
    for (const [name, value] of Object.entries(node)) {
      if (PLACES.has(name)) continue;
      simple = false;
      const key = name === 'type' ? 'exception' : name;
      const converted = Array.isArray(value) ? value.map((item: unknown) => this.valueOf(item, fields.range[0])) : this.valueOf(value, fields.range[0]);
      fields[key] = converted;
      for (const child of [converted].flat()) {
        if (!isPlaced(child)) continue;
        if (!keys.includes(key)) keys.push(key);
        first = Math.min(first, child.range[0]);
        last = Math.max(last, child.range[1]);
      }
    }
    if (simple) return node.nodeType;
    const [start, end] = own ?? (first <= last ? [first, last] : [near, near]);
    return Object.assign(fields, this.locate(start, end)) as unknown as TreeNode;
  }

  private valueOf(value: unknown, near: number): unknown {
    return isParsed(value) ? this.convert(value, near) : value;
  }

  private rangeOf({ lineno, col_offset, end_lineno, end_col_offset }: Parsed): readonly [number, number] | undefined {
    if (lineno === undefined || col_offset === undefined || end_lineno === undefined || end_col_offset === undefined) return undefined;
    const { positions } = this.parsed;
    const start = positions.offset(lineno, col_offset);
    return [start, Math.max(start, positions.offset(end_lineno, end_col_offset))];
  }
}

const isPlaced = (value: unknown): value is TreeNode => typeof value === 'object' && value !== null && 'loc' in value;

function adopt(root: TreeNode, keys: Tree['visitorKeys']): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    for (const child of childrenOf(node, keys)) {
      child.parent = node;
      waiting.push(child);
    }
  }
}
