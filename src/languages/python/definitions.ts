import type { ClassBody, ClassMember, Expression, FunctionExpression, Pattern, Statement } from '../../evaluate/core.js';
import { lowerExpression, lowerParameters } from './expressions.js';
import { type FunctionScope, type Place, placeOf, type PythonStatement, scopeOf, type StatementNode } from './nodes.js';

type LowerBody = (scope: FunctionScope, body: readonly PythonStatement[]) => Statement[];

export function lowerFunction(scope: FunctionScope, node: StatementNode<'FunctionDef' | 'AsyncFunctionDef'>, lowerBody: LowerBody): FunctionExpression {
  const place = placeOf(scope, node);
  const parameters = lowerParameters(scope, node.args);
  const decorators = node.decorator_list.map((decorator) => lowerExpression(scope, decorator));
  const inner = scopeOf(scope.tree);
  inner.receiver = (node.args.posonlyargs[0] ?? node.args.args[0])?.arg;
  const body = lowerBody(inner, node.body);
  return {
    kind: 'function',
    name: node.name,
    parameters,
    body,
    decorators,
    asynchronous: node.nodeType === 'AsyncFunctionDef' || undefined,
    generator: inner.generator || undefined,
    header: { start: place.start, end: headerEnd(scope.tree.text, place) },
    ...place,
  };
}

const HEADER_TOKEN = /"""|'''|["'#()[\]{}:\\]/g;

/** The end of the first colon outside brackets, strings and comments. */
function headerEnd(text: string, { start, end }: Place): number {
  const token = new RegExp(HEADER_TOKEN);
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match && match.index < end; match = token.exec(text)) {
    const found = match[0];
    if (found === ':' && depth === 0) return match.index + 1;
    if ('([{'.includes(found)) depth++;
    else if (')]}'.includes(found)) depth--;
    else if (found === '\\') token.lastIndex++;
    else if (found === '#') {
      const lineEnd = /[\r\n]/g;
      lineEnd.lastIndex = match.index;
      token.lastIndex = lineEnd.exec(text)?.index ?? end;
    } else if (found !== ':') token.lastIndex = stringEnd(text, token.lastIndex, found);
  }
  return end;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(quote, i)) return i + quote.length;
  }
  return text.length;
}

export function lowerClass(scope: FunctionScope, node: StatementNode<'ClassDef'>, lowerBody: LowerBody): ClassBody {
  const inner = scopeOf(scope.tree);
  return {
    name: node.name,
    // `Base[T]`: what a generic class is of means something to type checkers only
    bases: node.bases.map((base) => lowerExpression(scope, base.nodeType === 'Subscript' && base.slice.nodeType !== 'Constant' ? base.value : base)),
    members: lowerBody(inner, node.body).flatMap(membersOf),
    fields: node.body.flatMap((statement) => (statement.nodeType === 'AnnAssign' && !statement.value && statement.target.nodeType === 'Name' ? [statement.target.id] : [])),
    ...placeOf(scope, node),
  };
}

/** Attributes are static, methods are not unless a decorator says so. Both branches of a test count. */
function membersOf(statement: Statement): ClassMember[] {
  switch (statement.kind) {
    case 'assign':
      return statement.targets.flatMap((target) => membersOfTarget(target, statement.value));
    case 'class':
      return [{ name: statement.class.name, static: true, value: { kind: 'class', class: statement.class, start: statement.start, end: statement.end } }];
    case 'if':
      return [...statement.then, ...statement.else].flatMap(membersOf);
    case 'try':
      return statement.body.flatMap(membersOf);
    default:
      return [];
  }
}

function membersOfTarget(target: Pattern, value: Expression): ClassMember[] {
  if (target.kind === 'name') return [{ name: target.name, static: isStatic(value), value }];
  if (target.kind !== 'list') return [];
  return target.items.flatMap((item, i) => {
    if (!item || item.rest) return [];
    const { start, end } = item.target;
    return membersOfTarget(item.target, { kind: 'item', object: value, index: { kind: 'literal', value: i, start, end }, start, end });
  });
}

function isStatic(value: Expression): boolean {
  if (value.kind !== 'function' || value.name === undefined) return true;
  return value.decorators?.some((decorator) => decorator.kind === 'name' && (decorator.name === 'staticmethod' || decorator.name === 'classmethod')) ?? false;
}
