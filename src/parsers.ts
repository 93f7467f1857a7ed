import type { Settings } from './framework.js';
import { loadPython, preparePython } from './languages/python/index.js';
import { loadPostgres, sqlWasMissed } from './languages/sql/index.js';
import { discover } from './read.js';
import type { Snapshot } from './snapshot.js';

/** Code that hands SQL to the database, or may hold some. */
const SQL = /\b(?:execute|executemany|exec_driver_sql|executescript|DDL|scalars?)\s*\(|\bPG[A-Z]\w+\(/u;

/** Loads the parsers that the snapshot's migrations need, each only where there is something for it to read. Await it before `analyze`. */
export async function loadParsers(snapshot: Snapshot, settings: Settings = {}): Promise<void> {
  const sources = discover(snapshot, settings).flatMap(({ environment }) => environment.sources);
  let waiting = sources.some(({ language, text }) => language === 'sql' || SQL.test(text));
  const postgres = waiting ? loadPostgres().finally(() => (waiting = false)) : undefined;
  const python = sources.filter(({ language }) => language === 'python');
  if (python.length > 0) await loadPython();
  // WebAssembly compiles on another thread: meanwhile this one reads what it will need anyway
  for (const { file, text } of python) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!waiting) break;
    preparePython(file, text);
  }
  await postgres;
}

/** Loads what an analysis turned out to need: SQL that only a helper module holds. True where it must be run again. */
export async function loadMissedParsers(): Promise<boolean> {
  if (!sqlWasMissed()) return false;
  await loadPostgres();
  return true;
}
