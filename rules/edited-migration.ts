import type { MergedEdit } from '../src/history.js';
import type { FindingObject } from '../src/finding.js';
import { defineRule } from '../src/rule.js';
import { listed } from './support/names.js';

export default defineRule({
  id: 'edited-migration',
  meta: {
    summary: 'A migration that is already merged is changed, renamed or deleted.',
    category: 'history',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      upgrade: 'What migration {{id}} does is changed, and it is merged already: databases that have run it never get this change and differ from new ones from now on. Restore it, and put the change into a new migration.',
      downgrade: 'The downgrade of migration {{id}}, which is merged already, does something else now. That is right where the old one was wrong; make sure that it still fits the databases on which the upgrade ran as it was.',
      order: 'Migration {{id}} is merged already and now follows {{now}} in place of {{before}}: databases that have run it ran other migrations before it, or never run those that are put in between. Restore its place, and add a new migration behind the last one.',
      renamed: 'Migration {{id}} is merged already and is now called {{now}}: databases that have run it take it for a new one and run it again, or refuse to go on because the old one is gone. Give it its old name back.',
      deleted: '{{what}} merged already and gone now: databases that have run what is missing keep what it did, new ones never get it, and many runners refuse to start. Restore it, and undo what it did in a new migration.',
    },
  },
  create: (context) => ({
    history({ edits }) {
      for (const { edit, migration, merged, uncertain } of edits) {
        if (edit === 'deleted' || (edit !== 'renamed' && isRepeatable(merged))) continue;
        const object: FindingObject = { kind: 'migration', name: merged.id };
        const data = { id: merged.id, now: edit === 'order' ? parentsOf(migration) : migration.id, before: parentsOf(merged) };
        const span = (edit === 'order' ? migration.parentSpan : edit === 'downgrade' ? migration.downgrade.span : undefined) ?? migration.idSpan ?? migration.upgrade.span ?? { file: migration.file, start: 0, end: 0 };
        context.report(span, edit, { data, object, migration, possible: uncertain, ...(edit === 'downgrade' && { severity: 'warning' as const, direction: 'downgrade' as const }) });
      }
      const deleted = edits.filter(({ edit }) => edit === 'deleted').map(({ merged }) => merged);
      const [first] = deleted;
      if (!first) return;
      const ids = deleted.map(({ id }) => id);
      context.report({ file: first.file, start: 0, end: 0 }, 'deleted', {
        data: { what: ids.length === 1 ? `Migration ${listed(ids)} is` : `${ids.length} migrations are (${listed(ids.slice(0, MOST_NAMED))}${ids.length > MOST_NAMED ? ', ...' : ''})` },
        object: { kind: 'migration', name: first.id },
        ...(ids.length > 1 && { objects: deleted.map(({ id }) => ({ kind: 'migration', name: id })) }),
        migration: first,
      });
    },
  }),
});

/** Flyway runs these again whenever their text changes: they are made to be edited. */
const isRepeatable = ({ file }: MergedEdit['merged']): boolean => /(?:^|\/)R__[^/]*\.sql$/u.test(file);

const MOST_NAMED = 5;
const parentsOf = ({ parents }: MergedEdit['merged']): string => (parents.length === 0 ? 'nothing' : listed(parents));
