import type { Action, Condition, Fact, Guard, Name, SchemaObject } from './operation.js';
import { isUnknown } from './value.js';
import type { Known } from './value.js';

/** The fact that has to be so (or not) for the operation to run; `undefined` for a test of several facts. */
function plainExistence(condition: Condition, expected: boolean): { readonly fact: Fact; readonly exists: boolean } | undefined {
  if (condition.is === 'exists') return { fact: condition.fact, exists: expected };
  return condition.is === 'not' ? plainExistence(condition.operand, !expected) : undefined;
}

const sameText = (a: Known<string> | undefined, b: Known<string> | undefined): boolean => a !== undefined && !isUnknown(a) && a === b;
const schema = ({ schema }: Name): string => schema ?? 'public';
const sameName = (a: Known<Name> | undefined, b: Known<Name> | undefined): boolean =>
  a !== undefined && b !== undefined && !isUnknown(a) && !isUnknown(b) && a.name === b.name && schema(a) === schema(b);
const sameObject = (a: SchemaObject, b: SchemaObject): boolean => a.kind === b.kind && sameText(a.name, b.name) && (a.table === undefined || b.table === undefined || sameName(a.table, b.table));

const MAKES = new Set<Action['kind']>(['createTable', 'addColumn', 'addConstraint', 'createIndex', 'createEnum', 'createObject']);

function concerns(fact: Fact, action: Action): boolean {
  switch (action.kind) {
    case 'createTable':
    case 'dropTable':
      return fact.ask === 'table' && sameName(fact.table, action.table);
    case 'addColumn':
      return fact.ask === 'column' && sameName(fact.table, action.table) && sameText(fact.column, action.column.name);
    case 'dropColumn':
      return fact.ask === 'column' && sameName(fact.table, action.table) && sameText(fact.column, action.column);
    case 'createIndex':
      return fact.ask === 'index' && sameText(fact.index, action.index.name);
    case 'dropIndex':
      return fact.ask === 'index' && sameText(fact.index, action.index);
    case 'addConstraint':
      return fact.ask === 'constraint' && sameText(fact.constraint, action.constraint.name);
    case 'dropConstraint':
      return fact.ask === 'constraint' && sameText(fact.constraint, action.constraint);
    case 'createEnum':
    case 'dropEnum':
      return fact.ask === 'type' && sameName(fact.name, action.name);
    case 'createObject':
    case 'dropObject':
      return fact.ask === 'object' && sameObject(fact.object, action.object);
    default:
      return false;
  }
}

/** Whether the guard asks just whether what the action makes is not there yet, or what it drops is. */
export function asksForItself(action: Action, guard: Guard): boolean {
  const asked = plainExistence(guard.condition, guard.expected);
  return asked !== undefined && concerns(asked.fact, action) && asked.exists !== MAKES.has(action.kind);
}

/** "If the table does not exist, create it" says the same as `CREATE TABLE IF NOT EXISTS`. */
export function tolerant<A extends Action>(action: A): A {
  return { ...action, ...(MAKES.has(action.kind) ? { ifNotExists: true } : { ifExists: true }) };
}
