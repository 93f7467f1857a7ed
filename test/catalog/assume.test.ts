import { describe, expect, test } from 'vitest';
import { replay } from '../../src/catalog/assume.js';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { diff } from '../../src/catalog/diff.js';
import { decide, hasColumn, hasConstraint, hasIndex, hasObject, hasTable, hasType } from '../../src/catalog/query.js';
import type { Condition, Guard, Operation } from '../../src/operation.js';
import { unknown } from '../../src/value.js';
import { assume, inWords, operation, POSTGRES, provenanceOf, replayed, sql, trip, unrestored } from './support.js';

/** A history of which the beginning is missing. */
const GAP: Catalog = { ...EMPTY_CATALOG, complete: false };
const t = { name: 't' };
const start = (script: string | Operation[], before: Catalog = GAP): Catalog => replay(before, typeof script === 'string' ? sql(script) : script, POSTGRES, provenanceOf).start;

describe('what an operation proves about the time before', () => {
  test('a used table was there, and the history is not complete', () => {
    const catalog = start('ALTER TABLE t ADD c int', EMPTY_CATALOG);
    expect(catalog.complete).toBe(false);
    expect(catalog.tables.get('t')).toMatchObject({ complete: false, uncertain: false });
    expect(hasColumn(catalog, t, 'c')).toBe(false);
    expect(hasColumn(catalog, t, 'd')).toBeUndefined();
  });

  test('what is altered or dropped was there', () => {
    const catalog = start('ALTER TABLE t DROP a; ALTER TABLE t ALTER b SET NOT NULL; ALTER TABLE t RENAME c TO d; ALTER TABLE t DROP CONSTRAINT k; DROP INDEX i; DROP TYPE mood; DROP VIEW v');
    expect([hasColumn(catalog, t, 'a'), hasColumn(catalog, t, 'b'), hasColumn(catalog, t, 'c'), hasColumn(catalog, t, 'd')]).toEqual([true, true, true, false]);
    expect([hasConstraint(catalog, t, 'k'), hasIndex(catalog, undefined, 'i'), hasType(catalog, { name: 'mood' }), hasObject(catalog, { kind: 'view', name: 'v' })]).toEqual([true, true, true, true]);
  });

  test('what is created was not', () => {
    const catalog = start(`CREATE TABLE n (a int REFERENCES t); CREATE TYPE mood AS ENUM ('a'); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON t (a)`);
    expect([hasTable(catalog, { name: 'n' }), hasType(catalog, { name: 'mood' }), hasObject(catalog, { kind: 'view', name: 'v' }), hasIndex(catalog, t, 'i')]).toEqual([false, false, false, false]);
    expect([hasTable(catalog, t), hasColumn(catalog, t, 'a')]).toEqual([true, true]);
  });

  test('IF EXISTS and IF NOT EXISTS prove nothing', () => {
    const catalog = start('CREATE TABLE IF NOT EXISTS n (a int); DROP TABLE IF EXISTS o; ALTER TABLE t DROP COLUMN IF EXISTS a');
    expect([hasTable(catalog, { name: 'n' }), hasTable(catalog, { name: 'o' }), hasColumn(catalog, t, 'a')]).toEqual([undefined, undefined, undefined]);
    expect(unrestored(GAP, 'CREATE TABLE IF NOT EXISTS n (a int)', '')).toEqual([]);
    expect(hasTable(replayed('CREATE TABLE IF NOT EXISTS n (a int); DROP TABLE IF EXISTS o', GAP), { name: 'n' })).toBe(true);
    expect(hasTable(replayed('DROP TABLE IF EXISTS o', GAP), { name: 'o' })).toBe(false);
  });

  test('what is known stays', () => {
    const known = replayed('CREATE TABLE t (a int)');
    for (const each of sql('ALTER TABLE t ADD b int; ALTER TABLE t DROP a; CREATE INDEX i ON t (a)')) expect(assume(known, each)).toBe(known);
  });

  test('the source may say what a column was', () => {
    const alter = operation({ kind: 'alterColumn', table: t, column: 'a', set: { type: 'text' }, existing: { type: 'integer', nullable: false } });
    const catalog = start([alter]);
    expect(catalog.tables.get('t')?.columns.get('a')).toMatchObject({ complete: false, hinted: ['type', 'nullable'], column: { type: 'integer', nullable: false } });
    expect(unrestored(GAP, [alter], '')).toEqual(['changed column t.a type: integer -> text ?']);
  });

  test('a renamed table was there under its old name', () => {
    const catalog = start('ALTER TABLE t RENAME TO u; ALTER TABLE u ADD c int; ALTER TABLE u DROP d');
    expect([hasColumn(catalog, t, 'c'), hasColumn(catalog, t, 'd'), hasTable(catalog, { name: 'u' })]).toEqual([false, true, false]);
  });

  test('what a new table lists says nothing about an older one of that name', () => {
    const catalog = start('DROP TABLE t; CREATE TABLE t AS SELECT 1 AS a; ALTER TABLE t DROP b');
    expect(hasColumn(catalog, t, 'b')).toBeUndefined();
  });
});

describe('there and back over what was never seen', () => {
  test.each([
    ['ALTER TABLE t ADD c int', '', ['left column t.c']],
    ['ALTER TABLE t DROP c', '', ['lost column t.c']],
    ['ALTER TABLE t DROP c', 'ALTER TABLE t ADD c int', []],
    ['ALTER TABLE t ALTER c SET NOT NULL', '', []],
    ['DROP INDEX i', '', ['lost index i']],
    ['DROP INDEX i', 'CREATE INDEX i ON t (a)', []],
    ['DROP TABLE t', 'CREATE TABLE t (a int)', []],
    ['DROP TABLE t', '', ['lost table t']],
    ['ALTER TABLE t DROP CONSTRAINT k', 'ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)', []],
    ['ALTER TABLE t ADD c int', 'ALTER TABLE t DROP c; ALTER TABLE t DROP CONSTRAINT t_fkey', ['lost foreignKey t.t_fkey ?']],
    ['ALTER TABLE t ADD c int', 'ALTER TABLE t DROP c; ALTER TABLE t DROP d', ['lost column t.d ?']],
    ['ALTER TABLE t ADD c int', 'DROP TABLE u; ALTER TABLE t DROP c', ['lost table u ?']],
    ['CREATE INDEX i ON t (a)', 'DROP INDEX i', []],
  ])('%s; down: %s', (up, down, expected) => {
    expect(unrestored(GAP, up, down)).toEqual(expected);
  });

  test('nothing is believed of the time before something unread', () => {
    const unread = operation({ kind: 'opaque', reason: 'r', touches: 'anything' });
    expect(unrestored(GAP, [unread], 'ALTER TABLE t DROP c')).toEqual([]);
    expect(unrestored('CREATE TABLE t (a int)', sql('ALTER TABLE t DROP a'), [unread])).toEqual([]);
  });

  test('the catalogs of a trip agree with each other', () => {
    const { start: first, afterUpgrade, upgrade, downgrade, afterDowngrade } = trip(GAP, 'ALTER TABLE t ADD c int', 'ALTER TABLE t DROP d');
    expect(first.tables.get('t')?.columns.get('d')?.uncertain).toBe(true);
    expect(afterUpgrade.tables.get('t')?.columns.has('d')).toBe(true);
    expect(upgrade[0]?.before.tables.get('t')?.columns.has('d')).toBe(true);
    expect(downgrade[0]?.after).toBe(afterDowngrade);
  });
});

describe('tests that only the database can decide', () => {
  const exists: Condition = { is: 'exists', fact: { ask: 'table', table: t } };
  const guard = (condition: Condition, expected: boolean, id = 1): Guard => ({ id, condition, expected });
  const guarded = (script: string, ...guards: Guard[]): Operation[] => sql(script, { guards });
  const known = replayed('CREATE TABLE t (a int)');

  test('three-valued logic', () => {
    const no: Condition = { is: 'not', operand: exists };
    const open: Condition = { is: 'unknown' };
    expect([decide(exists, known), decide(exists, EMPTY_CATALOG), decide(exists, GAP), decide(no, known), decide({ is: 'not', operand: open }, known)]).toEqual([true, false, undefined, false, undefined]);
    expect(decide({ is: 'or', left: open, right: exists }, known)).toBe(true);
    expect(decide({ is: 'and', left: open, right: no }, known)).toBe(false);
    expect(decide({ is: 'and', left: open, right: exists }, known)).toBeUndefined();
    expect(decide({ is: 'exists', fact: { ask: 'column', table: unknown('input'), column: 'a' } }, known)).toBeUndefined();
  });

  test('a decided test is gone, and what does not run is left out', () => {
    const run = replay(known, [...guarded('CREATE TABLE t (b int)', guard(exists, false)), ...guarded('ALTER TABLE t ADD b int', guard(exists, true))], POSTGRES, provenanceOf);
    expect(run.steps.map((step) => [step.operation.kind, step.operation.certainty, step.operation.guards])).toEqual([['addColumn', 'always', undefined]]);
  });

  test('the answer is that of the time when it was asked', () => {
    const both = guarded('DROP TABLE t; CREATE TABLE t (b int)', guard(exists, true));
    expect([...(replay(known, both, POSTGRES, provenanceOf).end.tables.get('t')?.columns.keys() ?? [])]).toEqual(['b']);
  });

  test('a test for just what is made is IF NOT EXISTS', () => {
    const run = replay(GAP, guarded('CREATE TABLE t (b int)', guard(exists, false)), POSTGRES, provenanceOf);
    expect(run.steps[0]?.operation).toMatchObject({ certainty: 'always', ifNotExists: true });
    expect(hasTable(run.end, t)).toBe(true);
    expect(diff(run.start, run.end).map(inWords)).toEqual([]);
  });

  test('any other open test makes it a maybe', () => {
    const run = replay(GAP, guarded('CREATE TABLE n (b int)', guard(exists, false)), POSTGRES, provenanceOf);
    expect(run.steps[0]?.operation.certainty).toBe('maybe');
    expect(hasTable(run.end, { name: 'n' })).toBeUndefined();
  });

  test('ADD COLUMN IF NOT EXISTS of a column that is there adds no constraint either', () => {
    const end = replayed('CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN IF NOT EXISTS a int UNIQUE');
    expect(end.tables.get('t')?.constraints.size).toBe(0);
  });

  test('tables that one statement drops do not hold each other', () => {
    expect(replayed('CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p); DROP TABLE p, t').tables.size).toBe(0);
  });
});
