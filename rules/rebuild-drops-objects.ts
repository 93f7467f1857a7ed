import type { Catalog, IndexEntry, Table } from '../src/catalog/catalog.js';
import { partKey } from '../src/catalog/names.js';
import type { Index } from '../src/operation.js';
import { defineRule, type Rebuild, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable, indexColumns, sameTable } from './support/lookup.js';
import { listed, tableObject, written } from './support/names.js';

export default defineRule({
  id: 'rebuild-drops-objects',
  meta: {
    summary: 'A table is rebuilt and its indexes, triggers, CHECK constraints or AUTOINCREMENT are not made again.',
    category: 'data-loss',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      indexes: 'Rebuilding `{{table}}` drops {{names}}, and nothing makes {{them}} again: queries get slower, and what a unique index kept out gets in. Create {{them}} again behind the rename, or drop {{them}} in a statement of {{their}} own if that is meant.',
      triggers: 'Rebuilding `{{table}}` drops {{names}}, and nothing makes {{them}} again: what {{they}} did for each row silently stops. Create {{them}} again behind the rename.',
      checks: 'The new `{{table}}` has no {{names}}: rows that the old table refused get in from now on. Repeat {{them}} in the new table, or say in a comment that {{they}} should go.',
      autoincrement: 'The new `{{table}}` has no AUTOINCREMENT: the numbers of deleted rows are given to new ones from now on. Repeat it in the new table.',
    },
  },
  create: (context) => ({
    alterObject(operation, step) {
      const { rebuild } = step;
      if (operation.action !== 'rebuild' || !rebuild || !step.world.existing(step, rebuild.table)) return;
      const end = step.steps[step.steps.length - 1]?.after ?? step.after;
      const now = findTable(end, rebuild.table);
      if (!now) return;
      const report = (messageId: 'indexes' | 'triggers' | 'checks' | 'autoincrement', names: readonly string[]): void => {
        const one = names.length === 1;
        const words = { them: one ? 'it' : 'them', they: one ? 'it' : 'they', their: one ? 'its' : 'their' };
        context.report(rebuild.drop.operation, messageId, { data: { table: written(rebuild.table), names: listed(names), ...words }, object: tableObject(rebuild.table) });
      };
      const lost = { indexes: lostIndexes(rebuild, now, step), triggers: lostTriggers(rebuild, end), checks: lostChecks(rebuild, now) };
      for (const messageId of ['indexes', 'triggers', 'checks'] as const) if (lost[messageId].length > 0) report(messageId, lost[messageId]);
      if (context.target.dialect === 'sqlite' && losesNumbers(rebuild)) report('autoincrement', []);
    },
  }),
});

const columnsText = (index: Index): string => index.columns.map((column) => known(column) ?? '?').join(', ');

/** Whether all columns are still there: what reads a column that goes, goes with it. */
const stays = ({ new: fresh }: Rebuild, columns: readonly string[] | undefined): boolean => columns !== undefined && columns.length > 0 && columns.every((column) => fresh.columns.has(partKey(column)));

function lostIndexes(rebuild: Rebuild, now: Table, step: Step): string[] {
  const kept = (entry: IndexEntry): boolean =>
    now.indexes.has(entry.name) ||
    [...now.indexes.values()].some(({ index }) => columnsText(index) === columnsText(entry.index)) ||
    [...now.constraints.values()].some(({ constraint }) => 'columns' in constraint && !('expression' in constraint) && (known(constraint.columns) ?? []).map((column) => known(column) ?? '?').join(', ') === columnsText(entry.index)) ||
    // dropped by name in a statement of its own
    step.steps.some(({ operation }) => operation.kind === 'dropIndex' && known(operation.index) === entry.name);
  return [...rebuild.old.indexes.values()].filter((entry) => !entry.uncertain && stays(rebuild, indexColumns(entry.index)) && !kept(entry)).map(({ name }) => name);
}

function lostTriggers({ drop, table }: Rebuild, end: Catalog): string[] {
  const dropped = drop.operation.kind === 'dropTable' ? drop.operation.table : table;
  const names: string[] = [];
  for (const { object, uncertain } of drop.before.objects.values()) {
    const name = known(object.name);
    if (object.kind !== 'trigger' || uncertain || name === undefined || !sameTable(object.table, dropped)) continue;
    const again = [...end.objects.values()].some((entry) => entry.object.kind === 'trigger' && known(entry.object.name) === name);
    if (!again) names.push(name);
  }
  return names;
}

const plain = (text: string): string => text.replace(/[\s"`[\]()]/gu, '').toLowerCase();

function lostChecks(rebuild: Rebuild, now: Table): string[] {
  const left = new Set<string>();
  const checked = new Set<string>();
  for (const { constraint } of now.constraints.values()) {
    if (constraint.type !== 'check') continue;
    left.add(plain(known(constraint.expression) ?? ''));
    for (const column of constraint.columns ?? []) checked.add(column);
  }
  return [...rebuild.old.constraints.values()].flatMap(({ constraint, uncertain }) => {
    if (constraint.type !== 'check' || uncertain || !stays(rebuild, constraint.columns)) return [];
    const text = known(constraint.expression);
    // another check on the same column is that check, changed
    return text === undefined || left.has(plain(text)) || constraint.columns?.some((column) => checked.has(column)) ? [] : [`CHECK (${text})`];
  });
}

function losesNumbers({ old, new: fresh }: Rebuild): boolean {
  return [...old.columns].some(([name, entry]) => {
    const column = fresh.columns.get(name)?.column;
    return entry.column.identity !== undefined && column !== undefined && column.identity === undefined;
  });
}
