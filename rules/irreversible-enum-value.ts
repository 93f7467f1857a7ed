import { nameKey } from '../src/catalog/names.js';
import { defineRule, type RoundTrip } from '../src/rule.js';
import { known } from '../src/value.js';
import { enumObject, written } from './support/names.js';
import { stepsOf } from './support/steps.js';

export default defineRule({
  id: 'irreversible-enum-value',
  meta: {
    summary: 'An enum value is added and cannot be removed by any downgrade.',
    category: 'rollback',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['downgrade'],
    messages: {
      stays:
        'The value {{value}} of `{{type}}` stays after the downgrade: PostgreSQL cannot remove a value from an enum type. Rebuild the type in the downgrade (rows that hold the value must be mapped first), or let it raise with the reason.',
      failsAgain:
        'The value {{value}} of `{{type}}` stays after the downgrade, because PostgreSQL cannot remove a value from an enum type, and the next upgrade fails: the value already exists. Write `ADD VALUE IF NOT EXISTS`; rebuild the type in the downgrade if the value must go.',
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      const { downgrade } = migration;
      if (world.rollback === 'forward-only' || downgrade.status === 'irreversible' || downgrade.status === 'absent' || editsSystemTable(trip)) return;
      for (const { operation, before } of stepsOf(trip.upgradeSteps, 'alterEnum')) {
        const type = known(operation.name);
        if (type === undefined || operation.addValue === undefined) continue;
        const key = nameKey(type);
        const isNew = trip.before.enums.get(key) === undefined && before.enums.get(key)?.complete === true;
        if (isNew || (operation.ifNotExists && downgrade.documented)) continue;
        const value = known(operation.addValue);
        const left = (trip.afterDowngrade ?? trip.afterUpgrade).enums.get(key);
        // without the type, or with it rebuilt and the value left out, nothing stays
        if (!left || (value !== undefined && left.complete && !left.values.some((each) => known(each) === value))) continue;
        context.report(operation, operation.ifNotExists ? 'stays' : 'failsAgain', {
          data: { type: written(type), value: value === undefined ? 'that is added here' : `'${value}'` },
          object: enumObject(type),
          related: downgrade.span ? [{ message: 'the downgrade does not rebuild the type', span: downgrade.span }] : [],
          possible: downgrade.unread.length > 0,
        });
      }
    },
  }),
});

/** `DELETE FROM pg_enum`: nothing that the manual allows, but it does take the value away. */
const editsSystemTable = (trip: RoundTrip): boolean =>
  trip.migration.downgrade.operations.some((operation) => operation.kind === 'modifyRows' && known(operation.table)?.name === 'pg_enum');
