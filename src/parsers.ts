import type { Settings } from './framework.js';
import { loadPython } from './languages/python/index.js';
import { loadPostgres, sqlWasMissed } from './languages/sql/index.js';
import { discover } from './read.js';
import type { Snapshot } from './snapshot.js';

/** Code that hands SQL to the database, or may hold some. */
const SQL = /\b(?:execute|exec_driver_sql|executescript|text|DDL|scalars?|literal_column)\s*\(|\bPG[A-Z]\w+\(/u;

/** Loads the parsers that the snapshot's migrations need, each only where there is something for it to read. Await it before `analyze`. */
export async function loadParsers(snapshot: Snapshot, settings: Settings = {}): Promise<void> {
  const sources = discover(snapshot, settings).flatMap(({ environment }) => environment.sources);
  const loading: Promise<void>[] = [];
  if (sources.some(({ language }) => language === 'python')) loading.push(loadPython());
  if (sources.some(({ language, text }) => language === 'sql' || SQL.test(text))) loading.push(loadPostgres());
  await Promise.all(loading);
}

/** Loads what an analysis turned out to need: SQL that only a helper module holds. True where it must be run again. */
export async function loadMissedParsers(): Promise<boolean> {
  if (!sqlWasMissed()) return false;
  await loadPostgres();
  return true;
}
