import type { ActionOf, Draft, Name } from '../../../operation.js';
import { known } from '../../../value.js';
import { nameFrom } from './names.js';
import { isHoled, spanOf, wordAt, type Statement } from './statement.js';

/** Words between a keyword and the name that it announces. */
const BETWEEN = new Set(['IF', 'NOT', 'EXISTS', 'ONLY', 'TABLE', 'CONCURRENTLY']);
const NO_NAME = new Set(['CONFLICT', 'DELETE', 'UPDATE', 'INSERT', 'SELECT', 'VALUES', 'SET', 'TRUE', 'FALSE', 'CONSTRAINT', 'COMMIT', 'COLUMN', 'TYPE', 'FUNCTION', 'SCHEMA', 'NO', 'CASCADE', 'RESTRICT', 'UNNEST', 'GENERATE_SERIES']);

/** The relations that a statement seems to be about, told from its tokens alone. */
export function guessedNames(statement: Statement): readonly Name[] | 'anything' {
  const head = wordAt(statement, 0);
  const announcing = new Set(['TABLE', 'INTO', 'UPDATE']);
  if (head === 'DELETE' || head === 'COPY') announcing.add('FROM');
  if (head === 'TRUNCATE' || head === 'COPY') announcing.add(head);
  if (['CREATE', 'ALTER', 'DROP', 'COMMENT', 'GRANT', 'REVOKE'].includes(head)) announcing.add('ON');
  const found = new Map<string, Name>();
  for (let i = 0; i < statement.tokens.length; i += 1) {
    if (!announcing.has(wordAt(statement, i)) || (wordAt(statement, i) === 'UPDATE' && i > 0)) continue;
    let at = i + 1;
    while (BETWEEN.has(wordAt(statement, at))) at += 1;
    const parts = writtenName(statement, at);
    if (!parts) continue;
    const name = known(nameFrom(parts));
    // a name that is not known may be any
    if (!name) return 'anything';
    found.set(JSON.stringify([name.schema, name.name]), name);
  }
  return found.size > 0 ? [...found.values()] : 'anything';
}

function writtenName(statement: Statement, from: number): string[] | undefined {
  const parts: string[] = [];
  for (let i = from; ; i += 2) {
    const token = statement.tokens[i];
    if (!token || (token.kind !== 'word' && token.kind !== 'quoted') || NO_NAME.has(wordAt(statement, i))) return undefined;
    const text = statement.traced.text.slice(token.start, token.end);
    parts.push(token.kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase());
    if (wordAt(statement, i + 1) !== '.') return parts;
  }
}

const ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'COPY', 'MERGE']);

/** What a driver, psql or a template engine replaces before the server sees the text. */
const REPLACED_LATER = /[?{}@$\\]|%[s(]|(?<!:):[A-Za-z_'"]/u;

/** A statement that the server refuses, as far as its text is the one that it will see. */
export function rejectedStatement(statement: Statement, error: string, server = 'PostgreSQL'): Draft {
  const final = !REPLACED_LATER.test(withoutLiterals(statement));
  const opaque = opaqueStatement(statement, final ? `${server} rejects it: ${error}` : error);
  return final ? { ...opaque, rejected: true } : opaque;
}

/** The text with nothing left of strings and quoted names but the opening quote. */
function withoutLiterals(statement: Statement): string {
  let out = '';
  let end = statement.start;
  for (const token of statement.tokens) {
    if (token.start > end) out += ' ';
    const literal = token.kind === 'string' || token.kind === 'quoted';
    out += statement.traced.text.slice(token.start, literal ? token.start + 1 : token.end);
    end = token.end;
  }
  return out;
}

/** A statement that could not be read. */
export function opaqueStatement(statement: Statement, reason: string): ActionOf<'opaque'> & Draft {
  const text = statement.traced.text.slice(statement.start, statement.end);
  const rowsOnly = ROWS.has(wordAt(statement, 0)) && !isHoled(wordAt(statement, 0)) ? { rowsOnly: true } : {};
  return { kind: 'opaque', reason, text, touches: guessedNames(statement), ...rowsOnly, span: spanOf(statement) };
}
