import type { Name } from '../../../operation.js';
import { hasHole, known } from '../../../value.js';
import type { Cursor } from './cursor.js';

/** Words that stand in expressions and queries and are no columns. */
const WORDS: ReadonlySet<string> = new Set(
  `ACCESSIBLE ALL AND ANY AS ASC BETWEEN BINARY BOTH BY CASE CAST CHAR CHARACTER COLLATE CONVERT CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT DELETE DESC DISTINCT DISTINCTROW DIV DUAL
  ELSE END ESCAPE EXCEPT EXISTS FALSE FOR FORCE FROM FULLTEXT GROUP HAVING HIGH_PRIORITY IF IGNORE IN INDEX INNER INSERT INTERSECT INTERVAL INTO IS JOIN KEY LATERAL LEADING LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP
  LOW_PRIORITY MATCH MOD NATURAL NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION RANGE REGEXP REPLACE RIGHT RLIKE ROW ROWS SELECT SEPARATOR SET SIGNED SOUNDS SQL_CALC_FOUND_ROWS STRAIGHT_JOIN THEN TO TRAILING
  TRUE UNION UNSIGNED UPDATE USE USING VALUES WHEN WHERE WINDOW WITH XOR YEAR MONTH DAY HOUR MINUTE SECOND MICROSECOND WEEK QUARTER DATE TIME DATETIME DECIMAL RECURSIVE DUPLICATE BOOLEAN MODE LANGUAGE`.split(/\s+/u),
);

/** Names of the columns that an expression or a query reads, without their table, as far as the words tell. */
export function columnsIn(cursor: Cursor): string[] {
  const out = new Set<string>();
  for (let i = cursor.at; i < cursor.end; i += 1) {
    if (!cursor.isIdentifier(i) || cursor.isString(i)) continue;
    const quoted = cursor.token(i)?.kind === 'quoted';
    const [before, after] = [cursor.word(i - 1), cursor.word(i + 1)];
    if (after === '.' || before === '@' || before === ':') continue;
    if (!quoted && (after === '(' || WORDS.has(cursor.word(i)) || cursor.isIntroducer(i))) continue;
    if (before === 'AS' || before === 'COLLATE' || before === 'USING') continue;
    const name = nameAt(cursor, i);
    if (!hasHole(name)) out.add(name);
  }
  return [...out];
}

const nameAt = (cursor: Cursor, index: number): string => cursor.part(index, index + 1).rawIdentifier();

const BEFORE_TABLES: ReadonlySet<string> = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN', 'INTO']);
const BEHIND_TABLES: ReadonlySet<string> = new Set(['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'SET', 'ON', 'USING', 'UNION', 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'CROSS', 'NATURAL', 'STRAIGHT_JOIN', 'WINDOW', 'FOR', 'PROCEDURE', 'VALUES', ')', 'SELECT']);

/** Tables that a query reads, without its own common table expressions. */
export function tablesIn(cursor: Cursor): Name[] {
  const out = new Map<string, Name>();
  const own = commonTables(cursor);
  for (let i = cursor.at; i < cursor.end; i += 1) {
    if (!BEFORE_TABLES.has(cursor.word(i)) || cursor.word(i + 1) === '(') continue;
    const list = cursor.part(i + 1, listEnd(cursor, i + 1));
    for (const part of list.commaParts()) {
      if (!part.isIdentifier() || part.isString()) continue;
      const name = known(part.name());
      if (name && name.name.toUpperCase() !== 'DUAL' && !(name.schema === undefined && own.has(name.name))) out.set(JSON.stringify([name.schema, name.name]), name);
    }
  }
  return [...out.values()];
}

function listEnd(cursor: Cursor, from: number): number {
  for (let i = from; i < cursor.end; i += 1) {
    if (cursor.word(i) === '(') i = cursor.closing(i);
    else if (BEHIND_TABLES.has(cursor.word(i))) return i;
  }
  return cursor.end;
}

function commonTables(cursor: Cursor): ReadonlySet<string> {
  const out = new Set<string>();
  for (let i = cursor.at; i < cursor.end; i += 1) {
    const named = cursor.word(i) === 'AS' && cursor.word(i + 1) === '(' && cursor.isIdentifier(i - 1);
    if (named && cursor.word(i + 2) === 'SELECT') out.add(nameAt(cursor, i - 1));
  }
  return out;
}

/** Columns that a filter asks to be NULL, all its parts being joined by AND. */
export function columnsAskedNull(cursor: Cursor): string[] {
  const out: string[] = [];
  let depth = 0;
  for (let i = cursor.at; i < cursor.end; i += 1) {
    const word = cursor.word(i);
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    if (depth > 0) continue;
    if (word === 'OR' || word === 'XOR' || (word === '|' && cursor.word(i + 1) === '|')) return [];
    if (word !== 'IS' || cursor.word(i + 1) !== 'NULL' || !cursor.isIdentifier(i - 1)) continue;
    const name = nameAt(cursor, i - 1);
    if (!hasHole(name)) out.push(name);
  }
  return [...new Set(out)];
}
