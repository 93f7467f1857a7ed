import type * as Es from 'oxc-parser';
import type { Expression, Statement } from '../../evaluate/core.js';
import { lowerExpression } from './expressions.js';
import { declare, type FunctionScope, literalAt, memberAt, nameAt, type Node, type Place, placeOf, wordAt } from './nodes.js';

/** An enumeration is an object; its numbers are keys too, which give the names. Members may speak of those before them. */
export function lowerEnum(scope: FunctionScope, node: Es.TSEnumDeclaration, place: Place): Statement[] {
  const own = nameAt(node.id.name, placeOf(node.id));
  const body: Statement[] = [declare(own, { kind: 'record', entries: [], ...place }, place)];
  let next: Expression = literalAt(0, place);
  for (const member of node.body.members) {
    const at = placeOf(member);
    const name = memberName(member.id);
    const value: Expression = member.initializer ? inside(lowerExpression(scope, member.initializer), own, node) : next;
    body.push({ kind: 'assign', targets: [{ ...memberAt(own, name, at) }], value, declares: false, ...at });
    if (value.kind === 'text' || value.kind === 'template') continue;
    const written: Expression = memberAt(own, name, at);
    next = value.kind === 'literal' && typeof value.value === 'number' ? literalAt(value.value + 1, at) : { kind: 'binary', operator: 'add', left: written, right: literalAt(1, at), ...at };
    if (value.kind === 'literal') body.push({ kind: 'assign', targets: [{ ...memberAt(own, String(value.value), at) }], value: wordAt(scope, name, at), declares: false, ...at });
  }
  return body;
}

function memberName(id: Node): string {
  if (id.type === 'Identifier') return id.name;
  if (id.type === 'Literal') return String(id.value);
  return id.type === 'TemplateLiteral' ? (id.quasis[0]?.value.cooked ?? '') : '';
}

/** A bare name in a member may be that of another member. */
function inside(value: Expression, own: Expression, node: Es.TSEnumDeclaration): Expression {
  if (value.kind === 'name' && node.body.members.some(({ id }) => memberName(id) === value.name)) return memberAt(own, value.name, value);
  if (value.kind === 'binary') return { ...value, left: inside(value.left, own, node), right: inside(value.right, own, node) };
  return value;
}
