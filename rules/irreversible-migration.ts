import { defineRule, type RoundTrip } from '../src/rule.js';

export default defineRule({
  id: 'irreversible-migration',
  meta: {
    summary: 'There is no way back past this migration: its downgrade only raises.',
    category: 'rollback',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      raises: 'The downgrade of {{id}} only raises, or is declared not to exist, and this project requires a way back: no release that contains this migration can be taken back. Undo the upgrade, in another way if the old rows are gone.',
    },
  },
  create: (context) => ({
    migration({ migration, world }: RoundTrip) {
      const { upgrade, downgrade } = migration;
      if (downgrade.status !== 'irreversible' || world.rollback !== 'required') return;
      context.report(downgrade.span ?? upgrade.span ?? { file: migration.file, start: 0, end: 0 }, 'raises', { data: { id: migration.id }, object: { kind: 'migration', name: migration.id } });
    },
  }),
});
