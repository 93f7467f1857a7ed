import { type Expression, type Handler, type ImportBinding, type Pattern, type Program, type Statement, SyntaxProblem } from '../../evaluate/core.js';
import { lowerClass, lowerFunction } from './definitions.js';
import { declares, lowerExpression, lowerPattern } from './expressions.js';
import { lowerMatch } from './match.js';
import { BINARY, type FunctionScope, nameAt, opaque, type Place, placeOf, type PythonExpression, type PythonStatement, scopeOf, type StatementNode, temporaryName } from './nodes.js';
import { parsePython, type PythonTree } from './parse.js';

/** Parses and lowers a file. Throws `SyntaxProblem`, and nothing else. */
export function readPython(file: string, text: string): Program {
  return lowerPython(parsePython(file, text));
}

export function lowerPython(tree: PythonTree): Program {
  try {
    return { file: tree.file, body: lowerBody(scopeOf(tree), tree.module.body) };
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxProblem('this file is nested too deeply to be read', tree.file, 0);
    throw error;
  }
}

export function lowerBody(scope: FunctionScope, body: readonly PythonStatement[]): Statement[] {
  return body.flatMap((statement) => lowerStatement(scope, statement));
}

function lowerStatement(scope: FunctionScope, node: PythonStatement): Statement | Statement[] {
  const place = placeOf(scope, node);
  switch (node.nodeType) {
    case 'Expr':
      return lowerExpressionStatement(scope, node.value, place);
    case 'Assign': {
      const targets = node.targets.map((target) => lowerPattern(scope, target));
      const { before, value } = lowerValue(scope, node.value);
      return [...before, { kind: 'assign', targets, value, declares: declares(scope, ...targets), ...place }];
    }
    case 'AnnAssign': {
      if (!node.value) return { kind: 'pass', ...place };
      const target = lowerPattern(scope, node.target);
      const { before, value } = lowerValue(scope, node.value);
      return [...before, { kind: 'assign', targets: [target], value, declares: declares(scope, target), ...place }];
    }
    case 'AugAssign': {
      const target = lowerPattern(scope, node.target);
      const { before, value } = lowerValue(scope, node.value);
      return [...before, { kind: 'assign', targets: [target], value, operator: BINARY[node.op.nodeType] ?? 'add', declares: declares(scope, target), ...place }];
    }
    case 'If':
      return { kind: 'if', test: lowerExpression(scope, node.test), then: lowerBody(scope, node.body), else: lowerBody(scope, node.orelse), ...place };
    case 'For':
    case 'AsyncFor': {
      const target = lowerPattern(scope, node.target);
      const iterable = lowerExpression(scope, node.iter);
      return { kind: 'loop', target, iterable, body: lowerBody(scope, node.body), otherwise: lowerBody(scope, node.orelse), declares: declares(scope, target), ...place };
    }
    case 'While':
      return lowerWhile(scope, node, place);
    case 'Return': {
      if (!node.value) return { kind: 'return', ...place };
      const { before, value } = lowerValue(scope, node.value);
      return [...before, { kind: 'return', value, ...place }];
    }
    case 'Raise':
      return { kind: 'raise', value: node.exc && lowerExpression(scope, node.exc), ...place };
    case 'Try':
    case 'TryStar':
      return {
        kind: 'try',
        body: lowerBody(scope, node.body),
        handlers: node.handlers.map(
          (handler): Handler => ({ types: handler.type && lowerExpression(scope, handler.type), name: handler.name, body: lowerBody(scope, handler.body) }),
        ),
        otherwise: lowerBody(scope, node.orelse),
        finally: lowerBody(scope, node.finalbody),
        ...place,
      };
    case 'With':
    case 'AsyncWith': {
      const items = node.items.map((item) => ({
        context: lowerExpression(scope, item.context_expr),
        target: item.optional_vars && lowerPattern(scope, item.optional_vars),
      }));
      return items.reduceRight<Statement[]>((body, item) => [{ kind: 'with', ...item, body, ...place }], lowerBody(scope, node.body));
    }
    case 'FunctionDef':
    case 'AsyncFunctionDef': {
      const target = nameAt(node.name, place);
      return { kind: 'assign', targets: [target], value: lowerFunction(scope, node, lowerBody), declares: declares(scope, target), ...place };
    }
    case 'ClassDef':
      return { kind: 'class', class: lowerClass(scope, node, lowerBody), ...place };
    case 'Import':
    case 'ImportFrom':
      return { kind: 'import', bindings: lowerImport(scope, node), ...place };
    case 'Match':
      return lowerMatch(scope, node, lowerBody);
    case 'Assert':
      return { kind: 'expression', value: lowerExpression(scope, node.test), ...place };
    case 'Delete':
      return node.targets.flatMap((target) => lowerDelete(scope, target, place));
    case 'Global':
    case 'Nonlocal':
      for (const name of node.names) scope.outer.add(name);
      return { kind: 'pass', ...place };
    case 'Break':
      return { kind: 'break', ...place };
    case 'Continue':
      return { kind: 'continue', ...place };
    default:
      return { kind: 'pass', ...place };
  }
}

/** Docstrings and other bare constants do nothing. */
function lowerExpressionStatement(scope: FunctionScope, node: PythonExpression, place: Place): Statement | Statement[] {
  if (node.nodeType === 'Constant') return { kind: 'pass', ...place };
  const lowered = lowerYield(scope, node);
  return lowered ?? { kind: 'expression', value: lowerExpression(scope, node), ...place };
}

/** `yield` is a statement of the core form: its value as an expression, what a caller sends, is never known. */
function lowerYield(scope: FunctionScope, node: PythonExpression): Statement | undefined {
  if (node.nodeType === 'Await') return lowerYield(scope, node.value);
  const place = placeOf(scope, node);
  if (node.nodeType === 'Yield') {
    scope.generator = true;
    return { kind: 'yield', value: node.value && lowerExpression(scope, node.value), ...place };
  }
  if (node.nodeType !== 'YieldFrom') return undefined;
  scope.generator = true;
  const item = nameAt(temporaryName(place), place);
  return { kind: 'loop', target: item, iterable: lowerExpression(scope, node.value), body: [{ kind: 'yield', value: item, ...place }], otherwise: [], declares: true, ...place };
}

function lowerValue(scope: FunctionScope, node: PythonExpression): { readonly before: Statement[]; readonly value: Expression } {
  const before = lowerYield(scope, node);
  return before ? { before: [before], value: opaque('value sent to a generator', placeOf(scope, node)) } : { before: [], value: lowerExpression(scope, node) };
}

/** `else` runs when the test failed, so not after a `break`. */
function lowerWhile(scope: FunctionScope, node: StatementNode<'While'>, place: Place): Statement[] {
  const body = lowerBody(scope, node.body);
  const loop: Statement = { kind: 'while', test: lowerExpression(scope, node.test), body, ...place };
  const otherwise = lowerBody(scope, node.orelse);
  if (otherwise.length === 0 || !body.some(breaks)) return [loop, ...otherwise];
  return [loop, { kind: 'if', test: opaque('a loop that may be left early', place), then: otherwise, else: [], ...place }];
}

function breaks(statement: Statement): boolean {
  switch (statement.kind) {
    case 'break':
      return true;
    case 'if':
      return statement.then.some(breaks) || statement.else.some(breaks);
    case 'with':
      return statement.body.some(breaks);
    case 'try':
      return [statement.body, statement.otherwise, statement.finally, ...statement.handlers.map((handler) => handler.body)].some((body) => body.some(breaks));
    default:
      return false;
  }
}

/** Deleting an item is a method call; deleting a name or an attribute has no effect that matters. */
function lowerDelete(scope: FunctionScope, node: PythonExpression, place: Place): Statement[] {
  if (node.nodeType === 'Tuple' || node.nodeType === 'List') return node.elts.flatMap((element) => lowerDelete(scope, element, place));
  const target: Pattern = lowerPattern(scope, node);
  if (target.kind !== 'item') return [{ kind: 'pass', ...place }];
  const { start, end } = target;
  const callee: Expression = { kind: 'member', object: target.object, property: '__delitem__', start, end };
  return [{ kind: 'expression', value: { kind: 'call', callee, arguments: [{ form: 'positional', value: target.index }], start, end }, ...place }];
}

function lowerImport(scope: FunctionScope, node: StatementNode<'Import' | 'ImportFrom'>): ImportBinding[] {
  if (node.nodeType === 'ImportFrom') {
    const module = node.module ?? '';
    const level = node.level ?? 0;
    return node.names.map((alias) => ({ module, level, name: alias.name, local: alias.asname ?? alias.name, ...placeOf(scope, alias) }));
  }
  return node.names.map((alias): ImportBinding => {
    const place = placeOf(scope, alias);
    if (alias.asname) return { module: alias.name, level: 0, local: alias.asname, ...place };
    return { module: alias.name, level: 0, local: alias.name.split('.')[0] ?? alias.name, root: true, ...place };
  });
}
