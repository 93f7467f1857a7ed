import type { Migration } from '../src/migration.js';
import { defineRule, type History } from '../src/rule.js';
import { listed } from './support/names.js';

export default defineRule({
  id: 'multiple-heads',
  meta: {
    summary: 'The history ends in more than one head.',
    category: 'history',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      heads:
        'The history ends in {{count}} heads, {{heads}}: `alembic upgrade head` refuses to run, because it cannot tell which one is meant. Merge them (`alembic merge -m "merge heads" {{ids}}`), or put this revision behind the other one (`down_revision = \'{{other}}\'`).{{conflict}}',
    },
  },
  create: (context) => ({
    history(history) {
      if (history.framework !== 'alembic') return;
      const lineage = ancestry(history);
      const broken = new Set(history.problems.filter(({ problem }) => problem !== 'duplicate').map(({ migration }) => migration));
      // a head behind a broken link is reported where the link is broken
      const heads = history.heads.filter((head) => ![...(lineage.get(head) ?? [])].some((each) => broken.has(each)));
      // two files with one id are one revision to the runner
      const ids = new Set(heads.map(({ id }) => id));
      const reviewed = heads.filter((head) => history.reviewed.has(head));
      const at = reviewed[reviewed.length - 1];
      if (ids.size < 2 || !at || areSeparate(heads, lineage)) return;
      const others = heads.filter((head) => head !== at);
      context.report(at.idSpan ?? at.upgrade.span ?? { file: at.file, start: 0, end: 0 }, 'heads', {
        data: {
          count: String(heads.length),
          heads: listed(heads.map(({ file }) => file)),
          ids: heads.map(({ id }) => id).join(' '),
          other: others[0]?.id ?? '',
          conflict: conflict(heads, lineage),
        },
        object: { kind: 'migration', name: at.id },
        objects: heads.map(({ id }) => ({ kind: 'migration', name: id })),
        related: others.flatMap((head) => (head.idSpan ? [{ message: `revision ${head.id} is a head, too`, span: head.idSpan }] : [])),
        migration: at,
      });
    },
  }),
});

/** Each head with the revisions that it builds on, itself included. */
function ancestry(history: History): ReadonlyMap<Migration, ReadonlySet<Migration>> {
  const byId = new Map(history.migrations.map((migration) => [migration.id, migration]));
  return new Map(
    history.heads.map((head) => {
      const seen = new Set<Migration>();
      const queue = [head];
      for (let next = queue.pop(); next; next = queue.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        for (const parent of next.parents) {
          const found = byId.get(parent);
          if (found) queue.push(found);
        }
      }
      return [head, seen];
    }),
  );
}

/** Branches with labels of their own, or with bases of their own in folders of their own, are meant to stay apart. */
function areSeparate(heads: readonly Migration[], lineage: ReadonlyMap<Migration, ReadonlySet<Migration>>): boolean {
  const own = heads.map((head) => [...(lineage.get(head) ?? [])].filter((each) => heads.every((other) => other === head || !lineage.get(other)?.has(each))));
  if (own.every((branch) => branch.some(({ labels }) => labels.length > 0))) return true;
  const apart = own.every((branch, i) => branch.length === lineage.get(heads[i] as Migration)?.size);
  const folders = new Set(heads.map(({ file }) => file.replace(/\/[^/]*$/u, '')));
  return apart && folders.size === heads.length;
}

/** The tables that more than one branch changes. */
function conflict(heads: readonly Migration[], lineage: ReadonlyMap<Migration, ReadonlySet<Migration>>): string {
  const touched = heads.map((head) => {
    const tables = new Set<string>();
    for (const each of lineage.get(head) ?? []) {
      if (heads.some((other) => other !== head && lineage.get(other)?.has(each))) continue;
      for (const operation of each.upgrade.operations) if ('table' in operation && operation.table !== undefined && 'name' in operation.table) tables.add(operation.table.name);
    }
    return tables;
  });
  const shared = [...(touched[0] ?? [])].filter((table) => touched.slice(1).some((tables) => tables.has(table)));
  return shared.length === 0 ? '' : ` Both branches change ${listed(shared)}: look at how they fit together.`;
}
