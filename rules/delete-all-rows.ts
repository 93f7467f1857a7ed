import type { Name, OperationOf } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { deletesWithParent, referencingTables } from './support/cascades.js';
import { isFromQuery } from './support/from-query.js';
import { sameTable } from './support/lookup.js';
import { listedBriefly, tableObject, written } from './support/names.js';
import { matchesAny } from './support/patterns.js';
import { isProvidedTable } from './support/provided.js';
import { remedy } from './support/remedy.js';
import { copiesRows, dropsTable, earlier, later, mayTouch, stepsOf } from './support/steps.js';

type Rows = OperationOf<'modifyRows'>;

export default defineRule({
  id: 'delete-all-rows',
  meta: {
    summary: 'All rows of an existing table are deleted.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      deleted: 'This {{statement}} deletes every row of `{{table}}` for good: no downgrade can bring them back. Copy the rows aside first (`{{copy}}`), or delete those that must go with a filter, in batches.',
      cascade:
        'This {{statement}} deletes every row of `{{table}}` for good, and with them {{rows}} of {{children}}, {{because}}: no downgrade can bring them back. Copy the rows of all these tables aside first (`{{copy}}`), or delete those that must go with a filter, in batches.',
    },
    options: {
      schema: {
        properties: {
          cacheTables: { type: 'array', items: { type: 'string' }, description: 'Patterns (`*` for any text) of tables whose rows can be made again at any time.' },
        },
      },
      defaults: { cacheTables: [] },
    },
  },
  create: (context) => ({
    modifyRows(operation, step) {
      const table = known(operation.table);
      if (table === undefined || !deletesAll(operation) || isProvidedTable(table) || !step.world.populated(step, table)) return;
      if ([table.name, written(table)].some((name) => matchesAny(name, context.options['cacheTables']))) return;
      if (isCopied(step, table) || dropsTable(later(step), table)) return;
      const together = stepsOf(step.steps, 'modifyRows').filter((each) => each.operation.statement === operation.statement && deletesAll(each.operation));
      const others = together.flatMap((each) => known(each.operation.table) ?? []);
      const truncates = operation.verb === 'truncate';
      const children = truncates && !operation.cascade ? [] : referencingTables(step.before, others, truncates ? () => true : deletesWithParent).filter((child) => step.world.populated(step, child.table));
      const data = {
        statement: statementOf(operation),
        table: written(table),
        copy: remedy(step, { alembic: `op.execute("CREATE TABLE ${table.name}_copy AS SELECT * FROM ${written(table)}")`, sql: `CREATE TABLE ${table.name}_copy AS SELECT * FROM ${written(table)}` }),
      };
      const details = { object: tableObject(table), possible: isFilledAgain(step, table) || mayCarryOver(step, table) };
      if (children.length === 0) return context.report(operation, 'deleted', { data, ...details });
      context.report(operation, 'cascade', {
        data: {
          ...data,
          rows: truncates ? 'every row' : 'the rows',
          children: listedBriefly(children.map((child) => written(child.table))),
          because: truncates ? 'which reference it' : 'whose foreign keys say ON DELETE CASCADE',
        },
        objects: [tableObject(table), ...children.map((child) => tableObject(child.table))],
        ...details,
      });
    },
  }),
});

const deletesAll = (operation: Rows): boolean => operation.verb === 'truncate' || (operation.verb === 'delete' && known(operation.filtered) === false);

const statementOf = ({ verb, cascade }: Rows): string => (verb === 'delete' ? 'DELETE without a filter' : cascade ? 'TRUNCATE ... CASCADE' : 'TRUNCATE');

/** The rows live on in another table that this migration has filled from this one. */
const isCopied = (step: Step, table: Name): boolean => earlier(step).some((other) => copiesRows(other, table) || isMadeFrom(other, table));

/** `CREATE TABLE users_copy AS ...`: what it selects from is not told, its name is. */
const isMadeFrom = ({ operation }: Step, table: Name): boolean =>
  operation.kind === 'createTable' && isFromQuery(operation) && known(operation.table)?.name.includes(table.name) === true;

/** Rows are put back later, and nothing tells whether they are the old ones. */
const isFilledAgain = (step: Step, table: Name): boolean =>
  later(step).some(({ operation }) => (operation.kind === 'modifyRows' && operation.verb === 'insert' && sameTable(operation.table, table)) || mayTouch(operation, table));

/** Rows that a loop has written into another table: they may be those of this one, read by the program. */
const mayCarryOver = (step: Step, table: Name): boolean =>
  earlier(step).some(({ operation }) => operation.kind === 'modifyRows' && operation.verb === 'insert' && operation.certainty === 'maybe' && !sameTable(operation.table, table));
