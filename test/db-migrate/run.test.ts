import { beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/framework.js';
import { discover } from '../../src/frameworks/db-migrate/discover.js';
import { dbMigrate } from '../../src/frameworks/db-migrate/index.js';
import { createHost } from '../../src/host.js';
import { loadLanguage } from '../../src/languages/index.js';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import type { Script } from '../../src/migration.js';
import { moduleFiles } from '../../src/module-files.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { tracedText } from '../../src/value.js';

beforeAll(async () => void (await Promise.all([loadLanguage('typescript'), loadSql('postgres'), loadSql('mysql')])));

function upgrade(text: string, dialect: Dialect = 'postgres', files: Readonly<Record<string, string>> = {}): Script {
  const file = 'migrations/20240101000000-a.js';
  const source = { file, language: 'typescript', text } as const;
  const environment: Environment = { id: 'migrations', sources: [source], order: 'sequence', transaction: 'migration', problems: [] };
  return dbMigrate.run(source, createHost(moduleFiles(memorySnapshot({ ...files, [file]: text })), environment, {}, { dialect, version: DEFAULT_VERSIONS[dialect] })).upgrade;
}

const APART: ReadonlySet<string> = new Set(['span', 'statement', 'certainty', 'guards', 'inTransaction', 'calledAt']);
const plain = (actions: readonly object[]): unknown => JSON.parse(JSON.stringify(actions, (key, value: unknown) => (APART.has(key) ? undefined : value)));
const at = { file: 'a.sql', start: 0, end: 0 };
const said = (sql: string, dialect: Dialect): unknown => plain(readSql(tracedText(sql, at, false), at, { dialect, version: DEFAULT_VERSIONS[dialect] }).flat());
const done = (call: string, dialect: Dialect): unknown => plain(upgrade(`exports.up = function (db, callback) { return db.${call}; };`, dialect).operations);

/** Calls and the statements that the driver of PostgreSQL sends for them. */
const POSTGRES: readonly (readonly [string, string])[] = [
  ["createTable('t', { id: { type: 'int', primaryKey: true, autoIncrement: true }, name: { type: 'string', length: 50, notNull: true }, at: 'timestamptz', n: { type: 'int', defaultValue: 0 } })", `CREATE TABLE "t" ("id" SERIAL PRIMARY KEY, "name" VARCHAR(50) NOT NULL, "at" TIMESTAMP WITH TIME ZONE, "n" INTEGER DEFAULT 0)`],
  ["createTable('t', { columns: { a: { type: 'bigint', primaryKey: true }, b: { type: 'string', primaryKey: true } }, ifNotExists: true })", 'CREATE TABLE IF NOT EXISTS "t" ("a" BIGINT, "b" VARCHAR, PRIMARY KEY ("a", "b"))'],
  ["createTable('t', { o_id: { type: 'int', foreignKey: { name: 'fk', table: 'o', mapping: 'id', rules: { onDelete: 'CASCADE' } } } })", 'CREATE TABLE "t" ("o_id" INTEGER); ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("o_id") REFERENCES "o" ("id") ON DELETE CASCADE ON UPDATE NO ACTION'],
  ["dropTable('t', { ifExists: true }, callback)", 'DROP TABLE IF EXISTS "t"'],
  ["addColumn('t', 'a', { type: 'datetime', defaultValue: { special: 'CURRENT_TIMESTAMP' }, notNull: true }, callback)", 'ALTER TABLE "t" ADD COLUMN "a" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP'],
  ["changeColumn('t', 'a', { type: 'string', length: 20, notNull: true })", 'ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL; ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT; ALTER TABLE "t" ALTER COLUMN "a" TYPE VARCHAR(20) USING "a"::VARCHAR'],
  ["renameColumn('t', 'a', 'b', callback)", 'ALTER TABLE "t" RENAME COLUMN "a" TO "b"'],
  ["removeColumn('t', 'a', callback)", 'ALTER TABLE "t" DROP COLUMN "a"'],
  ["addIndex('t', 'i', ['a', 'b'], true, callback)", 'CREATE UNIQUE INDEX "i" ON "t" ("a", "b")'],
  ["removeIndex('i', callback)", 'DROP INDEX "i"'],
  ["addForeignKey('t', 'o', 'fk', { o_id: 'id' }, { onDelete: 'CASCADE', onUpdate: 'RESTRICT' }, callback)", 'ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("o_id") REFERENCES "o" ("id") ON DELETE CASCADE ON UPDATE RESTRICT'],
  ["removeForeignKey('t', 'fk', callback)", 'ALTER TABLE "t" DROP CONSTRAINT "fk"'],
  ["renameTable('t', 'u', callback)", 'ALTER TABLE "t" RENAME TO "u"'],
  ["runSql('UPDATE t SET a = ? WHERE b = ?', [1, 'x'], callback)", "UPDATE t SET a = 1 WHERE b = 'x'"],
];
const MYSQL: readonly (readonly [string, string])[] = [
  ["createTable('t', { id: { type: 'int', unsigned: true, primaryKey: true, autoIncrement: true }, a: 'string', b: { type: 'text', length: 70000 }, c: 'boolean' })", 'CREATE TABLE `t` (`id` INTEGER UNSIGNED PRIMARY KEY AUTO_INCREMENT, `a` VARCHAR(255), `b` MEDIUMTEXT, `c` TINYINT(1))'],
  ["changeColumn('t', 'a', { type: 'string', length: 9, notNull: true })", 'ALTER TABLE `t` CHANGE COLUMN `a` `a` VARCHAR(9) NOT NULL'],
  ["addIndex('t', 'i', ['a'])", 'ALTER TABLE `t` ADD INDEX `i` (`a`)'],
  ["removeIndex('t', 'i')", 'DROP INDEX `i` ON `t`'],
  ["removeForeignKey('t', 'fk', { dropIndex: true })", 'ALTER TABLE `t` DROP FOREIGN KEY `fk`; ALTER TABLE `t` DROP INDEX `fk`'],
];

describe('calls of the driver', () => {
  it.each(POSTGRES)('postgres: %s', (call, sql) => {
    expect(done(call, 'postgres')).toEqual(said(sql, 'postgres'));
  });
  it.each(MYSQL)('mysql: %s', (call, sql) => {
    expect(done(call, 'mysql')).toEqual(said(sql, 'mysql'));
  });
});

const FILE_OF_SQL = `'use strict';
var dbm; var type; var seed; var fs = require('fs'); var path = require('path'); var Promise;
exports.setup = function (options, seedLink) { dbm = options.dbmigrate; type = dbm.dataType; seed = seedLink; Promise = options.Promise; };
exports.up = function (db) {
  var filePath = path.join(__dirname, 'sqls', '20240101000000-a-up.sql');
  return new Promise(function (resolve, reject) {
    fs.readFile(filePath, { encoding: 'utf-8' }, function (err, data) {
      if (err) return reject(err);
      console.log('received data: ' + data);
      resolve(data);
    });
  }).then(function (data) { return db.runSql(data); });
};`;

describe('forms of migrations', () => {
  const two = ['dropTable', 'dropColumn'];
  it.each([
    ['callbacks', "exports.up = function (db, callback) { db.dropTable('a', function (err) { if (err) return callback(err); db.removeColumn('b', 'c', callback); }); };"],
    ['promises', "exports.up = (db) => db.dropTable('a').then(() => db.removeColumn('b', 'c'));"],
    ['async', "const async = require('async'); exports.up = (db, cb) => async.series([db.dropTable.bind(db, 'a'), (next) => db.removeColumn('b', 'c', next)], cb);"],
    ['await', "exports.up = async (db) => { await db.dropTable('a'); await db.removeColumn('b', 'c'); };"],
  ])('%s', (_, text) => {
    expect(upgrade(text).operations.map(({ kind }) => kind)).toEqual(two);
  });

  it('the names of types come from what setup is given', () => {
    const text = "var type; exports.setup = function (options) { type = options.dbmigrate.dataType; }; exports.up = (db) => db.addColumn('t', 'a', { type: type.STRING });";
    expect(upgrade(text).operations).toMatchObject([{ kind: 'addColumn', column: { name: 'a', type: 'character varying' } }]);
  });

  it('statements in a file beside are found there, in the transaction of the migration', () => {
    const [operation] = upgrade(FILE_OF_SQL, 'postgres', { 'migrations/sqls/20240101000000-a-up.sql': 'DROP TABLE t;\n' }).operations;
    expect(operation).toMatchObject({ kind: 'dropTable', inTransaction: true, span: { file: 'migrations/sqls/20240101000000-a-up.sql' } });
  });
});

it('a history is found with its database', () => {
  const files = { 'database.json': '{ "dev": { "driver": "mysql" } }', 'migrations/20240101000000-a.js': "exports.up = function (db) { return db.runSql('SELECT 1'); };", 'other/20240101000000-b.js': "exports.up = (db) => db.collection('a').drop();" };
  expect(discover(memorySnapshot(files)).map(({ id, dialect, transaction }) => [id, dialect, transaction])).toEqual([['migrations', 'mysql', 'migration']]);
});
