import type { Value } from '../../evaluate/value.js';
import { NULL, listValue, plainText, recordValue, unknownValue } from '../../evaluate/value.js';
import type { ConstraintState, TableState } from '../../framework.js';
import type { Constraint, ForeignKey, KeyConstraint } from '../../operation.js';
import { type Known, isUnknown } from '../../value.js';

/** What an inspector lists of a table; `undefined` where the history does not tell. */
export interface Reflected {
  readonly records: readonly Value[];
  /** False: there may be more than the history tells. */
  readonly complete: boolean;
}
export type Reflection = (table: TableState) => Reflected | undefined;

const unread = (): Value => unknownValue('database');
const textOf = (text: Known<string> | undefined): Value => (text === undefined ? NULL : isUnknown(text) ? unread() : plainText(text));
const namesOf = (names: Known<readonly Known<string>[]>): Value => (isUnknown(names) ? unread() : listValue(names.map(textOf)));
const nameOf = ({ constraint }: ConstraintState): Value => (constraint.name === undefined ? unread() : textOf(constraint.name));

/** Constraints of a kind in the order of their names, as the server lists them. */
function listed<C extends Constraint>(table: TableState, is: (constraint: Constraint) => constraint is C, recordOf: (entry: ConstraintState, constraint: C) => Value): Reflected | undefined {
  if (table.uncertain || !table.created) return undefined;
  const found: { readonly name: string; readonly record: Value }[] = [];
  for (const entry of table.constraints.values()) {
    if (!is(entry.constraint)) continue;
    if (entry.uncertain || !entry.complete) return undefined;
    found.push({ name: entry.name, record: recordOf(entry, entry.constraint) });
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { records: found.map(({ record }) => record), complete: table.complete };
}

const isForeignKey = (constraint: Constraint): constraint is ForeignKey => constraint.type === 'foreignKey';
const isUnique = (constraint: Constraint): constraint is KeyConstraint => constraint.type === 'unique';
const isPrimaryKey = (constraint: Constraint): constraint is KeyConstraint => constraint.type === 'primaryKey';

function referredColumns({ references }: ForeignKey): Value {
  const { columns } = references;
  // without columns it is the primary key of the other table
  return isUnknown(columns) || columns.length === 0 ? unread() : namesOf(columns);
}

function optionsOf(constraint: ForeignKey): Value {
  const options: [string, Value][] = [];
  if (constraint.onDelete !== undefined) options.push(['ondelete', textOf(constraint.onDelete)]);
  if (constraint.onUpdate !== undefined) options.push(['onupdate', textOf(constraint.onUpdate)]);
  return constraint.deferrable || constraint.initiallyDeferred ? unread() : recordValue(options);
}

/** `get_foreign_keys` */
export const foreignKeys: Reflection = (table) =>
  listed(table, isForeignKey, (entry, constraint) => {
    const referred = constraint.references.table;
    return recordValue([
      ['name', nameOf(entry)],
      ['constrained_columns', namesOf(constraint.columns)],
      ['referred_schema', isUnknown(referred) ? unread() : textOf(referred.schema)],
      ['referred_table', isUnknown(referred) ? unread() : plainText(referred.name)],
      ['referred_columns', referredColumns(constraint)],
      ['options', optionsOf(constraint)],
      ['comment', unread()],
    ]);
  });

/** `get_unique_constraints` */
export const uniqueConstraints: Reflection = (table) =>
  listed(table, isUnique, (entry, { columns }) => recordValue([['name', nameOf(entry)], ['column_names', namesOf(columns)], ['comment', unread()]]));

/** `get_pk_constraint` */
export const primaryKey: Reflection = (table) =>
  listed(table, isPrimaryKey, (entry, { columns }) => recordValue([['name', nameOf(entry)], ['constrained_columns', namesOf(columns)], ['comment', unread()]]));

/** The answer where a table has no primary key. */
export const noPrimaryKey = (): Value => recordValue([['name', NULL], ['constrained_columns', listValue([])], ['comment', NULL]]);
