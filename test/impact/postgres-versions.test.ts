import { describe, expect, test } from 'vitest';
import type { Impact } from '../../src/impact.js';
import type { Target } from '../../src/target.js';
import { catalogAfter, impactsOf } from './predict.js';

const on = (version: number): Target => ({ dialect: 'postgres', version: [version] });
const BASE = `
  CREATE TABLE t (id int PRIMARY KEY, a text, s text, CONSTRAINT a_set CHECK (a IS NOT NULL));
  CREATE INDEX t_s ON t (s);
  CREATE TABLE log (at date) PARTITION BY RANGE (at);
  CREATE TABLE log_1 (at date);
`;
function impact(statement: string, version: number): Impact {
  const [first] = impactsOf(statement, catalogAfter(BASE, on(version)), on(version));
  if (!first) throw new Error(`nothing was read: ${statement}`);
  return first;
}

/** Statement, version, what it is about, and what is documented for that version. */
const FACTS: readonly (readonly [string, number, (impact: Impact) => unknown, unknown])[] = [
  ['ALTER TABLE t ADD z int NOT NULL DEFAULT 5', 10, ({ rewrite }) => rewrite, true],
  ['ALTER TABLE t ADD z int NOT NULL DEFAULT 5', 11, ({ rewrite }) => rewrite, false],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (id + 1) STORED', 17, ({ rewrite }) => rewrite, true],
  ['ALTER TABLE t ALTER a SET NOT NULL', 11, ({ scan }) => scan, true],
  ['ALTER TABLE t ALTER a SET NOT NULL', 12, ({ scan }) => scan, false],
  ['ALTER INDEX t_s RENAME TO other', 11, ({ locks }) => locks.map(({ mode }) => mode), ['ACCESS EXCLUSIVE']],
  ['ALTER INDEX t_s RENAME TO other', 12, ({ locks }) => locks, []],
  ["ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", 11, ({ locks }) => locks[0]?.mode, 'ACCESS EXCLUSIVE'],
  ["ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", 12, ({ locks }) => locks[0]?.mode, 'SHARE UPDATE EXCLUSIVE'],
];

describe('impact in versions of PostgreSQL', () => {
  test.each(FACTS)('%s in %i', (statement, version, about, expected) => {
    expect(about(impact(statement, version))).toEqual(expected);
  });

  test.each([
    ['CREATE INDEX CONCURRENTLY z ON t (id)', 'ddl'],
    ['CREATE INDEX z ON t (id)', 'writes'],
    ['DROP INDEX CONCURRENTLY t_s', 'ddl'],
    ['DROP INDEX t_s', 'reads and writes'],
    ['REINDEX INDEX CONCURRENTLY t_s', 'ddl'],
    ['VACUUM t', 'ddl'],
    ['VACUUM FULL t', 'reads and writes'],
  ])('what cannot be tried in a transaction: %s blocks %s', (statement, blocks) => {
    expect(impact(statement, 17).locks).toMatchObject([{ table: { name: 't' }, blocks }]);
  });

  test.each([
    ['ALTER TABLE t ADD z int DEFAULT own_function()', 'rewrite'],
    ['ALTER TABLE elsewhere ALTER a TYPE bigint', 'rewrite'],
    ['ALTER TABLE t SET TABLESPACE fast', 'rewrite'],
    ["UPDATE t SET a = 'x' WHERE id < 9", 'scan'],
  ] as const)('what cannot be told is unknown: %s', (statement, property) => {
    expect(impact(statement, 17)[property]).toBe('unknown');
  });
});
