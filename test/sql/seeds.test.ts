import { beforeAll, expect, test } from 'vitest';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { traced } from './harness.js';

const DIALECTS = ['postgres', 'mysql', 'mariadb', 'sqlite'] as const;
beforeAll(async () => {
  for (const dialect of DIALECTS) await loadSql(dialect);
});

const read = (text: string, dialect: Dialect) => readSql(traced(text), { file: 'a.sql', start: 0, end: 0 }, { dialect, version: DEFAULT_VERSIONS[dialect] }).flat();
const insert = (i: number): string => `INSERT INTO t (a, b) VALUES (${i}, 'it''s; value ${i}');`;
const inserts = (count: number): string => Array.from({ length: count }, (_, i) => insert(i)).join('\n');

test.each(DIALECTS)('%s: thousands of INSERTs of one row cost little, and all of them are said', (dialect) => {
  const text = `${inserts(45_000)}\nDROP TABLE u;`;
  const started = performance.now();
  const drafts = read(text, dialect);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(new Set(drafts.map(({ kind }) => kind))).toEqual(new Set(['modifyRows', 'dropTable']));
  expect(drafts[0]).toMatchObject({ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b'] });
  const [run, drop] = drafts.slice(-2).map(({ span }) => text.slice(span.start, span.end));
  expect(run?.endsWith("(44999, 'it''s; value 44999')")).toBe(true);
  expect(drop).toBe('DROP TABLE u');
});

test.each(DIALECTS)('%s: as many INSERTs as people write are statements of their own', (dialect) => {
  const text = inserts(50);
  expect(read(text, dialect).map(({ span }) => text.slice(span.start, span.end))).toEqual(Array.from({ length: 50 }, (_, i) => insert(i).slice(0, -1)));
});

test.each(DIALECTS)('%s: a run ends where a statement is another', (dialect) => {
  const kinds = (text: string) => read(text, dialect).map(({ kind }) => kind).slice(-3);
  expect(kinds(`${inserts(300)}\nINSERT INTO t (a, b) VALUES (1, (SELECT max(c) FROM v));\nDROP TABLE u;`)).toEqual(['modifyRows', 'modifyRows', 'dropTable']);
  expect(read(`${inserts(300)}\nINSERT INTO t (a, b) VALUES (1, (SELECT max(c) FROM v))`, dialect).at(-1)).toMatchObject({ from: [{ name: 'v' }] });
  expect(kinds(`${inserts(300)}\n-- not a row\nDELETE FROM t;`).at(-1)).toBe('modifyRows');
  expect(read(`${inserts(300)}\nDELETE FROM t;`, dialect).at(-1)).toMatchObject({ verb: 'delete', filtered: false });
});

test.each(DIALECTS)('%s: rows of one INSERT by the thousand', (dialect) => {
  const rows = Array.from({ length: 45_000 }, (_, i) => `(${i}, 'value ${i}', NULL, -1.5e3, X'00ff')`).join(',\n');
  const started = performance.now();
  expect(read(`INSERT INTO t (a, b, c, d, e) VALUES\n${rows};\nDROP TABLE u;`, dialect)).toMatchObject([{ kind: 'modifyRows', columns: ['a', 'b', 'c', 'd', 'e'] }, { kind: 'dropTable' }]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('rows as each database writes them', () => {
  expect(read(`INSERT INTO t (a) VALUES ("it's \\"x\\"; "), ('\\'');\nDROP TABLE u;`, 'mysql')).toMatchObject([{ columns: ['a'] }, { kind: 'dropTable' }]);
  expect(read('REPLACE INTO t (a) VALUES (1), (0xff);\nDROP TABLE u;', 'mysql')).toMatchObject([{ columns: ['a'] }, { kind: 'dropTable' }]);
  expect(read("INSERT OR IGNORE INTO t (a) VALUES (1), ('\\');\nDROP TABLE u;", 'sqlite')).toMatchObject([{ columns: ['a'] }, { kind: 'dropTable' }]);
  expect(read('INSERT INTO t (a) VALUES (1), (2) ON CONFLICT (a) DO UPDATE SET b = 1;', 'sqlite')).toMatchObject([{ columns: ['a', 'b'] }]);
  expect(read('INSERT INTO t (a) VALUES (1), (2) ON DUPLICATE KEY UPDATE b = 1;', 'mysql')).toMatchObject([{ columns: ['a', 'b'] }]);
});
