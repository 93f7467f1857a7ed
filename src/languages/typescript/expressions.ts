import type * as Es from 'oxc-parser';
import type { Argument, BinaryOperator, Entry, Expression, TemplatePart, UnaryOperator } from '../../evaluate/core.js';
import { lowerAssignment, lowerUpdate } from './assignments.js';
import { lowerClass } from './classes.js';
import { lowerHelperCall } from './compiled.js';
import { lowerFunction } from './functions.js';
import { callAt, type FunctionScope, intrinsic, lastOf, literalAt, nameAt, type Node, opaque, type Place, placeOf, undefinedAt, wordAt } from './nodes.js';
import { rawTextOf, textOfLiteral, textsOfTemplate } from './text.js';

const BINARY: Readonly<Record<string, BinaryOperator>> = {
  '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'remainder', '**': 'power',
  '<<': 'shiftLeft', '>>': 'shiftRight', '>>>': 'shiftRight', '&': 'bitAnd', '|': 'bitOr', '^': 'bitXor',
  '==': 'equal', '!=': 'notEqual', '===': 'is', '!==': 'isNot', '<': 'less', '<=': 'lessEqual', '>': 'greater', '>=': 'greaterEqual', in: 'in',
  '&&': 'and', '||': 'or', '??': 'coalesce',
};
const UNARY: Readonly<Record<string, UnaryOperator>> = { '!': 'not', '-': 'negate', '+': 'plus', '~': 'invert', typeof: 'typeof' };

export const binaryOperator = (written: string): BinaryOperator | undefined => BINARY[written];

export function lowerExpression(scope: FunctionScope, node: Node): Expression {
  const place = placeOf(node);
  switch (node.type) {
    case 'Literal':
      return lowerLiteral(scope, node, place);
    case 'Identifier':
      return lowerName(scope, node.name, place);
    case 'ThisExpression':
      return nameAt('this', place);
    case 'TemplateLiteral':
      return lowerTemplate(scope, node, place);
    case 'TaggedTemplateExpression':
      return lowerTagged(scope, node, place);
    case 'ArrayExpression':
      return { kind: 'list', form: 'list', items: node.elements.map((element) => (element ? { spread: element.type === 'SpreadElement', value: lowerExpression(scope, element.type === 'SpreadElement' ? element.argument : element) } : { spread: false, value: undefinedAt(place) })), ...place };
    case 'ObjectExpression':
      return { kind: 'record', entries: node.properties.flatMap((property) => lowerProperty(scope, property)), ...place };
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return lowerFunction(scope, node);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return { kind: 'class', class: lowerClass(scope, node), ...place };
    case 'MemberExpression':
      return memberOf(scope, node);
    case 'CallExpression':
      return lowerCall(scope, node, place);
    case 'NewExpression':
      return { ...callAt(lowerExpression(scope, node.callee), lowerArguments(scope, node.arguments), place), construct: true };
    case 'ImportExpression':
      return intrinsic('import', [lowerExpression(scope, node.source)], place);
    case 'ChainExpression':
      return lowerExpression(scope, node.expression);
    case 'AwaitExpression':
      return awaited(lowerExpression(scope, node.argument));
    case 'YieldExpression':
      return lowerYield(scope, node, place);
    case 'UnaryExpression':
      return lowerUnary(scope, node, place);
    case 'UpdateExpression':
      return lowerUpdate(scope, node, place);
    case 'AssignmentExpression':
      return lowerAssignment(scope, node, place);
    case 'BinaryExpression':
      return lowerBinary(scope, node, place);
    case 'LogicalExpression':
      return { kind: 'binary', operator: BINARY[node.operator] ?? 'and', left: lowerExpression(scope, node.left), right: lowerExpression(scope, node.right), ...place };
    case 'ConditionalExpression':
      return { kind: 'conditional', test: lowerExpression(scope, node.test), then: lowerExpression(scope, node.consequent), else: lowerExpression(scope, node.alternate), ...place };
    case 'SequenceExpression':
      return lastOf(node.expressions.map((each) => lowerExpression(scope, each)), place);
    case 'MetaProperty':
      return node.meta.name === 'import' ? lowerImportMeta(scope, place) : undefinedAt(place);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return lowerExpression(scope, node.expression);
    default:
      return opaque(node.type, place);
  }
}

function lowerLiteral(scope: FunctionScope, node: Extract<Node, { type: 'Literal' }>, place: Place): Expression {
  if (typeof node.value === 'string') return { kind: 'text', text: textOfLiteral(scope.file, node as Es.StringLiteral), ...place };
  if ('regex' in node && node.regex) return intrinsic('regexp', [wordAt(scope, node.regex.pattern, place), wordAt(scope, node.regex.flags, place)], place);
  if ('bigint' in node) return literalAt(BigInt(node.bigint), place);
  return literalAt(node.value as null | boolean | number, place);
}

/** Files lie below a root of their own: where the repository is on a disk is not known. */
export const pathOfFile = (file: string): string => `/${file}`;
const folderOf = (file: string): string => pathOfFile(file).replace(/\/[^/]*$/u, '') || '/';

function lowerName(scope: FunctionScope, name: string, place: Place): Expression {
  scope.references.add(name);
  if (name === 'undefined') return undefinedAt(place);
  if (name === '__dirname') return wordAt(scope, folderOf(scope.file), place);
  if (name === '__filename') return wordAt(scope, pathOfFile(scope.file), place);
  if (name === 'arguments') scope.uses.arguments = true;
  return nameAt(name, place);
}

function lowerImportMeta(scope: FunctionScope, place: Place): Expression {
  const entries = { url: `file://${pathOfFile(scope.file)}`, filename: pathOfFile(scope.file), dirname: folderOf(scope.file) };
  return { kind: 'record', entries: Object.entries(entries).map(([key, value]) => ({ key: wordAt(scope, key, place), value: wordAt(scope, value, place) })), ...place };
}

function templateParts(scope: FunctionScope, node: Es.TemplateLiteral): TemplatePart[] {
  const texts = textsOfTemplate(scope.file, node);
  return texts.flatMap((text, i): TemplatePart[] => {
    const value = node.expressions[i];
    const constant: TemplatePart[] = text.text === '' ? [] : [{ value: { kind: 'text', text, ...placeOf(node.quasis[i] ?? node) } }];
    return value ? [...constant, { value: lowerExpression(scope, value) }] : constant;
  });
}

function lowerTemplate(scope: FunctionScope, node: Es.TemplateLiteral, place: Place): Expression {
  const [only] = textsOfTemplate(scope.file, node);
  if (node.expressions.length === 0 && only) return { kind: 'text', text: only, ...place };
  return { kind: 'template', parts: templateParts(scope, node), ...place };
}

/** A tag gets the texts as a list that carries the raw ones, then the values. */
function lowerTagged(scope: FunctionScope, node: Es.TaggedTemplateExpression, place: Place): Expression {
  const listOf = (texts: readonly Expression[]): Expression => ({ kind: 'list', form: 'list', items: texts.map((value) => ({ spread: false, value })), ...place });
  const cooked = textsOfTemplate(scope.file, node.quasi).map((text, i): Expression => ({ kind: 'text', text, ...placeOf(node.quasi.quasis[i] ?? node) }));
  const raw = node.quasi.quasis.map((part): Expression => ({ kind: 'text', text: rawTextOf(scope.file, part), ...placeOf(part) }));
  const strings = intrinsic('strings', [listOf(cooked), listOf(raw)], place);
  const values = node.quasi.expressions.map((each) => lowerExpression(scope, each));
  return callAt(lowerExpression(scope, node.tag), [strings, ...values].map((value): Argument => ({ form: 'positional', value })), place);
}

/** Keys of objects are text, however they are written. */
export function lowerKey(scope: FunctionScope, node: Node, computed: boolean): Expression {
  const place = placeOf(node);
  if (!computed && node.type === 'Identifier') return wordAt(scope, node.name, place);
  if (!computed && node.type === 'PrivateIdentifier') return wordAt(scope, `#${node.name}`, place);
  if (node.type === 'Literal' && typeof node.value !== 'string') return wordAt(scope, String(node.value), place);
  const value = lowerExpression(scope, node);
  return value.kind === 'text' ? value : { kind: 'template', parts: [{ value }], ...place };
}

function lowerProperty(scope: FunctionScope, node: Es.ObjectPropertyKind): Entry[] {
  if (node.type === 'SpreadElement') return [{ spread: lowerExpression(scope, node.argument) }];
  if (node.kind === 'set') return [];
  const value = lowerExpression(scope, node.value);
  return [{ key: lowerKey(scope, node.key, node.computed), value: node.kind === 'get' && value.kind === 'function' ? { ...value, accessor: true } : value }];
}

/** Behind `?.`, the rest of a chain is left out too: each of its links is as optional as the first. */
const isOptional = (node: Node): boolean => {
  switch (node.type) {
    case 'MemberExpression':
      return node.optional || isOptional(node.object);
    case 'CallExpression':
      return node.optional || isOptional(node.callee);
    case 'TSNonNullExpression':
      return isOptional(node.expression);
    default:
      return false;
  }
};

export function memberOf(scope: FunctionScope, node: Es.MemberExpression): Expression {
  const place = placeOf(node);
  const optional = isOptional(node) || undefined;
  const { property } = node;
  const name = property.type === 'PrivateIdentifier' ? `#${property.name}` : !node.computed && property.type === 'Identifier' ? property.name : undefined;
  if (node.object.type === 'Super') {
    const key = name === undefined ? lowerExpression(scope, property) : wordAt(scope, name, placeOf(property));
    return intrinsic('superMember', [nameAt('__class__', place), nameAt('this', place), key], place);
  }
  const object = lowerExpression(scope, node.object);
  if (name !== undefined) return { kind: 'member', object, property: name, optional, start: place.start, end: place.end };
  const index = lowerExpression(scope, property);
  if (index.kind === 'text') return { kind: 'member', object, property: index.text.text, optional, start: place.start, end: place.end };
  return { kind: 'item', object, index, optional, start: place.start, end: place.end };
}

export const lowerArguments = (scope: FunctionScope, nodes: readonly Es.Argument[]): Argument[] =>
  nodes.map((node) => (node.type === 'SpreadElement' ? { form: 'spread', value: lowerExpression(scope, node.argument) } : { form: 'positional', value: lowerExpression(scope, node) }));

function lowerCall(scope: FunctionScope, node: Es.CallExpression, place: Place): Expression {
  if (node.callee.type === 'Super') {
    const given = lowerArguments(scope, node.arguments);
    return callAt(nameAt('(super)', place), [{ form: 'positional', value: nameAt('__class__', place) }, { form: 'positional', value: nameAt('this', place) }, ...given], place);
  }
  const helper = lowerHelperCall(scope, node, place);
  if (helper) return helper;
  return { kind: 'call', callee: lowerExpression(scope, unwrapped(node.callee)), arguments: lowerArguments(scope, node.arguments), optional: isOptional(node) || undefined, awaited: false, start: place.start, end: place.end };
}

/** Compilers write `(0, module.name)(...)` for a call of an imported name. */
export function unwrapped(callee: Node): Node {
  if (callee.type === 'ParenthesizedExpression') return unwrapped(callee.expression);
  if (callee.type !== 'SequenceExpression' || callee.expressions[0]?.type !== 'Literal') return callee;
  return callee.expressions.at(-1) ?? callee;
}

/** Nothing runs beside anything else here: waiting changes a value only where a builder acts then. */
function awaited(expression: Expression): Expression {
  if (expression.kind === 'call') return { ...expression, awaited: true };
  const { start, end } = expression;
  return { kind: 'unary', operator: 'await', operand: expression, start, end };
}

function lowerYield(scope: FunctionScope, node: Es.YieldExpression, place: Place): Expression {
  const value = node.argument ? lowerExpression(scope, node.argument) : undefinedAt(place);
  return scope.yieldAwaits ? awaited(value) : opaque('value sent to a generator', place, [value]);
}

function lowerUnary(scope: FunctionScope, node: Es.UnaryExpression, place: Place): Expression {
  if (node.operator === 'delete') return lowerDelete(scope, node.argument, place);
  const operand = lowerExpression(scope, node.argument);
  if (node.operator === 'void') return operand.kind === 'literal' ? undefinedAt(place) : lastOf([operand, undefinedAt(place)], place);
  if (node.operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return literalAt(-operand.value, place);
  return { kind: 'unary', operator: UNARY[node.operator] ?? 'not', operand, ...place };
}

function lowerDelete(scope: FunctionScope, node: Node, place: Place): Expression {
  const target = lowerExpression(scope, node);
  if (target.kind === 'member') return intrinsic('delete', [target.object, wordAt(scope, target.property, place)], place);
  return target.kind === 'item' ? intrinsic('delete', [target.object, target.index], place) : literalAt(true, place);
}

function lowerBinary(scope: FunctionScope, node: Es.BinaryExpression | Es.PrivateInExpression, place: Place): Expression {
  const left = node.left.type === 'PrivateIdentifier' ? wordAt(scope, `#${node.left.name}`, placeOf(node.left)) : lowerExpression(scope, node.left);
  const right = lowerExpression(scope, node.right);
  if (node.operator === 'instanceof') return intrinsic('instanceof', [left, right], place);
  return { kind: 'binary', operator: BINARY[node.operator] ?? 'equal', left, right, ...place };
}
