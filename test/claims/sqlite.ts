import { Database as Sqlite } from 'node-sqlite3-wasm';
import type { Database, Ran } from './database.js';
import { refusalOf } from './postgres.js';
import type { Statement } from './statements.js';

/** In memory. Statements run as they are written: SQLite's driver for Python opens no transaction around them. */
export class SqliteMemory implements Database {
  private database = new Sqlite();

  reset(): Promise<void> {
    this.database.close();
    this.database = new Sqlite();
    return Promise.resolve();
  }
  fill(): Promise<void> {
    return Promise.resolve();
  }
  run(statements: readonly Statement[]): Promise<Ran> {
    const seen = { locks: new Map<string, string>(), scanned: false };
    try {
      for (const { sql } of statements) this.database.exec(sql);
      return Promise.resolve(seen);
    } catch (error) {
      return Promise.resolve({ ...seen, ...refusalOf(error) });
    }
  }
  ask(sql: string): Promise<readonly string[]> {
    return Promise.resolve((this.database.all(sql) as Record<string, unknown>[]).map((row) => String(Object.values(row)[0])));
  }
  files(): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map());
  }
  schema(): Promise<readonly string[]> {
    return this.ask("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
  }
  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }
}
