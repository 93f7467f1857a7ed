import { startServer, type Server } from '../mysql/server.js';
import type { Database, Ran } from './database.js';
import type { Statement } from './statements.js';

/** Claims of MySQL's dialect, where MariaDB is installed. */
export class MariaDb implements Database {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<MariaDb | undefined> {
    const server = await startServer();
    return server && new MariaDb(server);
  }
  close(): Promise<void> {
    this.server.stop();
    return Promise.resolve();
  }
  reset(): Promise<void> {
    this.server.run('mysql', ['DROP DATABASE IF EXISTS claims', 'CREATE DATABASE claims']);
    return Promise.resolve();
  }
  fill(): Promise<void> {
    return Promise.resolve();
  }
  run(statements: readonly Statement[]): Promise<Ran> {
    const seen = { locks: new Map<string, string>(), scanned: false };
    for (const { sql } of statements) {
      const [code] = this.server.run('claims', [sql.replaceAll(/--[^\n]*/gu, '')]).refused.values();
      if (code !== undefined) return Promise.resolve({ ...seen, refused: String(code), message: sql });
    }
    return Promise.resolve(seen);
  }
  ask(sql: string): Promise<readonly string[]> {
    const { rows, refused } = this.server.run('claims', [sql]);
    const [code] = refused.values();
    if (code !== undefined) return Promise.reject(Object.assign(new Error(sql), { code }));
    return Promise.resolve(rows.map(([first]) => first ?? ''));
  }
  files(): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map());
  }
  schema(): Promise<readonly string[]> {
    return this.ask("SELECT concat(table_name, '.', column_name, ' ', column_type, ' ', is_nullable, ' ', coalesce(column_default, ''), ' ', column_comment) FROM information_schema.columns WHERE table_schema = 'claims' ORDER BY 1");
  }
}
