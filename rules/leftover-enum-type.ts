import { defineRule } from '../src/rule.js';
import { usersOfEnum } from './support/lookup.js';
import { differenceObject, firstChange, isLeftoverEnum, unreadTables } from './support/differences.js';
import { remedy } from './support/remedy.js';
import { isStepOf } from './support/steps.js';

export default defineRule({
  id: 'leftover-enum-type',
  meta: {
    summary: 'The downgrade drops the table or column but not the enum type that the upgrade created with it.',
    category: 'rollback',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['downgrade'],
    messages: {
      leftBehind:
        'The upgrade creates the enum type `{{type}}`{{implicitly}}, and after the downgrade it is still there without a column that uses it: dropping a table or column does not drop its type, so the next upgrade fails with "type already exists". Drop it at the end of the downgrade: `{{drop}}`.',
    },
    options: {
      schema: { properties: { tolerateLeftoverTypes: { type: 'boolean', description: 'Accept types whose creation tolerates that they exist (`checkfirst=True`, `IF NOT EXISTS`): the next upgrade does not fail.' } } },
      defaults: { tolerateLeftoverTypes: false },
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world, afterDowngrade } = trip;
      if (world.rollback === 'forward-only' || !afterDowngrade || migration.downgrade.operations.length === 0) return;
      if (unreadTables(migration.downgrade.operations) === 'anything' || migration.downgrade.unread.length > 0) return;
      for (const difference of trip.differences.filter(isLeftoverEnum)) {
        const type = afterDowngrade.enums.get(difference.name);
        if (!type || usersOfEnum(afterDowngrade, type).length > 0) continue;
        const made = firstChange(trip.upgradeSteps, difference);
        const at = made?.operation ?? migration.upgrade.span;
        if (!at) continue;
        const creation = made && isStepOf(made, 'createEnum') ? made.operation : undefined;
        if (creation?.ifNotExists && context.options['tolerateLeftoverTypes'] === true) continue;
        context.report(at, 'leftBehind', {
          data: {
            type: difference.name,
            implicitly: creation?.implicit ? ' together with the table' : '',
            drop: remedy({ migration }, { alembic: `sa.Enum(name='${difference.name}').drop(op.get_bind(), checkfirst=False)`, sql: `DROP TYPE ${difference.name}` }),
          },
          object: differenceObject(difference),
          related: migration.downgrade.span ? [{ message: 'the downgrade leaves the type behind', span: migration.downgrade.span }] : [],
          possible: difference.uncertain,
        });
      }
    },
  }),
});
