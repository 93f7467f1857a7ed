import type { Problem } from './finding.js';
import type { Migration } from './migration.js';
import type { ReadHistory } from './read.js';

/** The migrations that findings are reported on; the others are replayed only. */
export function reviewedMigrations(
  histories: readonly ReadHistory[],
  options: { readonly reviewed?: (file: string) => boolean; readonly startAfter?: string },
  unchanged: ReadonlySet<string> = new Set(),
): { readonly reviewed: ReadonlySet<Migration>; readonly problems: readonly Problem[] } {
  const reviewed = new Set<Migration>();
  let found = options.startAfter === undefined;
  for (const { migrations } of histories) {
    const merged = options.startAfter === undefined ? undefined : ancestors(migrations, options.startAfter);
    if (merged) found = true;
    for (const migration of migrations) {
      const files = migration.downgradeFile === undefined ? [migration.file] : [migration.file, migration.downgradeFile];
      const wanted = options.reviewed === undefined || files.some(options.reviewed);
      if (wanted && !merged?.has(migration) && !unchanged.has(migration.file)) reviewed.add(migration);
    }
  }
  if (found) return { reviewed, problems: [] };
  return { reviewed, problems: [{ message: `startAfter names revision \`${options.startAfter}\`, which no history has: give the id of the last merged revision` }] };
}

/** The revision and all that must have run before it. */
function ancestors(migrations: readonly Migration[], id: string): ReadonlySet<Migration> | undefined {
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  const start = byId.get(id) ?? (id.length >= 4 ? migrations.find((migration) => migration.id.startsWith(id)) : undefined);
  if (!start) return undefined;
  const seen = new Set<Migration>();
  const queue = [start];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const parent of [...next.parents, ...next.dependsOn]) {
      const found = byId.get(parent);
      if (found) queue.push(found);
    }
  }
  return seen;
}
