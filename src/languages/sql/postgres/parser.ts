import type { Node } from 'libpg-query';

type Library = typeof import('libpg-query');

let library: Library | undefined;
let loading: Promise<void> | undefined;

/** Loads PostgreSQL's parser, once. Before, nothing can be read and every statement is opaque. */
export function loadPostgres(): Promise<void> {
  loading ??= (async () => {
    const module = await import('libpg-query');
    await module.loadModule();
    library = module;
  })();
  return loading;
}

/** What the parser says about a text: its statements, or why it has none. */
export type Parsed = { readonly nodes: readonly Node[] } | ParseError;
export interface ParseError {
  readonly error: string;
  /** UTF-16 offset */
  readonly at: number;
  /** A server would refuse the text for the same reason. */
  readonly rejected?: boolean;
}
/** What limits this parser and not the server. */
const OWN_LIMITS = /^(?:memory exhausted|stack depth)/u;

/** Parses text. Never throws. */
export function parseSql(sql: string): Parsed {
  if (!library) return { error: 'the PostgreSQL parser is not loaded', at: 0 };
  if (sql.trim() === '') return { nodes: [] };
  if (sql.includes('\0')) return { error: 'the text holds a null character', at: sql.indexOf('\0') };
  try {
    const nodes: Node[] = [];
    for (const statement of library.parseSync(sql).stmts ?? []) if (statement.stmt) nodes.push(statement.stmt);
    return { nodes };
  } catch (problem) {
    const details = (problem as { sqlDetails?: { cursorPosition?: number } }).sqlDetails;
    const error = problem instanceof Error ? problem.message : String(problem);
    return { error, at: characterOffset(sql, details?.cursorPosition ?? 0), rejected: details !== undefined && !OWN_LIMITS.test(error) };
  }
}

/** The parser counts characters where it reports errors, we count UTF-16 units. */
function characterOffset(text: string, characters: number): number {
  let offset = 0;
  for (let count = 0; count < characters && offset < text.length; count += 1) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

/** Turns the parser's offsets (UTF-8 bytes) into ours (UTF-16 units). */
export function byteOffsets(text: string): (bytes: number) => number {
  if (/^[\u0000-\u007F]*$/u.test(text)) return (bytes) => bytes;
  const starts = new Map<number, number>();
  let bytes = 0;
  for (let offset = 0; offset < text.length; ) {
    starts.set(bytes, offset);
    const code = text.codePointAt(offset) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    offset += code > 0xffff ? 2 : 1;
  }
  return (at) => starts.get(at) ?? text.length;
}
