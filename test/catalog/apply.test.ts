import { describe, expect, test } from 'vitest';
import { apply } from '../../src/catalog/apply.js';
import type { Catalog, Table } from '../../src/catalog/catalog.js';
import { describeConstraint, describeIndex } from '../../src/catalog/describe.js';
import { unknown } from '../../src/value.js';
import { applied, maybe, operation, replayed, sql } from './support.js';

const table = (catalog: Catalog, name: string): Table => {
  const found = catalog.tables.get(name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
};
const columns = (catalog: Catalog, name = 't'): string[] => [...table(catalog, name).columns.keys()];
const indexes = (catalog: Catalog, name = 't'): string[] => [...table(catalog, name).indexes.values()].map((entry) => `${entry.name} ${describeIndex(entry.index)}`);
const constraints = (catalog: Catalog, name = 't'): string[] => [...table(catalog, name).constraints.values()].map((entry) => `${entry.name} ${describeConstraint(entry.constraint)}`);

describe('tables', () => {
  test('serial columns are integers that count up', () => {
    const column = table(applied('CREATE TABLE t (id serial)'), 't').columns.get('id')?.column;
    expect(column).toMatchObject({ type: 'integer', nullable: false, default: expect.stringContaining('nextval') });
  });

  test('a primary key makes its columns not null', () => {
    const catalog = applied('CREATE TABLE t (a int, b int, PRIMARY KEY (a)); ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (b)');
    expect([...table(catalog, 't').columns.values()].map((entry) => entry.column.nullable)).toEqual([false, false]);
  });

  test('a primary key column stays not null', () => {
    expect(table(applied('CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ALTER a DROP NOT NULL'), 't').columns.get('a')?.column.nullable).toBe(false);
  });

  test('a unique constraint on the primary key is left out and gives it its name', () => {
    expect(constraints(applied('CREATE TABLE t (id int, PRIMARY KEY (id), CONSTRAINT uq_t UNIQUE (id))'))).toEqual(['uq_t PRIMARY KEY (id)']);
  });

  test('dropping one takes its parts, triggers and policies, and leaves enum types', () => {
    const catalog = applied(`CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int, m mood); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE POLICY p ON t; DROP TABLE t`);
    expect([...catalog.tables.keys()]).toEqual([]);
    expect([...catalog.enums.keys()]).toEqual(['mood']);
    expect([...catalog.objects.keys()]).toEqual(['function:f']);
    expect(catalog.absent.has('t')).toBe(true);
  });

  test('indexes of a table whose name is not known go with a table whose name is not known', () => {
    const drop = operation({ kind: 'dropTable', table: unknown('input') });
    const create = operation({ kind: 'createIndex', table: unknown('input'), index: { name: 'ix', columns: ['a'], unique: false } });
    const made = replayed([create], applied('CREATE TABLE t (a int)'));
    expect(made.looseIndexes?.size).toBe(1);
    expect(replayed([drop], made).looseIndexes?.size ?? 0).toBe(0);
  });

  test('dropping a unique index under a foreign key needs CASCADE, and takes the foreign key along', () => {
    const before = 'CREATE TABLE p (code int); CREATE UNIQUE INDEX p_code ON p (code); CREATE TABLE t (p int REFERENCES p (code));';
    expect(indexes(applied(`${before} DROP INDEX p_code`), 'p')).toHaveLength(1);
    const cascaded = applied(`${before} DROP INDEX p_code CASCADE`);
    expect([indexes(cascaded, 'p'), constraints(cascaded)]).toEqual([[], []]);
  });

  test('dropping one that others reference needs CASCADE', () => {
    const before = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p);';
    expect([...applied(`${before} DROP TABLE p`).tables.keys()]).toEqual(['p', 't']);
    const cascaded = applied(`${before} DROP TABLE p CASCADE`);
    expect([...cascaded.tables.keys()]).toEqual(['t']);
    expect(constraints(cascaded)).toEqual([]);
  });

  test('SQLite lets a referenced table go', () => {
    const before = applied('CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p)');
    const [drop] = sql('DROP TABLE p');
    if (!drop) throw new Error('nothing read');
    const catalog = apply(before, drop, { dialect: 'sqlite', version: [3, 45] }, {});
    expect([[...catalog.tables.keys()], constraints(catalog)]).toEqual([['t'], ['t_p_fkey FOREIGN KEY (p) REFERENCES p (id)']]);
  });

  test('renaming one is followed by references, triggers and views, not by derived names', () => {
    const catalog = applied(`CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p); CREATE VIEW v AS SELECT id FROM p; CREATE POLICY pol ON p; ALTER TABLE p RENAME TO q`);
    expect([...catalog.tables.keys()]).toEqual(['q', 't']);
    expect(constraints(catalog, 'q')).toEqual(['p_pkey PRIMARY KEY (id)']);
    expect(constraints(catalog)).toEqual(['t_p_fkey FOREIGN KEY (p) REFERENCES q (id)']);
    expect(catalog.objects.get('view:v')?.object.reads).toEqual([{ name: 'q' }]);
    expect(catalog.objects.has('policy:q:pol')).toBe(true);
  });

  test('partitions go with their parent', () => {
    const catalog = applied('CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); DROP TABLE t');
    expect([...catalog.tables.keys()]).toEqual([]);
  });
});

describe('columns', () => {
  const made = `CREATE TABLE t (a int, b int, c int CHECK (c > 0), UNIQUE (a, b)); CREATE INDEX i ON t (lower(c::text)) WHERE a > 1; CREATE INDEX j ON t (b);`;

  test('dropping one takes all indexes and constraints that use it', () => {
    const catalog = applied(`${made} ALTER TABLE t DROP COLUMN a`);
    expect(columns(catalog)).toEqual(['b', 'c']);
    expect(constraints(catalog)).toEqual(['t_c_check CHECK (c > 0)']);
    expect(indexes(catalog)).toEqual(['j (b)']);
  });

  test('dropping one that a foreign key of another table references needs CASCADE', () => {
    const before = 'CREATE TABLE p (id int, k int UNIQUE); CREATE TABLE t (k int REFERENCES p (k));';
    expect(columns(applied(`${before} ALTER TABLE p DROP COLUMN k`), 'p')).toEqual(['id', 'k']);
    const cascaded = applied(`${before} ALTER TABLE p DROP COLUMN k CASCADE`);
    expect(columns(cascaded, 'p')).toEqual(['id']);
    expect(constraints(cascaded)).toEqual([]);
  });

  test('renaming one is followed by whatever names it', () => {
    const catalog = applied(`${made} CREATE TABLE r (a int REFERENCES t (a)); ALTER TABLE t RENAME COLUMN a TO z; ALTER TABLE t RENAME c TO a`);
    expect(columns(catalog)).toEqual(['z', 'b', 'a']);
    expect(constraints(catalog)).toEqual(['t_c_check CHECK (a > 0)', 't_a_b_key UNIQUE (z, b)']);
    expect(indexes(catalog)).toEqual(['i (lower(a::text)) WHERE z > 1', 'j (b)']);
    expect(constraints(catalog, 'r')).toEqual(['r_a_fkey FOREIGN KEY (a) REFERENCES t (z)']);
  });

  test('string literals are no names', () => {
    const catalog = applied(`CREATE TABLE t (kind text CHECK (kind <> 'kind')); ALTER TABLE t RENAME kind TO sort`);
    expect(constraints(catalog)).toEqual([`t_kind_check CHECK (sort <> 'kind')`]);
  });

  test('an alteration keeps what it does not name', () => {
    const column = table(applied(`CREATE TABLE t (a varchar(10) NOT NULL DEFAULT 'x'); ALTER TABLE t ALTER a TYPE text; ALTER TABLE t ALTER a DROP DEFAULT`), 't').columns.get('a')?.column;
    expect(column).toMatchObject({ type: 'text', nullable: false });
    expect(column?.default).toBeUndefined();
  });
});

describe('constraints and indexes', () => {
  test('an index becomes a constraint', () => {
    const catalog = applied('CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a, b); ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i');
    expect(indexes(catalog)).toEqual([]);
    expect(constraints(catalog)).toEqual(['u UNIQUE (a, b)']);
  });

  test('the index of a constraint cannot be dropped, nor an index as a constraint', () => {
    const catalog = applied('CREATE TABLE t (a int UNIQUE, b int); CREATE UNIQUE INDEX i ON t (b); DROP INDEX t_a_key; ALTER TABLE t DROP CONSTRAINT i');
    expect(constraints(catalog)).toEqual(['t_a_key UNIQUE (a)']);
    expect(indexes(catalog)).toEqual(['i UNIQUE (b)']);
  });

  test('DROP INDEX finds the table by itself', () => {
    expect(indexes(applied('CREATE TABLE s (a int); CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i'))).toEqual([]);
  });

  test('a key that a foreign key needs stays, unless dropped with CASCADE', () => {
    const before = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p);';
    expect(constraints(applied(`${before} ALTER TABLE p DROP CONSTRAINT p_pkey`), 'p')).toEqual(['p_pkey PRIMARY KEY (id)']);
    const cascaded = applied(`${before} ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE`);
    expect([constraints(cascaded, 'p'), constraints(cascaded)]).toEqual([[], []]);
  });

  test('ALTER INDEX renames the constraint that it belongs to', () => {
    expect(constraints(applied('CREATE TABLE t (a int PRIMARY KEY); ALTER INDEX t_pkey RENAME TO pk'))).toEqual(['pk PRIMARY KEY (a)']);
  });

  test('NOT VALID and VALIDATE', () => {
    const before = 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;';
    expect(table(applied(before), 't').constraints.get('c')?.valid).toBe(false);
    expect(table(applied(`${before} ALTER TABLE t VALIDATE CONSTRAINT c`), 't').constraints.get('c')?.valid).toBe(true);
  });

  test('an index on a materialized view is known without its table', () => {
    const catalog = applied('CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX i ON m (a)');
    expect(catalog.looseIndexes?.get('i')?.on).toEqual({ name: 'm' });
    expect(applied('DROP INDEX i', catalog).looseIndexes?.size).toBe(0);
  });
});

describe('enum types', () => {
  const made = `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood DEFAULT 'a'::mood, l mood[]);`;

  test('labels are added in their place and renamed', () => {
    expect(applied(`${made} ALTER TYPE mood ADD VALUE 'x' BEFORE 'a'; ALTER TYPE mood ADD VALUE 'y' AFTER 'a'; ALTER TYPE mood RENAME VALUE 'b' TO 'c'`).enums.get('mood')?.values).toEqual(['x', 'a', 'y', 'c']);
  });

  test('renaming one is followed by columns', () => {
    const catalog = applied(`${made} ALTER TYPE mood RENAME TO temper`);
    expect([...table(catalog, 't').columns.values()].map((entry) => entry.column.type)).toEqual(['temper', 'temper[]']);
    expect(table(catalog, 't').columns.get('m')?.column.default).toBe(`'a'::temper`);
  });

  test('dropping one in use needs CASCADE, and takes the columns', () => {
    expect([...applied('CREATE TYPE mood AS ENUM (\'a\'); CREATE TABLE t (m mood, x int); DROP TYPE mood').enums.keys()]).toEqual(['mood']);
    const cascaded = applied(`CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood, x int); DROP TYPE mood CASCADE`);
    expect([[...cascaded.enums.keys()], columns(cascaded)]).toEqual([[], ['x']]);
  });
});

describe('objects', () => {
  test('views are replaced, and go with what they read where it says CASCADE', () => {
    const before = `CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v;`;
    expect([...applied(`${before} DROP TABLE t`).tables.keys()]).toEqual(['t']);
    expect([...applied(`${before} DROP VIEW v`).objects.keys()]).toEqual(['view:v', 'view:w']);
    expect([...applied(`${before} DROP TABLE t CASCADE`).objects.keys()]).toEqual([]);
  });

  test('enabling and then disabling leaves no setting', () => {
    const before = 'CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;';
    expect([...(table(applied(before), 't').settings ?? [])]).toEqual([['row level security', 'enable']]);
    expect(table(applied(`${before} ALTER TABLE t DISABLE ROW LEVEL SECURITY`), 't').settings).toBeUndefined();
    expect(table(applied('CREATE TABLE t (a int); ALTER TABLE t FORCE ROW LEVEL SECURITY; ALTER TABLE t NO FORCE ROW LEVEL SECURITY'), 't').settings).toBeUndefined();
  });

  test('moving to another schema', () => {
    const catalog = applied('CREATE SCHEMA s; CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE r (a int REFERENCES t); ALTER TABLE t SET SCHEMA s');
    expect([...catalog.tables.keys()].sort()).toEqual(['r', 's.t']);
    expect(constraints(catalog, 'r')).toEqual(['r_a_fkey FOREIGN KEY (a) REFERENCES s.t (a)']);
  });

  test('dropping a schema with CASCADE empties it', () => {
    const catalog = applied(`CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TYPE s.mood AS ENUM ('a'); CREATE TABLE t (a int); DROP SCHEMA s CASCADE`);
    expect([[...catalog.tables.keys()], [...catalog.enums.keys()], [...catalog.objects.keys()]]).toEqual([['t'], [], []]);
  });
});

describe('what may not have run', () => {
  const made = applied('CREATE TABLE t (a int, b int)');

  test('makes what it adds or drops uncertain', () => {
    const catalog = applied(maybe('ALTER TABLE t ADD COLUMN c int; ALTER TABLE t DROP COLUMN a; CREATE INDEX i ON t (b); CREATE TABLE u (a int)'), made);
    expect([...table(catalog, 't').columns].map(([name, entry]) => `${name} ${entry.uncertain}`)).toEqual(['a true', 'b false', 'c true']);
    expect(table(catalog, 't').indexes.get('i')?.uncertain).toBe(true);
    expect(table(catalog, 'u').uncertain).toBe(true);
  });

  test('what was made perhaps and is dropped perhaps is gone', () => {
    expect([...applied(maybe('CREATE TABLE u (a int); DROP TABLE u'), made).tables.keys()]).toEqual(['t']);
    expect(columns(applied(maybe('ALTER TABLE t ADD c int; ALTER TABLE t DROP c'), made))).toEqual(['a', 'b']);
  });

  test('a certain use proves the table', () => {
    const catalog = applied([...maybe('CREATE TABLE u (a int)'), ...sql('ALTER TABLE u ADD b int')]);
    expect(table(catalog, 'u').uncertain).toBe(false);
  });
});

describe('what cannot be read', () => {
  const made = applied('CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0)); CREATE TABLE u (a int)');

  test('an opaque statement that names tables leaves their parts uncertain', () => {
    const catalog = applied([operation({ kind: 'opaque', reason: 'r', touches: [{ name: 't' }] })], made);
    expect(table(catalog, 't')).toMatchObject({ complete: false, uncertain: false });
    expect(table(catalog, 't').columns.get('a')?.uncertain).toBe(true);
    expect(table(catalog, 'u')).toBe(table(made, 'u'));
  });

  test('one that may touch anything leaves what is listed, and nothing is complete', () => {
    const catalog = applied([operation({ kind: 'opaque', reason: 'r', touches: 'anything' })], made);
    expect(catalog.complete).toBe(false);
    expect(table(catalog, 't')).toMatchObject({ complete: false, uncertain: false });
    expect(table(catalog, 't').columns.get('a')?.uncertain).toBe(false);
  });

  test('rows are no schema', () => {
    expect(applied([operation({ kind: 'opaque', reason: 'r', touches: 'anything', rowsOnly: true })], made)).toBe(made);
    expect(applied("UPDATE t SET a = 1; SET lock_timeout = '1s'; COMMIT", made)).toBe(made);
  });

  test('a constraint whose name is unknown can be any of its kind', () => {
    const drop = operation({ kind: 'dropConstraint', table: { name: 't' }, constraint: unknown('database') });
    expect(table(applied([drop], made), 't').constraints.get('c')?.uncertain).toBe(true);
  });

  test('one made with an unknown name is the one dropped with an unknown name', () => {
    const add = operation({ kind: 'addConstraint', table: { name: 'u' }, constraint: { type: 'unique', named: true, name: unknown('input'), columns: ['a'] } });
    const drop = operation({ kind: 'dropConstraint', table: { name: 'u' }, constraint: unknown('input'), type: 'unique' });
    expect(table(applied([add], made), 'u').constraints.size).toBe(1);
    expect(table(applied([add, drop], made), 'u').constraints.size).toBe(0);
  });
});

describe('what the server refuses', () => {
  test('dropping a function that a trigger calls, unless it says CASCADE', () => {
    const before = `CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();`;
    expect([...applied(`${before} DROP FUNCTION f()`).objects.keys()]).toEqual(['function:f', 'trigger:t:tr']);
    expect([...applied(`${before} DROP FUNCTION f() CASCADE`).objects.keys()]).toEqual([]);
  });

  test('dropping several tables where one is needed', () => {
    const catalog = replayed('CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (id int); CREATE TABLE t (p int REFERENCES p); DROP TABLE q, p');
    expect([...catalog.tables.keys()]).toEqual(['p', 'q', 't']);
  });

  test('a key over an index that is not there', () => {
    expect(constraints(applied('CREATE TABLE t (a int UNIQUE); ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX t_a_key'))).toEqual(['t_a_key UNIQUE (a)']);
  });

  test('dropping a column that the table itself references', () => {
    const before = 'CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t);';
    expect(columns(applied(`${before} ALTER TABLE t DROP id`))).toEqual(['id', 'parent']);
    expect(constraints(applied(`${before} ALTER TABLE t DROP id CASCADE`))).toEqual([]);
  });
});
