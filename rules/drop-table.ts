import type { Table } from '../src/catalog/catalog.js';
import type { Related } from '../src/finding.js';
import type { Name } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable, referencesTo, sameTable } from './support/lookup.js';
import { listed, tableObject, written } from './support/names.js';
import { matchesAny } from './support/patterns.js';
import { remedy } from './support/remedy.js';
import { copiesRows, earlier, later, stepsOf, type StepOf } from './support/steps.js';

export default defineRule({
  id: 'drop-table',
  meta: {
    summary: 'A table is dropped together with its rows.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      dropped:
        'Dropping `{{table}}` deletes every row for good{{locks}}: the downgrade can only re-create an empty table. Rename it out of the way first (`{{rename}}`), and drop it a release later.',
      referenced:
        'Dropping `{{table}}` deletes every row for good, while {{tables}} still {{reference}} it: their foreign keys go with it or refuse the drop, and what they point to is gone. Remove the references, release, rename the table out of the way (`{{rename}}`), and drop it a release later.',
      renamed:
        '`{{table}}` is dropped and `{{created}}` is created with nearly the same columns and no copy: every row of `{{table}}` is lost. If this is a rename write {{instead}}.',
    },
    options: {
      schema: {
        properties: {
          retiredNames: { type: 'array', items: { type: 'string' }, description: 'Patterns (`*` for any text) of names that a table gets when it is taken out of use.' },
        },
      },
      defaults: { retiredNames: ['*_deprecated', 'zz_*'] },
    },
  },
  create: (context) => ({
    dropTable(operation, step) {
      const name = known(operation.table);
      if (name === undefined || !step.world.existing(step, name)) return;
      const table = findTable(step.before, name);
      if (!table && step.before.complete) return;
      if (table?.temporary || isRebuild(step, name) || isOutOfUse(step, name, context.options['retiredNames'])) return;
      const data = {
        table: written(name),
        rename: remedy(step, { alembic: `op.rename_table('${name.name}', '${name.name}_deprecated')`, sql: `ALTER TABLE ${written(name)} RENAME TO ${name.name}_deprecated` }),
      };
      // a drop that tolerates absence may find nothing to drop where no migration was seen to create the table
      const details = { object: tableObject(name), possible: operation.ifExists === true && !table };
      const created = table && renamedAs(step, name, table);
      if (created) {
        const instead = remedy(step, { alembic: `\`op.rename_table('${name.name}', '${created.name.name}')\``, sql: `\`ALTER TABLE ${written(name)} RENAME TO ${created.name.name}\`` });
        const related: Related[] = [{ message: `\`${written(created.name)}\` is created here`, span: created.step.operation.span }];
        context.report(operation, 'renamed', { data: { ...data, created: written(created.name), instead }, ...details, related });
        return;
      }
      const children = [...new Set(referencesTo(step.before, name).filter((child) => !dropped(step, child.table.name)).map((child) => written(child.table.name)))];
      if (children.length > 0) context.report(operation, 'referenced', { data: { ...data, tables: listed(children), reference: children.length === 1 ? 'references' : 'reference' }, ...details });
      else context.report(operation, 'dropped', { data: { ...data, locks: locksOnParents(table, context.target.dialect) }, ...details });
    },
  }),
});

const dropped = (step: Step, table: Name): boolean => step.steps.some((other) => other.operation.kind === 'dropTable' && sameTable(other.operation.table, table));

/** PostgreSQL removes the foreign key's triggers from the parents, too, under their strongest lock. */
function locksOnParents(table: Table | undefined, dialect: string): string {
  if (dialect !== 'postgres' || !table) return '';
  const parents = new Set<string>();
  for (const { constraint } of table.constraints.values()) {
    const parent = constraint.type === 'foreignKey' ? known(constraint.references.table) : undefined;
    if (parent && !sameTable(parent, table.name)) parents.add(written(parent));
  }
  return parents.size === 0 ? '' : ` and takes ACCESS EXCLUSIVE also on ${listed([...parents])}, which it references`;
}

/** Create a copy, fill it, drop the old table, rename the copy; or the same with the old table renamed first. */
function isRebuild(step: Step, name: Name): boolean {
  if (stepsOf(later(step), 'renameTable').some(({ operation }) => known(operation.to) === name.name && isFilledFrom(step, operation.table, name))) return true;
  const renamed = stepsOf(earlier(step), 'renameTable').find(({ operation }) => known(operation.to) === name.name);
  const home = renamed && known(renamed.operation.table);
  return home !== undefined && earlier(step).some((other) => copiesRows(other, name) && other.operation.kind === 'modifyRows' && sameTable(other.operation.table, home));
}

const isFilledFrom = (step: Step, copy: StepOf<'renameTable'>['operation']['table'], from: Name): boolean =>
  earlier(step).some(
    (other) =>
      (other.operation.kind === 'modifyRows' && copiesRows(other, from) && sameTable(other.operation.table, copy)) ||
      (other.operation.kind === 'createTable' && other.operation.incomplete === true && sameTable(other.operation.table, copy)),
  );

/** Renamed to a name that says so, or detached from its partitioned table, in an earlier migration. */
function isOutOfUse(step: Step, name: Name, patterns: unknown): boolean {
  const retired = matchesAny(name.name, patterns);
  if (retired && step.world.past(step, 'renameTable').some(({ operation }) => operation.kind === 'renameTable' && known(operation.to) === name.name)) return true;
  return step.world.past(step, 'alterObject').some(({ operation }) => {
    return operation.kind === 'alterObject' && operation.object.kind === 'table' && operation.action?.toLowerCase().includes('detach') === true && operation.action.includes(name.name);
  });
}
/** A table that the same migration creates with at least 60 % of the columns, and that gets no rows from the old one. */
function renamedAs(step: Step, name: Name, table: Table): { readonly name: Name; readonly step: Step } | undefined {
  if (table.columns.size < 2 || step.steps.some((other) => copiesRows(other, name))) return undefined;
  for (const other of stepsOf(step.steps, 'createTable')) {
    const created = known(other.operation.table);
    if (!created || sameTable(created, name)) continue;
    const columns = new Map(other.operation.columns.map((column) => [known(column.name) ?? '', known(column.type)]));
    const equal = [...table.columns].filter(([column, entry]) => columns.has(column) && columns.get(column) === known(entry.column.type)).length;
    if (equal >= 2 && equal / Math.max(columns.size, table.columns.size) >= 0.6) return { name: created, step: other };
  }
  return undefined;
}
