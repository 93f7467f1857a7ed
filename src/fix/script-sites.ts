import type * as Es from 'oxc-parser';
import { parseTypescript } from '../languages/typescript/parse.js';

export type Node = Es.Node;
export type FunctionNode = Es.Function | Es.ArrowFunctionExpression;
type Member = Es.ObjectProperty | Es.MethodDefinition | Es.PropertyDefinition;

/** A function of a script, as far as an edit needs to know it. */
export interface Site {
  readonly node: FunctionNode;
  /** Behind it comes the body's brace, or the expression that an arrow gives. */
  readonly headerEnd: number;
  /** The property or method that it is. */
  readonly member?: Member;
  /** The statement at the top of the file that it belongs to. */
  readonly statement: Node;
}

/** The nodes of a script with what they stand in. */
export class Tree {
  private readonly parents = new Map<Node, Node | undefined>();

  constructor(file: string, readonly text: string) {
    const waiting: Node[] = [parseTypescript(file, text)];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      for (const child of childrenOf(node)) {
        this.parents.set(child, node);
        waiting.push(child);
      }
    }
  }

  nodes(): Iterable<Node> {
    return this.parents.keys();
  }

  parentOf(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** The function whose body begins at an offset. */
  functionAt(bodyStart: number): Site | undefined {
    for (const node of this.nodes()) {
      if (isFunction(node) && node.body?.start === bodyStart) return this.siteOf(node);
    }
    return undefined;
  }

  siteOf(node: FunctionNode): Site {
    const parent = this.parentOf(node);
    const member = parent && isMember(parent) ? parent : undefined;
    let statement: Node = node;
    for (let above = this.parentOf(statement); above && above.type !== 'Program'; above = this.parentOf(above)) statement = above;
    return { node, headerEnd: this.headerEndOf(node), statement, ...(member && { member }) };
  }

  /** An expression may stand in parentheses, which are no nodes. */
  private headerEndOf({ body, end }: FunctionNode): number {
    if (!body) return end;
    return body.type === 'BlockStatement' ? body.start : this.text.lastIndexOf('=>', body.start) + 2;
  }
}

export const isFunction = (node: Node): node is FunctionNode => node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
const isMember = (node: Node): node is Member => node.type === 'Property' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition';
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

/** The statements of its body; `undefined`: it gives an expression. */
export const statementsOf = ({ node }: Site): readonly Node[] | undefined => (node.body?.type === 'BlockStatement' ? node.body.body : undefined);

/** The indentation of the line that an offset is on. */
export const indentAt = (text: string, offset: number): string => /^[ \t]*/u.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';

export const beginsLine = (text: string, offset: number): boolean => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
