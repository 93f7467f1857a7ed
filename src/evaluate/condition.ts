import type { Condition, Draft, Fact, Guard, Name } from '../operation.js';
import { isUnknown, known } from '../value.js';
import type { Known } from '../value.js';
import { FALSE, TRUE, conditionValue } from './value.js';
import type { Value } from './value.js';

/** Three-valued logic over tests that only the database can decide. Booleans are decided tests. */
export type Test = boolean | Condition;

export function not(test: Test): Test {
  if (typeof test === 'boolean') return !test;
  if (test.is === 'not') return test.operand;
  return test.is === 'unknown' ? test : { is: 'not', operand: test };
}

export function both(left: Test, right: Test): Test {
  if (left === false || right === false) return false;
  if (left === true) return right;
  if (right === true) return left;
  return { is: 'and', left, right };
}

export function either(left: Test, right: Test): Test {
  return not(both(not(left), not(right)));
}

export const testValue = (test: Test): Value => (typeof test === 'boolean' ? (test ? TRUE : FALSE) : conditionValue(test));

const sameText = (a: Known<string> | undefined, b: Known<string> | undefined): boolean => a !== undefined && !isUnknown(a) && a === b;
function sameName(a: Known<Name> | undefined, b: Known<Name> | undefined): boolean {
  const [x, y] = [known(a), known(b)];
  return x !== undefined && y !== undefined && x.name === y.name && (x.schema === undefined || y.schema === undefined || x.schema === y.schema);
}

function concerns(fact: Fact, draft: Draft): boolean {
  switch (fact.ask) {
    case 'table':
      return (draft.kind === 'createTable' || draft.kind === 'dropTable') && sameName(fact.table, draft.table);
    case 'column':
      if (draft.kind === 'addColumn') return sameName(fact.table, draft.table) && sameText(fact.column, draft.column.name);
      return draft.kind === 'dropColumn' && sameName(fact.table, draft.table) && sameText(fact.column, draft.column);
    case 'index':
      if (draft.kind === 'createIndex') return sameText(fact.index, draft.index.name);
      return draft.kind === 'dropIndex' && sameText(fact.index, draft.index);
    case 'constraint':
      if (draft.kind === 'addConstraint') return sameText(fact.constraint, draft.constraint.name);
      return draft.kind === 'dropConstraint' && sameText(fact.constraint, draft.constraint);
    case 'type':
      return (draft.kind === 'createEnum' || draft.kind === 'dropEnum') && sameName(fact.name, draft.name);
    case 'object':
      return (draft.kind === 'createObject' || draft.kind === 'dropObject') && draft.object.kind === fact.object.kind && sameText(fact.object.name, draft.object.name);
  }
}

/** `exists`, `not exists`, or undefined for any other test. */
function plainExistence(guard: Guard): { readonly fact: Fact; readonly exists: boolean } | undefined {
  let condition = guard.condition;
  let exists = guard.expected;
  while (condition.is === 'not') {
    condition = condition.operand;
    exists = !exists;
  }
  return condition.is === 'exists' ? { fact: condition.fact, exists } : undefined;
}

/**
 * "If the table does not exist, create it" says the same as `CREATE TABLE IF NOT EXISTS`: such a guard becomes a property
 * of the operation. Returns the draft and whether every guard could be taken in that way.
 */
export function foldGuards(draft: Draft, guards: readonly Guard[]): { readonly draft: Draft; readonly folded: boolean } {
  let folded = true;
  let result = draft;
  for (const guard of guards) {
    const test = plainExistence(guard);
    if (!test || !concerns(test.fact, draft)) {
      folded = false;
      continue;
    }
    const creates = draft.kind.startsWith('create') || draft.kind.startsWith('add');
    if (creates === test.exists) folded = false;
    else result = { ...result, ...(creates ? { ifNotExists: true } : { ifExists: true }) } as Draft;
  }
  return { draft: result, folded };
}
