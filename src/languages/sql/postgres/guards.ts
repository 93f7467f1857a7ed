import { constraintName } from '../../../dialects/postgres-types.js';
import type { Action, Draft, Name } from '../../../operation.js';
import { isUnknown, known, type Known } from '../../../value.js';
import type { BlockCondition, Existence, Test } from './existence.js';

const named = (value: Known<string> | undefined, text: string): boolean => known(value) === text;
const nameIs = (value: Known<Name> | undefined, text: string): boolean => value !== undefined && !isUnknown(value) && value.name === text;
const onTable = (fact: Existence, table: Known<Name> | undefined): boolean => fact.table === undefined || table === undefined || nameIs(table, fact.table);

const CREATES = new Set<Action['kind']>(['createTable', 'addColumn', 'addConstraint', 'createIndex', 'createEnum', 'createObject', 'alterEnum']);
const DROPS = new Set<Action['kind']>(['dropTable', 'dropColumn', 'dropConstraint', 'dropIndex', 'dropEnum', 'dropObject']);

/** Whether the operation makes or drops the very thing that was asked for. */
function concerns(action: Action, fact: Existence): boolean {
  const relation = fact.ask === 'table' || fact.ask === 'relation';
  switch (action.kind) {
    case 'createTable':
    case 'dropTable':
      return relation && nameIs(action.table, fact.name);
    case 'addColumn':
      return fact.ask === 'column' && named(action.column.name, fact.name) && onTable(fact, action.table);
    case 'dropColumn':
      return fact.ask === 'column' && named(action.column, fact.name) && onTable(fact, action.table);
    case 'addConstraint':
      // written behind the column that was asked for
      if (action.inline === true && fact.ask === 'column') return onTable(fact, action.table);
      if (fact.ask === 'primaryKey') return action.constraint.type === 'primaryKey' && onTable(fact, action.table);
      return fact.ask === 'constraint' && named(action.constraint.name, fact.name) && onTable(fact, action.table);
    case 'dropConstraint':
      if (fact.ask === 'primaryKey') return named(action.constraint, constraintName(fact.name, [], 'primaryKey')) && onTable(fact, action.table);
      return fact.ask === 'constraint' && named(action.constraint, fact.name) && onTable(fact, action.table);
    case 'createIndex':
      return (fact.ask === 'index' || fact.ask === 'relation') && named(action.index.name, fact.name);
    case 'dropIndex':
      return (fact.ask === 'index' || fact.ask === 'relation') && named(action.index, fact.name);
    case 'createEnum':
    case 'dropEnum':
      return fact.ask === 'type' && nameIs(action.name, fact.name);
    case 'alterEnum':
      return fact.ask === 'label' && action.addValue !== undefined && named(action.addValue, fact.name);
    case 'createObject':
    case 'dropObject': {
      const { kind } = action.object;
      if (!named(action.object.name, fact.name)) return false;
      if (kind === 'type' || kind === 'domain') return fact.ask === 'type';
      if (kind === 'view' || kind === 'materializedView' || kind === 'sequence' || kind === 'foreignTable') return relation;
      if (kind === 'procedure' || kind === 'aggregate') return fact.ask === 'function';
      return kind === fact.ask && onTable(fact, action.object.table);
    }
    default:
      return false;
  }
}

const tableOf = (action: Action): Known<Name> | undefined => ('table' in action ? action.table : undefined);

/** How one test bears on an operation: it is the question that the operation itself can ask, it goes without saying, or it decides. */
function bearing(action: Action, test: Test): 'asked' | 'given' | 'decides' {
  if (concerns(action, test.fact) && (test.exists ? DROPS : CREATES).has(action.kind)) return 'asked';
  // an operation on a table can only run where there is one
  const parent = test.fact.ask === 'table' || test.fact.ask === 'relation';
  if (test.exists && parent && nameIs(tableOf(action), test.fact.name)) return 'given';
  return 'decides';
}

/** Marks an operation that says itself that it does nothing where its object is, or is not, there. */
export function lenient(draft: Draft): Draft {
  if (draft.kind === 'alterEnum') return draft.addValue === undefined ? draft : { ...draft, ifNotExists: true };
  if (CREATES.has(draft.kind)) return { ...draft, ifNotExists: true } as Draft;
  return DROPS.has(draft.kind) ? ({ ...draft, ifExists: true } as Draft) : draft;
}
export const creates = (draft: Draft): boolean => CREATES.has(draft.kind);
export const drops = (draft: Draft): boolean => DROPS.has(draft.kind);

const maybe = (draft: Draft): Draft => (draft.certainty === 'maybe' ? draft : { ...draft, certainty: 'maybe' });

/** An operation under the conditions around it. */
export function guarded(draft: Draft, conditions: readonly BlockCondition[]): Draft {
  let asked = false;
  for (const condition of conditions) {
    if (!condition || (condition.join === 'any' && condition.tests.length > 1)) return maybe(draft);
    const bearings = condition.tests.map((test) => bearing(draft, test));
    if (bearings.includes('decides')) return maybe(draft);
    if (bearings.includes('asked')) asked = true;
  }
  if (conditions.length === 0) return draft;
  return asked ? lenient(draft) : maybe(draft);
}

/** An operation whose block catches these errors. */
export function caught(draft: Draft, errors: readonly string[], alone: boolean): Draft {
  const others = errors.includes('others');
  if (creates(draft) && (others || errors.some((error) => /^(?:duplicate_|unique_violation$|42710$|42P07$|42701$|23505$|42P06$|42723$)/iu.test(error)))) return lenient(draft);
  if (drops(draft) && (others || errors.some((error) => /^(?:undefined_|invalid_schema_name$|42704$|42P01$|42703$|3F000$)/iu.test(error)))) return lenient(draft);
  return alone && !others ? draft : maybe(draft);
}
