import { beforeAll, describe, expect, it } from 'vitest';
import { actions, load, read, sent } from './migrate.js';

beforeAll(load);

const table = (columns: string, options = '{}'): string => `await queryInterface.createTable('t', { ${columns} }, ${options});`;
const call = (...calls: readonly string[]): string => calls.map((each) => `await queryInterface.${each};`).join('\n');

/** Bodies of migrations, for each of the databases. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'numbers': table('a: Sequelize.INTEGER, b: Sequelize.BIGINT, c: Sequelize.INTEGER(11).UNSIGNED, d: Sequelize.SMALLINT, e: Sequelize.FLOAT, f: Sequelize.DOUBLE, g: Sequelize.DECIMAL, h: Sequelize.DECIMAL(10, 2), i: Sequelize.DECIMAL(10, 0), j: Sequelize.REAL, k: Sequelize.NUMERIC(4)'),
  'texts': table("a: Sequelize.STRING, b: Sequelize.STRING(50), c: Sequelize.TEXT, d: Sequelize.TEXT('medium'), e: Sequelize.CHAR(3), f: Sequelize.BLOB, g: Sequelize.BLOB('long'), h: Sequelize.UUID, i: 'VARCHAR(7)', j: { type: new Sequelize.STRING(9) }"),
  'times': table('a: Sequelize.DATE, b: Sequelize.DATEONLY, c: Sequelize.TIME, d: Sequelize.DATE(6), e: Sequelize.BOOLEAN'),
  'null and not null': table('a: { type: Sequelize.INTEGER, allowNull: false }, b: { type: Sequelize.INTEGER, allowNull: true }, c: { type: Sequelize.INTEGER }'),
  'defaults': table(
    "a: { type: Sequelize.BOOLEAN, defaultValue: false }, b: { type: Sequelize.INTEGER, defaultValue: 0 }, c: { type: Sequelize.STRING, defaultValue: \"it's\" }, d: { type: Sequelize.STRING, defaultValue: null }, e: { type: Sequelize.DATE, defaultValue: Sequelize.literal('CURRENT_TIMESTAMP') }, f: { type: Sequelize.DATE, defaultValue: Sequelize.fn('now') }",
  ),
  'defaults that the application makes': table('a: { type: Sequelize.UUID, defaultValue: Sequelize.UUIDV4 }, b: { type: Sequelize.DATE, defaultValue: Sequelize.NOW }, c: { type: Sequelize.DATE, defaultValue: Date.now }'),
  'keys of columns': table('id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true, allowNull: false }, a: { type: Sequelize.STRING, unique: true, allowNull: false }, b: { type: Sequelize.STRING, unique: "ab" }'),
  'a counting key of another size': table('id: { type: Sequelize.BIGINT, primaryKey: true, autoIncrement: true }'),
  'several keys': table('a: { type: Sequelize.INTEGER, primaryKey: true }, b: { type: Sequelize.INTEGER, primaryKey: true, references: { model: "o", key: "id" } }'),
  'unique keys of the table': table('a: Sequelize.INTEGER, b: Sequelize.INTEGER', '{ uniqueKeys: { ab: { fields: ["a", "b"] } } }'),
  'references': table("a: { type: Sequelize.INTEGER, references: { model: 'o', key: 'id' }, onDelete: 'cascade', onUpdate: 'SET NULL' }, b: { type: Sequelize.INTEGER, references: { model: 'o' } }, c: { type: Sequelize.UUID, allowNull: false, references: { model: { tableName: 'p' }, key: 'x' } }"),
  'names of columns': table("someName: { type: Sequelize.INTEGER, field: 'some_name' }, createdAt: Sequelize.DATE"),
  'tables': call("renameTable('a', 'b')", "dropTable('c')", "dropTable('d', { cascade: true })"),
  'columns that are added': call("addColumn('t', 'a', Sequelize.STRING)", "addColumn('t', 'b', { type: Sequelize.INTEGER, allowNull: false, defaultValue: 1 })", "addColumn('t', 'c', { type: Sequelize.INTEGER, unique: true })", "addColumn('t', 'o_id', { type: Sequelize.INTEGER, references: { model: 'o', key: 'id' }, onDelete: 'SET NULL' })"),
  'columns that are changed': call("changeColumn('t', 'a', { type: Sequelize.TEXT })", "changeColumn('t', 'b', { type: Sequelize.STRING(5), allowNull: false })", "changeColumn('t', 'c', { type: Sequelize.INTEGER, defaultValue: 3, allowNull: true })", "changeColumn('t', 'd', Sequelize.BIGINT)", "changeColumn('t', 'e', { type: Sequelize.STRING, unique: true })"),
  'a changed column with a reference': call("changeColumn('t', 'a', { type: Sequelize.INTEGER, allowNull: true, references: { model: 'o', key: 'id' }, onDelete: 'CASCADE' })"),
  'columns that go': call("removeColumn('t', 'a')"),
  'indexes': call(
    "addIndex('t', ['a'])", "addIndex('someTable', ['someField', 'b'])", "addIndex('t', { fields: ['c'], unique: true })", "addIndex('t', ['d'], { name: 'i', type: 'UNIQUE' })", "addIndex('t', [{ name: 'e', order: 'DESC' }, { attribute: 'f' }])", "addIndex('t', [Sequelize.fn('lower', Sequelize.col('g'))], { name: 'j' })",
    "removeIndex('t', 'i')", "removeIndex('someTable', ['someField', 'b'])",
  ),
  'constraints': call(
    "addConstraint('t', { type: 'unique', fields: ['a', 'b'] })", "addConstraint('t', { type: 'unique', fields: ['a'], name: 'u' })", "addConstraint('t', { type: 'primary key', fields: ['id'] })", "addConstraint('t', { type: 'foreign key', fields: ['o_id'], references: { table: 'o', field: 'id' }, onDelete: 'cascade', onUpdate: 'no action' })",
    "addConstraint('t', { type: 'FOREIGN KEY', fields: ['x', 'y'], name: 'fk', references: { table: 'p', fields: ['a', 'b'] } })", "addConstraint('t', { type: 'check', fields: ['a'], where: { a: { [Sequelize.Op.gt]: 0 } } })", "addConstraint('t', { type: 'check', fields: ['a'], name: 'c', where: { a: ['x', 'y'] } })",
  ),
  'rows': call(
    "bulkUpdate('t', { a: 1 }, { id: 2 })", "bulkDelete('t', { a: ['x', 'y'] })", "bulkDelete('t', null)", "bulkDelete('t', {}, {})", "bulkDelete('t', { a: { [Sequelize.Op.ne]: null }, b: null })", "bulkDelete('t', { [Sequelize.Op.or]: [{ a: 1 }, { b: { [Sequelize.Op.in]: [1, 2] } }] })", "bulkDelete('t', null, { truncate: true, cascade: true, restartIdentity: true })",
    "bulkInsert('t', [{ a: 1, b: 'x' }, { a: 2 }])",
  ),
  'statements with replacements': call("sequelize.query('UPDATE t SET a = :a, b = b + 1 WHERE c IN (:c)', { replacements: { a: 'x', c: [1, 2] } })", "sequelize.query('DELETE FROM t WHERE a = ?', { replacements: [null] })"),
};

const POSTGRES: Readonly<Record<string, string>> = {
  'types of its own': table("a: Sequelize.JSON, b: Sequelize.JSONB, c: Sequelize.ARRAY(Sequelize.STRING), d: Sequelize.ARRAY(Sequelize.INTEGER), e: Sequelize.RANGE(Sequelize.DATE), g: Sequelize.INET, h: Sequelize.CITEXT, i: Sequelize.TSVECTOR, j: Sequelize.STRING.BINARY, k: Sequelize.GEOMETRY('POINT', 4326)"),
  'defaults of its own types': table("a: { type: Sequelize.JSONB, defaultValue: { x: [1] } }, b: { type: Sequelize.JSON, defaultValue: [] }, c: { type: Sequelize.ARRAY(Sequelize.STRING), defaultValue: [] }, d: { type: Sequelize.ARRAY(Sequelize.INTEGER), defaultValue: [1, 2] }, e: { type: Sequelize.FLOAT, defaultValue: 0.5 }, f: { type: Sequelize.JSONB, defaultValue: '{}' }"),
  'enumerations': table("a: { type: Sequelize.ENUM('x', 'y'), defaultValue: 'x', allowNull: false }, b: Sequelize.ENUM({ values: ['p'] }), c: { type: Sequelize.ENUM, values: ['q', 'r'] }, d: Sequelize.ARRAY(Sequelize.ENUM('s'))"),
  'enumerations of added and changed columns': call("addColumn('t', 'a', { type: Sequelize.ENUM('x', 'y'), defaultValue: 'x' })", "changeColumn('u', 'b', { type: Sequelize.ENUM('x'), allowNull: false, defaultValue: 'x' })"),
  'comments': table("a: { type: Sequelize.INTEGER, comment: \"it's a\" }", "{ comment: 'a table' }") + call("addColumn('t', 'b', { type: Sequelize.INTEGER, comment: 'it is b' })", "changeColumn('t', 'c', { type: Sequelize.INTEGER, comment: 'it is c' })"),
  'identities': table('id: { type: Sequelize.BIGINT, primaryKey: true, autoIncrement: true, autoIncrementIdentity: true }'),
  'schemas': call(
    "createSchema('s')", "createTable({ tableName: 't', schema: 's' }, { a: { type: Sequelize.INTEGER, references: { model: 'o', key: 'id' } } })", "createTable('u', { a: Sequelize.INTEGER }, { schema: 's' })", "addColumn({ tableName: 't', schema: 's' }, 'b', Sequelize.INTEGER)", "addIndex({ tableName: 't', schema: 's' }, ['b'])",
    "removeIndex('t', 's.t_b')", "addConstraint({ tableName: 't', schema: 's' }, { type: 'unique', fields: ['b'] })", "dropTable({ tableName: 't', schema: 's' })", "dropSchema('s')",
  ),
  'indexes of its own': call("addIndex('t', ['a'], { concurrently: true, using: 'gin', operator: 'jsonb_path_ops' })", "addIndex('t', ['b'], { unique: true, where: { b: { [Sequelize.Op.not]: null } } })", "addIndex('t', ['c'], { where: { d: 'x', e: true } })", "addIndex('s.t', ['f'])", "removeIndex('t', 'i', { concurrently: true })"),
  'constraints that wait': call("addConstraint('t', { type: 'unique', fields: ['a'], deferrable: Sequelize.Deferrable.INITIALLY_DEFERRED })", "removeConstraint('t', 'u')") + table("a: { type: Sequelize.INTEGER, references: { model: 'o', key: 'id', deferrable: Sequelize.Deferrable.INITIALLY_IMMEDIATE } }"),
  'renamed columns': call("renameColumn('t', 'a', 'b')"),
  'functions and triggers': call("createFunction('f', [{ type: 'integer', name: 'a' }], 'integer', 'plpgsql', 'RETURN a;', ['IMMUTABLE'])", "createFunction('g', [], 'integer', 'plpgsql', 'RETURN 1;', [], { force: true })", "renameFunction('f', [{ type: 'integer' }], 'h')", "dropFunction('g', [])", "dropTrigger('t', 'tr')", "dropEnum('enum_t_a')"),
  'parameters that are bound': call("sequelize.query('UPDATE t SET a = 1 WHERE b = 2')"),
};

const MYSQL: Readonly<Record<string, string>> = {
  'options of tables': table('a: Sequelize.INTEGER', "{ engine: 'MyISAM', charset: 'utf8mb4', collate: 'utf8mb4_bin', comment: 'a table' }"),
  'enumerations': table("a: { type: Sequelize.ENUM('x', 'y'), defaultValue: 'x' }") + call("changeColumn('t', 'a', { type: Sequelize.ENUM('x', 'z'), allowNull: false })"),
  'places and comments of columns': call("addColumn('t', 'a', { type: Sequelize.INTEGER, after: 'b' })", "addColumn('t', 'c', { type: Sequelize.INTEGER, first: true, comment: 'it is c' })"),
  'long values have no defaults': table("a: { type: Sequelize.TEXT, defaultValue: 'x' }, b: { type: Sequelize.JSON, defaultValue: {} }"),
  'indexes of its own': call("addIndex('t', ['a'], { type: 'FULLTEXT' })", "addIndex('t', [{ name: 'b', length: 10 }], { using: 'BTREE' })"),
};

describe('what is read is what Sequelize sends', () => {
  for (const dialect of ['postgres', 'mysql'] as const) {
    it.each(Object.entries({ ...EVERYWHERE, ...(dialect === 'postgres' ? POSTGRES : MYSQL) }))(`${dialect}: %s`, async (_, body) => {
      const expected = read(await sent(body, dialect, { a: { type: 'TEXT' } }), dialect);
      expect(expected).not.toEqual([]);
      expect(actions(body, { dialect })).toEqual(expected);
    });
  }
});
