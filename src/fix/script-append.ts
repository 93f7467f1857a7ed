import { childrenOf, isFunction, statementsOf, type FunctionNode, type Node, type Site, type Tree } from './script-sites.js';

/** Where statements are added to a function. */
export interface Appending {
  readonly site: Site;
  /** The transaction that they run in, by the name that it has there. */
  readonly transaction?: string;
  /** The statement that has to stay behind them. */
  readonly before?: Node;
}

/** Behind what the function does, inside of the transaction of Sequelize's that it opens for itself. */
export function appendingTo(tree: Tree, site: Site): Appending {
  const inner = transactionIn(tree, site);
  if (inner) return { site: tree.siteOf(inner.node), ...(inner.name !== undefined && { transaction: inner.name }) };
  const commit = commitIn(tree, site.node);
  return commit ? { site, transaction: commit.name, before: commit.statement } : { site };
}

/** `return queryInterface.sequelize.transaction(async (t) => { ... })` as the last thing. */
function transactionIn(tree: Tree, site: Site): { readonly node: FunctionNode; readonly name?: string } | undefined {
  const call = lastValue(site);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !/\.transaction$/u.test(tree.text.slice(call.callee.start, call.callee.end))) return undefined;
  const body = call.arguments.at(-1);
  if (!body || !isFunction(body)) return undefined;
  const [first] = body.params;
  return { node: body, ...(first?.type === 'Identifier' && { name: first.name }) };
}

function lastValue(site: Site): Node | undefined {
  const statements = statementsOf(site);
  const last = statements ? statements.at(-1) : site.node.body;
  const value = last?.type === 'ReturnStatement' ? last.argument : last?.type === 'ExpressionStatement' ? last.expression : last;
  return (value?.type === 'AwaitExpression' ? value.argument : value) ?? undefined;
}

/** `await transaction.commit()` */
function commitIn(tree: Tree, within: FunctionNode): { readonly statement: Node; readonly name: string } | undefined {
  const waiting: Node[] = [within];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'ExpressionStatement') {
      const name = /^await\s+(\w+)\.commit\(\)/u.exec(tree.text.slice(node.start, node.end))?.[1];
      if (name !== undefined) return { statement: node, name };
    }
    waiting.push(...childrenOf(node));
  }
  return undefined;
}
