import { clipIdentifier } from '../../dialects/postgres-types.js';
import type { Constraint, Index, Name } from '../../operation.js';
import type { Known } from '../../value.js';
import { buildConstraint } from '../sqlalchemy/constraints.js';
import { buildIndex } from '../sqlalchemy/indexes.js';
import type { ConstraintModel, GivenName, IndexModel } from '../sqlalchemy/model.js';
import { truncateName, writtenName } from '../sqlalchemy/names.js';
import { mapKnown } from '../values.js';
import type { Runtime } from './runtime.js';

const KEYS = { primaryKey: 'pk', unique: 'uq', foreignKey: 'fk', check: 'ck', exclude: undefined } as const;

const clipped = (runtime: Runtime, name: Known<string>): Known<string> => (runtime.target.dialect === 'postgres' ? mapKnown(name, clipIdentifier) : name);

export const constraintOf = (runtime: Runtime, table: Known<Name>, model: ConstraintModel, column?: Known<string>): Constraint =>
  buildConstraint(model, { table, convention: runtime.convention, target: runtime.target, column });

export const indexOf = (runtime: Runtime, table: Known<Name>, model: IndexModel): Index => buildIndex(model, table, runtime.convention, runtime.target);

/** The name that `drop_constraint` writes: the same naming convention applies as where the constraint was created, as far as it needs no columns. */
export function droppedName(runtime: Runtime, table: Known<Name>, given: GivenName | undefined, type: Constraint['type'] | undefined): Known<string> | undefined {
  const key = type && KEYS[type];
  const template = key && runtime.convention?.[key];
  // a nameless constraint has no columns here that a convention could name it after
  if (template !== undefined && /%\((?:referred_)?(?:column|table)_?\d|%\(referred|N_(?:name|key|label)/.test(template)) return given && clipped(runtime, given.name);
  const name = writtenName(key, given, { table, columns: [] }, runtime.convention, runtime.target);
  return name === undefined ? undefined : clipped(runtime, name);
}

export const droppedIndex = (runtime: Runtime, given: GivenName): Known<string> =>
  clipped(runtime, given.final ? mapKnown(given.name, (name) => truncateName(name, runtime.target)) : given.name);
