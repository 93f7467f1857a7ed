import type * as Es from 'oxc-parser';
import type { Expression, Statement } from '../../evaluate/core.js';
import { lowerExpression } from './expressions.js';
import { declaresNames } from './hoist.js';
import { declare, type FunctionScope, nameAt, type Place, placeOf, temporaryName, undefinedAt } from './nodes.js';
import { lowerStatements } from './statements.js';

/** Cases that run on into the next one are written out for each; so many statements at most. */
const WRITTEN_OUT = 400;

interface Branch {
  readonly tests: readonly Expression[];
  readonly isDefault: boolean;
  readonly body: readonly Statement[];
}

/** A chain of tests on the value. Its `break`s are those of a loop that runs once, unless they only end a case. */
export function lowerSwitch(scope: FunctionScope, node: Es.SwitchStatement, place: Place): Statement[] {
  const value = nameAt(temporaryName('value', place), placeOf(node.discriminant));
  const bodies = node.cases.map((each) => lowerStatements(scope, each.consequent));
  if (writtenOut(bodies) > WRITTEN_OUT) return [{ kind: 'opaque', reason: 'a switch whose cases run on into each other', children: [], ...place }];
  const branches = branchesOf(scope, node, value, bodies);
  const otherwise = branches.find((each) => each.isDefault)?.body ?? [];
  const chain = branches.filter(({ isDefault }) => !isDefault).reduceRight<readonly Statement[]>((rest, { tests, body }) => {
    const [first, ...more] = tests;
    return first ? [{ kind: 'if', test: more.reduce((left, right) => ({ kind: 'binary', operator: 'or', left, right, ...place }), first), then: body, else: rest, ...place }] : rest;
  }, otherwise);
  const body: Statement[] = [declare(value, lowerExpression(scope, node.discriminant), placeOf(node.discriminant)), ...(chain.some(breaks) ? [once(chain, place)] : chain)];
  return node.cases.some(({ consequent }) => declaresNames(consequent)) ? [{ kind: 'block', body, ...place }] : body;
}

function once(body: readonly Statement[], place: Place): Statement {
  const one: Expression = { kind: 'list', form: 'list', items: [{ spread: false, value: undefinedAt(place) }], ...place };
  return { kind: 'loop', target: nameAt(temporaryName('round', place), place), iterable: one, body, otherwise: [], declares: true, ...place };
}

function branchesOf(scope: FunctionScope, node: Es.SwitchStatement, value: Expression, bodies: readonly (readonly Statement[])[]): Branch[] {
  const branches: Branch[] = [];
  let tests: Expression[] = [];
  let isDefault = false;
  node.cases.forEach((each, i) => {
    const at = placeOf(each);
    if (each.test) tests.push({ kind: 'binary', operator: 'is', left: value, right: lowerExpression(scope, each.test), ...at });
    else isDefault = true;
    if (bodies[i]?.length === 0 && i < bodies.length - 1) return;
    // cases that share their body with the default are those that nothing else took
    branches.push({ tests, isDefault, body: caseBody(bodies, i) });
    tests = [];
    isDefault = false;
  });
  return branches;
}

/** The statements that run from a case on, without the `break` at their end. */
function caseBody(bodies: readonly (readonly Statement[])[], from: number): Statement[] {
  const body: Statement[] = [];
  for (const statements of bodies.slice(from)) {
    body.push(...statements);
    const last = lastStatement(statements);
    if (last?.kind === 'break') return withoutBreak(body);
    if (last?.kind === 'return' || last?.kind === 'raise' || last?.kind === 'continue') return body;
  }
  return body;
}

function lastStatement(statements: readonly Statement[]): Statement | undefined {
  const last = statements.at(-1);
  return last?.kind === 'block' ? lastStatement(last.body) : last;
}

function withoutBreak(statements: readonly Statement[]): Statement[] {
  const last = statements.at(-1);
  if (last?.kind === 'block') return [...statements.slice(0, -1), { ...last, body: withoutBreak(last.body) }];
  return last?.kind === 'break' ? statements.slice(0, -1) : [...statements];
}

function writtenOut(bodies: readonly (readonly Statement[])[]): number {
  return bodies.reduce((sum, _, i) => sum + (sum > WRITTEN_OUT ? 0 : caseBody(bodies, i).length), 0);
}

function breaks(statement: Statement): boolean {
  switch (statement.kind) {
    case 'break':
      return true;
    case 'if':
      return statement.then.some(breaks) || statement.else.some(breaks);
    case 'block':
    case 'with':
      return statement.body.some(breaks);
    case 'try':
      return [statement.body, statement.finally, ...statement.handlers.map((handler) => handler.body)].some((body) => body.some(breaks));
    default:
      return false;
  }
}
