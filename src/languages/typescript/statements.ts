import type * as Es from 'oxc-parser';
import type { Pattern, Statement } from '../../evaluate/core.js';
import { lowerClass } from './classes.js';
import { isHelper } from './compiled.js';
import { lowerEnum } from './enums.js';
import { lowerExpression } from './expressions.js';
import { lowerFunction } from './functions.js';
import { declaresNames, hoistedNames } from './hoist.js';
import { assignTo, callAt, declare, type FunctionScope, intrinsic, nameAt, type Node, opaque, type Place, placeOf, positional, temporaryName, undefinedAt } from './nodes.js';
import { lowerPattern, namesIn } from './patterns.js';
import { lowerSwitch } from './switch.js';

/** The body of a function or a module. */
export function lowerBody(scope: FunctionScope, body: readonly Node[], taken: readonly string[] = []): Statement[] {
  const first = body[0];
  const hoisted = first ? [...hoistedNames(body)].filter((name) => !taken.includes(name)) : [];
  const variables = first ? hoisted.map((name) => declare(nameAt(name, placeOf(first)), undefinedAt(placeOf(first)), emptyAt(placeOf(first)))) : [];
  return [...variables, ...lowerStatements(scope, body, true)];
}

const emptyAt = ({ start }: Place): Place => ({ start, end: start });

/** Functions can be called above the place where they are declared. */
export function lowerStatements(scope: FunctionScope, body: readonly Node[], outermost = false): Statement[] {
  const functions = body.filter((node) => node.type === 'FunctionDeclaration');
  const others = body.filter((node) => node.type !== 'FunctionDeclaration');
  return [...functions, ...others].flatMap((node) => lowerStatement(scope, node, outermost));
}

/** The statements of a block or of a single statement; with a scope of their own where they declare names. */
export function lowerBlock(scope: FunctionScope, node: Node): Statement[] {
  const body = node.type === 'BlockStatement' ? node.body : [node];
  const lowered = lowerStatements(scope, body);
  return declaresNames(body) ? [{ kind: 'block', body: lowered, ...placeOf(node) }] : lowered;
}

/** `outermost`: directly in the body of a function or module. */
export function lowerStatement(scope: FunctionScope, node: Node, outermost = false): Statement[] {
  const place = placeOf(node);
  switch (node.type) {
    case 'ExpressionStatement':
      return 'directive' in node && node.directive ? [{ kind: 'pass', ...place }] : lowerForEffect(scope, node.expression, place);
    case 'VariableDeclaration':
      return isHelper(node) ? [] : lowerVariables(scope, node, outermost);
    case 'FunctionDeclaration':
      return isHelper(node) || !node.body ? [] : [declare(nameAt(node.id?.name ?? 'default', place), lowerFunction(scope, node), place)];
    case 'ClassDeclaration':
      return node.declare ? [] : [{ kind: 'class', class: lowerClass(scope, node), ...place }];
    case 'TSEnumDeclaration':
      return node.declare ? [] : lowerEnum(scope, node, place);
    case 'ReturnStatement':
      return lowerReturn(scope, node, place);
    case 'ThrowStatement':
      return [{ kind: 'raise', value: lowerExpression(scope, node.argument), ...place }];
    case 'IfStatement':
      return [{ kind: 'if', test: lowerExpression(scope, node.test), then: lowerBlock(scope, node.consequent), else: node.alternate ? lowerBlock(scope, node.alternate) : [], ...place }];
    case 'BlockStatement':
      return lowerBlock(scope, node);
    case 'ForOfStatement':
    case 'ForInStatement':
      return [lowerForEach(scope, node, place)];
    case 'ForStatement':
      return lowerFor(scope, node, place);
    case 'WhileStatement':
      return [{ kind: 'while', test: lowerExpression(scope, node.test), body: lowerBlock(scope, node.body), ...place }];
    case 'DoWhileStatement':
      return [{ kind: 'while', test: lowerExpression(scope, node.test), body: lowerBlock(scope, node.body), testLast: true, ...place }];
    case 'SwitchStatement':
      return lowerSwitch(scope, node, place);
    case 'TryStatement':
      return [lowerTry(scope, node, place)];
    case 'LabeledStatement':
      return lowerStatement(scope, node.body);
    case 'BreakStatement':
      return [{ kind: 'break', ...place }];
    case 'ContinueStatement':
      // the next round of an outer loop begins by leaving the inner one
      return [{ kind: node.label ? 'break' : 'continue', ...place }];
    case 'WithStatement':
      return [{ kind: 'opaque', reason: 'a with statement', children: [lowerExpression(scope, node.object)], ...place }];
    case 'TSModuleDeclaration':
      return node.declare || node.id.type !== 'Identifier' ? [] : [declare(nameAt(node.id.name, place), opaque('namespace', place), place)];
    case 'TSImportEqualsDeclaration':
      return lowerImportEquals(scope, node, place);
    case 'TSExportAssignment':
      return [assignTo({ kind: 'member', object: nameAt('(module)', place), property: 'exports', ...place }, lowerExpression(scope, node.expression), place)];
    default:
      return [];
  }
}

/** A value that nobody uses: what is left of it is what it does. */
function lowerForEffect(scope: FunctionScope, node: Node, place: Place): Statement[] {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return lowerForEffect(scope, node.expression, place);
    case 'UnaryExpression':
      if (node.operator === 'void') return lowerForEffect(scope, node.argument, place);
      break;
    case 'SequenceExpression':
      return node.expressions.flatMap((each) => lowerForEffect(scope, each, placeOf(each)));
    case 'LogicalExpression': {
      if (node.operator === '??') break;
      const right = lowerForEffect(scope, node.right, placeOf(node.right));
      const test = lowerExpression(scope, node.left);
      return [{ kind: 'if', test, then: node.operator === '&&' ? right : [], else: node.operator === '&&' ? [] : right, ...place }];
    }
    case 'ConditionalExpression':
      return [{ kind: 'if', test: lowerExpression(scope, node.test), then: lowerForEffect(scope, node.consequent, placeOf(node.consequent)), else: lowerForEffect(scope, node.alternate, placeOf(node.alternate)), ...place }];
    case 'YieldExpression':
      if (!scope.yieldAwaits) return [lowerYield(scope, node, place)];
      break;
    case 'AssignmentExpression':
      if (node.operator === '=') return [assignTo(lowerPattern(scope, node.left), lowerExpression(scope, node.right), place)];
      break;
    case 'UpdateExpression':
      return [{ kind: 'expression', value: lowerExpression(scope, { ...node, prefix: true }), ...place }];
  }
  return [{ kind: 'expression', value: lowerExpression(scope, node), ...place }];
}

function lowerYield(scope: FunctionScope, node: Es.YieldExpression, place: Place): Statement {
  const value = node.argument ? lowerExpression(scope, node.argument) : undefined;
  if (!node.delegate || !value) return { kind: 'yield', value, ...place };
  const item = nameAt(temporaryName('item', place), place);
  return { kind: 'loop', target: item, iterable: value, body: [{ kind: 'yield', value: item, ...place }], otherwise: [], declares: true, ...place };
}

export function lowerVariables(scope: FunctionScope, node: Es.VariableDeclaration, outermost: boolean): Statement[] {
  if (node.declare) return [];
  const declares = outermost || node.kind !== 'var';
  return node.declarations.flatMap((declaration): Statement[] => {
    const place = placeOf(declaration);
    if (!declaration.init && !declares) return [];
    const value = declaration.init ? lowerExpression(scope, declaration.init) : undefinedAt(place);
    const target = lowerPattern(scope, declaration.id);
    return [declares ? declare(target, value, place) : assignTo(target, value, place)];
  });
}

/** What a function returns is its result, also where that is waited for. */
function lowerReturn(scope: FunctionScope, node: Es.ReturnStatement, place: Place): Statement[] {
  return [{ kind: 'return', value: node.argument ? lowerExpression(scope, node.argument) : undefined, ...place }];
}

/** Each round has variables of its own, so that functions made in it keep theirs. */
function lowerForEach(scope: FunctionScope, node: Es.ForOfStatement | Es.ForInStatement, place: Place): Statement {
  const iterated = lowerExpression(scope, node.right);
  const iterable = node.type === 'ForInStatement' ? intrinsic('keys', [iterated], placeOf(node.right)) : iterated;
  const body = lowerBlock(scope, node.body);
  const variables = node.left.type === 'VariableDeclaration' ? node.left : undefined;
  const target: Pattern = lowerPattern(scope, variables?.declarations[0]?.id ?? node.left);
  const isOuter = !variables || variables.kind === 'var';
  if (isOuter) return { kind: 'loop', target, iterable, body, otherwise: [], declares: false, ...place };
  const item = nameAt(temporaryName('item', place), emptyAt(placeOf(node.left)));
  const round: Statement = { kind: 'block', body: [declare(target, item, placeOf(node.left)), ...body], ...placeOf(node.body) };
  return { kind: 'loop', target: item, iterable, body: [round], otherwise: [], declares: true, ...place };
}

function lowerFor(scope: FunctionScope, node: Es.ForStatement, place: Place): Statement[] {
  const before = !node.init ? [] : node.init.type === 'VariableDeclaration' ? lowerVariables(scope, node.init, false) : lowerForEffect(scope, node.init, placeOf(node.init));
  const test = node.test ? lowerExpression(scope, node.test) : ({ kind: 'literal', value: true, ...emptyAt(placeOf(node.body)) } as const);
  const loop: Statement = { kind: 'while', test, body: lowerBlock(scope, node.body), update: node.update ? lowerExpression(scope, node.update) : undefined, ...place };
  return node.init ? [{ kind: 'block', body: [...before, loop], ...place }] : [loop];
}

function lowerTry(scope: FunctionScope, node: Es.TryStatement, place: Place): Statement {
  const { handler } = node;
  const parameter = handler?.param ?? undefined;
  const name = !parameter ? undefined : parameter.type === 'Identifier' ? parameter.name : temporaryName('error', placeOf(parameter));
  const parts: Statement[] = parameter && name !== undefined && parameter.type !== 'Identifier' ? [declare(lowerPattern(scope, parameter), nameAt(name, placeOf(parameter)), placeOf(parameter))] : [];
  return {
    kind: 'try',
    body: lowerBlock(scope, node.block),
    handlers: handler ? [{ name, body: [...parts, ...lowerBlock(scope, handler.body)] }] : [],
    otherwise: [],
    finally: node.finalizer ? lowerBlock(scope, node.finalizer) : [],
    ...place,
  };
}

/** `import x = require('y')`; `import x = Namespace.y`. */
function lowerImportEquals(scope: FunctionScope, node: Es.TSImportEqualsDeclaration, place: Place): Statement[] {
  if (node.importKind === 'type') return [];
  const { moduleReference } = node;
  const target = nameAt(node.id.name, placeOf(node.id));
  if (moduleReference.type !== 'TSExternalModuleReference') return [declare(target, opaque('an alias of a namespace', place), place)];
  return [declare(target, callAt(nameAt('require', place), positional([lowerExpression(scope, moduleReference.expression)]), place), place)];
}

/** The names that a declaration makes. */
export function declaredNames(node: Node): string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => namesIn(id));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id ? [node.id.name] : [];
    case 'TSEnumDeclaration':
      return [node.id.name];
    case 'TSModuleDeclaration':
      return node.id.type === 'Identifier' ? [node.id.name] : [];
    default:
      return [];
  }
}
