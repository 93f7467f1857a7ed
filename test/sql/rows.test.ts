import { expect, test } from 'vitest';
import { actionsOf, kindsOf, spansOf, useParser } from './harness.js';

useParser();

test('INSERT', () => {
  expect(actionsOf("INSERT INTO t (a, b) VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET c = 2")).toEqual([{ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b', 'c'] }]);
  expect(actionsOf('INSERT INTO t SELECT x, y FROM s.u')).toEqual([{ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, reads: ['x', 'y'], from: [{ schema: 's', name: 'u' }], selects: ['x', 'y'] }]);
  expect(actionsOf('INSERT INTO t (a, b, c) SELECT u.x, coalesce(y, 0), 1 FROM u WHERE z')).toMatchObject([{ filtered: true, selects: ['x', 'coalesce(y, 0)', '1'] }]);
  expect(actionsOf('INSERT INTO t SELECT u.* FROM u')).toMatchObject([{ selects: ['*'] }]);
});

test('UPDATE', () => {
  expect(actionsOf("UPDATE t SET a = b, c = NULL, d = 'x' WHERE a IS NULL AND e > 1")).toEqual([
    { kind: 'modifyRows', verb: 'update', table: { name: 't' }, filtered: true, filter: 'a IS NULL AND e > 1', whereNull: ['a'], columns: ['a', 'c', 'd'], reads: ['b', 'a', 'e'], setsNotNull: ['a', 'd'] },
  ]);
  expect(actionsOf('UPDATE t SET a = 1')).toEqual([{ kind: 'modifyRows', verb: 'update', table: { name: 't' }, filtered: false, columns: ['a'], setsNotNull: ['a'] }]);
  expect(actionsOf('UPDATE t SET a = u.x FROM u WHERE u.id = t.id')).toMatchObject([{ from: [{ name: 'u' }], reads: ['x', 'id'] }]);
});

test('DELETE, TRUNCATE, MERGE, COPY', () => {
  expect(actionsOf('DELETE FROM t; DELETE FROM t USING u WHERE t.a = u.a')).toMatchObject([{ verb: 'delete', filtered: false }, { verb: 'delete', filtered: true, from: [{ name: 'u' }] }]);
  expect(actionsOf('TRUNCATE a, s.b CASCADE')).toEqual([
    { kind: 'modifyRows', verb: 'truncate', table: { name: 'a' }, cascade: true },
    { kind: 'modifyRows', verb: 'truncate', table: { schema: 's', name: 'b' }, cascade: true },
  ]);
  expect(actionsOf('MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (1)')).toMatchObject([
    { verb: 'update', columns: ['b'], from: [{ name: 's' }] },
    { verb: 'insert', columns: ['a'] },
  ]);
  expect(actionsOf('COPY t (a) FROM stdin;\n1;2\nDROP TABLE x;\n\\.\nDROP TABLE y;')).toMatchObject([{ verb: 'insert', columns: ['a'] }, { kind: 'dropTable', table: { name: 'y' } }]);
});

test('rows changed inside WITH', () => {
  expect(actionsOf('WITH gone AS (DELETE FROM a WHERE b IS NULL RETURNING *) INSERT INTO c SELECT * FROM gone')).toMatchObject([
    { verb: 'delete', table: { name: 'a' }, whereNull: ['b'] },
    { verb: 'insert', table: { name: 'c' }, from: [{ name: 'a' }] },
  ]);
  expect(kindsOf('WITH x AS (UPDATE a SET b = 1 RETURNING *) SELECT * FROM x')).toEqual(['modifyRows']);
});

test("a write to the server's own tables may change anything", () => {
  expect(actionsOf("UPDATE pg_attribute SET atttypmod = 54 WHERE attname = 'x'")).toMatchObject([{ kind: 'modifyRows' }, { kind: 'opaque', touches: 'anything' }]);
});

test('the rows of a long INSERT are not read', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `(${i}, 'value;${i}')`).join(', ');
  const start = performance.now();
  expect(actionsOf(`INSERT INTO t (a, b) VALUES ${rows}; DROP TABLE u`)).toEqual([
    { kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b'] },
    { kind: 'dropTable', table: { name: 'u' } },
  ]);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('a seed is read for its tables only', () => {
  const text = `COPY t (a) FROM stdin;\nit's\nDROP TABLE x;\n\\.\n
INSERT INTO t VALUES (1, 'it''s; (2', NULL), (-2.5, '\\', TRUE);
INSERT INTO t VALUES(1);
INSERT INTO t VALUES (1, E'\\'; DROP TABLE x'), (2, now()) ON CONFLICT DO NOTHING;
INSERT INTO u (a) VALUES ('ü'), ((SELECT b FROM v));`;
  expect(actionsOf(text)).toEqual([
    { kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a'] },
    { kind: 'modifyRows', verb: 'insert', table: { name: 't' } },
    { kind: 'modifyRows', verb: 'insert', table: { name: 't' } },
    { kind: 'modifyRows', verb: 'insert', table: { name: 't' } },
    { kind: 'modifyRows', verb: 'insert', table: { name: 'u' }, columns: ['a'], reads: ['b'], from: [{ name: 'v' }] },
  ]);
  expect(spansOf(text).slice(1, 3)).toEqual(["INSERT INTO t VALUES (1, 'it''s; (2', NULL), (-2.5, '\\', TRUE)", 'INSERT INTO t VALUES(1)']);
});
