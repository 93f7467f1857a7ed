import type { Catalog, ColumnEntry } from '../src/catalog/catalog.js';
import { mentionsLiteral } from '../src/catalog/text.js';
import type { Name, OperationOf } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { enumOf, findColumn, sameTable } from './support/lookup.js';
import { columnObject, listedBriefly, written } from './support/names.js';
import { remedy } from './support/remedy.js';
import { earlier, mayTouch } from './support/steps.js';

export default defineRule({
  id: 'drop-enum-value',
  meta: {
    summary: 'An enum type is rebuilt without a value that rows may still hold.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb'],
    directions: ['upgrade', 'downgrade'],
    yieldsTo: ['missing-object', 'uncastable-type-change'],
    messages: {
      refused:
        'The new type of `{{table}}.{{column}}` has no {{values}}, and nothing changes the rows that hold {{them}}: the first one makes the statement fail. Map the rows first: `{{map}}`.',
      blanked:
        'The new type of `{{table}}.{{column}}` has no {{values}}, and nothing changes the rows that hold {{them}}: MySQL refuses the statement at the first one, and without strict mode makes the value empty. Map the rows first: `{{map}}`.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const [table, column, type] = [known(operation.table), known(operation.column), known(operation.set.type)];
      if (table === undefined || column === undefined || type === undefined) return;
      if (!step.world.populated(step, table) || (step.direction === 'upgrade' && step.world.newColumn(step, table, column))) return;
      const old = oldLabels(step, table, column);
      const next = labelsOf(step.before, type);
      if (!old || !next) return;
      const lost = old.labels.filter((label) => !next.labels.includes(label) && !isMapped(step, operation, table, column, label));
      if (lost.length === 0) return;
      const update = `UPDATE ${written(table)} SET ${column} = '...' WHERE ${column} = '${lost[0] ?? ''}'`;
      context.report(operation, context.target.dialect === 'postgres' ? 'refused' : 'blanked', {
        data: {
          table: written(table),
          column,
          values: `${lost.length === 1 ? 'value' : 'values'} ${listedBriefly(lost.map((label) => `'${label}'`))}`,
          them: lost.length === 1 ? 'it' : 'one of them',
          map: remedy(step, { alembic: `op.execute("${update}")`, sql: update }),
        },
        object: columnObject(table, column),
        possible: old.uncertain || next.uncertain || earlier(step).some((other) => mayTouch(other.operation, table) || mapsElsewhere(other, table, lost)),
        // what a downgrade cannot convert it refuses; the rows stay as they are
        ...(step.direction === 'downgrade' ? { severity: 'warning' as const } : {}),
      });
    },
  }),
});

interface Labels {
  readonly labels: readonly string[];
  readonly uncertain: boolean;
}

/** The values of an enum type, PostgreSQL's by name, MySQL's written out; `undefined` where they are not all known. */
function labelsOf(catalog: Catalog, type: string | undefined): Labels | undefined {
  const inline = type === undefined ? undefined : /^enum\s*\((.*)\)$/isu.exec(type)?.[1];
  if (inline !== undefined) return { labels: [...inline.matchAll(/'((?:[^']|'')*)'/gu)].map(([, label]) => (label ?? '').replaceAll("''", "'")), uncertain: false };
  const entry = enumOf(catalog, type);
  const labels = entry?.values.map((value) => known(value));
  if (!entry?.complete || !labels?.every((label): label is string => label !== undefined)) return undefined;
  return { labels, uncertain: entry.uncertain };
}

/** What the column could hold: its type's values, or those that it had when the migration began and that it holds as text meanwhile. */
function oldLabels(step: Step, table: Name, column: string): Labels | undefined {
  const now = findColumn(step.before, table, column);
  if (!now) return undefined;
  const labels = labelsOf(step.before, typeOf(now));
  if (labels || !/^(?:text|character varying|varchar)\b/iu.test(typeOf(now) ?? '')) return labels && { ...labels, uncertain: labels.uncertain || now.uncertain };
  const start = step.steps[0]?.before;
  const was = start && findColumn(start, table, column);
  return was && start && labelsOf(start, typeOf(was));
}

const typeOf = (entry: ColumnEntry): string | undefined => known(entry.column.type);

/** Rows that hold the value were changed or deleted before, or the conversion says what becomes of them. */
function isMapped(step: Step, operation: OperationOf<'alterColumn'>, table: Name, column: string, label: string): boolean {
  const { using } = operation;
  if (using !== undefined && (known(using) === undefined || !isPlainCast(known(using) ?? ''))) return true;
  return [...step.world.past(step, 'modifyRows'), ...earlier(step)].some(({ operation: other }) => {
    if (other.kind !== 'modifyRows' || !sameTable(other.table, table) || other.verb === 'insert') return false;
    if (other.verb === 'update' && other.columns?.includes(column) === false) return false;
    return other.filter === undefined || !other.filter.includes("'") || mentionsLiteral(other.filter, label);
  });
}

/** Rows of another table that hold the value are changed: the author has thought of it, and knows perhaps that this table has none. */
const mapsElsewhere = ({ operation }: Step, table: Name, labels: readonly string[]): boolean =>
  operation.kind === 'modifyRows' && operation.verb !== 'insert' && !sameTable(operation.table, table) && labels.some((label) => mentionsLiteral(operation.filter ?? '', label));

/** `status::text::order_state`: the value by its name, whatever it is. */
const isPlainCast = (using: string): boolean => /^[\s()"\w.]+(?:::\s*[\s()"\w.]+(?:\[\])?)*$/u.test(using) && !/\bcase\b|\w\s*\(/iu.test(using.replace(/\bcast\s*\(/giu, ''));

