import type * as PyAst from 'py-ast';
import type { Expression, Statement } from '../../evaluate/core.js';
import { declares, lowerExpression } from './expressions.js';
import { type FunctionScope, nameAt, opaque, type Place, placeOf, type PythonStatement, type StatementNode, temporaryName } from './nodes.js';

type MatchPattern = StatementNode<'Match'>['cases'][number]['pattern'];
type LowerBody = (scope: FunctionScope, body: readonly PythonStatement[]) => Statement[];

interface Test {
  /** Left out: the pattern always fits. */
  readonly condition?: Expression;
  readonly captures: readonly { readonly name: string; readonly value: Expression; readonly place: Place }[];
}

/** `match` becomes a chain of tests on a value that is computed once. */
export function lowerMatch(scope: FunctionScope, node: StatementNode<'Match'>, lowerBody: LowerBody): Statement[] {
  const place = placeOf(scope, node);
  const value = lowerExpression(scope, node.subject);
  const subjectPlace = { start: value.start, end: value.end };
  const subject = value.kind === 'name' ? value : nameAt(temporaryName(subjectPlace), subjectPlace);
  const chain = node.cases.reduceRight<Statement[]>((otherwise, branch) => {
    const { condition, captures } = testOf(scope, branch.pattern, subject);
    const body = lowerBody(scope, branch.body);
    const bound = captures.map((capture): Statement => {
      const target = nameAt(capture.name, capture.place);
      return { kind: 'assign', targets: [target], value: capture.value, declares: declares(scope, target), ...capture.place };
    });
    if (!branch.guard) return condition ? [{ kind: 'if', test: condition, then: [...bound, ...body], else: otherwise, ...place }] : [...bound, ...body];
    // the guard sees the captured names, so they are bound inside the test: a tuple with an item is always true
    const guard = lowerExpression(scope, branch.guard);
    const binding = captures.length > 0 ? bindAll(scope, captures, place) : undefined;
    const test = [condition, binding, guard]
      .filter((part) => part !== undefined)
      .reduce((left, right): Expression => ({ kind: 'binary', operator: 'and', left, right, start: left.start, end: right.end }));
    return [{ kind: 'if', test, then: body, else: otherwise, ...place }];
  }, []);
  if (subject === value) return chain;
  return [{ kind: 'assign', targets: [nameAt(temporaryName(subjectPlace), subjectPlace)], value, declares: true, ...subjectPlace }, ...chain];
}

function bindAll(scope: FunctionScope, captures: Test['captures'], place: Place): Expression {
  const items = captures.map((capture) => {
    const target = nameAt(capture.name, capture.place);
    return { spread: false, value: { kind: 'bind', target, value: capture.value, declares: declares(scope, target), ...capture.place } as const };
  });
  return { kind: 'list', form: 'tuple', items, ...place };
}

function testOf(scope: FunctionScope, pattern: MatchPattern, subject: Expression): Test {
  const place = placeOf(scope, pattern as PyAst.Located);
  const compare = (operator: 'equal' | 'is', right: Expression): Test => ({ condition: { kind: 'binary', operator, left: subject, right, ...place }, captures: [] });
  switch (pattern.nodeType) {
    case 'MatchValue':
      return compare('equal', lowerExpression(scope, pattern.value));
    case 'MatchSingleton':
      return compare('is', { kind: 'literal', value: pattern.value as null | boolean, ...place });
    case 'MatchAs': {
      const inner: Test = pattern.pattern ? testOf(scope, pattern.pattern, subject) : { captures: [] };
      return pattern.name ? { ...inner, captures: [...inner.captures, { name: pattern.name, value: subject, place }] } : inner;
    }
    case 'MatchOr': {
      const tests = pattern.patterns.map((alternative) => testOf(scope, alternative, subject));
      const captures = tests[0]?.captures ?? [];
      const conditions = tests.map((test) => test.condition);
      if (captures.length > 0 || conditions.includes(undefined)) break;
      return {
        condition: (conditions as Expression[]).reduce((left, right): Expression => ({ kind: 'binary', operator: 'or', left, right, start: left.start, end: right.end })),
        captures,
      };
    }
    case 'MatchClass':
      if (pattern.patterns.length === 0 && pattern.kwd_patterns.length === 0) {
        const type = lowerExpression(scope, pattern.cls);
        const callee = nameAt('isinstance', place);
        return { condition: { kind: 'call', callee, arguments: [subject, type].map((value) => ({ form: 'positional', value })), ...place }, captures: [] };
      }
      break;
    default:
      break;
  }
  return {
    condition: opaque('pattern', place, [subject]),
    captures: capturedNames(pattern).map((name) => ({ name, value: opaque('part of a matched value', place, [subject]), place })),
  };
}

function capturedNames(pattern: MatchPattern): string[] {
  switch (pattern.nodeType) {
    case 'MatchAs':
      return [...(pattern.pattern ? capturedNames(pattern.pattern) : []), ...(pattern.name ? [pattern.name] : [])];
    case 'MatchStar':
      return pattern.name ? [pattern.name] : [];
    case 'MatchSequence':
      return pattern.patterns.flatMap(capturedNames);
    case 'MatchMapping':
      return [...pattern.patterns.flatMap(capturedNames), ...(pattern.rest ? [pattern.rest] : [])];
    case 'MatchClass':
      return [...pattern.patterns, ...pattern.kwd_patterns].flatMap(capturedNames);
    case 'MatchOr':
      return pattern.patterns[0] ? capturedNames(pattern.patterns[0]) : [];
    default:
      return [];
  }
}
