import type * as Es from 'oxc-parser';
import type { FunctionExpression, Parameter, Statement } from '../../evaluate/core.js';
import { lowerExpression } from './expressions.js';
import { declare, type FunctionScope, nameAt, type Node, type Place, placeOf, temporaryName, undefinedAt } from './nodes.js';
import { defaultOf, lowerPattern, namesIn } from './patterns.js';
import { lowerBody } from './statements.js';

type FunctionNode = Es.Function | Es.ArrowFunctionExpression;

export interface FunctionOptions {
  /** Runs before the body, e.g. the fields of a class in its constructor. */
  readonly before?: readonly Statement[];
  /** A generator whose `yield` waits, see `FunctionScope`. */
  readonly yieldAwaits?: boolean;
  /** Takes `this` from around, as arrows do. */
  readonly arrow?: boolean;
}

export function lowerFunction(scope: FunctionScope, node: FunctionNode, { before = [], yieldAwaits = false, arrow = node.type === 'ArrowFunctionExpression' }: FunctionOptions = {}): FunctionExpression {
  const place = placeOf(node);
  const sharesArguments = node.type === 'ArrowFunctionExpression';
  const inner: FunctionScope = { ...scope, yieldAwaits, uses: sharesArguments ? scope.uses : { arguments: false } };
  const parameters = node.params.filter((parameter) => !isThis(parameter)).map((parameter) => lowerParameter(inner, parameter));
  const names = node.params.flatMap(namesIn);
  const properties = node.params.flatMap((parameter) => (parameter.type === 'TSParameterProperty' ? namesIn(parameter).map((name) => setOwn(name, placeOf(parameter))) : []));
  const body = bodyOf(inner, node, names);
  const usesArguments = !sharesArguments && inner.uses.arguments;
  const at = node.body ? placeOf(node.body) : place;
  return {
    kind: 'function',
    name: node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name,
    parameters: usesArguments ? [argumentsParameter(at)] : parameters,
    body: [...(usesArguments ? [takenApart(parameters, at)] : []), ...properties, ...before, ...body],
    asynchronous: node.async || undefined,
    generator: (!yieldAwaits && node.type !== 'ArrowFunctionExpression' && node.generator) || undefined,
    receiver: arrow ? 'around' : 'this',
    header: { start: place.start, end: Math.max(place.start, at.start) },
    ...place,
  };
}

const isThis = (node: Node): boolean => node.type === 'Identifier' && node.name === 'this';

/** `constructor(private name: string)` */
const setOwn = (name: string, { start, end }: Place): Statement => ({
  kind: 'assign', targets: [{ kind: 'member', object: nameAt('this', { start, end }), property: name, start, end }], value: nameAt(name, { start, end }), declares: false, start, end,
});

function lowerParameter(scope: FunctionScope, node: Es.ParamPattern): Parameter {
  if (node.type === 'RestElement') return { target: lowerPattern(scope, node.argument), form: 'rest' };
  return { target: lowerPattern(scope, node), default: defaultOf(scope, node) ?? undefinedAt(placeOf(node)), form: 'plain' };
}

const argumentsParameter = (place: Place): Parameter => ({ target: nameAt('arguments', place), form: 'rest' });

/** The parameters of a function that speaks of its `arguments`. */
function takenApart(parameters: readonly Parameter[], place: Place): Statement {
  const items = parameters.map(({ target, form, default: fallback }) => ({ target, rest: form === 'rest', default: fallback }));
  return declare({ kind: 'list', items, ...place }, nameAt('arguments', place), place);
}

function bodyOf(scope: FunctionScope, node: FunctionNode, parameters: readonly string[]): Statement[] {
  const { body } = node;
  if (!body) return [];
  if (body.type === 'BlockStatement') return lowerBody(scope, body.body, parameters);
  const place = placeOf(body);
  return [{ kind: 'return', value: lowerExpression(scope, body as Node), ...place }];
}

/** A name for something that has none. */
export const unnamed = (place: Place): string => temporaryName('unnamed', place);
