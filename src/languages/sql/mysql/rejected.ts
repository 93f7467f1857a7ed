import type { Cursor } from './cursor.js';

const SERVERS: Readonly<Record<string, string>> = { mysql: 'MySQL', mariadb: 'MariaDB' };

/** Beginnings of statements that only other databases know. */
const FOREIGN_HEADS: readonly (readonly string[])[] = [
  ['CREATE', 'EXTENSION'], ['DROP', 'EXTENSION'], ['CREATE', 'TYPE'], ['ALTER', 'TYPE'], ['DROP', 'TYPE'], ['CREATE', 'DOMAIN'], ['DROP', 'DOMAIN'], ['COMMENT', 'ON'], ['CREATE', 'POLICY'], ['DROP', 'POLICY'],
  ['CREATE', 'MATERIALIZED'], ['DROP', 'MATERIALIZED'], ['REFRESH', 'MATERIALIZED'], ['ALTER', 'INDEX'], ['PRAGMA'], ['VACUUM'], ['COPY'], ['REINDEX'], ['CLUSTER'], ['CREATE', 'RULE'], ['ATTACH'], ['DETACH'],
  ['CREATE', 'VIRTUAL'], ['SELECT', 'PG_CATALOG'], ['DISCARD', 'ALL'], ['EXEC'], ['GO'], ['MERGE'],
];
/** Words in a row that are no MySQL wherever they stand outside of strings. */
const FOREIGN_WORDS: readonly (readonly string[])[] = [
  ['CONCURRENTLY'], ['ON', 'CONFLICT'], ['AUTOINCREMENT'], ['JSONB'], ['TIMESTAMPTZ'], ['BYTEA'], ['BIGSERIAL'], ['SMALLSERIAL'], ['ILIKE'], ['LANGUAGE', 'PLPGSQL'], ['ALTER', 'COLUMN'], ['WITH', 'TIME', 'ZONE'],
  ['WITHOUT', 'TIME', 'ZONE'], ['OWNER', 'TO'], ['DO', '$$'], [':', ':'], ['USING', 'GIN'], ['USING', 'GIST'], ['NOT', 'VALID'], ['VALIDATE', 'CONSTRAINT'], ['IDENTITY'], ['NVARCHAR', '(', 'MAX'], ['INTEGER', '['],
  ['TEXT', '['], ['DEFERRABLE'], ['TEXT', 'ARRAY'], ['CITEXT'], ['UUID'],
];

const follows = (cursor: Cursor, at: number, words: readonly string[]): boolean => words.every((word, i) => cursor.word(at + i) === word);

/** Why the server is sure to reject a statement that the reader has stumbled over; `undefined`: it is not sure. */
export function rejection(cursor: Cursor): string | undefined {
  const server = SERVERS[cursor.script.target.dialect] ?? 'MySQL';
  const head = FOREIGN_HEADS.find((words) => follows(cursor, 0, words));
  if (head) return `${server} has no ${head.join(' ')}`;
  if (follows(cursor, 0, ['DROP', 'INDEX']) && cursor.find(ON, 0) >= cursor.end) return `${server} rejects the statement: DROP INDEX needs ON and the table`;
  if (follows(cursor, 0, ['-', '-'])) return `${server} rejects the statement: a comment needs a space behind --`;
  for (let i = 0; i < Math.min(cursor.end, FURTHEST); i += 1) {
    const words = FOREIGN_WORDS.find((candidate) => follows(cursor, i, candidate));
    if (words) return `${server} rejects the statement: it has no ${words.join(' ').replace(': :', '::')} here`;
  }
  return undefined;
}
const FURTHEST = 5_000;
const ON: ReadonlySet<string> = new Set(['ON']);
