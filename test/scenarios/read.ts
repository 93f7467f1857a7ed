import { loadMissedParsers, loadParsers } from '../../src/analyze.js';
import type { Migration } from '../../src/migration.js';
import { readHistories, type ReadHistory } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';

/** The last migration of a project of one history, read as the command line reads it. */
export async function lastMigration(files: Readonly<Record<string, string>>): Promise<Migration> {
  const snapshot = memorySnapshot(files);
  const settings = { dialect: 'postgres' } as const;
  await loadParsers(snapshot, settings);
  const read = (): readonly ReadHistory[] => readHistories(snapshot, { settings, ...settings }).histories;
  const first = read();
  const [history, ...others] = (await loadMissedParsers()) ? read() : first;
  const last = history?.migrations.at(-1);
  if (!history || !last || others.length > 0) throw new Error(`there are ${others.length + (history ? 1 : 0)} histories`);
  const unread = [...history.unread, ...last.upgrade.unread, ...last.downgrade.unread];
  if (unread.length > 0) throw new Error(`unread: ${unread.map(({ reason }) => reason).join(', ')}`);
  return last;
}
