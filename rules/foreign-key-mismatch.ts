import type { Catalog, Table } from '../src/catalog/catalog.js';
import { constraintColumns, knownNames, partKey, plainColumn } from '../src/catalog/names.js';
import type { FindingObject } from '../src/finding.js';
import type { ForeignKey, Name, Operation } from '../src/operation.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { foreignKeysOf } from './support/foreign-keys.js';
import { comparable, integerWidth, sameInteger } from './support/key-types.js';
import { enumOf, findColumn, findTable, uniqueKeys } from './support/lookup.js';
import { columnObject, listed, tableObject, written } from './support/names.js';

type Message = 'count' | 'notUnique' | 'types' | 'width' | 'integers' | 'setNull';
type Context = RuleContext<Message>;

export default defineRule<Message>({
  id: 'foreign-key-mismatch',
  meta: {
    summary: 'A foreign key does not match the key that it references.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    directions: ['upgrade'],
    yieldsTo: ['missing-object', 'duplicate-object'],
    messages: {
      count: 'The foreign key on `{{table}}` has {{own}} for {{theirs}} of `{{parent}}`: each needs one of the other, so the statement fails also on empty tables. Name as many columns as the key has that is referenced.',
      notUnique:
        'The foreign key on `{{table}}` references {{theirs}} of `{{parent}}`, which no primary key, unique constraint or whole unique index keeps unique: the statement fails also on empty tables. Add a unique constraint over {{theirs}} first, or reference the key that is there.',
      types:
        '`{{table}}.{{column}}` is {{type}} and references `{{parent}}.{{target}}`, which is {{targetType}}: PostgreSQL cannot compare the two with an index, so the statement fails also on empty tables. Give both columns the same type.',
      integers:
        '`{{table}}.{{column}}` is {{type}} and references `{{parent}}.{{target}}`, which is {{targetType}}: MySQL wants the same integer type on both sides, signed or unsigned alike, and refuses the foreign key also on empty tables. Give both columns the same type.',
      width:
        '`{{table}}.{{column}}` is {{type}} and references `{{parent}}.{{target}}`, which is {{targetType}}: rows of `{{parent}}` whose key is too large for {{type}} can never be referenced, and the insert fails on the day that they are. Make `{{column}}` {{targetType}}, too, while the table is small.',
      setNull:
        'The foreign key on `{{table}}.{{column}}` says ON DELETE SET NULL, and the column is NOT NULL: deleting a row of `{{parent}}` that is referenced fails. Make the column nullable, or use CASCADE or RESTRICT.',
    },
  },
  create: (context) => {
    const listen = (operation: Operation, step: Step): void => {
      for (const { table, key } of foreignKeysOf(operation)) check(context, step, operation, table, key);
    };
    return { createTable: listen, addConstraint: listen };
  },
});

function check(context: Context, step: Step, operation: Operation, table: Name, key: ForeignKey): void {
  const parentName = known(key.references.table);
  if (parentName === undefined || (operation.kind === 'createTable' && operation.ifNotExists && findTable(step.before, table))) return;
  checkSetNull(context, step, operation, table, key, parentName);
  const parent = findTable(step.after, parentName);
  const columns = constraintColumns(key);
  const targets = parent && targetColumns(key, parent);
  if (!columns || !targets || !parent) return;
  const data = { table: written(table), parent: written(parentName), theirs: listed(targets), own: listed(columns) };
  const object = ownObject(table, columns);
  if (columns.length !== targets.length) return context.report(operation, 'count', { data, object });
  if (context.target.dialect === 'postgres' && lacksKey(parent, targets)) return context.report(operation, 'notUnique', { data, object, possible: parent.uncertain });
  columns.forEach((column, i) => checkTypes(context, step.after, operation, { table, column, parent: parentName, target: targets[i] ?? '' }));
}

const ownObject = (table: Name, columns: readonly string[]): FindingObject => (columns.length === 1 && columns[0] !== undefined ? columnObject(table, columns[0]) : tableObject(table));

/** The columns that the key references, those of the primary key where it names none. */
function targetColumns(key: ForeignKey, parent: Table): readonly string[] | undefined {
  const named = knownNames(known(key.references.columns));
  if (named === undefined || named.length > 0) return named;
  const primary = [...parent.constraints.values()].find(({ constraint }) => constraint.type === 'primaryKey');
  return primary && constraintColumns(primary.constraint);
}

/** Whether the table is known to keep the columns unique by nothing; their order does not matter. */
function lacksKey(parent: Table, targets: readonly string[]): boolean {
  if (!parent.complete || !targets.every((column) => parent.columns.has(partKey(column))) || parent.partitionOf !== undefined || parent.inherits !== undefined) return false;
  const unread = [...parent.indexes.values()].some(({ index, complete }) => !complete || (index.unique && index.columns.some((column) => plainColumn(column) === undefined && known(column) === undefined)));
  const unreadKey = [...parent.constraints.values()].some(({ constraint, complete }) => !complete || ((constraint.type === 'primaryKey' || constraint.type === 'unique') && constraintColumns(constraint) === undefined));
  if (unread || unreadKey) return false;
  const wanted = new Set(targets.map(partKey));
  return !uniqueKeys(parent).some((columns) => columns.length === wanted.size && columns.every((column) => wanted.has(partKey(plainColumn(column) ?? column))));
}

interface Pair {
  readonly table: Name;
  readonly column: string;
  readonly parent: Name;
  readonly target: string;
}

function checkTypes(context: Context, catalog: Catalog, operation: Operation, { table, column, parent, target }: Pair): void {
  const [own, other] = [findColumn(catalog, table, column), findColumn(catalog, parent, target)];
  const [type, targetType] = [known(own?.column.type), known(other?.column.type)];
  if (!own || !other || type === undefined || targetType === undefined) return;
  const data = { table: written(table), column, type, parent: written(parent), target, targetType };
  const details = { data, object: columnObject(table, column), possible: own.uncertain || other.uncertain || [own, other].some(({ hinted }) => hinted?.includes('type') === true) };
  const { dialect } = context.target;
  if (dialect === 'postgres') {
    const isEnum = (text: string): boolean => enumOf(catalog, text) !== undefined;
    if (comparable(type, targetType, isEnum) === false) context.report(operation, 'types', details);
    else if ((integerWidth(type) ?? 0) < (integerWidth(targetType) ?? 0) && integerWidth(type) !== undefined) context.report(operation, 'width', { ...details, severity: 'warning' });
  } else if ((dialect === 'mysql' || dialect === 'mariadb') && sameInteger(type, targetType) === false) context.report(operation, 'integers', details);
}

function checkSetNull(context: Context, step: Step, operation: Operation, table: Name, key: ForeignKey, parent: Name): void {
  if (known(key.onDelete) !== 'SET NULL') return;
  const end = step.steps[step.steps.length - 1]?.after ?? step.after;
  const columns = constraintColumns(key) ?? [];
  const entries = columns.map((column) => findColumn(end, table, column));
  // `SET NULL (a)` clears some of the columns only, and which ones is not told
  if (columns[0] === undefined || !entries.every((entry) => known(entry?.column.nullable) === false)) return;
  const possible = entries.some((entry) => entry?.uncertain === true || entry?.hinted?.includes('nullable') === true);
  context.report(operation, 'setNull', { data: { table: written(table), column: columns[0], parent: written(parent) }, object: ownObject(table, columns), possible });
}
