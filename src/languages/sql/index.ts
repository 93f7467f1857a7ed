import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Dialect, Target } from '../../target.js';
import type { TracedText } from '../../value.js';
import { readTolerantly } from './tolerant.js';

/** Reads SQL: one list of effects for each statement. Never throws; what it cannot read is an `opaque` action. */
export type SqlReader = (text: TracedText, fallback: Span, target: Target) => readonly (readonly Draft[])[];
type Grammar = 'postgres' | 'mysql' | 'sqlite';

/** Each with its parser, read from disk only where there is SQL of the dialect. */
const LOADERS: Readonly<Record<Grammar, () => Promise<SqlReader>>> = {
  async postgres() {
    const { loadParser, readPostgres } = await import('./postgres/index.js');
    await loadParser();
    return (text, fallback, target) => (target.dialect === 'postgres' ? readPostgres(text, fallback) : readTolerantly(readPostgres, text, fallback, target.dialect));
  },
  async mysql() {
    return (await import('./mysql/index.js')).readMysql;
  },
  async sqlite() {
    return (await import('./sqlite/index.js')).readSqlite;
  },
};
/** Whose grammar a dialect is read by. SQL Server and Oracle have none of their own: what they share with PostgreSQL is read, the rest is opaque. */
const GRAMMARS: Readonly<Record<Dialect, Grammar>> = { postgres: 'postgres', mysql: 'mysql', mariadb: 'mysql', sqlite: 'sqlite', mssql: 'postgres', oracle: 'postgres' };

const readers = new Map<Grammar, SqlReader>();
const missed = new Set<Dialect>();

/** Loads the parser and reader of a dialect, once. */
export async function loadSql(dialect: Dialect): Promise<void> {
  const grammar = GRAMMARS[dialect];
  if (!readers.has(grammar)) readers.set(grammar, await LOADERS[grammar]());
  for (const each of missed) if (GRAMMARS[each] === grammar) missed.delete(each);
}

/** Dialects whose SQL was met while its reader was not loaded: then load them and start again. */
export const missedSql = (): readonly Dialect[] => [...missed];

/** Reads SQL of the target's dialect: one list of effects for each statement. Never throws. */
export function readSql(text: TracedText, fallback: Span, target: Target): readonly (readonly Draft[])[] {
  const reader = readers.get(GRAMMARS[target.dialect]);
  if (!reader) {
    missed.add(target.dialect);
    return [[{ kind: 'opaque', reason: 'the SQL parser is not loaded', touches: 'anything', span: fallback }]];
  }
  return reader(text, fallback, target);
}

export { sqlComments, sqlStatements, sqlStatementTokens, type SqlToken } from './places.js';
