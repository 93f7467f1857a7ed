import { parseStmt, type Stmt } from 'sqlite3-parser';

/** What SQLite's grammar says about a text: its statement, or why it has none. */
export type Parsed = { readonly nodes: readonly Stmt[] } | { readonly error: string; /** UTF-16 offset */ readonly at: number };

/** Parses one statement. Never throws. */
export function parseSql(sql: string): Parsed {
  try {
    const parsed = parseStmt(sql);
    if (parsed.status === 'ok') return { nodes: [parsed.root] };
    const [first] = parsed.errors;
    return { error: first?.message ?? 'syntax error', at: first?.span.offset ?? 0 };
  } catch (problem) {
    return { error: problem instanceof Error ? problem.message : String(problem), at: 0 };
  }
}
