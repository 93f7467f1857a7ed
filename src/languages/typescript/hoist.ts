import type { Node } from './nodes.js';
import { namesIn } from './patterns.js';

type Maybe = Node | null | undefined;

/** The names that `var` declares inside the blocks of a function, which belong to the function as a whole. */
export function hoistedNames(body: readonly Node[]): Set<string> {
  const found = new Set<string>();
  for (const statement of body) if (statement.type !== 'VariableDeclaration') collect(statement, found);
  return found;
}

function collect(node: Maybe, found: Set<string>): void {
  const all = (nodes: readonly Maybe[]): void => nodes.forEach((each) => collect(each, found));
  switch (node?.type) {
    case 'VariableDeclaration':
      if (node.kind === 'var') for (const { id } of node.declarations) for (const name of namesIn(id)) found.add(name);
      return;
    case 'BlockStatement':
      return all(node.body);
    case 'IfStatement':
      return all([node.consequent, node.alternate]);
    case 'ForStatement':
      return all([node.init, node.body]);
    case 'ForInStatement':
    case 'ForOfStatement':
      return all([node.left, node.body]);
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      return collect(node.body, found);
    case 'SwitchStatement':
      return all(node.cases.flatMap((each) => each.consequent));
    case 'TryStatement':
      return all([node.block, node.handler?.body, node.finalizer]);
  }
}

/** Whether a block has names of its own. */
export const declaresNames = (body: readonly Node[]): boolean =>
  body.some((node) => (node.type === 'VariableDeclaration' ? node.kind !== 'var' : node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration' || node.type === 'TSEnumDeclaration'));
