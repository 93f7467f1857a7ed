import { describe, expect, it } from 'vitest';
import { actions, MARIADB, read, replayed } from './support.js';

const kinds = (text: string, target = MARIADB): string[] => read(text, target).flatMap((drafts) => drafts.map(({ kind }) => kind));

describe('statements of MySQL', () => {
  it('reads a table with its keys', () => {
    expect(actions("CREATE TABLE `t` (`id` int(11) NOT NULL AUTO_INCREMENT, n varchar(20) DEFAULT _utf8mb4'it\\'s' COMMENT 'name', PRIMARY KEY (`id`), KEY `k` (`n`(5), id DESC)) ENGINE=InnoDB COMMENT='all'")).toEqual([
      {
        kind: 'createTable', table: { name: 't' }, comment: 'all',
        columns: [{ name: 'id', type: 'int', nullable: false, identity: 'byDefault' }, { name: 'n', type: 'varchar(20)', nullable: true, default: "'it''s'", comment: 'name' }],
        constraints: [{ type: 'primaryKey', name: 'PRIMARY', named: false, columns: ['id'] }],
      },
      { kind: 'createIndex', table: { name: 't' }, index: { name: 'k', columns: ['n (5)', 'id DESC'], reads: ['n', 'id'], unique: false } },
    ].map((each) => expect.objectContaining(each) as object));
  });

  it('MODIFY and CHANGE say everything that the column is', () => {
    expect(actions('ALTER TABLE t MODIFY a bigint unsigned, CHANGE b c int NOT NULL AFTER a')).toEqual([
      { kind: 'alterColumn', table: { name: 't' }, column: 'a', set: { type: 'bigint unsigned', nullable: true, default: null, comment: null, identity: null, generated: null } },
      { kind: 'renameColumn', table: { name: 't' }, column: 'b', to: 'c' },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { type: 'int', nullable: false, default: null, comment: null, identity: null, generated: null } },
    ]);
  });

  it.each<readonly [string, readonly string[]]>([
    ['DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nDROP TABLE t;', ['createObject', 'dropTable']],
    ['CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a THEN SET NEW.b = 1; END IF; END; DROP TABLE t', ['createObject', 'dropTable']],
    ['/*!40101 SET NAMES utf8 */; /*!99999 DROP TABLE t */; # no\n-- no\n/* DROP TABLE t */ COMMIT', ['setting', 'transaction']],
    ['ALTER TABLE t ADD a int, ADD INDEX (a), DROP FOREIGN KEY f, ALGORITHM=INPLACE, LOCK=NONE', ['dropConstraint', 'addColumn', 'createIndex']],
    ['ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', ['alterObject']],
    ['ALTER TABLE t RENAME INDEX a TO b, RENAME TO u', ['renameIndex', 'renameTable']],
    ['RENAME TABLE a TO b, c TO d', ['renameTable', 'renameTable']],
    ['INSERT INTO t (a, b) VALUES (1, 2) ON DUPLICATE KEY UPDATE b = VALUES(b)', ['modifyRows']],
    ['CALL p()', ['opaque']],
    ['SELECT 1; SHOW TABLES; LOCK TABLES t WRITE; UNLOCK TABLES', []],
    ['CREATE TABLE event (begin datetime, end datetime); DROP TABLE x', ['createTable', 'dropTable']],
  ])('%s', (text, expected) => expect(kinds(text)).toEqual(expected));

  it('an UPDATE tells what it sets, reads and leaves out', () => {
    expect(actions("UPDATE t AS x JOIN u ON u.id = x.uid SET x.a = u.b, x.c = NULL WHERE x.a IS NULL")).toMatchObject([
      { kind: 'modifyRows', verb: 'update', table: { name: 't' }, columns: ['a', 'c'], setsNotNull: ['a'], whereNull: ['a'], filtered: true, from: [{ name: 'u' }] },
    ]);
  });

  it.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'CONCURRENTLY'], ['INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING', 'ON CONFLICT'], ['CREATE EXTENSION x', 'CREATE EXTENSION'],
    ['DROP INDEX i', 'ON and the table'], ["ALTER TABLE t ADD a jsonb DEFAULT '{}'::jsonb", 'JSONB'],
  ])('the server rejects %s', (text, why) => {
    expect(actions(text)).toMatchObject([{ kind: 'opaque', reason: expect.stringContaining(why) as string }]);
    expect(actions(text)).toMatchObject([{ reason: expect.stringContaining('MySQL') as string }]);
  });

  it('reads any beginning of a script without an exception', () => {
    const text = "CREATE TABLE `a` (b int DEFAULT 'x\\'', KEY (b(3))); ALTER TABLE a CHANGE b c enum('x') , ADD FOREIGN KEY (c) REFERENCES z(id) ON DELETE SET NULL; UPDATE a, b SET a.x=1 WHERE (y IS NULL); DELETE a FROM a JOIN b;";
    for (let end = 0; end <= text.length; end += 1) expect(() => read(text.slice(0, end))).not.toThrow();
  });
});

describe('what the server makes of it', () => {
  const BASE = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int, b int, UNIQUE (a, b), KEY k (b, a));';
  const partsOf = (text: string, target = MARIADB) => {
    const table = replayed(BASE + text, target).tables.get('t');
    return { columns: [...(table?.columns.keys() ?? [])], indexes: [...(table?.indexes.keys() ?? [])], constraints: [...(table?.constraints.keys() ?? [])] };
  };
  it.each<readonly [string, string, object]>([
    ['a foreign key brings an index', 'ALTER TABLE t ADD c int, ADD FOREIGN KEY (c) REFERENCES p (id)', { indexes: ['a', 'k', 'c'], constraints: ['PRIMARY', 't_ibfk_1'] }],
    ['which gives way to another one', 'ALTER TABLE t ADD c int, ADD CONSTRAINT f FOREIGN KEY (c) REFERENCES p (id); CREATE INDEX wide ON t (c, a)', { indexes: ['a', 'k', 'wide'] }],
    ['and cannot be dropped (1553)', 'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES p (id), ADD FOREIGN KEY (b) REFERENCES p (id); DROP INDEX k ON t', { indexes: ['a', 'k'] }],
    ['a unique constraint is dropped as an index', 'DROP INDEX a ON t', { indexes: ['k'] }],
    ['a column with a foreign key stays (1828)', 'ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p (id); ALTER TABLE t DROP COLUMN b', { columns: ['id', 'a', 'b'] }],
    ['a dropped column leaves the indexes that it shares', 'DROP INDEX a ON t; ALTER TABLE t DROP COLUMN B', { columns: ['id', 'a'], indexes: ['k'] }],
    ['names of foreign keys follow the table', 'ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p (id); RENAME TABLE t TO x; RENAME TABLE x TO t', { constraints: ['PRIMARY', 't_ibfk_1'] }],
  ])('%s', (_, text, expected) => expect(partsOf(text)).toMatchObject(expected));

  it('a table that a foreign key references stays (1451), unless the checks are off', () => {
    const child = `${BASE} ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p (id);`;
    expect(replayed(`${child} DROP TABLE p`, MARIADB).tables.has('p')).toBe(true);
    expect(replayed(`${child} SET FOREIGN_KEY_CHECKS = 0; DROP TABLE p`, MARIADB).tables.has('p')).toBe(false);
  });
});
