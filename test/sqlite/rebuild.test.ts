import { Database } from 'node-sqlite3-wasm';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/catalog/assume.js';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import type { Operation } from '../../src/operation.js';
import { withoutRebuilds } from '../../src/rebuilt.js';
import type { Target } from '../../src/target.js';
import { draftsOf } from './harness.js';

const SQLITE: Target = { dialect: 'sqlite', version: [3, 53] };
const operations = (text: string): Operation[] => draftsOf(text).map((draft, statement) => ({ statement, certainty: 'always', ...draft }) as Operation);

const BEFORE = "CREATE TABLE x (id INTEGER PRIMARY KEY, a TEXT, b INTEGER NOT NULL DEFAULT 0, c TEXT, UNIQUE (a)); CREATE INDEX x_c ON x (c)";

/** What rules see of a migration, in words. */
function seen(text: string): string[] {
  const provenance = (operation: Operation) => ({ span: operation.span });
  const { end } = replay(EMPTY_CATALOG, operations(BEFORE), SQLITE, provenance);
  return withoutRebuilds(replay(end, operations(text), SQLITE, provenance).steps, SQLITE).steps.map(({ operation }) => {
    switch (operation.kind) {
      case 'alterObject':
        return `${operation.action} ${String(operation.object.name)}`;
      case 'dropColumn':
        return `drop ${String(operation.column)}`;
      case 'addColumn':
        return `add ${String(operation.column.name)}`;
      case 'renameColumn':
        return `rename ${String(operation.column)} to ${String(operation.to)}`;
      case 'alterColumn':
        return `alter ${String(operation.column)} ${JSON.stringify(operation.set)}`;
      case 'modifyRows':
        return `${operation.verb} ${(operation.columns ?? []).join(',')}${operation.setsNotNull ? ' not null' : ''}`.trim();
      default:
        return operation.kind;
    }
  });
}

const around = (create: string, insert: string): string => `PRAGMA foreign_keys=OFF; CREATE TABLE __new_x (${create}); INSERT INTO __new_x ${insert}; DROP TABLE x; ALTER TABLE __new_x RENAME TO x; CREATE INDEX x_c ON x (c)`;
const SAME = 'id INTEGER PRIMARY KEY, a TEXT, b INTEGER NOT NULL DEFAULT 0, c TEXT, UNIQUE (a)';
const ALL = '("id", "a", "b", "c") SELECT "id", "a", "b", "c" FROM "x"';

describe('a rebuild is seen as what it changes', () => {
  test.each([
    ['nothing', around(SAME, ALL), ['setting', 'rebuild x', 'createIndex']],
    ['everything by *', around(SAME, 'SELECT * FROM x'), ['setting', 'rebuild x', 'createIndex']],
    ['a column is left out', around('id INTEGER PRIMARY KEY, a TEXT UNIQUE, c TEXT', '(id, a, c) SELECT id, a, c FROM x'), ['setting', 'rebuild x', 'drop b', 'createIndex']],
    ['a column is there again, empty', around(SAME, '(id, a, b) SELECT id, a, b FROM x'), ['setting', 'rebuild x', 'drop c', 'add c', 'createIndex']],
    ['type and default', around('id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER NOT NULL DEFAULT 1, c TEXT', ALL), ['setting', 'rebuild x', 'alter a {"type":"integer"}', 'alter b {"default":"1"}', 'createIndex']],
    ['NOT NULL as it is', around('id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INTEGER NOT NULL DEFAULT 0, c TEXT NOT NULL', ALL), ['setting', 'rebuild x', 'alter c {"nullable":false}', 'createIndex']],
    ['NOT NULL with a value for NULL', around('id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INTEGER NOT NULL DEFAULT 0, c TEXT NOT NULL', "(id, a, b, c) SELECT id, a, b, coalesce(c, '') FROM x"), ['setting', 'rebuild x', 'update c not null', 'alter c {"nullable":false}', 'createIndex']],
    ['a column under another name', around('id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INTEGER NOT NULL DEFAULT 0, c2 TEXT', '(id, a, b, c2) SELECT id, a, b, c FROM x').replace('(c)', '(c2)'), ['setting', 'rebuild x', 'rename c to c2', 'createIndex']],
    ['a new column with a value', around(`${SAME.replace(', UNIQUE', ', d TEXT NOT NULL, UNIQUE')}`, "(id, a, b, c, d) SELECT id, a, b, c, 'x' FROM x"), ['setting', 'rebuild x', 'add d', 'update d not null', 'alter d {"nullable":false}', 'createIndex']],
    ['a new column without one', around(`${SAME.replace(', UNIQUE', ', d TEXT NOT NULL, UNIQUE')}`, ALL), ['setting', 'rebuild x', 'add d', 'createIndex']],
    ['rows left out', around(SAME, `${ALL} WHERE b > 0`), ['setting', 'rebuild x', 'delete', 'createIndex']],
    ['a constraint more, a constraint less', around('id INTEGER PRIMARY KEY, a TEXT, b INTEGER NOT NULL DEFAULT 0, c TEXT, CHECK (b > 0)', ALL), ['setting', 'rebuild x', 'dropConstraint', 'addConstraint', 'createIndex']],
    ['the old table renamed first', `ALTER TABLE x RENAME TO x_old; CREATE TABLE x (${SAME}); INSERT INTO x ${ALL.replace('"x"', 'x_old')}; DROP TABLE x_old`, ['rebuild x']],
    ['by way of a saved copy', `CREATE TEMPORARY TABLE t AS SELECT id, a, b FROM x; DROP TABLE x; CREATE TABLE x (${SAME}); INSERT INTO x (id, a, b) SELECT id, a, b FROM t; DROP TABLE t`, ['rebuild x', 'drop c', 'add c']],
  ])('%s', (_, text, expected) => expect(seen(text)).toEqual(expected));

  test.each([
    ['no rows are copied', `CREATE TABLE y (${SAME}); DROP TABLE x; ALTER TABLE y RENAME TO x`, ['createTable', 'dropTable', 'renameTable']],
    ['the new table has another name', `CREATE TABLE y (${SAME}); INSERT INTO y SELECT * FROM x; DROP TABLE x`, ['createTable', 'insert', 'dropTable']],
    ['the old table stays', `ALTER TABLE x RENAME TO x_old; CREATE TABLE x (${SAME}); INSERT INTO x SELECT * FROM x_old`, ['renameTable', 'createTable', 'insert']],
  ])('it is none where %s', (_, text, expected) => expect(seen(text)).toEqual(expected));
});

describe('what a rebuild does in SQLite', () => {
  const rebuild = 'CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;';
  const children = (action: string, ...around: readonly [string, string]): unknown => {
    const database = new Database();
    try {
      database.exec(`PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE k (p_id INTEGER REFERENCES p (id) ON DELETE ${action}); INSERT INTO p VALUES (1), (2); INSERT INTO k VALUES (1), (2);`);
      database.exec(`${around[0]} ${rebuild} ${around[1]}`);
      return database.get('SELECT count(*) AS rows, count(p_id) AS set_ FROM k');
    } finally {
      database.close();
    }
  };
  test.each([
    ['CASCADE', '', '', 0, 0],
    ['SET NULL', '', '', 2, 0],
    ['CASCADE', 'PRAGMA foreign_keys = OFF;', '', 2, 2],
    // the pragma does nothing inside a transaction, and deferred keys cascade all the same
    ['CASCADE', 'BEGIN; PRAGMA foreign_keys = OFF;', 'COMMIT;', 0, 0],
    ['CASCADE', 'BEGIN; PRAGMA defer_foreign_keys = ON;', 'COMMIT;', 0, 0],
  ])('child rows with ON DELETE %s, %s', (action, before, after, rows, set) => expect(children(action, before, after)).toEqual({ rows, set_: set }));

  test('indexes and triggers go with the old table; references follow one that is renamed first, unless legacy_alter_table is on', () => {
    const database = new Database();
    const sql = (name: string): unknown => database.get('SELECT sql FROM sqlite_schema WHERE name = ?', name)?.['sql'];
    database.exec('PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE INDEX i ON p (id); CREATE TRIGGER g AFTER INSERT ON p BEGIN SELECT 1; END; CREATE TABLE k (p_id REFERENCES p (id))');
    database.exec(rebuild);
    expect(database.all("SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger')")).toEqual([]);
    database.exec('ALTER TABLE p RENAME TO q');
    expect(sql('k')).toBe('CREATE TABLE k (p_id REFERENCES "q" (id))');
    database.exec('PRAGMA legacy_alter_table = ON; ALTER TABLE q RENAME TO r');
    expect(sql('k')).toBe('CREATE TABLE k (p_id REFERENCES "q" (id))');
    database.close();
  });

  test('values take the affinity of the new column', () => {
    const database = new Database();
    database.exec("CREATE TABLE a (v TEXT); INSERT INTO a VALUES ('007'), ('1e5'), ('abc'); CREATE TABLE b (v INTEGER); INSERT INTO b SELECT v FROM a");
    expect(database.all('SELECT v FROM b').map((row) => (row as { v: unknown }).v)).toEqual([7, 100000, 'abc']);
    database.close();
  });
});
