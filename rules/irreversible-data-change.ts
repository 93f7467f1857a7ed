import { partKey } from '../src/catalog/names.js';
import type { Name, Operation, OperationOf } from '../src/operation.js';
import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { sameTable } from './support/lookup.js';
import { listed, tableObject, written } from './support/names.js';
import { isProvidedTable } from './support/provided.js';
import { copiesRows, dropsTable, earlier, mayTouch, stepsOf, type StepOf } from './support/steps.js';

type Rows = OperationOf<'modifyRows'>;

export default defineRule({
  id: 'irreversible-data-change',
  meta: {
    summary: 'The upgrade overwrites, deletes or inserts rows and the downgrade does not put it right.',
    category: 'rollback',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      overwritten:
        'The upgrade overwrites {{columns}} of `{{table}}`, and the downgrade leaves the new values in place: what was there before is gone. Keep the old values in a column or table of their own and write them back, or let the downgrade raise with the reason.',
      deleted:
        'The upgrade deletes rows of `{{table}}`, and the downgrade inserts none: they are gone. Copy them into a table of their own first and insert them again, or let the downgrade raise with the reason.',
      seedLeft:
        'The upgrade inserts rows into `{{table}}`, and the downgrade leaves them there: after it, the next upgrade inserts them again, twice or against a unique key. Delete them in the downgrade: `DELETE FROM {{table}} WHERE ...`.',
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      const { downgrade } = migration;
      if (world.rollback === 'forward-only' || downgrade.documented || (downgrade.status !== 'present' && downgrade.status !== 'empty')) return;
      const told = new Set<string>();
      for (const step of stepsOf(trip.upgradeSteps, 'modifyRows')) {
        const table = known(step.operation.table);
        if (table === undefined || isProvidedTable(table) || !isLost(step, table) || isPutRight(trip, step.operation, table)) continue;
        const message = MESSAGES[step.operation.verb];
        if (message === undefined || told.has(`${message} ${written(table)}`)) continue;
        told.add(`${message} ${written(table)}`);
        context.report(step.operation, message, {
          data: { table: written(table), columns: listed(step.operation.columns ?? []) || 'values' },
          object: tableObject(table),
          related: downgrade.span ? [{ message: 'the downgrade does not undo it', span: downgrade.span }] : [],
          possible: downgrade.unread.length > 0 || (step.operation.verb === 'update' && step.operation.columns === undefined),
        });
      }
    },
  }),
});

/** A delete of all rows is what delete-all-rows is about. */
const MESSAGES = { update: 'overwritten', delete: 'deleted', insert: 'seedLeft', truncate: undefined } as const;

/** Whether rows change that were there before the migration, or come to those, and nothing keeps what they were. */
function isLost(step: StepOf<'modifyRows'>, table: Name): boolean {
  const { operation, world } = step;
  if (!world.existing(step, table)) return false;
  if (operation.verb === 'delete') return known(operation.filtered) !== false && !earlier(step).some((other) => copiesRows(other, table));
  // rows that come from another table are there still, a guard in the statement lets the next upgrade pass
  if (operation.verb === 'insert') return operation.from === undefined || operation.from.length === 0;
  if (operation.verb !== 'update') return false;
  const { columns } = operation;
  if (columns === undefined || columns.every((column) => world.newColumn(step, table, column) || operation.whereNull?.includes(column) === true)) return false;
  return !emptiesDangling(operation) && !earlier(step).some((other) => keeps(other.operation, table, columns));
}

/** References to rows that are not there say nothing that could be lost. */
const emptiesDangling = ({ columns, setsNotNull, filter }: Rows): boolean =>
  columns?.some((column) => setsNotNull?.includes(column)) === false && /\bnot\s+exists\b|\bnot\s+in\s*\(\s*select\b/iu.test(filter ?? '');

/** The old values are written into another column or table first. */
const keeps = (operation: Operation, table: Name, columns: readonly string[]): boolean => {
  if (operation.kind !== 'modifyRows' || (operation.verb !== 'update' && operation.verb !== 'insert')) return false;
  const reads = operation.reads === undefined || operation.reads.some((name) => columns.includes(name));
  return reads && ((sameTable(operation.table, table) && operation.verb === 'update') || operation.from?.some((name) => sameTable(name, table)) === true);
};

const UNDOES = { update: ['update'], delete: ['insert'], insert: ['delete', 'truncate'], truncate: ['insert'] } as const;

/** The downgrade changes the same rows the other way, or removes what holds them, or nobody can tell. */
function isPutRight(trip: RoundTrip, operation: Rows, table: Name): boolean {
  if (dropsTable(trip.downgradeSteps, table) || dropsTable(trip.upgradeSteps, table)) return true;
  const undoing: readonly string[] = UNDOES[operation.verb];
  const columns = operation.columns?.map(partKey);
  return trip.downgradeSteps.some(({ operation: other }: Step) => {
    if (mayTouch(other, table)) return true;
    if (other.kind === 'dropColumn') return operation.verb === 'update' && sameTable(other.table, table) && columns?.includes(partKey(known(other.column) ?? '')) === true;
    if (other.kind !== 'modifyRows' || !undoing.includes(other.verb)) return false;
    // under its former name in the downgrade
    if (isRenamed(trip, table)) return true;
    if (!sameTable(other.table, table)) return false;
    return other.verb !== 'update' || other.columns === undefined || columns === undefined || other.columns.some((column) => columns.includes(partKey(column)));
  });
}

const isRenamed = (trip: RoundTrip, table: Name): boolean =>
  trip.upgradeSteps.some(({ operation }) => (operation.kind === 'renameColumn' && sameTable(operation.table, table)) || (operation.kind === 'renameTable' && (sameTable(operation.table, table) || known(operation.to) === table.name)));
