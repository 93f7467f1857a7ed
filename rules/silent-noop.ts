import type { Table } from '../src/catalog/catalog.js';
import { sameExpression, sameType } from '../src/catalog/equivalent.js';
import { knownNames, nameKey, partKey } from '../src/catalog/names.js';
import { hasColumn, hasTable } from '../src/catalog/query.js';
import { nearest } from '../src/nearest.js';
import type { Column, Name, Operation, OperationOf } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findColumn, findTable, sameTable } from './support/lookup.js';
import { columnObject, indexObject, listedBriefly, tableObject, written } from './support/names.js';
import { isProvidedTable } from './support/provided.js';

export default defineRule({
  id: 'silent-noop',
  meta: {
    summary: 'IF EXISTS or IF NOT EXISTS hides that a statement does nothing.',
    category: 'code',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      otherTable:
        'The table `{{table}}` is there already, and differs: {{differences}}. IF NOT EXISTS then does nothing, and the table stays as it was. Alter the table that is there, or leave IF NOT EXISTS out, so that the statement fails where it would do nothing.',
      otherColumn:
        'The column `{{table}}.{{column}}` is there already as {{is}}, not as {{wanted}}: IF NOT EXISTS then does nothing. Change the type of the column that is there, or leave IF NOT EXISTS out, so that the statement fails where it would do nothing.',
      otherIndex:
        'There is an index `{{index}}` already, over {{is}} and not over {{wanted}}: IF NOT EXISTS then does nothing, and the new index is not built. Give the index another name, or drop the old one first.',
      neverThere:
        'There has never been a {{what}} `{{name}}`, only `{{near}}`: IF EXISTS hides that nothing is dropped. Name what is there, or leave the statement out.',
    },
  },
  create: (context) => ({
    createTable(operation, step) {
      const name = known(operation.table);
      const table = findTable(step.before, name);
      if (!operation.ifNotExists || operation.incomplete || name === undefined || !table?.complete || hasTable(step.before, name) !== true || isMadeHere(step, name)) return;
      const differences = differencesOf(table, operation.columns);
      if (differences.length > 0) context.report(operation, 'otherTable', { data: { table: written(name), differences: listedBriefly(differences, 3) }, object: tableObject(name) });
    },
    addColumn(operation, step) {
      const [table, column, wanted] = [known(operation.table), known(operation.column.name), known(operation.column.type)];
      if (!operation.ifNotExists || table === undefined || column === undefined || wanted === undefined || hasColumn(step.before, table, column) !== true) return;
      const entry = findColumn(step.before, table, column);
      const is = known(entry?.column.type);
      if (!entry?.complete || is === undefined || sameType(is, wanted) !== false || entry.hinted?.includes('type') === true) return;
      context.report(operation, 'otherColumn', { data: { table: written(table), column, is, wanted }, object: columnObject(table, column) });
    },
    createIndex(operation, step) {
      const [table, name] = [known(operation.table), known(operation.index.name)];
      if (!operation.ifNotExists || table === undefined || name === undefined) return;
      const entry = findTable(step.before, table)?.indexes.get(partKey(name));
      const [is, wanted] = [knownNames(entry?.index.columns), knownNames(operation.index.columns)];
      if (!entry?.complete || entry.uncertain || !is || !wanted || (is.join() === wanted.join() && entry.index.unique === operation.index.unique && sameExpression(entry.index.where, operation.index.where) !== false)) return;
      const over = (columns: readonly string[], unique: boolean, where: typeof operation.index.where): string => `${unique ? 'unique ' : ''}(${columns.join(', ')})${where === undefined ? '' : ` WHERE ${known(where) ?? '...'}`}`;
      const data = { index: name, is: over(is, entry.index.unique, entry.index.where), wanted: over(wanted, operation.index.unique, operation.index.where) };
      context.report(operation, 'otherIndex', { data, object: indexObject(table, name) });
    },
    dropTable(operation, step) {
      const name = known(operation.table);
      if (!operation.ifExists || name === undefined || isProvidedTable(name) || hasTable(step.before, name) !== false || wasThere(step, name)) return;
      const near = nearest(name.name, [...step.before.tables.values()].filter((table) => !table.uncertain && table.name.schema === name.schema).map((table) => table.name.name));
      if (near !== undefined && isTypo(name.name, near)) context.report(operation, 'neverThere', { data: { what: 'table', name: written(name), near }, object: tableObject(name) });
    },
    dropColumn(operation, step) {
      const [table, column] = [known(operation.table), known(operation.column)];
      if (!operation.ifExists || table === undefined || column === undefined || hasColumn(step.before, table, column) !== false) return;
      const own = findTable(step.before, table);
      const near = own && nearest(column, [...own.columns.keys()]);
      if (near === undefined || !isTypo(column, near) || seenColumn(step, table, column)) return;
      context.report(operation, 'neverThere', { data: { what: 'column', name: `${written(table)}.${column}`, near }, object: columnObject(table, column) });
    },
  }),
});

const before = (step: Step): readonly Step[] => [...step.world.past(step), ...(step.direction === 'downgrade' ? step.upgradeSteps : []), ...step.steps.slice(0, step.index)];

const isMadeHere = (step: Step, name: Name): boolean => step.steps.slice(0, step.index).some(({ operation }) => operation.kind === 'createTable' && sameTable(operation.table, name));

/** Some migration made, renamed or dropped a table of that name, or this one makes it next. */
const wasThere = (step: Step, name: Name): boolean => step.before.absent.has(nameKey(name)) || [...before(step), ...step.steps.slice(step.index + 1)].some(({ operation }) => namesTable(operation, name));

function namesTable(operation: Operation, name: Name): boolean {
  if (operation.kind === 'renameTable') return known(operation.to) === name.name || sameTable(operation.table, name);
  return (operation.kind === 'createTable' || operation.kind === 'dropTable') && sameTable(operation.table, name);
}

const seenColumn = (step: Step, table: Name, column: string): boolean =>
  [...before(step), ...step.steps.slice(step.index + 1)].some(({ operation }) => 'table' in operation && sameTable(operation.table, table) && JSON.stringify(columnsIn(operation)).includes(JSON.stringify(column)));

function columnsIn(operation: Operation): readonly unknown[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.columns.map(({ name }) => name);
    case 'addColumn':
      return [operation.column.name];
    case 'renameColumn':
      return [operation.column, operation.to];
    case 'dropColumn':
      return [operation.column];
    default:
      return [];
  }
}

/** Two names of which one is the other with a letter or two changed; digits tell names apart on purpose. */
const isTypo = (name: string, near: string): boolean => name.length > 4 && name.replace(/\d/gu, '') !== near.replace(/\d/gu, '') && Math.abs(name.length - near.length) <= 1;

/** What the statement says of columns and the table does not have. */
function differencesOf(table: Table, columns: OperationOf<'createTable'>['columns']): readonly string[] {
  return columns.flatMap((column: Column) => {
    const name = known(column.name);
    if (name === undefined) return [];
    const entry = table.columns.get(partKey(name));
    if (!entry) return [`no column ${name}`];
    return entry.complete && !entry.uncertain && sameType(entry.column.type, column.type) === false ? [`${name} ${known(entry.column.type) ?? ''}`] : [];
  });
}
