import type * as Es from 'oxc-parser';
import type { Expression } from '../../evaluate/core.js';
import { lowerArguments, lowerExpression, unwrapped } from './expressions.js';
import { lowerFunction } from './functions.js';
import { callAt, type FunctionScope, intrinsic, type Node, type Place } from './nodes.js';

/** What compilers put around an import to give modules of both kinds a `default`. */
const IMPORT_DEFAULT = /^_?_(?:importDefault|interopRequireDefault\d*)$/u;
const IMPORT_ALL = /^_?_(?:importStar|interopRequireWildcard\d*)$/u;
const RUNS_GENERATOR = /^_?_(?:awaiter|asyncToGenerator\d*)$/u;

/**
 * Calls of the helpers that compilers write into their output, lowered to what was compiled, and generators that are
 * handed to something that runs them (`co`, `Promise.coroutine`).
 */
export function lowerHelperCall(scope: FunctionScope, node: Es.CallExpression, place: Place): Expression | undefined {
  const name = helperName(node.callee);
  const last = node.arguments.at(-1);
  if (name !== undefined && IMPORT_DEFAULT.test(name) && last) return intrinsic('importDefault', [lowerExpression(scope, last)], place);
  if (name !== undefined && IMPORT_ALL.test(name) && node.arguments[0]) return intrinsic('importAll', [lowerExpression(scope, node.arguments[0])], place);
  if (last?.type !== 'FunctionExpression' || !last.generator) return undefined;
  if (name !== undefined && RUNS_GENERATOR.test(name)) return lowerRunner(scope, node, last, place);
  const lowered = node.arguments.map((each) => (each === last ? lowerFunction(scope, last, { yieldAwaits: true }) : undefined));
  const others = lowerArguments(scope, node.arguments.slice(0, -1));
  const body = lowered.at(-1);
  return body && callAt(lowerExpression(scope, node.callee), [...others, { form: 'positional', value: body }], place);
}

/** `__awaiter(this, arguments, Promise, function* () {...})` runs at once, `_asyncToGenerator(function* () {...})` is the function itself. */
function lowerRunner(scope: FunctionScope, node: Es.CallExpression, generator: Es.Function, place: Place): Expression {
  if (node.arguments.length < 4) return lowerFunction(scope, generator, { yieldAwaits: true });
  const given = node.arguments[1];
  const passesOn = given?.type === 'Identifier' && given.name === 'arguments';
  const body = lowerFunction(scope, generator, { yieldAwaits: true, arrow: true });
  return callAt(body, passesOn ? [{ form: 'spread', value: lowerExpression(scope, given) }] : [], place);
}

/** `__awaiter`, `tslib_1.__awaiter`, `(0, _asyncToGenerator2.default)`. */
function helperName(node: Node): string | undefined {
  const callee = unwrapped(node);
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined;
  return callee.property.name === 'default' ? helperName(callee.object) : callee.property.name;
}

/** The declarations of such helpers: what they do is known, so that nobody needs to read how. */
export function isHelper(node: Node): boolean {
  if (node.type === 'VariableDeclaration') return node.declarations.every(({ id }) => id.type === 'Identifier' && isHelperName(id.name));
  return node.type === 'FunctionDeclaration' && node.id !== null && isHelperName(node.id.name);
}

const HELPERS = /^(?:__awaiter|__generator|__importDefault|__importStar|__createBinding|__setModuleDefault|__extends|__decorate|__metadata|_interopRequireDefault|_interopRequireWildcard|_getRequireWildcardCache|_asyncToGenerator|asyncGeneratorStep|_defineProperty|_classCallCheck|_createClass)$/u;
const isHelperName = (name: string): boolean => HELPERS.test(name);

