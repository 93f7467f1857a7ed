import type { Difference } from '../src/catalog/difference.js';
import { defineRule, type RoundTrip } from '../src/rule.js';
import { describeBriefly, differenceObject, isEnumLabel, isExtension, isSchemaEffect, isValidation, lastChange, originOf } from './support/differences.js';
import { isStepOf } from './support/steps.js';

export default defineRule({
  id: 'empty-downgrade',
  meta: {
    summary: 'The downgrade does nothing although the upgrade changes the schema.',
    category: 'rollback',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      empty:
        'The downgrade does nothing, but the upgrade changes the schema: {{changes}}. Going back moves the version and leaves the schema as it is{{again}}. Undo the upgrade, or raise with the reason why there is no way back.',
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      if (world.rollback === 'forward-only' || !doesNothing(trip)) return;
      const changes = trip.changes.filter((change) => isSchemaEffect(change) && (context.strict || !change.unproven) && !isEnumLabel(change) && (context.strict || !isValidation(change)) && !(isExtension(change) && isTolerant(trip, change)));
      const first = changes.find((change) => !change.uncertain) ?? changes[0];
      if (!first) return;
      const related = lastChange(trip.upgradeSteps, first)?.operation.span;
      context.report(migration.downgrade.span ?? migration.upgrade.span ?? { file: migration.file, start: 0, end: 0 }, 'empty', {
        data: { changes: describeBriefly(changes), again: nextUpgrade(changes) },
        object: differenceObject(first),
        objects: changes.map(differenceObject),
        related: [...(related ? [{ message: 'the upgrade changes the schema here', span: related }] : []), ...originOf(first, migration)],
        possible: first.uncertain,
        ...(changes.every(isValidation) ? { severity: 'warning' as const } : {}),
      });
    },
  }),
});

/** Nothing that has an effect, and nothing unread that might have one. */
function doesNothing({ migration: { downgrade } }: RoundTrip): boolean {
  if (downgrade.status === 'empty') return true;
  return downgrade.status === 'present' && downgrade.unread.length === 0 && downgrade.operations.every(({ kind }) => kind === 'setting' || kind === 'transaction');
}

/** `CREATE EXTENSION IF NOT EXISTS`: other schemas may use the extension, and the next upgrade does not mind. */
function isTolerant(trip: RoundTrip, change: Difference): boolean {
  const step = lastChange(trip.upgradeSteps, change);
  return step !== undefined && isStepOf(step, 'createObject') && step.operation.ifNotExists === true;
}

function nextUpgrade(changes: readonly Difference[]): string {
  const certain = changes.filter((change) => !change.uncertain);
  const left = certain.find((change) => change.change === 'left' && change.kind !== 'constraint');
  if (left) return `, so the next upgrade fails: the ${left.kind === 'object' ? (left.subkind ?? 'object') : left.kind} \`${left.name}\` already exists`;
  const lost = certain.find((change) => change.change === 'lost' && change.kind !== 'constraint');
  return lost ? `, so the next upgrade fails: there is no ${lost.kind === 'object' ? (lost.subkind ?? 'object') : lost.kind} \`${lost.name}\` to drop` : '';
}
