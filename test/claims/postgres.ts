import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { Database, Ran } from './database.js';
import { fillTables } from './rows.js';
import type { Statement } from './statements.js';

export const STRENGTH = ['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];
export const stronger = (mode: string, than: string | undefined): boolean => STRENGTH.indexOf(mode) > STRENGTH.indexOf(than ?? '');

const NAMESPACES = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;
const LOCKS = `SELECT relation::int AS id, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL`;
const TABLES = `SELECT c.oid::int AS id, c.oid::regclass::text AS name, c.relfilenode AS file FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') AND ${NAMESPACES}`;
const SCHEMA = `
SELECT format('column %s.%s %s null=%s default=%s %s%s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(c.oid, a.attnum)) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${NAMESPACES}
UNION ALL SELECT format('table %s %s %s', c.oid::regclass, c.relpersistence, c.relrowsecurity) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND ${NAMESPACES}
UNION ALL SELECT format('constraint %s on %s %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid)) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype <> 'n' AND ${NAMESPACES}
UNION ALL SELECT format('index %s', pg_get_indexdef(x.indexrelid)) FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${NAMESPACES}
UNION ALL SELECT format('type %s %s', t.typname, (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd') AND ${NAMESPACES}
UNION ALL SELECT format('view %s %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND ${NAMESPACES}
UNION ALL SELECT format('sequence %s', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${NAMESPACES}
UNION ALL SELECT format('function %s', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'f' AND ${NAMESPACES} AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal
UNION ALL SELECT format('extension %s', extname) FROM pg_extension`;

/** All of the test runs on one server: a reset costs milliseconds, a start seconds. */
export class Postgres implements Database {
  private readonly notices: string[] = [];
  private constructor(private readonly database: PGlite) {}

  static async start(): Promise<Postgres> {
    return new Postgres(await PGlite.create({ extensions: { btree_gist, citext, pg_trgm } }));
  }
  close(): Promise<void> {
    return this.database.close();
  }

  async reset(): Promise<void> {
    const schemas = await this.ask(`SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE ${NAMESPACES} AND n.nspname <> 'public'`);
    await this.send('RESET ALL; SET client_min_messages = warning');
    await this.send([...schemas, 'public'].map((schema) => `DROP SCHEMA ${schema} CASCADE;`).join(' ') + ' CREATE SCHEMA public; SET client_min_messages = debug1');
  }

  fill(rows: number): Promise<void> {
    return fillTables(this.database, rows);
  }

  async ask(sql: string): Promise<readonly string[]> {
    const rows = await this.send<Record<string, unknown>>(sql);
    return rows.map((row) => String(Object.values(row)[0]));
  }

  async files(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.send<{ name: string; file: number }>(TABLES)).map(({ name, file }) => [name, String(file)]));
  }

  async schema(): Promise<readonly string[]> {
    return (await this.ask(SCHEMA)).toSorted();
  }

  async run(statements: readonly Statement[]): Promise<Ran> {
    const tables = new Map((await this.send<{ id: number; name: string }>(TABLES)).map(({ id, name }) => [id, name]));
    const locks = new Map<string, string>();
    this.notices.length = 0;
    /** `open`: the tool's transaction; `begun`: the author's; `ended`: the tool's, by the author, so that the rest stands for itself. */
    let state: 'none' | 'open' | 'begun' | 'ended' = 'none';
    const end = async (statement: string): Promise<void> => {
      for (const { id, mode } of await this.send<{ id: number; mode: string }>(LOCKS)) {
        const name = tables.get(id);
        if (name !== undefined && stronger(mode, locks.get(name))) locks.set(name, mode);
      }
      await this.send(statement);
    };
    try {
      for (const { sql, inTransaction } of statements) {
        if (state === 'open' && !inTransaction) {
          await end('COMMIT');
          state = 'none';
        }
        const begins = /^\s*begin\b/iu.test(sql);
        if (state === 'none' && inTransaction && !begins) {
          await this.send('BEGIN');
          state = 'open';
        }
        if (/^\s*commit\b/iu.test(sql)) {
          await end(sql);
          state = state === 'open' ? 'ended' : 'none';
        } else {
          await this.send(sql);
          if (begins && state === 'none') state = 'begun';
        }
      }
      // what nobody has committed is gone when the connection ends
      await end(state === 'open' ? 'COMMIT' : 'ROLLBACK');
      return { locks, scanned: this.scanned(new Set(tables.values())) };
    } catch (error) {
      const refusal = refusalOf(error);
      await this.send('ROLLBACK');
      return { ...refusal, locks, scanned: false };
    }
  }

  /** What the server says of its work, at the level of debug1. */
  private scanned(tables: ReadonlySet<string>): boolean {
    const built = (text: string): string | undefined => /^building index "[^"]+" on table "([^"]+)"/u.exec(text)?.[1];
    return this.notices.some((text) => /^(?:verifying table|validating foreign key|rewriting table)/u.test(text) || tables.has(built(text) ?? ''));
  }

  private async send<T>(sql: string): Promise<T[]> {
    const results = await this.database.exec(sql, { onNotice: (notice) => this.notices.push(notice.message ?? '') });
    return (results.at(-1)?.rows ?? []) as T[];
  }
}

export const refusalOf = (error: unknown): Pick<Ran, 'refused' | 'message'> => ({
  refused: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
  message: error instanceof Error ? error.message : String(error),
});
