import { defineRule, type RoundTrip } from '../src/rule.js';
import { downgradeName, withoutDowngrade } from './support/absent-downgrade.js';
import { describeBriefly, differenceObject, isSchemaEffect } from './support/differences.js';

export default defineRule({
  id: 'missing-downgrade',
  meta: {
    summary: 'A migration that changes the schema has no downgrade at all.',
    category: 'rollback',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      absent:
        'Migration {{id}} changes the schema ({{changes}}) and has no {{downgrade}}: {{consequence}}. Write the way back, or one that raises with the reason why there is none.',
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      if (world.rollback === 'forward-only' || migration.downgrade.status !== 'absent') return;
      const changes = trip.changes.filter((change) => isSchemaEffect(change) && (context.strict || !change.unproven));
      const first = changes.find((change) => !change.uncertain) ?? changes[0];
      if (!first) return;
      context.report(anchor(trip), 'absent', {
        data: { id: migration.id, changes: describeBriefly(changes), downgrade: downgradeName(migration.framework), consequence: withoutDowngrade(migration.framework, migration.file.endsWith('.up.sql')) },
        object: differenceObject(first),
        objects: changes.map(differenceObject),
        possible: first.uncertain,
      });
    },
  }),
});

const anchor = ({ migration }: RoundTrip) => migration.upgrade.span ?? migration.idSpan ?? { file: migration.file, start: 0, end: 0 };
