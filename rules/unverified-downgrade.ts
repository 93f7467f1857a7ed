import type { Difference } from '../src/catalog/difference.js';
import type { Script } from '../src/migration.js';
import type { Operation } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Span } from '../src/span.js';
import { isSchemaEffect } from './support/differences.js';
import { findColumn, findTable } from './support/lookup.js';
import { listedBriefly, written } from './support/names.js';
import { known } from '../src/value.js';

export default defineRule({
  id: 'unverified-downgrade',
  meta: {
    summary: 'It could not be checked whether the downgrade restores the schema.',
    category: 'rollback',
    presets: { all: 'note' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      unread: 'Whether the downgrade of {{id}} restores the schema is not known, because {{count}} of its statements could not be read; the first is here: {{reason}}. Write them so that they can be read, or try the way back on a database.',
      unseen: 'Whether the downgrade of {{id}} restores what the upgrade removes is not known: no migration that can be read created {{names}}. Compare the definitions with those in a database, or put the migrations that made them into the history.',
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      const { upgrade, downgrade } = migration;
      if (world.rollback === 'forward-only' || downgrade.status !== 'present') return;
      const object = { kind: 'migration', name: migration.id } as const;
      const unread = [...unreadOf(upgrade), ...unreadOf(downgrade)];
      const [first, ...others] = unread;
      if (first) {
        const related = others.map(({ reason, span }) => ({ message: reason, span }));
        context.report(first.span, 'unread', { data: { id: migration.id, count: String(unread.length), reason: first.reason }, object, related });
        return;
      }
      if (!trip.changes.some((change: Difference) => isSchemaEffect(change))) return;
      const unseen = trip.upgradeSteps.flatMap((step) => unseenBy(step).map((name) => ({ name, span: step.operation.span })));
      const at = unseen[0];
      if (at) context.report(at.span, 'unseen', { data: { id: migration.id, names: listedBriefly([...new Set(unseen.map(({ name }) => name))]) }, object });
    },
  }),
});

interface Place {
  readonly reason: string;
  readonly span: Span;
}

function unreadOf({ unread, operations }: Script): readonly Place[] {
  return [...unread, ...operations.filter(isOpaque).map(({ reason, span }) => ({ reason, span }))];
}

const isOpaque = (operation: Operation): operation is Extract<Operation, { kind: 'opaque' }> => operation.kind === 'opaque' && operation.rowsOnly !== true && operation.rejected !== true;

/** What the step removes and nobody was seen to define. */
function unseenBy({ operation, before }: Step): readonly string[] {
  if (operation.kind === 'dropTable') {
    const table = known(operation.table);
    return table && findTable(before, table)?.complete === false ? [written(table)] : [];
  }
  if (operation.kind !== 'dropColumn') return [];
  const table = known(operation.table);
  const column = known(operation.column);
  const entry = table && findColumn(before, operation.table, operation.column);
  return table && column !== undefined && entry?.complete === false ? [`${written(table)}.${column}`] : [];
}
