import { defineRule, type Rebuild, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { referencesTo } from './support/lookup.js';
import { listed, tableObject, written } from './support/names.js';
import { outsideTransaction } from './support/frameworks.js';
import { earlier } from './support/steps.js';

export default defineRule({
  id: 'rebuild-cascade-delete',
  meta: {
    summary: 'A SQLite table rebuild deletes the rows of child tables through ON DELETE CASCADE.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['sqlite'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      deletes:
        'Rebuilding `{{table}}` drops the old table, and with foreign keys on SQLite first deletes its rows one by one: every row of {{children}} that refers to them is deleted by ON DELETE CASCADE, while the migration reports success. {{remedy}}',
      nullifies:
        'Rebuilding `{{table}}` drops the old table, and with foreign keys on SQLite first deletes its rows one by one: the references of {{children}} are set by ON DELETE SET NULL or SET DEFAULT and point to nothing afterwards, while the migration reports success. {{remedy}}',
    },
  },
  create: (context) => ({
    alterObject(operation, step) {
      const { rebuild } = step;
      if (operation.action !== 'rebuild' || !rebuild || !step.world.existing(step, rebuild.table)) return;
      const keys = foreignKeysAt(step, rebuild);
      if (keys.state === 'off') return;
      const children = childrenOf(step, rebuild);
      const remedy = keys.ignored
        ? `PRAGMA foreign_keys = OFF does nothing inside a transaction: run it and the rebuild ${outsideTransaction(step)}.`
        : `Run PRAGMA foreign_keys = OFF before the rebuild, ${outsideTransaction(step)}: inside a transaction it does nothing.`;
      for (const [messageId, names] of Object.entries(children)) {
        if (names.length === 0) continue;
        context.report(rebuild.drop.operation, messageId as 'deletes' | 'nullifies', {
          data: { table: written(rebuild.table), children: listed(names), remedy },
          object: tableObject(rebuild.table),
          possible: keys.state === 'unknown',
        });
      }
    },
  }),
});

/** Tables whose rows refer to those of the old table at the moment when it is dropped. */
function childrenOf(step: Step, rebuild: Rebuild): Record<'deletes' | 'nullifies', string[]> {
  const { operation, before } = rebuild.drop;
  const dropped = operation.kind === 'dropTable' ? known(operation.table) : undefined;
  const deletes = new Set<string>();
  const nullifies = new Set<string>();
  for (const { table, constraint, uncertain } of dropped ? referencesTo(before, dropped) : []) {
    if (uncertain || !step.world.populated(step, table.name)) continue;
    const action = known(constraint.onDelete);
    if (action === 'CASCADE') deletes.add(written(table.name));
    else if (action === 'SET NULL' || action === 'SET DEFAULT') nullifies.add(written(table.name));
  }
  return { deletes: [...deletes], nullifies: [...nullifies].filter((name) => !deletes.has(name)) };
}

interface ForeignKeys {
  readonly state: 'on' | 'off' | 'unknown';
  /** Switched off where that has no effect. */
  readonly ignored: boolean;
}

/** Their drivers or they themselves turn foreign keys on. */
const TURN_ON = new Set(['drizzle', 'prisma', 'sequelize', 'kysely', 'mikro-orm', 'typeorm']);

/** Python's driver leaves the switch as SQLite has it, off; TypeORM turns it off itself before it migrates up. */
function initially({ migration, direction }: Step): ForeignKeys['state'] {
  if (migration.framework === 'alembic' || (migration.framework === 'typeorm' && direction === 'upgrade')) return 'off';
  return TURN_ON.has(migration.framework) ? 'on' : 'unknown';
}

/** Python's driver opens a transaction at the first change of rows, Prisma none: the pragma works there. */
const PRAGMA_WORKS = new Set(['alembic', 'prisma']);

function foreignKeysAt(step: Step, rebuild: Rebuild): ForeignKeys {
  let state = initially(step);
  let ignored = false;
  let open = false;
  for (const { operation, migration, inTransaction } of earlier(step)) {
    if (operation.span.start >= rebuild.drop.operation.span.start && operation.span.file === rebuild.drop.operation.span.file) break;
    if (operation.kind === 'transaction' && operation.verb !== 'savepoint') open = operation.verb === 'begin';
    if (operation.kind !== 'setting' || known(operation.name) !== 'foreign_keys') continue;
    const value = known(operation.value);
    if (open || (inTransaction === true && !PRAGMA_WORKS.has(migration.framework))) ignored = value === 'off';
    else if (value === undefined || operation.certainty === 'maybe' || (inTransaction !== false && !PRAGMA_WORKS.has(migration.framework))) state = 'unknown';
    else state = value === 'on' ? 'on' : 'off';
  }
  return { state, ignored };
}
