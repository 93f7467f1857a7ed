import { describe, expect, test } from 'vitest';
import { withHoles } from '../sql/harness.js';
import { actionsOf, draftsOf, kindsOf, spansOf } from './harness.js';

const table = (name: string) => ({ name });

describe('tables', () => {
  test.each([
    ['id INTEGER PRIMARY KEY AUTOINCREMENT', { name: 'id', type: 'integer', nullable: false, identity: 'byDefault' }],
    ['id integer primary key desc', { name: 'id', type: 'integer', nullable: true }],
    ['id TEXT PRIMARY KEY', { name: 'id', type: 'text', nullable: true }],
    ['"A b" VARCHAR ( 10 , 2 ) NOT NULL', { name: 'A b', type: 'varchar(10,2)', nullable: false }],
    ['[a b] Unsigned  Big Int', { name: 'a b', type: 'unsigned big int', nullable: true }],
    ['a', { name: 'a', type: '', nullable: true }],
    ["a text DEFAULT 'it''s' NOT NULL", { name: 'a', type: 'text', nullable: false, default: "'it''s'" }],
    ['a int DEFAULT (1 + 2) NULL', { name: 'a', type: 'int', nullable: true, default: '1 + 2' }],
    ['a real DEFAULT -1.5 CHECK (a > 0)', { name: 'a', type: 'real', nullable: true, default: '-1.5' }],
    ['a text COLLATE NOCASE DEFAULT CURRENT_TIMESTAMP', { name: 'a', type: 'text', nullable: true, default: 'CURRENT_TIMESTAMP', collation: 'NOCASE' }],
    ['a text GENERATED ALWAYS AS (lower(b)) STORED', { name: 'a', type: 'text', nullable: true, generated: 'lower(b)' }],
    ['a as (b || c)', { name: 'a', type: '', nullable: true, generated: 'b || c' }],
  ])('a column written as %s', (written, column) => {
    expect(actionsOf(`CREATE TABLE t (${written})`)).toMatchObject([{ kind: 'createTable', table: table('t'), columns: [column] }]);
    const [created] = draftsOf(`CREATE TABLE t (${written})`);
    expect(Object.keys((created?.kind === 'createTable' && created.columns[0]) || {}).sort()).toEqual([...Object.keys(column), 'span'].sort());
  });

  test('constraints, also without commas between them and in another case than the column', () => {
    expect(
      actionsOf(`CREATE TABLE IF NOT EXISTS main.t (
        "Id" int CONSTRAINT k UNIQUE, a int REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, b int CHECK (b > 0),
        CONSTRAINT pk PRIMARY KEY (ID, a) UNIQUE (b) CONSTRAINT c CHECK ((a) > (b)) FOREIGN KEY (a, b) REFERENCES q (x, y))`),
    ).toMatchObject([
      {
        ifNotExists: true,
        constraints: [
          { type: 'unique', columns: ['Id'], named: true, name: 'k' },
          { type: 'foreignKey', columns: ['a'], references: { table: table('p'), columns: [] }, onDelete: 'CASCADE', onUpdate: 'SET NULL', deferrable: true, initiallyDeferred: true, named: false },
          { type: 'check', expression: 'b > 0', columns: ['b'], named: false },
          { type: 'primaryKey', columns: ['Id', 'a'], name: 'pk' },
          { type: 'unique', columns: ['b'], named: false },
          { type: 'check', expression: '(a) > (b)', name: 'c' },
          { type: 'foreignKey', columns: ['a', 'b'], references: { table: table('q'), columns: ['x', 'y'] } },
        ],
      },
    ]);
  });

  test('the key of a table WITHOUT ROWID is not null', () => {
    expect(actionsOf('CREATE TABLE t (a text PRIMARY KEY, b int) WITHOUT ROWID')).toMatchObject([{ columns: [{ nullable: false }, { nullable: true }] }]);
    expect(actionsOf('CREATE TABLE t (a integer, PRIMARY KEY (A))')).toMatchObject([{ columns: [{ nullable: false }] }]);
  });

  test('temporary, virtual and selected tables', () => {
    expect(actionsOf('CREATE TEMP TABLE a (x); CREATE TABLE temp.b (x)')).toMatchObject([{ temporary: true, table: table('a') }, { temporary: true, table: table('b') }]);
    expect(actionsOf('CREATE VIRTUAL TABLE notes USING fts5(title, body)')).toEqual([{ kind: 'createTable', table: table('notes'), columns: [], constraints: [], incomplete: true }]);
    expect(actionsOf('CREATE TABLE c AS SELECT a, b + 1 AS d FROM t')).toMatchObject([
      { incomplete: true, columns: [{ name: 'a' }, { name: 'd' }] },
      { kind: 'modifyRows', verb: 'insert', table: table('c'), from: [table('t')], selects: ['a', 'b + 1'] },
    ]);
  });

  test('alterations', () => {
    expect(
      actionsOf(`ALTER TABLE t RENAME TO u; ALTER TABLE t RENAME a TO b; ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD a int REFERENCES p (id);
        ALTER TABLE t ALTER COLUMN a DROP NOT NULL; ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); ALTER TABLE t DROP CONSTRAINT c`),
    ).toMatchObject([
      { kind: 'renameTable', table: table('t'), to: 'u' },
      { kind: 'renameColumn', column: 'a', to: 'b' },
      { kind: 'dropColumn', column: 'a' },
      { kind: 'addColumn', column: { name: 'a', type: 'int' } },
      { kind: 'addConstraint', constraint: { type: 'foreignKey', columns: ['a'] }, inline: true },
      { kind: 'alterColumn', column: 'a', set: { nullable: true } },
      { kind: 'alterColumn', column: 'a', set: { nullable: false } },
      { kind: 'addConstraint', constraint: { type: 'check', expression: 'a > 0', name: 'c' } },
      { kind: 'dropConstraint', constraint: 'c' },
    ]);
  });

  test("libSQL's ALTER COLUMN ... TO replaces the whole definition", () => {
    expect(actionsOf('ALTER TABLE `t` ALTER COLUMN "a" TO "b" text NOT NULL REFERENCES p(id)')).toMatchObject([
      { kind: 'alterColumn', table: table('t'), column: 'a', set: { type: 'text', nullable: false, default: null } },
      { kind: 'renameColumn', column: 'a', to: 'b' },
      { kind: 'addConstraint', constraint: { type: 'foreignKey' } },
    ]);
  });
});

describe('other objects', () => {
  test('indexes', () => {
    expect(actionsOf("CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a COLLATE nocase DESC, lower(b), [c d] ASC) WHERE (d IS NOT NULL); DROP INDEX IF EXISTS i")).toEqual([
      { kind: 'createIndex', table: table('t'), index: { name: 'i', columns: ['a COLLATE nocase DESC', 'lower(b)', 'c d'], reads: ['a', 'b', 'c d', 'd'], unique: true, where: 'd IS NOT NULL' }, ifNotExists: true },
      { kind: 'dropIndex', index: 'i', ifExists: true },
    ]);
  });

  test('views and triggers, whose body is part of the statement', () => {
    expect(
      actionsOf(`CREATE VIEW v AS WITH w AS (SELECT 1) SELECT t.a FROM t JOIN w;
        CREATE TRIGGER g AFTER UPDATE OF a ON t WHEN new.a IS NULL BEGIN UPDATE u SET b = CASE WHEN 1 THEN 2 END; DELETE FROM x; END;
        DROP TRIGGER g; DROP VIEW IF EXISTS v`),
    ).toMatchObject([
      { kind: 'createObject', object: { kind: 'view', name: 'v', reads: [table('t')], definition: 'WITH w AS (SELECT 1) SELECT t.a FROM t JOIN w' } },
      { kind: 'createObject', object: { kind: 'trigger', name: 'g', table: table('t'), reads: [table('u'), table('x')] } },
      { kind: 'dropObject', object: { kind: 'trigger', name: 'g' } },
      { kind: 'dropObject', object: { kind: 'view', name: 'v' }, ifExists: true },
    ]);
  });
});

describe('rows', () => {
  test('INSERT, REPLACE and upsert', () => {
    expect(actionsOf("INSERT INTO t (a, b) VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET c = excluded.b; REPLACE INTO t SELECT x, y FROM u WHERE z")).toEqual([
      { kind: 'modifyRows', verb: 'insert', table: table('t'), columns: ['a', 'b', 'c'], reads: ['b'] },
      { kind: 'modifyRows', verb: 'insert', table: table('t'), reads: ['x', 'y', 'z'], from: [table('u')], filtered: true, selects: ['x', 'y'] },
    ]);
  });
  test('UPDATE and DELETE', () => {
    expect(actionsOf('UPDATE t SET a = b, c = NULL WHERE a IS NULL AND e ISNULL; UPDATE t SET a = 1; DELETE FROM t WHERE a IN (SELECT b FROM u); DELETE FROM t')).toEqual([
      { kind: 'modifyRows', verb: 'update', table: table('t'), filtered: true, filter: 'a IS NULL AND e ISNULL', whereNull: ['a', 'e'], columns: ['a', 'c'], reads: ['b', 'a', 'e'], setsNotNull: ['a'] },
      { kind: 'modifyRows', verb: 'update', table: table('t'), filtered: false, columns: ['a'], setsNotNull: ['a'] },
      { kind: 'modifyRows', verb: 'delete', table: table('t'), filtered: true, filter: 'a IN (SELECT b FROM u)', reads: ['a', 'b'], from: [table('u')] },
      { kind: 'modifyRows', verb: 'delete', table: table('t'), filtered: false },
    ]);
  });
  test('writing the schema itself may change anything; the counters of AUTOINCREMENT are no rows of the application', () => {
    expect(actionsOf("PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'x' WHERE name = 'y'; DELETE FROM sqlite_sequence")).toMatchObject([
      { kind: 'setting', name: 'writable_schema', value: 'on' },
      { kind: 'opaque', touches: 'anything' },
    ]);
  });
});

test('settings, transactions, and what changes no schema', () => {
  expect(actionsOf('PRAGMA foreign_keys=OFF; PRAGMA main.foreign_keys(1); pragma defer_foreign_keys = true; PRAGMA journal_mode = WAL; PRAGMA foreign_key_check; PRAGMA foreign_keys')).toEqual([
    { kind: 'setting', name: 'foreign_keys', value: 'off' },
    { kind: 'setting', name: 'foreign_keys', value: 'on' },
    { kind: 'setting', name: 'defer_foreign_keys', value: 'on' },
  ]);
  expect(actionsOf('BEGIN IMMEDIATE; SAVEPOINT s; ROLLBACK TO s; RELEASE s; END; ROLLBACK')).toEqual(
    ['begin', 'savepoint', 'savepoint', 'savepoint', 'commit', 'rollback'].map((verb) => ({ kind: 'transaction', verb })),
  );
  expect(kindsOf('VACUUM; ANALYZE t; REINDEX; SELECT 1; EXPLAIN DROP TABLE t; -- nothing\n;')).toEqual([]);
  expect(actionsOf("ATTACH 'x.db' AS x; SELECT load_extension('m')")).toMatchObject([{ kind: 'opaque', touches: [] }, { kind: 'opaque', touches: 'anything' }]);
});

describe('what cannot be read', () => {
  test('a statement that SQLite rejects costs that statement and is known to fail', () => {
    expect(actionsOf('DROP TABLE a; DROP TABLE b CASCADE; DROP TABLE c')).toMatchObject([
      { kind: 'dropTable', table: table('a') },
      { kind: 'opaque', rejected: true, reason: 'SQLite rejects it: near "CASCADE": syntax error', touches: [table('b')] },
      { kind: 'dropTable', table: table('c') },
    ]);
  });
  test('holes stay unknown where they stand', () => {
    expect(actionsOf(withHoles`CREATE TABLE ${0} (a varchar(${1}) NOT NULL, b text)`)).toMatchObject([
      { kind: 'createTable', table: { unknown: 'input' }, columns: [{ name: 'a', type: { unknown: 'input' }, nullable: false }, { name: 'b', type: 'text' }] },
    ]);
    expect(actionsOf(withHoles`ALTER TABLE t DROP COLUMN ${0}; DROP TABLE a`)).toMatchObject([{ kind: 'dropColumn', table: table('t'), column: { unknown: 'input' } }, { kind: 'dropTable' }]);
    expect(actionsOf(withHoles`CREATE INDEX i_${0} ON t (a)`)).toMatchObject([{ kind: 'createIndex', index: { name: { unknown: 'input' }, columns: ['a'] } }]);
    expect(actionsOf(withHoles`${0}`)).toMatchObject([{ kind: 'opaque', touches: 'anything' }]);
    expect(actionsOf(withHoles`DELETE FROM t ${0}`)).toMatchObject([{ kind: 'modifyRows', verb: 'delete' }, { kind: 'opaque', rowsOnly: true }]);
  });
  test('values that a driver fills in', () => {
    expect(actionsOf('UPDATE t SET a = :a, b = ?1 WHERE c = %s')).toMatchObject([{ kind: 'modifyRows', columns: ['a', 'b'], reads: ['c'] }]);
  });
});

test('spans are those of the source, behind characters of two units too', () => {
  const text = '-- 😀\nCREATE TABLE "é😀" (a int);\n\n/* x */ ALTER TABLE t ADD b int REFERENCES p (id) ;';
  expect(spansOf(text)).toEqual(['CREATE TABLE "é😀" (a int)', 'ALTER TABLE t ADD b int REFERENCES p (id)', 'REFERENCES p (id)']);
  const created = draftsOf(text)[0];
  expect(created?.kind === 'createTable' ? text.slice(created.columns[0]?.span?.start, created.columns[0]?.span?.end) : '').toBe('a int');
});

test('every prefix of a text is read', () => {
  const text = `CREATE TABLE "t" (a int DEFAULT (1) CHECK (a > 0), CONSTRAINT c FOREIGN KEY (a) REFERENCES p (id)); CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u SELECT * FROM t; END;
    INSERT INTO [x y] (a) SELECT a FROM t WHERE b IS NULL; ALTER TABLE t ALTER COLUMN a TO a text; PRAGMA foreign_keys = 'off'; UPDATE t SET (a, b) = (1, 2)`;
  for (let end = 0; end <= text.length; end += 1) expect(() => draftsOf(text.slice(0, end))).not.toThrow();
});
