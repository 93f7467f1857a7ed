import type { Edit } from './edits.js';
import { edited } from './edits.js';
import { indentAt, type Node, type Site, type Tree } from './script-sites.js';
import { Unwritable } from './sql-parts.js';

/** A downgrade beside the upgrade, declared as that is. `body`: with its braces. */
export function besideUpgrade(tree: Tree, up: Site, header: readonly Edit[], body: string): readonly Edit[] {
  const { text } = tree;
  const { node, member, statement } = up;
  if (!member && !isDeclared(tree, up)) throw new Unwritable('where the downgrade belongs was not understood');
  const whole: Node = member ?? statement;
  const head = edited(text, header, whole.start, up.headerEnd).trimEnd();
  if (!/\bup\b/u.test(head)) throw new Unwritable('the upgrade does not show how the downgrade is declared');
  const declared = `${head.replaceAll(/\bup\b/gu, 'down')} ${body}${text.slice(node.end, whole.end)}`;
  const indent = indentAt(text, whole.start);
  if (member?.type !== 'Property') return [{ start: whole.end, end: whole.end, text: `\n\n${indent}${declared}` }, ...exportOf(tree)];
  const comma = /^\s*,/u.exec(text.slice(whole.end))?.[0];
  const at = whole.end + (comma?.length ?? 0);
  return [{ start: at, end: at, text: `${comma === undefined ? ',' : ''}\n${text.includes('\n\n') ? '\n' : ''}${indent}${declared}${comma === undefined ? '' : ','}` }];
}

/** `function up`, `const up = `, `exports.up = `, with nothing around the function. */
function isDeclared(tree: Tree, { node, statement }: Site): boolean {
  if (node.type === 'FunctionDeclaration') return statement === node || statement.type === 'ExportNamedDeclaration';
  const parent = tree.parentOf(node);
  return (parent?.type === 'VariableDeclarator' && /^[^]*\bup\b/u.test(tree.text.slice(parent.start, node.start))) || parent?.type === 'AssignmentExpression';
}

/** `module.exports = { up }` and `export { up }` name it, too. */
function exportOf(tree: Tree): readonly Edit[] {
  for (const node of tree.nodes()) {
    const named = (node.type === 'Property' && node.shorthand && node.key.type === 'Identifier' && node.key.name === 'up') || (node.type === 'ExportSpecifier' && tree.text.slice(node.start, node.end) === 'up');
    if (named) return [{ start: node.end, end: node.end, text: ', down' }];
  }
  return [];
}
