import type { Settings } from './framework.js';
import { languageOf, loadLanguage } from './languages/index.js';
import { loadSql, missedSql } from './languages/sql/index.js';
import { dialectOf, discover, loadFramework } from './read.js';
import type { Snapshot } from './snapshot.js';

/** Code that hands SQL to the database, or may hold some. */
const SQL = /\b(?:execute|executemany|exec_driver_sql|executescript|DDL|scalars?|query|raw|addSql|runSql|sql|exec|db)\s*[(`.<]|\bPG[A-Z]\w+\(/u;

/** Loads the frameworks and parsers that the snapshot's migrations need, each only where there is something for it to read. Await it before `analyze`. */
export async function loadParsers(snapshot: Snapshot, settings: Settings = {}): Promise<void> {
  const found = discover(snapshot, settings);
  const environments = found.map(({ environment }) => environment).filter(({ sources }) => sources.length > 0);
  const sources = environments.flatMap((environment) => environment.sources);
  const dialects = new Set(environments.filter((each) => each.sources.some(({ language, text }) => language === 'sql' || SQL.test(text))).map((each) => dialectOf(each, settings.dialect)));
  let waiting = dialects.size > 0;
  const sql = Promise.all([...dialects].map(loadSql)).finally(() => (waiting = false));
  const programs = sources.filter(({ language }) => language !== 'sql');
  await Promise.all([...new Set(programs.map(({ language }) => language))].map((language) => (language === 'sql' ? undefined : loadLanguage(language))));
  await Promise.all([...new Set(found.map(({ framework }) => framework))].map(loadFramework));
  // WebAssembly compiles on another thread: meanwhile this one reads what it will need anyway
  for (const { file, text, language } of programs) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!waiting || language === 'sql') break;
    languageOf(language).prepare(file, text);
  }
  await sql;
}

/** Loads what an analysis turned out to need: SQL that only a helper module holds. True where it must be run again. */
export async function loadMissedParsers(): Promise<boolean> {
  const dialects = missedSql();
  await Promise.all(dialects.map(loadSql));
  return dialects.length > 0;
}
