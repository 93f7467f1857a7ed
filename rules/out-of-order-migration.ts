import type { Migration } from '../src/migration.js';
import { defineRule, type History } from '../src/rule.js';
import { changedTables } from './support/changed-tables.js';
import { listedBriefly } from './support/names.js';

export default defineRule({
  id: 'out-of-order-migration',
  meta: {
    summary: 'A new migration sorts before one that is already merged.',
    category: 'history',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      skipped: 'Migration {{id}} sorts before {{merged}}, which is merged already: {{runner}} only looks for migrations behind the last one that a database has run, so databases that have run that one never run this one, and nobody is told. Generate it again behind the last one.',
      refused: 'Migration {{id}} sorts before {{merged}}, which is merged already: on databases that have run that one, {{runner}} stops with an error before it runs anything. Rename it so that it sorts behind the last one.',
      diverges: 'Migration {{id}} sorts before {{merged}}, which is merged already{{both}}: databases that have run that one run this one after it, new databases before it, and the two may end up different. Rename it so that it sorts behind the last one.',
    },
    options: {
      schema: { properties: { allowUnordered: { type: 'boolean', description: 'The runner is told to run migrations in another order (Kysely `allowUnorderedMigrations`, Flyway `outOfOrder`, goose `-allow-missing`, node-pg-migrate `--no-check-order`).' } } },
      defaults: { allowUnordered: false },
    },
  },
  create: (context) => ({
    history(history) {
      if (context.options['allowUnordered'] === true || history.framework === 'alembic' || history.framework === 'sqitch') return;
      for (const { migration, later } of overtaken(history)) {
        const newest = later[later.length - 1] as Migration;
        const shared = sharedTables(migration, later);
        const runner = runnerOf(migration);
        const messageId = runner?.does ?? 'diverges';
        context.report(migration.idSpan ?? { file: migration.file, start: 0, end: 0 }, messageId, {
          data: { id: migration.id, merged: newest.id, runner: runner?.name ?? 'the runner', both: shared.length === 0 ? '' : ` and changes ${listedBriefly(shared)}, too` },
          object: { kind: 'migration', name: migration.id },
          objects: [migration, ...later].map(({ id }) => ({ kind: 'migration', name: id })),
          // changes of other tables come to the same in any order
          possible: messageId === 'diverges' && shared.length === 0,
          migration,
          direction: 'upgrade',
        });
      }
    },
  }),
});

const RUNNERS: Readonly<Record<string, { readonly name: string; readonly does: 'skipped' | 'refused' }>> = {
  drizzle: { name: 'Drizzle', does: 'skipped' },
  'golang-migrate': { name: 'golang-migrate', does: 'skipped' },
  kysely: { name: 'Kysely', does: 'refused' },
  'node-pg-migrate': { name: 'node-pg-migrate', does: 'refused' },
  'node-pg-migrate-sql': { name: 'node-pg-migrate', does: 'refused' },
  flyway: { name: 'Flyway', does: 'refused' },
  goose: { name: 'goose', does: 'refused' },
};

/** Drizzle without a journal, each migration in a folder, runs what is missing. */
const runnerOf = ({ framework, file }: Migration) => (framework === 'drizzle' && file.endsWith('/migration.sql') ? undefined : RUNNERS[framework]);

interface Overtaken {
  readonly migration: Migration;
  /** Merged migrations that sort behind it. */
  readonly later: readonly Migration[];
}

function overtaken({ migrations, added, reviewed, edits }: History): readonly Overtaken[] {
  // a merged migration under another name is no new one
  const renamed = new Set(edits.map(({ migration }) => migration));
  const isNew = (migration: Migration): boolean => added?.has(migration) === true && reviewed.has(migration) && !renamed.has(migration) && !isRepeatable(migration);
  if (!added || !migrations.some(isNew)) return [];
  const found: Overtaken[] = [];
  let later: readonly Migration[] = [];
  for (const migration of [...migrations].reverse()) {
    if (isNew(migration)) {
      if (later.length > 0) found.push({ migration, later });
    } else if (!added.has(migration) && !isRepeatable(migration)) later = [migration, ...later];
  }
  return found.reverse();
}

/** Flyway runs these after all others. */
const isRepeatable = ({ file }: Migration): boolean => /(?:^|\/)[RB]__?[^/]*\.sql$/u.test(file);

function sharedTables(migration: Migration, later: readonly Migration[]): readonly string[] {
  const others = new Set(later.flatMap((each) => changedTables(each.upgrade.operations)));
  return changedTables(migration.upgrade.operations).filter((table) => others.has(table));
}
