import { describe, expect, test } from 'vitest';
import { actionsOf, draftsOf, kindsOf, spansOf, traced, useParser, withHoles } from './harness.js';
import { loadSql, readSql } from '../../src/languages/sql/index.js';

useParser();

const HOLE = { unknown: 'input' };

describe('holes', () => {
  test('in names', () => {
    expect(actionsOf(withHoles`DROP TABLE ${0}; ALTER TABLE t ADD COLUMN ${1} int; ALTER TABLE x_${2} DROP COLUMN a; CREATE INDEX ix_${3} ON t (${4}, b)`)).toEqual([
      { kind: 'dropTable', table: HOLE },
      { kind: 'addColumn', table: { name: 't' }, column: { name: HOLE, type: 'integer', nullable: true } },
      { kind: 'dropColumn', table: HOLE, column: 'a' },
      { kind: 'createIndex', table: { name: 't' }, index: { name: HOLE, columns: [HOLE, 'b'], reads: ['b'], unique: false } },
    ]);
  });

  test('in types, defaults and literals', () => {
    expect(actionsOf(withHoles`ALTER TABLE t ADD a ${0}, ADD b varchar(${1}) NOT NULL, ALTER c SET DEFAULT ${2}, ALTER d SET DEFAULT 'x${3}'; CREATE TYPE e AS ENUM ('a', '${4}')`)).toEqual([
      { kind: 'addColumn', table: { name: 't' }, column: { name: 'a', type: HOLE, nullable: HOLE } },
      { kind: 'addColumn', table: { name: 't' }, column: { name: 'b', type: HOLE, nullable: false } },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { default: HOLE } },
      { kind: 'alterColumn', table: { name: 't' }, column: 'd', set: { default: HOLE } },
      { kind: 'createEnum', name: { name: 'e' }, values: ['a', HOLE] },
    ]);
  });

  test('in the place of a clause: the rest is read, and the gap is said', () => {
    expect(actionsOf(withHoles`DROP TABLE t ${0}`)).toMatchObject([{ kind: 'dropTable', table: { name: 't' } }, { kind: 'opaque', touches: [{ name: 't' }] }]);
    expect(actionsOf(withHoles`CREATE ${0} INDEX i ON t (a)`)).toMatchObject([{ kind: 'createIndex' }, { kind: 'opaque', touches: [{ name: 't' }] }]);
    expect(actionsOf(withHoles`CREATE TABLE t (a int, ${0})`)).toMatchObject([{ kind: 'createTable', columns: [{ name: 'a' }] }, { kind: 'opaque', touches: [{ name: 't' }] }]);
    expect(actionsOf(withHoles`INSERT INTO t (a) VALUES ${0}`)).toMatchObject([{ kind: 'modifyRows', verb: 'insert' }, { kind: 'opaque', rowsOnly: true }]);
    expect(actionsOf(withHoles`DELETE FROM t ${0}`)).toMatchObject([{ kind: 'modifyRows', filtered: HOLE }]);
  });

  test('where nothing can be made of it', () => {
    expect(actionsOf(withHoles`${0}`)).toMatchObject([{ kind: 'opaque', touches: 'anything' }]);
    expect(actionsOf(withHoles`ALTER TABLE t ${0}`)).toMatchObject([{ kind: 'opaque', touches: [{ name: 't' }] }]);
    expect(actionsOf(withHoles`ALTER TABLE ${0} ${1} x`)).toMatchObject([{ kind: 'opaque', touches: 'anything' }]);
  });
});

test('values that a driver binds are not known', () => {
  expect(actionsOf("UPDATE t SET a = :value WHERE b = %(name)s AND c = ?; UPDATE t SET a = %s; DELETE FROM t WHERE a = ':x'::text")).toMatchObject([
    { verb: 'update', columns: ['a'], setsNotNull: ['a'], filtered: true },
    { verb: 'update', columns: ['a'] },
    { verb: 'delete', filter: "a = ':x'::text" },
  ]);
  expect(actionsOf('UPDATE t SET a = %s WHERE id IN %s; DELETE FROM t WHERE id IN :ids')).toMatchObject([{ verb: 'update', reads: ['id'] }, { verb: 'delete', filtered: true }]);
});

describe('statements that cannot be read', () => {
  test('cost only themselves', () => {
    const text = "CREATE TABLE a (x int);\nALTER TABLE b ADDD COLUMN y int;\nDROP TABLE c; /* no end";
    expect(actionsOf(text)).toMatchObject([
      { kind: 'createTable' },
      { kind: 'opaque', reason: 'PostgreSQL rejects it: syntax error at or near "ADDD"', text: 'ALTER TABLE b ADDD COLUMN y int', touches: [{ name: 'b' }], rejected: true },
      { kind: 'dropTable' },
    ]);
    expect(spansOf(text)).toEqual(['CREATE TABLE a (x int)', 'ALTER TABLE b ADDD COLUMN y int', 'DROP TABLE c']);
  });

  test.each([
    "SELECT create_report(:'day') FORM t;",
    'ALTER TABLE %s ADDD COLUMN a int',
    'ALTER TABLE t ADDD COLUMN ${column} int',
    'ALTER TABLE t ADDD COLUMN $1 int',
    'DO $$ BEGIN ALTER TABLE t ADDD COLUMN a int; END $$',
  ])('are not told to fail while the server will see another text: %s', (text) => {
    const drafts = draftsOf(text);
    expect(drafts.map(({ kind }) => kind)).toEqual(['opaque']);
    expect(drafts[0]).not.toHaveProperty('rejected');
  });

  test('names of later versions', () => {
    expect(actionsOf('CREATE TABLE system_user (system_user_id int)')).toMatchObject([{ kind: 'createTable', table: { name: 'system_user' }, columns: [{ name: 'system_user_id' }] }]);
  });

  test("psql's own commands", () => {
    expect(actionsOf('\\set ON_ERROR_STOP on\n\\i other.sql\nDROP TABLE a;')).toMatchObject([{ kind: 'opaque', touches: 'anything' }, { kind: 'dropTable' }]);
  });
});

test('statements end where they end', () => {
  expect(kindsOf(`CREATE FUNCTION f() RETURNS int AS $x$ BEGIN; $$ ; $$ END; $x$ LANGUAGE plpgsql; INSERT INTO a VALUES ('x;''y'); DROP TABLE ";"; -- ; DROP TABLE z;
    /* ; /* nested ; */ ; */ SELECT E'\\';'; DROP TABLE b`)).toEqual(['createObject', 'modifyRows', 'dropTable', 'dropTable']);
});

test('offsets hold behind characters of every width', () => {
  const text = "COMMENT ON TABLE \"é\" IS '😀 ß'; ALTER TABLE \"日本\" ADD \"😀\" text DEFAULT '😀' NOT NULL, DROP \"ü\"; /* 😀 */ DROP TABLE z";
  expect(spansOf(text)).toEqual(["COMMENT ON TABLE \"é\" IS '😀 ß'", "ADD \"😀\" text DEFAULT '😀' NOT NULL", 'DROP "ü"', 'DROP TABLE z']);
  expect(draftsOf(text)[1]).toMatchObject({ table: { name: '日本' }, column: { name: '😀', default: "'😀'" } });
});

const SAMPLE = `-- sample
CREATE TABLE "ü" (id serial PRIMARY KEY, a varchar(20) DEFAULT 'x;''y' CHECK (a <> ''), b int REFERENCES c (d) ON DELETE CASCADE, UNIQUE (a, b), EXCLUDE USING gist (a WITH =));
ALTER TABLE t ADD COLUMN x timestamptz(3) DEFAULT now() NOT NULL, ALTER COLUMN y TYPE int USING (y::int), ADD CONSTRAINT z FOREIGN KEY (a) REFERENCES b NOT VALID;
CREATE UNIQUE INDEX CONCURRENTLY ON t USING gin (lower(a) text_pattern_ops DESC, b) WHERE a IS NULL;
DO $$ DECLARE v text := 'x'; BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN CREATE TYPE e AS ENUM ('😀'); ELSE NULL; END IF;
  FOREACH v IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE format('DROP TABLE %I', v); END LOOP; EXCEPTION WHEN others THEN RAISE NOTICE 'x'; END $$;
WITH q AS (DELETE FROM t WHERE a IS NULL RETURNING *) UPDATE u SET a = 1 FROM q WHERE b = :p;
COPY t FROM stdin;
1
\\.
GRANT SELECT ON t TO r;`;

test('every start of a script is read, and every place lies in it', () => {
  for (let end = 0; end <= SAMPLE.length; end += 1) {
    const text = SAMPLE.slice(0, end);
    for (const draft of draftsOf(text)) {
      expect(draft.span.start).toBeGreaterThanOrEqual(0);
      expect(draft.span.end).toBeLessThanOrEqual(end);
      expect(draft.span.start).toBeLessThanOrEqual(draft.span.end);
    }
  }
});

test('every script without one of its lines is read', () => {
  const lines = SAMPLE.split('\n');
  for (let skip = 0; skip < lines.length; skip += 1) expect(draftsOf(lines.filter((_, i) => i !== skip).join('\n')).length).toBeGreaterThan(0);
});

test('a dialect without a reader of its own is read as far as it is like PostgreSQL', async () => {
  await loadSql('mssql');
  const text = 'ALTER TABLE "users" DROP COLUMN "bio"; ALTER TABLE "users" SWITCH TO "archive";';
  const fallback = { file: 'a.sql', start: 0, end: 0 };
  const drafts = readSql(traced(text), fallback, { dialect: 'mssql', version: [16] }).flat();
  expect(drafts).toMatchObject([
    { kind: 'dropColumn', table: { name: 'users' }, column: 'bio' },
    { kind: 'opaque', reason: 'not read for mssql yet', touches: [{ name: 'users' }] },
  ]);
  expect(drafts.map((draft) => text.slice(draft.span.start, draft.span.end))).toEqual(['DROP COLUMN "bio"', 'ALTER TABLE "users" SWITCH TO "archive"']);
});
