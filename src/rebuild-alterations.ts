import { apply } from './catalog/apply.js';
import type { ReplayedStep } from './catalog/assume.js';
import type { Catalog, ColumnEntry, ConstraintEntry } from './catalog/catalog.js';
import { withEntry, withoutEntries, withoutKeys } from './catalog/edit.js';
import { nameKey } from './catalog/names.js';
import { columnsRead } from './rebuild.js';
import type { Action, Column, ColumnChange, Operation } from './operation.js';
import type { Rebuild } from './rule.js';
import type { Span } from './span.js';
import type { Target } from './target.js';
import { isUnknown, known } from './value.js';

interface Alteration {
  readonly action: Action;
  readonly span: Span;
}

/** What a rebuild comes to: the steps that would have altered the table in place, the first of which stands for the rebuild as a whole. */
export function alterationsOf(rebuild: Rebuild, completed: ReplayedStep, target: Target): ReplayedStep[] {
  const { table, copy } = rebuild;
  const whole: Alteration = { action: { kind: 'alterObject', object: { kind: 'table', ...table }, action: 'rebuild' }, span: copy.operation.span };
  const steps: ReplayedStep[] = [];
  let before = catalogBefore(rebuild, completed.before);
  for (const { action, span } of [whole, ...rowsLeftOut(rebuild), ...columnAlterations(rebuild), ...constraintAlterations(rebuild)]) {
    const { statement, inTransaction } = copy.operation;
    const operation = { ...action, span, statement, certainty: 'always', ...(inTransaction === undefined ? {} : { inTransaction }) } as Operation;
    const after = action.kind === 'alterObject' ? before : apply(before, operation, target, { span });
    steps.push({ operation, before, after });
    before = after;
  }
  const last = steps.pop();
  return last ? [...steps, { ...last, after: completed.after }] : [];
}

/** The catalog as if nothing of the rebuild had been done yet. */
function catalogBefore({ table, old, create }: Rebuild, catalog: Catalog): Catalog {
  const copy = known(create.operation.kind === 'createTable' ? create.operation.table : undefined);
  const without = copy ? withoutEntries(catalog.tables, [nameKey(copy)]) : catalog.tables;
  return { ...catalog, tables: withEntry(without, nameKey(table), old), absent: withoutKeys(catalog.absent, nameKey(table)) };
}

/** Rows that the copy's filter leaves behind are deleted. */
const rowsLeftOut = ({ filtered, table, copy }: Rebuild): Alteration[] =>
  filtered ? [{ action: { kind: 'modifyRows', verb: 'delete', table, filtered: true }, span: copy.operation.span }] : [];

function columnAlterations(rebuild: Rebuild): Alteration[] {
  const { table, old, copied, copy } = rebuild;
  const renamed = new Map([...rebuild.new.columns.keys()].flatMap((column) => renameOf(rebuild, column)));
  const out: Alteration[] = [...renamed].map(([to, column]) => ({ action: { kind: 'renameColumn', table, column, to }, span: copy.operation.span }));
  const origins = new Set(renamed.values());
  for (const [name, entry] of rebuild.new.columns) {
    const before = old.columns.get(renamed.get(name) ?? name);
    const kept = before && (copied === undefined || columnsRead(rebuild, copied.get(name) ?? '').includes(renamed.get(name) ?? name)) ? before : undefined;
    if (before && !kept) out.push({ action: { kind: 'dropColumn', table, column: name }, span: copy.operation.span });
    out.push(...(kept ? changed(rebuild, name, kept, entry) : added(rebuild, name, entry.column)));
  }
  for (const name of old.columns.keys()) {
    if (!rebuild.new.columns.has(name) && !origins.has(name)) out.push({ action: { kind: 'dropColumn', table, column: name }, span: copy.operation.span });
  }
  return out;
}

/** A new column that gets an old one which is not there any more, whole. */
function renameOf({ old, new: fresh, copied }: Rebuild, column: string): [string, string][] {
  const source = copied?.get(column);
  return source !== undefined && source !== column && !old.columns.has(column) && old.columns.has(source) && !fresh.columns.has(source) ? [[column, source]] : [];
}

const placeOf = (rebuild: Rebuild, column: Column): Span => column.span ?? rebuild.create.operation.span;

/** A column that is not the old one carried over: it is filled by the copy, by its default, or not at all. */
function added(rebuild: Rebuild, name: string, column: Column): Alteration[] {
  const { table, copied } = rebuild;
  const expression = copied?.get(name);
  const span = placeOf(rebuild, column);
  if (expression === undefined) return [{ action: { kind: 'addColumn', table, column }, span }];
  const out: Alteration[] = [{ action: { kind: 'addColumn', table, column: { ...column, nullable: true } }, span }, { action: filling(rebuild, name, expression), span: rebuild.copy.operation.span }];
  if (column.nullable === false) out.push({ action: { kind: 'alterColumn', table, column: name, set: { nullable: false } }, span });
  return out;
}

const GIVES_VALUE = /^\s*\(*\s*(?:coalesce|ifnull|iif|case)\b/iu;
const IS_NULL = /^\s*null\s*$/iu;

/** The copy's expression as the UPDATE that it amounts to. */
function filling(rebuild: Rebuild, column: string, expression: string): Action {
  const reads = columnsRead(rebuild, expression);
  const given = !IS_NULL.test(expression) && (reads.length === 0 || GIVES_VALUE.test(expression));
  return { kind: 'modifyRows', verb: 'update', table: rebuild.table, filtered: false, columns: [column], ...(reads.length > 0 ? { reads } : {}), ...(given ? { setsNotNull: [column] } : {}) };
}

function changed(rebuild: Rebuild, name: string, before: ColumnEntry, after: ColumnEntry): Alteration[] {
  const { table, copied } = rebuild;
  const expression = copied?.get(name) ?? name;
  const whole = rebuild.old.columns.has(expression);
  const out: Alteration[] = whole ? [] : [{ action: filling(rebuild, name, expression), span: rebuild.copy.operation.span }];
  const set = changes(before.column, after.column);
  const span = placeOf(rebuild, after.column);
  if (Object.keys(set).length > 0) out.push({ action: { kind: 'alterColumn', table, column: name, set, ...(whole || set.type === undefined ? {} : { using: expression }) }, span });
  return out;
}

function changes(before: Column, after: Column): ColumnChange {
  return {
    ...(isUnknown(before.type) || isUnknown(after.type) || before.type === after.type ? {} : { type: after.type }),
    ...(isUnknown(before.nullable) || isUnknown(after.nullable) || before.nullable === after.nullable ? {} : { nullable: after.nullable }),
    ...(isUnknown(before.default) || isUnknown(after.default) || before.default === after.default ? {} : { default: after.default ?? null }),
    ...(isUnknown(before.generated) || isUnknown(after.generated) || before.generated === after.generated ? {} : { generated: after.generated ?? null }),
    ...(before.identity === after.identity ? {} : { identity: after.identity ?? null }),
  };
}

/** Constraints that only one of the tables has, whatever they are called. */
function constraintAlterations(rebuild: Rebuild): Alteration[] {
  const { table, old, create, copy } = rebuild;
  const shapes = (entries: Iterable<ConstraintEntry>): Map<string, ConstraintEntry> => new Map([...entries].map((entry) => [shapeOf(entry), entry]));
  const [before, after] = [shapes(old.constraints.values()), shapes(rebuild.new.constraints.values())];
  const out: Alteration[] = [];
  for (const [shape, { name, constraint }] of before) {
    const gone = 'expression' in constraint ? [] : (known(constraint.columns) ?? []).filter((column) => !isUnknown(column) && !rebuild.new.columns.has(column));
    // one whose column goes, goes with it
    if (!after.has(shape) && gone.length === 0) out.push({ action: { kind: 'dropConstraint', table, constraint: name, type: constraint.type }, span: copy.operation.span });
  }
  for (const [shape, { constraint }] of after) if (!before.has(shape)) out.push({ action: { kind: 'addConstraint', table, constraint }, span: create.operation.span });
  return out;
}

function shapeOf({ constraint }: ConstraintEntry): string {
  if ('expression' in constraint) return JSON.stringify([constraint.type, known(constraint.expression)?.replace(/[\s"`[\]()]/gu, '').toLowerCase()]);
  if (constraint.type !== 'foreignKey') return JSON.stringify([constraint.type, constraint.columns]);
  const { table, columns } = constraint.references;
  return JSON.stringify([constraint.type, constraint.columns, isUnknown(table) ? table : nameKey(table), columns, constraint.onDelete, constraint.onUpdate]);
}
