import type { FrameworkDefinition } from './define-framework.js';
import type { FileLayout, NamingConvention } from './framework.js';
import { languageOf, loadLanguage, missedLanguages } from './languages/index.js';
import { loadSql, missedSql } from './languages/sql/index.js';
import type { Memory } from './memory.js';
import { discover, loadFramework } from './read.js';
import { readingsOf, targetOf } from './read-history.js';
import type { Snapshot } from './snapshot.js';
import type { Dialect } from './target.js';

/** Code that hands SQL to the database, or may hold some. */
const SQL = /\b(?:execute|executemany|exec_driver_sql|executescript|DDL|scalars?|query|raw|addSql|runSql|sql|exec|db|schema)\s*[(`.<]|\bPG[A-Z]\w+\(/u;

export interface LoadOptions {
  readonly dialect?: Dialect;
  readonly targetVersion?: readonly number[];
  readonly namingConvention?: NamingConvention;
  readonly layouts?: readonly FileLayout[];
  readonly frameworks?: readonly FrameworkDefinition[];
  readonly memory?: Memory;
}

/** Loads the frameworks and parsers that the snapshot's migrations need, each only where there is something for it to read. Await it before `analyze`. */
export async function loadParsers(snapshot: Snapshot, options: LoadOptions = {}): Promise<void> {
  const settings = { dialect: options.dialect, namingConvention: options.namingConvention, layouts: options.layouts, frameworks: options.frameworks };
  const found = discover(snapshot, settings);
  const anew = found.map(({ framework, environment }) => {
    const readings = readingsOf(snapshot, framework.name, environment, settings, { ...options, settings });
    // comments are read again where they may allow something
    return { environment, sources: environment.sources.filter((source) => readings.of(source).scripts === undefined || source.text.includes('migralint-')) };
  });
  const dialects = new Set(anew.filter(({ sources }) => sources.some(({ language, text }) => language === 'sql' || SQL.test(text))).map(({ environment }) => targetOf(environment, options).dialect));
  let waiting = dialects.size > 0;
  const sql = Promise.all([...dialects].map(loadSql)).finally(() => (waiting = false));
  const programs = anew.flatMap(({ sources }) => sources).filter(({ language }) => language !== 'sql');
  await Promise.all([...new Set(programs.map(({ language }) => language))].map((language) => (language === 'sql' ? undefined : loadLanguage(language))));
  await Promise.all([...new Set(found.map(({ framework }) => framework))].map(loadFramework));
  // WebAssembly compiles on another thread: meanwhile this one reads what it will need anyway
  for (const { file, text, language } of programs) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!waiting || language === 'sql') break;
    languageOf(language).programs.prepare(file, text);
  }
  await sql;
}

/** Loads what an analysis turned out to need: SQL that only a helper module holds, say. True where it must be run again. */
export async function loadMissedParsers(): Promise<boolean> {
  const dialects = missedSql();
  const languages = missedLanguages();
  await Promise.all([...dialects.map(loadSql), ...languages.map(loadLanguage)]);
  return dialects.length + languages.length > 0;
}
