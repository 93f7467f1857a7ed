import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import { factsOf } from '../../src/dialects/dialect.js';
import { sqlOf } from '../../src/fix/sql.js';
import type { Script } from '../../src/migration.js';
import type { Operation } from '../../src/operation.js';
import type { Dialect } from '../../src/target.js';
import { known } from '../../src/value.js';

export interface Statement {
  readonly sql: string;
  readonly inTransaction: boolean;
}

/** What one direction of a migration sends: the author's own SQL where there is some, else what the operations say. */
export function statementsOf(script: Script, files: Readonly<Record<string, string>>, dialect: Dialect): readonly Statement[] {
  const statements: Statement[] = [];
  let last: string | undefined;
  for (const operation of script.operations) {
    const inTransaction = known(operation.inTransaction) ?? script.transactional;
    const written = writtenSql(operation, files);
    // one statement may have several effects
    if (written && written.key === last) continue;
    last = written?.key;
    for (const sql of written ? [written.sql] : printed(operation, dialect)) statements.push({ sql, inTransaction });
  }
  return statements;
}

const STRINGS = /#[^\n]*|\/\/[^\n]*|"""([^]*?)"""|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/gu;
const SQL = /^\s*(?:alter|analyze|begin|call|cluster|comment|commit|create|delete|do|drop|grant|insert|lock|pragma|refresh|reindex|release|reset|rollback|savepoint|select|set|start|truncate|update|vacuum|with)\b/iu;
const PIECES = /--[^\n]*|\$(\w*)\$[^]*?\$\1\$|'(?:[^']|'')*'|"[^"]*"|`[^`]*`|;/gu;

/** The SQL that the author wrote around an operation. */
function writtenSql({ span }: Operation, files: Readonly<Record<string, string>>): { readonly key: string; readonly sql: string } | undefined {
  const text = files[span.file] ?? '';
  const around = (start: number, sql: string) => ({ key: `${span.file}:${start}`, sql: sql.replace(/^(?:\s|--[^\n]*)*/u, '') });
  if (span.file.endsWith('.sql')) {
    const ends = [...text.matchAll(PIECES)].filter(([piece]) => piece === ';').map(({ index }) => index);
    const start = (ends.filter((end) => end < span.start).at(-1) ?? -1) + 1;
    return around(start, text.slice(start, ends.find((end) => end >= span.end) ?? text.length));
  }
  for (const { 0: whole, index, ...groups } of text.matchAll(STRINGS)) {
    const sql = groups[1] ?? groups[2] ?? groups[3] ?? groups[4];
    if (sql === undefined || index > span.start || index + whole.length < span.end || !SQL.test(sql)) continue;
    if (/[fF]/u.test(text[index - 1] ?? '')) throw new Error(`a claim cannot be made about text with gaps: ${sql}`);
    return around(index, sql.replaceAll(/\\(.)/gu, '$1'));
  }
  return undefined;
}

/** The printer knows what a way back needs; examples also say IF EXISTS, CONCURRENTLY and CASCADE. */
function printed(operation: Operation, dialect: Dialect): readonly string[] {
  const { quoteName } = factsOf(dialect);
  return sqlOf({ action: operation, before: EMPTY_CATALOG }, { dialect, quote: quoteName }).map((sql) => {
    let text = sql;
    if (operation.kind === 'dropIndex' && operation.concurrently) text = text.replace('DROP INDEX', 'DROP INDEX CONCURRENTLY');
    if ('ifNotExists' in operation && operation.ifNotExists) text = text.replace(/^(CREATE (?:UNIQUE )?(?:TABLE|INDEX)(?: CONCURRENTLY)?|ALTER TABLE \S+ ADD COLUMN)/u, '$1 IF NOT EXISTS');
    if ('ifExists' in operation && operation.ifExists) text = text.replace(/^(DROP (?:TABLE|TYPE|INDEX)(?: CONCURRENTLY)?|ALTER TABLE \S+ DROP (?:COLUMN|CONSTRAINT))/u, '$1 IF EXISTS');
    return 'cascade' in operation && operation.cascade ? `${text} CASCADE` : text;
  });
}
