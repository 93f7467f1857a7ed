import { beforeAll, describe, expect, it } from 'vitest';
import { analyze, loadParsers } from '../../src/analyze.js';
import { settingsOf } from '../../src/config.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { rules } from '../../rules/index.js';
import { actionsOf, useParser } from './harness.js';

useParser();

/** Ids and messages of what is found in SQL migrations, one after the other; each may have a way back. */
async function found(...migrations: readonly (readonly [up: string, down?: string])[]): Promise<readonly string[]> {
  const files = migrations.flatMap(([up, down], i) => [[`db/migrations/${i + 1}_a.up.sql`, up] as const, [`db/migrations/${i + 1}_a.down.sql`, down ?? ''] as const]);
  const snapshot = memorySnapshot(Object.fromEntries(files));
  await loadParsers(snapshot);
  const { findings } = analyze(snapshot, { rules, settingOf: settingsOf({ preset: 'recommended' }) });
  return findings.map(({ ruleId, messageId }) => `${ruleId}/${messageId}`);
}
const differs = async (up: string, down: string): Promise<readonly string[]> => (await found([up, down])).filter((each) => /^(?:downgrade-mismatch|missing-object|leftover-enum-type)\//u.test(each));

beforeAll(() => loadParsers(memorySnapshot({ 'db/migrations/1_a.up.sql': 'SELECT 1' })));

it('names are printed as they are written', () => {
  expect(actionsOf('SET search_path TO app; CREATE TABLE t (a int REFERENCES u)')).toMatchObject([{}, { table: { name: 't' }, constraints: [{ references: { table: { name: 'u' } } }] }]);
});

describe('after SET search_path, names without a schema are those of the first schema', () => {
  it.each([
    ['a table', 'SET search_path = app; CREATE TABLE t (a int)', 'DROP TABLE app.t'],
    ['a type', 'SET search_path = app; CREATE TYPE mood AS ENUM ()', 'DROP TYPE app.mood'],
    ['a view and its table', 'SET search_path TO app; CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t', 'DROP VIEW app.v; DROP TABLE app.t'],
    ['an index', 'CREATE TABLE app.t (a int); SET search_path TO app; CREATE INDEX i ON t (a)', 'DROP INDEX app.i; DROP TABLE app.t'],
    ['a trigger', "CREATE TABLE app.t (a int); CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; SET search_path TO app; CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION f()", 'DROP TABLE app.t; DROP FUNCTION app.f()'],
    ['set by a function', "SELECT set_config('search_path', 'app', false); CREATE TABLE t (a int)", 'DROP TABLE app.t'],
    ['with more schemas behind it', 'SET search_path = app, public; CREATE TABLE t (a int); ALTER TABLE t ADD b int', 'DROP TABLE app.t'],
  ])('%s', async (_, up, down) => {
    expect(await differs(up, down)).toEqual([]);
    expect(await differs(up, 'DROP TABLE IF EXISTS elsewhere.x')).not.toEqual([]);
  });

  it.each([
    ['with a schema of their own', 'SET search_path = app; CREATE TABLE public.t (a int); CREATE TABLE other.u (a int)', 'DROP TABLE t; DROP TABLE other.u'],
    ['of temporary tables', 'SET search_path = app; CREATE TEMP TABLE x (a int); CREATE TABLE t AS SELECT a FROM x', 'DROP TABLE app.t'],
    ['after RESET', 'SET search_path = app; RESET search_path; CREATE TABLE t (a int)', 'DROP TABLE t'],
    ...['= public', '= DEFAULT', "= ''", '= "$user", public'].map((path): [string, string, string] => [`under the usual path ${path}`, `SET search_path ${path}; CREATE TABLE t (a int)`, 'DROP TABLE t']),
  ])('but not those %s', async (_, up, down) => {
    expect(await differs(up, down)).toEqual([]);
  });
});

describe('a connection with another default schema', () => {
  const history: readonly (readonly [string, string])[] = [
    ['CREATE TABLE a (id int PRIMARY KEY)', 'DROP TABLE a'],
    ['CREATE TABLE b (id int PRIMARY KEY)', 'DROP TABLE b'],
    ['ALTER TABLE shop.a ADD COLUMN x int', 'ALTER TABLE shop.a DROP COLUMN x'],
    ['ALTER TABLE shop.b ADD COLUMN x int', 'ALTER TABLE shop.b DROP COLUMN x'],
  ];
  it('shows in tables that are made without a schema and altered in one', async () => {
    expect(await found(...history)).toEqual([]);
    expect(await found(...history, ['ALTER TABLE shop.a DROP COLUMN id', 'ALTER TABLE shop.a ADD COLUMN id int'])).toContain('downgrade-mismatch/lostConstraint');
  });
  it('is not taken from tables that exist in both', async () => {
    const both: readonly [string, string] = ['CREATE SCHEMA shop; CREATE TABLE shop.a (id int); CREATE TABLE shop.b (id int)', 'DROP TABLE shop.b; DROP TABLE shop.a; DROP SCHEMA shop'];
    expect(await found(...history.slice(0, 2), both, ...history.slice(2))).toEqual([]);
  });
});
