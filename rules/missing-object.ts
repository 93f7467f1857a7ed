import { hasColumn, hasConstraint, hasIndex, hasObject, hasTable, hasType, isSystem } from '../src/catalog/query.js';
import { constraintColumns, indexOwner, partKey } from '../src/catalog/names.js';
import { factsOf } from '../src/dialects/dialect.js';
import type { FindingObject } from '../src/finding.js';
import { nearest } from '../src/nearest.js';
import type { Constraint, Name, Operation } from '../src/operation.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import { known, type Known } from '../src/value.js';
import { findTable } from './support/lookup.js';
import { columnObject, constraintObject, enumObject, indexObject, listed, tableObject, written } from './support/names.js';
import { dropsTable, earlier } from './support/steps.js';
import { isProvidedTable, isProvidedType, userType } from './support/provided.js';

type Message = 'missing' | 'otherName' | 'typeNotCreated';
type Context = RuleContext<Message>;

export default defineRule<Message>({
  id: 'missing-object',
  meta: {
    summary: 'An operation names a table, column, constraint, index or type that does not exist at that point.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      missing: 'There is no {{what}} here: {{why}}, so the statement fails on every database that has run the history up to this point. Name what is there, or put the operations into another order.',
      otherName: 'There is no {{what}} here, only {{candidates}}: the statement fails on every database that has run the history up to this point. Use the name that the object was created with.',
      typeNotCreated:
        'The type `{{type}}` of `{{table}}.{{column}}` does not exist here: adding or altering a column does not create an enum type, only creating a table does. Create it first: {{create}}.',
    },
  },
  create: (context) => ({
    dropTable: (operation, step) => void (operation.ifExists || table(context, step, operation, operation.table)),
    renameTable: (operation, step) => void table(context, step, operation, operation.table),
    addColumn(operation, step) {
      if (!table(context, step, operation, operation.table)) columnType(context, step, operation, operation.table, operation.column.name, operation.column.type);
    },
    dropColumn: (operation, step) => void (operation.ifExists || column(context, step, operation, operation.table, operation.column)),
    renameColumn: (operation, step) => void column(context, step, operation, operation.table, operation.column),
    alterColumn(operation, step) {
      if (!column(context, step, operation, operation.table, operation.column) && operation.set.type !== undefined) columnType(context, step, operation, operation.table, operation.column, operation.set.type);
    },
    createTable(operation, step) {
      const own = known(operation.table);
      if (own === undefined || (operation.ifNotExists && hasTable(step.before, own) !== false)) return;
      for (const each of operation.constraints) referenced(context, step, operation, each, own);
    },
    addConstraint(operation, step) {
      if (table(context, step, operation, operation.table)) return;
      if (!operation.inline) for (const each of constraintColumns(operation.constraint) ?? []) if (column(context, step, operation, operation.table, each)) return;
      referenced(context, step, operation, operation.constraint);
    },
    validateConstraint: (operation, step) => constraint(context, step, operation, operation.table, operation.constraint),
    renameConstraint: (operation, step) => constraint(context, step, operation, operation.table, operation.constraint),
    dropConstraint(operation, step) {
      if (!operation.ifExists && operation.constraint !== undefined) constraint(context, step, operation, operation.table, operation.constraint, operation.type);
    },
    createIndex(operation, step) {
      if (table(context, step, operation, operation.table)) return;
      for (const each of operation.index.reads ?? []) if (column(context, step, operation, operation.table, each)) return;
    },
    dropIndex(operation, step) {
      if (!operation.ifExists) index(context, step, operation, operation.table, operation.index, operation.schema);
    },
    renameIndex: (operation, step) => index(context, step, operation, undefined, operation.index, operation.schema),
    alterEnum: (operation, step) => type(context, step, operation, operation.name),
    dropEnum(operation, step) {
      if (!operation.ifExists) type(context, step, operation, operation.name);
    },
    dropObject(operation, step) {
      const { object } = operation;
      const name = known(object.name);
      if (operation.ifExists || name === undefined || !LISTED.has(object.kind) || hasObject(step.before, object) !== false) return;
      report(context, step, operation, `${KINDS[object.kind] ?? object.kind} \`${name}\``, { kind: object.kind, name, table: known(object.table) && written(known(object.table) as Name) });
    },
    modifyRows(operation, step) {
      const target = known(operation.table);
      if (target === undefined || hasTable(step.before, target) !== false) return;
      // a name without a schema may also be a WITH query or a temporary table
      if (operation.verb !== 'insert' || !step.steps.some((other) => other.operation.kind === 'opaque')) table(context, step, operation, target);
    },
  }),
});

const LISTED = new Set<string>(['view', 'materializedView', 'trigger']);
const KINDS: Readonly<Record<string, string>> = { materializedView: 'materialized view' };

/** Whether the table is missing, which is then reported. */
function table(context: Context, step: Step, operation: Operation, name: Known<Name>): boolean {
  const found = known(name);
  if (found === undefined || isProvidedTable(found) || hasTable(step.before, found) !== false) return false;
  const others = [...step.before.tables.values()].map((each) => written(each.name));
  report(context, step, operation, `table \`${written(found)}\``, tableObject(found), likely(written(found), others));
  return true;
}

const SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'oid', 'tableoid', 'rowid', '_rowid_']);

function column(context: Context, step: Step, operation: Operation, owner: Known<Name>, name: Known<string>): boolean {
  if (table(context, step, operation, owner)) return true;
  const of = known(owner);
  const wanted = known(name);
  if (of === undefined || wanted === undefined || SYSTEM_COLUMNS.has(wanted) || isSystem(of) || isProvidedTable(of)) return false;
  if (hasColumn(step.before, of, wanted) !== false) return false;
  const others = [...(findTable(step.before, of)?.columns.keys() ?? [])];
  report(context, step, operation, `column \`${written(of)}.${wanted}\``, columnObject(of, wanted), likely(wanted, others));
  return true;
}

function constraint(context: Context, step: Step, operation: Operation, owner: Known<Name>, name: Known<string>, kind?: Constraint['type']): void {
  if (table(context, step, operation, owner)) return;
  const of = known(owner);
  const wanted = known(name);
  if (of === undefined || wanted === undefined || isProvidedTable(of) || hasConstraint(step.before, of, wanted) !== false) return;
  const all = [...(findTable(step.before, of)?.constraints.values() ?? [])];
  const same = all.filter((entry) => kind === undefined || entry.constraint.type === kind).map((entry) => entry.name);
  report(context, step, operation, `constraint \`${wanted}\` on \`${written(of)}\``, constraintObject(of, wanted), likely(wanted, same) ?? (kind !== undefined && same.length === 1 ? same : undefined));
}

function index(context: Context, step: Step, operation: Operation, owner: Known<Name> | undefined, name: Known<string>, schema?: string): void {
  const of = known(owner);
  const wanted = known(name);
  if (wanted === undefined || (of && isProvidedTable(of)) || hasIndex(step.before, of, wanted, schema) !== false) return;
  // the server finds an index by its own name, whatever table the source names with it
  if (context.target.dialect === 'postgres' && indexOwner(step.before, of?.schema ?? schema, wanted)) return;
  const others = of ? [...(findTable(step.before, of)?.indexes.keys() ?? [])] : [...step.before.tables.values()].flatMap((each) => [...each.indexes.keys()]);
  report(context, step, operation, of ? `index \`${wanted}\` on \`${written(of)}\`` : `index \`${wanted}\``, indexObject(of, wanted), likely(wanted, others), of);
}

function type(context: Context, step: Step, operation: Operation, name: Known<Name>): void {
  const found = known(name);
  if (found === undefined || isProvidedType(found.name) || hasType(step.before, found) !== false) return;
  report(context, step, operation, `type \`${written(found)}\``, enumObject(found), likely(written(found), [...step.before.enums.keys()]));
}

/** A foreign key needs the table that it references, and there the columns. */
function referenced(context: Context, step: Step, operation: Operation, each: Constraint, own?: Name): void {
  if (each.type !== 'foreignKey' || factsOf(context.target.dialect).danglingReferences) return;
  const target = known(each.references.table);
  if (target === undefined || (own && written(own) === written(target))) return;
  if (table(context, step, operation, target)) return;
  for (const name of known(each.references.columns) ?? []) if (column(context, step, operation, target, name)) return;
}

/** Alembic creates the enum type with a table, but not with a column that is added later. */
function columnType(context: Context, step: Step, operation: Operation, owner: Known<Name>, name: Known<string>, written_: Known<string>): void {
  const of = known(owner);
  const text = known(written_);
  const plain = known(name);
  if (context.target.dialect !== 'postgres' || of === undefined || plain === undefined || text === undefined) return;
  const found = userType(text);
  if (!found || isProvidedType(found.name) || hasType(step.before, found) !== false || hasTable(step.before, found) !== false) return;
  context.report(operation, 'typeNotCreated', {
    data: {
      type: written(found),
      table: written(of),
      column: plain,
      create: step.migration.framework === 'alembic' ? `\`sa.Enum(..., name='${found.name}').create(op.get_bind())\`` : `\`CREATE TYPE ${written(found)} AS ENUM (...)\``,
    },
    object: enumObject(found),
    objects: [enumObject(found), columnObject(of, plain)],
  });
}

function likely(name: string, others: readonly string[]): readonly string[] | undefined {
  const best = nearest(partKey(name), others);
  return best === undefined || best === name ? undefined : [best];
}

function report(context: Context, step: Step, operation: Operation, what: string, object: FindingObject, candidates?: readonly string[], owner?: Name): void {
  if (candidates) context.report(operation, 'otherName', { data: { what, candidates: listed(candidates) }, object });
  else context.report(operation, 'missing', { data: { what, why: reason(step, object, owner) }, object });
}

function reason(step: Step, object: FindingObject, owner: Name | undefined): string {
  if (owner && dropsTable(earlier(step), owner)) return `it went with the table \`${written(owner)}\``;
  const dropped = earlier(step).some(({ operation }) => operation.kind.startsWith('drop') && JSON.stringify([names(operation)]).includes(JSON.stringify(object.name)));
  if (dropped) return 'it was dropped before';
  return step.direction === 'downgrade' ? 'the upgrade leaves none behind' : 'no migration before this one creates it';
}

function names(operation: Operation): readonly unknown[] {
  switch (operation.kind) {
    case 'dropTable':
      return [known(operation.table)?.name];
    case 'dropColumn':
      return [known(operation.column)];
    case 'dropConstraint':
      return [known(operation.constraint)];
    case 'dropIndex':
      return [known(operation.index)];
    case 'dropEnum':
      return [known(operation.name)?.name];
    default:
      return [];
  }
}
