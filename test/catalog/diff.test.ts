import { describe, expect, test } from 'vitest';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import { diff } from '../../src/catalog/diff.js';
import { normalDefinition, normalExpression, sameType } from '../../src/catalog/equivalent.js';
import { applied, inWords, maybe, operation, replayed, sql, unrestored } from './support.js';

const SCHEMA = `CREATE TYPE mood AS ENUM ('sad', 'glad');
  CREATE TABLE p (id serial PRIMARY KEY, code text UNIQUE);
  CREATE TABLE t (id serial PRIMARY KEY, p int CONSTRAINT fk_p REFERENCES p (id) ON DELETE CASCADE, a varchar(50) NOT NULL DEFAULT 'x', b int CHECK (b > 0), m mood);
  CREATE INDEX ix_a ON t (a); CREATE UNIQUE INDEX ux_b ON t (b) WHERE b > 1;
  CREATE VIEW v AS SELECT 1 AS one; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`;

describe('each change and its exact inverse leave nothing', () => {
  test.each([
    ['CREATE TABLE n (a int)', 'DROP TABLE n'],
    ['DROP TABLE t', `CREATE TABLE t (id serial PRIMARY KEY, p int CONSTRAINT fk_p REFERENCES p ON DELETE CASCADE, a varchar(50) NOT NULL DEFAULT 'x', b int CHECK ((b > 0)), m mood);
      CREATE INDEX ix_a ON t (a); CREATE UNIQUE INDEX ux_b ON t (b) WHERE (b > 1)`],
    ['ALTER TABLE t RENAME TO u', 'ALTER TABLE u RENAME TO t'],
    ['ALTER TABLE t ADD c int DEFAULT 1', 'ALTER TABLE t DROP c'],
    ['ALTER TABLE t ADD c int UNIQUE REFERENCES p', 'ALTER TABLE t DROP COLUMN c'],
    ['ALTER TABLE t DROP a', `ALTER TABLE t ADD a varchar(50) NOT NULL DEFAULT 'x'; CREATE INDEX ix_a ON t (a)`],
    ['ALTER TABLE t RENAME a TO z', 'ALTER TABLE t RENAME z TO a'],
    ['ALTER TABLE t ALTER a TYPE text', 'ALTER TABLE t ALTER a TYPE character varying(50)'],
    ['ALTER TABLE t ALTER a DROP NOT NULL', 'ALTER TABLE t ALTER a SET NOT NULL'],
    ['ALTER TABLE t ALTER a DROP DEFAULT', `ALTER TABLE t ALTER a SET DEFAULT ('x'::character varying)`],
    ['ALTER TABLE t DROP CONSTRAINT fk_p', 'ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE'],
    ['ALTER TABLE t DROP CONSTRAINT t_pkey', 'ALTER TABLE t ADD PRIMARY KEY (id)'],
    ['ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)', 'ALTER TABLE t DROP CONSTRAINT u'],
    ['ALTER TABLE t RENAME CONSTRAINT fk_p TO fk_q', 'ALTER TABLE t RENAME CONSTRAINT fk_q TO fk_p'],
    ['CREATE INDEX n ON t (b)', 'DROP INDEX n'],
    ['DROP INDEX ux_b', 'CREATE UNIQUE INDEX ux_b ON t (b) WHERE b > 1'],
    ['ALTER INDEX ix_a RENAME TO ix_z', 'ALTER INDEX ix_z RENAME TO ix_a'],
    [`CREATE TYPE n AS ENUM ('a')`, 'DROP TYPE n'],
    ['ALTER TYPE mood RENAME TO n', 'ALTER TYPE n RENAME TO mood'],
    [`ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'`, `ALTER TYPE mood RENAME VALUE 'blue' TO 'sad'`],
    ['CREATE VIEW w AS SELECT 2', 'DROP VIEW w'],
    ['DROP VIEW v', 'CREATE VIEW v AS\n SELECT 1 AS one;'],
    ['DROP FUNCTION f()', `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    ['CREATE EXTENSION citext', 'DROP EXTENSION citext'],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', 'ALTER TABLE t DISABLE ROW LEVEL SECURITY'],
    [`COMMENT ON TABLE t IS 'x'`, 'COMMENT ON TABLE t IS NULL'],
    [`COMMENT ON COLUMN t.a IS 'x'`, 'COMMENT ON COLUMN t.a IS NULL'],
  ])('%s', (up, down) => {
    expect(diff(replayed(SCHEMA), replayed(up, replayed(SCHEMA)))).not.toEqual([]);
    expect(unrestored(SCHEMA, up, down)).toEqual([]);
  });
});

test('a constraint without any name, as SQLite has them, has none that could differ', () => {
  const key = { kind: 'addConstraint', constraint: { type: 'unique', columns: ['a'], named: false } } as const;
  const made = (table: string) => [...sql(`CREATE TABLE ${table} (a int)`), operation({ ...key, table: { name: table } })];
  expect(diff(applied(made('t')), applied([...made('n'), ...sql('ALTER TABLE n RENAME TO t')]))).toEqual([]);
});

describe('what a downgrade forgets', () => {
  test.each([
    ['CREATE TABLE n (a int PRIMARY KEY)', '', ['left table n']],
    ['DROP TABLE t', '', ['lost table t']],
    ['ALTER TABLE t ADD c int UNIQUE', '', ['left column t.c', 'left unique t.t_c_key']],
    ['ALTER TABLE t DROP a', 'ALTER TABLE t ADD a varchar(20)', ['changed column t.a type: character varying(50) -> character varying(20)', 'changed column t.a nullable: false -> true', "changed column t.a default: 'x' -> ", 'lost index t.ix_a']],
    ['ALTER TABLE t ALTER a DROP NOT NULL', '', ['changed column t.a nullable: false -> true']],
    ['ALTER TABLE t DROP CONSTRAINT fk_p', 'ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)', ['changed foreignKey t.fk_p onDelete: CASCADE -> ']],
    ['ALTER TABLE t DROP CONSTRAINT fk_p', 'ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE', ['renamed foreignKey t.fk_p name: fk_p -> t_p_fkey']],
    ['ALTER TABLE t DROP CONSTRAINT fk_p', 'ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE NOT VALID', ['changed foreignKey t.fk_p valid: true -> false']],
    ['ALTER TABLE p RENAME code TO k; ALTER TABLE p DROP CONSTRAINT p_code_key; ALTER TABLE p ADD UNIQUE (k)', 'ALTER TABLE p RENAME k TO code', ['renamed unique p.p_code_key name: p_code_key -> p_k_key']],
    ['DROP INDEX ux_b', 'CREATE INDEX ux_b ON t (b)', ['changed index t.ux_b unique: true -> false', 'changed index t.ux_b where: b > 1 -> ']],
    ['DROP INDEX ix_a', 'CREATE INDEX ix_z ON t USING btree (a)', ['renamed index t.ix_a name: ix_a -> ix_z']],
    [`ALTER TYPE mood ADD VALUE 'mad'`, '', ['left enum mood values:  -> mad']],
    [`CREATE TYPE n AS ENUM ('a')`, '', ['left enum n']],
    ['CREATE OR REPLACE VIEW v AS SELECT 2 AS one', '', ['changed view v definition: SELECT 2 AS one']],
    ['CREATE EXTENSION citext', '', ['left extension citext']],
    ['DROP FUNCTION f()', '', ['lost function f']],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', '', ['changed table t row level security: default -> enable']],
    [`COMMENT ON TABLE t IS 'x'`, '', ['changed table t comment:  -> x']],
    ['ALTER TABLE t ALTER id DROP DEFAULT', '', [`changed column t.id default: nextval('t_id_seq'::regclass) -> `]],
  ])('%s; down: %s', (up, down, expected) => {
    const words = unrestored(SCHEMA, up, down).map((line) => (line.includes('definition:') ? line.replace(/definition: .* -> /su, 'definition: ') : line));
    expect(words.map((line) => line.toLowerCase())).toEqual(expected.map((line) => line.toLowerCase()));
  });

  test('a unique constraint that comes back as an index tells of it', () => {
    const from = applied('CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a))');
    const to = applied('CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)');
    expect(diff(from, to).map(({ kind, change, name, attribute, before, after }) => ({ kind, change, name, attribute, before, after }))).toEqual([
      { kind: 'index', change: 'left', name: 'i', attribute: 'unique', before: 'constraint u', after: 'UNIQUE (a)' },
      { kind: 'constraint', change: 'lost', name: 'u', attribute: 'unique', before: 'UNIQUE (a)', after: 'index i' },
    ]);
  });

  test('each difference says where both states were made', () => {
    const [found] = diff(applied('CREATE TABLE t (a int)'), applied('CREATE TABLE t (a text)'));
    expect(found).toMatchObject({ from: { span: { file: 'm.sql' } }, to: { span: { file: 'm.sql' } } });
  });
});

describe('what is no difference', () => {
  test.each([
    ['a int REFERENCES p', 'a int REFERENCES p (id) ON DELETE NO ACTION'],
    ['a int GENERATED BY DEFAULT AS IDENTITY', 'a serial'],
    ['a int DEFAULT NULL', 'a int'],
    ['a timestamptz DEFAULT CURRENT_TIMESTAMP', 'a timestamptz DEFAULT now()'],
    [`a int DEFAULT '0'`, 'a int DEFAULT 0'],
    [`a boolean DEFAULT 'false'`, 'a boolean DEFAULT FALSE'],
    [`a text DEFAULT 'x'::text`, `a text DEFAULT ('x')`],
    [`a text CHECK (a IN ('x', 'y'))`, `a text CHECK ((a)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]))`],
    ['a int4', 'a INTEGER'],
    ['a int, b int', 'b int, a int'],
  ])('%s is %s', (left, right) => {
    const parent = 'CREATE TABLE p (id int PRIMARY KEY);';
    expect(diff(applied(`${parent} CREATE TABLE t (${left})`), applied(`${parent} CREATE TABLE t (${right})`)).map(inWords)).toEqual([]);
  });

  test('temporary tables', () => {
    expect(diff(EMPTY_CATALOG, applied('CREATE TEMPORARY TABLE t (a int)'))).toEqual([]);
  });

  test('the number behind a derived name', () => {
    const from = applied('CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ADD CHECK (a > 1)');
    const to = applied('CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ADD CHECK (a > 1); ALTER TABLE t DROP CONSTRAINT t_a_check1; ALTER TABLE t ADD CHECK (a > 1)');
    expect(diff(from, to)).toEqual([]);
  });
});

describe('what is uncertain', () => {
  test('rests on operations that may not have run', () => {
    expect(unrestored(SCHEMA, maybe('DROP INDEX ix_a'), '')).toEqual([]);
    expect(unrestored(SCHEMA, maybe('CREATE INDEX n ON t (b)'), '')).toEqual(['left index t.n ?']);
    expect(unrestored(SCHEMA, maybe('ALTER TABLE t ALTER a TYPE text'), '')).toEqual(['changed column t.a type: character varying(50) -> text ?']);
    expect(unrestored(SCHEMA, maybe('ALTER TABLE t ALTER a TYPE text'), maybe('ALTER TABLE t ALTER a TYPE varchar(50)'))).toEqual([]);
  });

  test('and both ways under the same test is nothing', () => {
    expect(unrestored(SCHEMA, maybe('CREATE TABLE n (a int)'), maybe('DROP TABLE n'))).toEqual([]);
    expect(unrestored(SCHEMA, maybe('DROP INDEX ix_a'), maybe('CREATE INDEX ix_a ON t (a)'))).toEqual([]);
    expect(unrestored(SCHEMA, maybe('CREATE TABLE n (a int)'), sql('DROP TABLE n'))).toEqual([]);
  });
});

describe('normal forms', () => {
  test.each([
    ["('a'::character varying)::text", "'a'"],
    ['CAST(0 AS integer)', '0'],
    ["nextval('t_id_seq'::regclass)", 'nextval'],
    ['((a > 0) AND (b = 1))', 'a > 0 and b = 1'],
    ['-1', '-1'],
    ['NULL::text', ''],
    ["'now()'", 'now'],
    ['"Mixed" > 0', 'Mixed > 0'],
    ["'it''s'", "'it's'"],
  ])('%s', (text, expected) => {
    expect(normalExpression(text)).toBe(expected);
  });

  test('operators are part of an expression', () => {
    expect(normalExpression('a > 0')).not.toBe(normalExpression('a >= 0'));
    expect(normalExpression("a <> 'A'")).not.toBe(normalExpression("a <> 'a'"));
  });

  test('types and definitions', () => {
    expect(sameType('VARCHAR (50)', 'character varying(50)')).toBe(true);
    expect(sameType('varchar(50)', 'text')).toBe(false);
    expect(normalDefinition('CREATE OR REPLACE VIEW v AS\n  SELECT 1 ;')).toBe(normalDefinition('create view v as select 1'));
  });
});
