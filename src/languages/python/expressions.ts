import type * as PyAst from 'py-ast';
import type { Argument, Clause, Entry, Expression, FunctionExpression, Item, Parameter, Pattern, TemplatePart } from '../../evaluate/core.js';
import { concatText, type TracedText, tracedText } from '../../value.js';
import { BINARY, COMPARISON, type ExpressionNode, type FunctionScope, nameAt, opaque, type Place, placeOf, type PythonExpression, scopeOf, temporaryName, UNARY } from './nodes.js';
import { type Field, readFormat, readLiterals, readText } from './strings.js';

export function lowerExpression(scope: FunctionScope, node: PythonExpression): Expression {
  const place = placeOf(scope, node);
  const { start, end } = place;
  switch (node.nodeType) {
    case 'Constant':
      return lowerConstant(scope, node, place);
    case 'Name':
      return { kind: 'name', name: node.id, start, end };
    case 'Attribute':
      return { kind: 'member', object: lowerExpression(scope, node.value), property: node.attr, start, end };
    case 'Call':
      return { kind: 'call', callee: lowerExpression(scope, node.func), arguments: lowerArguments(scope, node), start, end };
    case 'Subscript':
      return { kind: 'item', object: lowerExpression(scope, node.value), index: lowerExpression(scope, node.slice), start, end };
    case 'Slice': {
      const part = (bound: PythonExpression | undefined): Expression | undefined => (bound ? lowerExpression(scope, bound) : undefined);
      return { kind: 'slice', from: part(node.lower), to: part(node.upper), step: part(node.step), start, end };
    }
    case 'List':
    case 'Tuple':
    case 'Set': {
      const form = node.nodeType === 'List' ? 'list' : node.nodeType === 'Tuple' ? 'tuple' : 'set';
      return { kind: 'list', form, items: node.elts.map((element) => lowerItem(scope, element)), start, end };
    }
    case 'Dict':
      return { kind: 'record', entries: lowerEntries(scope, node), start, end };
    case 'JoinedStr':
      return lowerFormattedString(scope, node, place);
    case 'BoolOp': {
      const operator = node.op.nodeType === 'And' ? 'and' : 'or';
      return node.values
        .map((value) => lowerExpression(scope, value))
        .reduce((left, right) => ({ kind: 'binary', operator, left, right, start: left.start, end: right.end }));
    }
    case 'BinOp': {
      const operator = BINARY[node.op.nodeType];
      const left = lowerExpression(scope, node.left);
      const right = lowerExpression(scope, node.right);
      return operator ? { kind: 'binary', operator, left, right, start, end } : opaque('operator', place, [left, right]);
    }
    case 'UnaryOp': {
      const operator = UNARY[node.op.nodeType];
      const operand = lowerExpression(scope, node.operand);
      return operator ? { kind: 'unary', operator, operand, start, end } : opaque('operator', place, [operand]);
    }
    case 'Compare':
      return lowerComparison(scope, node);
    case 'IfExp':
      return { kind: 'conditional', test: lowerExpression(scope, node.test), then: lowerExpression(scope, node.body), else: lowerExpression(scope, node.orelse), start, end };
    case 'Lambda':
      return lowerLambda(scope, node, place);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp': {
      const form = node.nodeType === 'ListComp' ? 'list' : node.nodeType === 'SetComp' ? 'set' : 'generator';
      return { kind: 'comprehension', form, element: lowerExpression(scope, node.elt), clauses: lowerClauses(scope, node.generators), start, end };
    }
    case 'DictComp':
      return { kind: 'comprehension', form: 'record', key: lowerExpression(scope, node.key), element: lowerExpression(scope, node.value), clauses: lowerClauses(scope, node.generators), start, end };
    case 'NamedExpr': {
      const target = lowerPattern(scope, node.target);
      return { kind: 'bind', target, value: lowerExpression(scope, node.value), declares: declares(scope, target), start, end };
    }
    case 'Await':
      return lowerExpression(scope, node.value);
    case 'Starred':
      return opaque('unpacking', place, [lowerExpression(scope, node.value)]);
    case 'Yield':
      scope.generator = true;
      return opaque('value sent to a generator', place, node.value ? [lowerExpression(scope, node.value)] : []);
    case 'YieldFrom':
      scope.generator = true;
      return opaque('value sent to a generator', place, [lowerExpression(scope, node.value)]);
    case 'TemplateStr':
      return opaque('template string', place, node.values.flatMap((value) => (value.nodeType === 'Interpolation' ? [lowerExpression(scope, value.value)] : [])));
    default:
      return opaque(node.nodeType, place);
  }
}

/** Python's `...` is the literal `undefined`: it has no value that a migration could use. */
function lowerConstant(scope: FunctionScope, node: ExpressionNode<'Constant'>, place: Place): Expression {
  const { start, end } = place;
  const value: unknown = node.value;
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return { kind: 'literal', value, start, end };
  if (typeof value !== 'string') return opaque('complex number', place);
  const { file, text } = scope.tree;
  if (text[start] === '.') return { kind: 'literal', value: undefined, start, end };
  return { kind: 'text', text: readText(file, text, start, end, value), start, end };
}

function lowerArguments(scope: FunctionScope, node: ExpressionNode<'Call'>): Argument[] {
  if (node.func.nodeType === 'Name' && node.func.id === 'super' && node.args.length === 0 && scope.receiver !== undefined) {
    // what Python adds itself
    return ['__class__', scope.receiver].map((name) => ({ form: 'positional', value: nameAt(name, placeOf(scope, node.func)) }));
  }
  const positional = node.args.map((argument): Argument =>
    argument.nodeType === 'Starred'
      ? { form: 'spread', value: lowerExpression(scope, argument.value) }
      : { form: 'positional', value: lowerExpression(scope, argument) },
  );
  const named = node.keywords.map((keyword): Argument => {
    const value = lowerExpression(scope, keyword.value);
    return keyword.arg === undefined || keyword.arg === null ? { form: 'spreadNamed', value } : { form: 'named', name: keyword.arg, value };
  });
  return [...positional, ...named];
}

function lowerItem(scope: FunctionScope, node: PythonExpression): Item {
  return node.nodeType === 'Starred' ? { spread: true, value: lowerExpression(scope, node.value) } : { spread: false, value: lowerExpression(scope, node) };
}

function lowerEntries(scope: FunctionScope, node: ExpressionNode<'Dict'>): Entry[] {
  return node.values.map((value, i): Entry => {
    const key = node.keys[i];
    const lowered = lowerExpression(scope, value);
    return key ? { key: lowerExpression(scope, key), value: lowered } : { spread: lowered };
  });
}

/** `a < f() < c`: the middle value is computed once and kept under a name of its own. */
function lowerComparison(scope: FunctionScope, node: ExpressionNode<'Compare'>): Expression {
  let left = lowerExpression(scope, node.left);
  let result: Expression | undefined;
  for (const [i, comparator] of node.comparators.entries()) {
    let right = lowerExpression(scope, comparator);
    let next = right;
    if (i < node.comparators.length - 1 && !['name', 'literal', 'text'].includes(right.kind)) {
      const place = { start: right.start, end: right.end };
      const temporary = nameAt(temporaryName(place), place);
      right = { kind: 'bind', target: temporary, value: right, declares: true, ...place };
      next = temporary;
    }
    const operator = COMPARISON[node.ops[i]?.nodeType ?? ''] ?? 'equal';
    const comparison: Expression = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    result = result ? { kind: 'binary', operator: 'and', left: result, right: comparison, start: result.start, end: right.end } : comparison;
    left = next;
  }
  return result ?? left;
}

function lowerClauses(scope: FunctionScope, generators: readonly PyAst.Comprehension[]): Clause[] {
  return generators.map((generator) => ({
    target: lowerPattern(scope, generator.target),
    iterable: lowerExpression(scope, generator.iter),
    conditions: generator.ifs.map((condition) => lowerExpression(scope, condition)),
  }));
}

function lowerLambda(scope: FunctionScope, node: ExpressionNode<'Lambda'>, place: Place): FunctionExpression {
  const inner = scopeOf(scope.tree);
  const value = lowerExpression(inner, node.body);
  return {
    kind: 'function',
    parameters: lowerParameters(scope, node.args),
    body: [{ kind: 'return', value, start: value.start, end: value.end }],
    generator: inner.generator || undefined,
    header: { start: place.start, end: value.start },
    ...place,
  };
}

export function lowerParameters(scope: FunctionScope, node: PyAst.Arguments): Parameter[] {
  const parameter = (arg: PyAst.Arg, form: Parameter['form'], value?: PythonExpression | null): Parameter => {
    const { start } = placeOf(scope, arg);
    const target = nameAt(arg.arg, { start, end: start + arg.arg.length });
    return value ? { target, form, default: lowerExpression(scope, value) } : { target, form };
  };
  const plain = [...node.posonlyargs, ...node.args];
  const required = plain.length - node.defaults.length;
  const parameters = plain.map((arg, i) => parameter(arg, 'plain', node.defaults[i - required]));
  if (node.vararg) parameters.push(parameter(node.vararg, 'rest'));
  for (const [i, arg] of node.kwonlyargs.entries()) parameters.push(parameter(arg, 'namedOnly', node.kw_defaults[i]));
  if (node.kwarg) parameters.push(parameter(node.kwarg, 'restNamed'));
  return parameters;
}

export function lowerPattern(scope: FunctionScope, node: PythonExpression): Pattern {
  const place = placeOf(scope, node);
  switch (node.nodeType) {
    case 'Name':
      return nameAt(node.id, place);
    case 'Tuple':
    case 'List':
      return {
        kind: 'list',
        items: node.elts.map((element) => (element.nodeType === 'Starred' ? { target: lowerPattern(scope, element.value), rest: true } : { target: lowerPattern(scope, element) })),
        ...place,
      };
    case 'Attribute':
      return { kind: 'member', object: lowerExpression(scope, node.value), property: node.attr, ...place };
    case 'Subscript':
      return { kind: 'item', object: lowerExpression(scope, node.value), index: lowerExpression(scope, node.slice), ...place };
    default:
      return nameAt(temporaryName(place), place);
  }
}

/** False where any of the names belongs to a scope around this one. */
export function declares(scope: FunctionScope, ...targets: readonly Pattern[]): boolean {
  return scope.outer.size === 0 || !targets.some((target) => namesOf(target).some((name) => scope.outer.has(name)));
}

function namesOf(target: Pattern): readonly string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'list' ? target.items.flatMap((item) => (item ? namesOf(item.target) : [])) : [];
}

interface PythonField extends Field {
  readonly node: ExpressionNode<'FormattedValue'>;
}

const CONVERSIONS: Readonly<Record<number, TemplatePart['conversion']>> = { 97: 'ascii', 114: 'repr', 115: 'string' };

function fieldsOf(scope: FunctionScope, node: ExpressionNode<'JoinedStr'>): PythonField[] {
  return node.values.flatMap((value) =>
    value.nodeType === 'FormattedValue' ? [{ node: value, ...placeOf(scope, value), valueEnd: placeOf(scope, value.value).end }] : [],
  );
}

function lowerFormattedString(scope: FunctionScope, node: ExpressionNode<'JoinedStr'>, place: Place): Expression {
  const { file, text } = scope.tree;
  return template(scope, node, place, readLiterals(file, text, place.start, place.end, fieldsOf(scope, node)));
}

function lowerFormat(scope: FunctionScope, node: PythonExpression | undefined): Expression | undefined {
  if (node?.nodeType !== 'JoinedStr') return undefined;
  const { file, text } = scope.tree;
  const { start, end } = placeOf(scope, node);
  const place = { start: start + 1, end };
  return template(scope, node, place, readFormat(file, text, place.start, place.end, fieldsOf(scope, node)));
}

function template(scope: FunctionScope, node: ExpressionNode<'JoinedStr'>, place: Place, read: readonly (TracedText | PythonField)[] | undefined): Expression {
  const parts = (read ?? asParsed(scope, node)).map((part): TemplatePart => {
    if (!('node' in part)) {
      const first = part.pieces[0]?.source.start ?? place.start;
      return { value: { kind: 'text', text: part, start: first, end: Math.max(first, part.pieces.at(-1)?.source.end ?? place.end) } };
    }
    const conversion = CONVERSIONS[part.node.conversion];
    return { value: lowerExpression(scope, part.node.value), conversion, format: lowerFormat(scope, part.node.format_spec) };
  });
  const texts = parts.flatMap((part) => (part.value.kind === 'text' && !part.conversion && !part.format ? [part.value.text] : []));
  if (texts.length === parts.length) return { kind: 'text', text: texts.length > 0 ? concatText(texts) : tracedText('', { file: scope.tree.file, ...place }), ...place };
  return { kind: 'template', parts, ...place };
}

/** What the parser made of the string, where its places do not fit the source. */
function asParsed(scope: FunctionScope, node: ExpressionNode<'JoinedStr'>): (TracedText | PythonField)[] {
  const fields = fieldsOf(scope, node);
  return node.values.flatMap((value): (TracedText | PythonField)[] => {
    if (value.nodeType === 'Constant') return [tracedText(String(value.value), { file: scope.tree.file, ...placeOf(scope, value) }, false)];
    return fields.filter((field) => field.node === value);
  });
}
