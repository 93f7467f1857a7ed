import { PGlite } from '@electric-sql/pglite';

/** What the server did for one statement. */
export interface Measured {
  /** `t ACCESS EXCLUSIVE`, for each table, view and materialized view that was there before. */
  readonly locks: readonly string[];
  /** Tables that were written anew with the rows they had. */
  readonly rewritten: readonly string[];
  readonly scanned: boolean;
  /** An index was built over rows that were there before. */
  readonly indexed: boolean;
}

const LOCKS = 'SELECT relation::int AS id, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL';
const FILES = `SELECT oid::int AS id, relname AS name, relfilenode AS file, relkind AS kind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')`;
const STRENGTH = ['AccessShare', 'RowShare', 'RowExclusive', 'ShareUpdateExclusive', 'Share', 'ShareRowExclusive', 'Exclusive', 'AccessExclusive'];

interface File {
  readonly id: number;
  readonly name: string;
  readonly file: number;
  readonly kind: string;
}

/** A server on which statements are tried out, one after the other, from the same start. */
export class Server {
  private readonly notices: string[] = [];
  private constructor(private readonly database: PGlite) {}

  static async start(base: string): Promise<Server> {
    const server = new Server(await PGlite.create());
    await server.run(base);
    await server.run('SET client_min_messages = debug1');
    return server;
  }
  close(): Promise<void> {
    return this.database.close();
  }

  private async run<T>(text: string): Promise<T[]> {
    const results = await this.database.exec(text, { onNotice: (notice) => this.notices.push(notice.message ?? '') });
    return (results.at(-1)?.rows ?? []) as T[];
  }

  /** Runs the statement in a transaction, looks at what it holds, and takes it back. */
  async measure(statement: string): Promise<Measured> {
    const before = await this.run<File>(FILES);
    await this.run('BEGIN');
    try {
      this.notices.length = 0;
      await this.run(statement);
      const notices = [...this.notices];
      const locks = locksOf(await this.run<Held>(LOCKS), before);
      const filled = await this.filled(before);
      return { locks, rewritten: filled.filter(({ moved }) => moved).map(({ name }) => name), ...fromNotices(notices, new Set(filled.map(({ name }) => name))) };
    } finally {
      await this.run('ROLLBACK');
    }
  }

  /** Tables and materialized views of before that still have rows, and whether they have got a new file. */
  private async filled(before: readonly File[]): Promise<readonly { readonly name: string; readonly moved: boolean }[]> {
    const after = new Map((await this.run<File>(FILES)).map((file) => [file.id, file]));
    const found: { name: string; moved: boolean }[] = [];
    for (const { id, name, file, kind } of before) {
      const now = after.get(id);
      if (!now || kind === 'v') continue;
      const [row] = await this.run<{ readonly rows: number }>(`SELECT count(*)::int AS rows FROM "${now.name}"`);
      if (row && row.rows > 0) found.push({ name, moved: kind !== 'p' && now.file !== file });
    }
    return found;
  }
}

function fromNotices(notices: readonly string[], filled: ReadonlySet<string>): Pick<Measured, 'scanned' | 'indexed'> {
  const indexed = notices.some((text) => filled.has(/^building index "[^"]+" on table "([^"]+)"/u.exec(text)?.[1] ?? ''));
  return { indexed, scanned: indexed || notices.some((text) => /^(?:verifying table|validating foreign key|rewriting table)/u.test(text)) };
}

interface Held {
  readonly id: number;
  readonly mode: string;
}

function locksOf(held: readonly Held[], before: readonly File[]): string[] {
  const strongest = new Map<string, string>();
  for (const { id, mode } of held) {
    const name = before.find((file) => file.id === id)?.name;
    const bare = mode.replace(/Lock$/u, '');
    if (name !== undefined && STRENGTH.indexOf(bare) > STRENGTH.indexOf(strongest.get(name) ?? '')) strongest.set(name, bare);
  }
  return [...strongest].map(([name, mode]) => `${name} ${mode.replace(/(?<=[a-z])(?=[A-Z])/gu, ' ').toUpperCase()}`).sort();
}
