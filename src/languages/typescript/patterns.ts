import type * as Es from 'oxc-parser';
import type { Expression, Pattern, PatternItem } from '../../evaluate/core.js';
import { lowerExpression, lowerKey, memberOf } from './expressions.js';
import { type FunctionScope, nameAt, type Node, placeOf, temporaryName } from './nodes.js';

/** What a value is bound or assigned to. Types, `!` and parentheses around a target say nothing. */
export function lowerPattern(scope: FunctionScope, node: Node): Pattern {
  const place = placeOf(node);
  switch (node.type) {
    case 'Identifier':
      return nameAt(node.name, place);
    case 'ArrayPattern':
      return { kind: 'list', items: (node.elements as readonly (Node | null)[]).map((element) => (element ? lowerItem(scope, element) : undefined)), ...place };
    case 'ObjectPattern':
      return lowerRecord(scope, node, place);
    case 'MemberExpression': {
      const target = memberOf(scope, node);
      if (target.kind === 'member') return { kind: 'member', object: target.object, property: target.property, ...place };
      return target.kind === 'item' ? { kind: 'item', object: target.object, index: target.index, ...place } : nameAt(temporaryName('nowhere', place), place);
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return lowerPattern(scope, node.expression);
    case 'TSParameterProperty':
      return lowerPattern(scope, node.parameter);
    case 'AssignmentPattern':
      return lowerPattern(scope, node.left);
    default:
      return nameAt(temporaryName('nowhere', place), place);
  }
}

function lowerItem(scope: FunctionScope, node: Node): PatternItem {
  if (node.type === 'RestElement') return { target: lowerPattern(scope, node.argument), rest: true };
  return { target: lowerPattern(scope, node), default: defaultOf(scope, node) };
}

function lowerRecord(scope: FunctionScope, node: Es.ObjectPattern | Es.ObjectAssignmentTarget, place: { start: number; end: number }): Pattern {
  const entries: { key: Expression; target: Pattern; default?: Expression }[] = [];
  let rest: Pattern | undefined;
  for (const property of node.properties) {
    if (property.type === 'RestElement') rest = lowerPattern(scope, property.argument);
    else entries.push({ key: lowerKey(scope, property.key, property.computed), target: lowerPattern(scope, property.value), default: defaultOf(scope, property.value) });
  }
  return { kind: 'record', entries, rest, ...place };
}

export function defaultOf(scope: FunctionScope, node: Node): Expression | undefined {
  if (node.type === 'TSParameterProperty') return defaultOf(scope, node.parameter);
  return node.type === 'AssignmentPattern' ? lowerExpression(scope, node.right) : undefined;
}

/** The names that a pattern binds. */
export function namesIn(node: Node): string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'ArrayPattern':
      return (node.elements as readonly (Node | null)[]).flatMap((element) => (element ? namesIn(element) : []));
    case 'ObjectPattern':
      return node.properties.flatMap((property) => namesIn(property.type === 'RestElement' ? property.argument : property.value));
    case 'AssignmentPattern':
      return namesIn(node.left);
    case 'RestElement':
      return namesIn(node.argument);
    case 'TSParameterProperty':
      return namesIn(node.parameter);
    default:
      return [];
  }
}
