import { beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../../src/frameworks/sequelize/discover.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, load, migrate, upgrade } from './migrate.js';

beforeAll(load);

const drop = "queryInterface.dropTable('t')";
const kinds = (text: string): readonly string[] => migrate(text).upgrade.operations.map(({ kind }) => kind);

describe('forms of migrations', () => {
  it.each([
    ['an object', `module.exports = { up: (queryInterface) => ${drop}, down: async () => {} };`],
    ['exports one by one', `exports.up = function (queryInterface) { return ${drop}; };`],
    ['a default export', `export default { async up(queryInterface) { await ${drop}; } };`],
    ['named exports in TypeScript', `import { QueryInterface } from 'sequelize'; export async function up(queryInterface: QueryInterface): Promise<void> { await ${drop}; }`],
    ['a context of Umzug', `exports.up = async ({ context: queryInterface }) => { await ${drop}; };`],
    ['a connection as the context of Umzug', `export const up = async ({ context: sequelize }) => { await sequelize.getQueryInterface().dropTable('t'); };`],
    ['promises', "module.exports = { up: (queryInterface) => queryInterface.describeTable('o').then(() => Promise.all([" + drop + '])) };'],
    ['a helper beside', `const gone = (queryInterface) => ${drop}; module.exports = { up: gone };`],
  ])('%s', (_, text) => {
    expect(kinds(text)).toEqual(['dropTable']);
  });

  it('a direction that is not there is absent, one that does nothing is empty', () => {
    const { upgrade: up, downgrade } = migrate(`module.exports = { up: async () => {} };`);
    expect([up.status, downgrade.status]).toEqual(['empty', 'absent']);
  });

  it('a module that exports one of two things is unread, not absent', () => {
    const { upgrade: up } = migrate('if (process.env.A) { module.exports = { up: (q) => q.dropTable("a") }; } else { module.exports = { up: () => {} }; }');
    expect(up.unread).toHaveLength(1);
  });
});

describe('transactions', () => {
  it('calls run in the transaction that they are handed, and only there', () => {
    const { operations } = upgrade(`await queryInterface.sequelize.transaction(async (transaction) => {
      await queryInterface.removeColumn('t', 'a', { transaction });
      await queryInterface.removeColumn('t', 'b');
      await queryInterface.changeColumn('t', 'c', { type: Sequelize.TEXT, transaction });
      await queryInterface.addIndex('t', ['d'], { transaction });
      await queryInterface.sequelize.query('DROP TABLE x', { transaction });
    });`);
    expect([...new Map(operations.map((operation) => [operation.statement, operation.inTransaction])).values()]).toEqual([true, false, false, false, false, true, true]);
  });

  it('a transaction may be opened and ended by hand', () => {
    const { operations } = upgrade("const t = await queryInterface.sequelize.transaction(); try { await queryInterface.dropTable('a', { transaction: t }); await t.commit(); } catch (error) { await t.rollback(); throw error; }");
    expect(operations.map(({ kind, inTransaction }) => [kind, inTransaction])).toEqual([['dropTable', true]]);
  });
});

describe('questions to the database', () => {
  const column = { is: 'exists', fact: { ask: 'column', table: { name: 't' }, column: 'a' } };
  it.each([
    ['a column of a description', "const table = await queryInterface.describeTable('t'); if (table.a) await queryInterface.removeColumn('t', 'a');", column],
    ['a column that must not be there', "const table = await queryInterface.describeTable('t'); if (!table['a']) await queryInterface.dropTable('t');", { is: 'not', operand: column }],
    ['in a description', "const table = await queryInterface.describeTable('t'); if ('a' in table) await queryInterface.removeColumn('t', 'a');", column],
    ['a table', "if (await queryInterface.tableExists('o')) await queryInterface.dropTable('t');", { is: 'exists', fact: { ask: 'table', table: { name: 'o' } } }],
    ['the list of tables', "const tables = await queryInterface.showAllTables(); if (tables.includes('o')) await queryInterface.dropTable('t');", { is: 'exists', fact: { ask: 'table', table: { name: 'o' } } }],
    ['the list of indexes', "const indexes = await queryInterface.showIndex('t'); if (indexes.some((index) => index.name === 'i')) await queryInterface.removeIndex('t', 'i');", { is: 'exists', fact: { ask: 'index', table: { name: 't' }, index: 'i' } }],
    ['names of indexes', "const names = (await queryInterface.showIndex('t')).map((index) => index.name); if (names.indexOf('i') !== -1) await queryInterface.removeIndex('t', 'i');", { is: 'exists', fact: { ask: 'index', table: { name: 't' }, index: 'i' } }],
    ['a catalog', "const [rows] = await queryInterface.sequelize.query(\"SELECT 1 FROM information_schema.tables WHERE table_name = 'o'\"); if (rows.length > 0) await queryInterface.dropTable('t');", { is: 'exists', fact: { ask: 'table', table: { name: 'o' } } }],
  ])('%s', (_, body, condition) => {
    const [operation] = upgrade(body).operations;
    const [guard] = operation?.guards ?? [];
    const actual = guard?.expected === false ? { is: 'not', operand: guard.condition } : guard?.condition;
    expect(actual?.is === 'not' && actual.operand.is === 'not' ? actual.operand.operand : actual).toEqual(condition);
  });
});

describe('what Sequelize really does', () => {
  it('a changed column without a type fails', () => {
    expect(actions("await queryInterface.changeColumn('t', 'a', { allowNull: false });")).toMatchObject([{ kind: 'opaque', rejected: true }]);
  });

  it('an enumeration that is there already is not made again', () => {
    const body = "await queryInterface.createTable('t', { a: Sequelize.ENUM('x') }); await queryInterface.changeColumn('t', 'a', { type: Sequelize.ENUM('x', 'y') });";
    expect(actions(body).filter((action) => (action as { kind: string }).kind === 'createEnum')).toEqual([{ kind: 'createEnum', name: { name: 'enum_t_a' }, values: ['x'] }]);
  });

  it('SQLite: a table is built anew from what it was and what is given', () => {
    expect(actions("await queryInterface.changeColumn('t', 'a', { type: Sequelize.STRING, allowNull: false });", { dialect: 'sqlite' })).toEqual([{ kind: 'alterColumn', table: { name: 't' }, column: 'a', set: { type: 'VARCHAR(255)', nullable: false } }]);
  });

  it('MySQL: foreign keys of a column go before it', () => {
    const body = "await queryInterface.createTable('t', { o_id: { type: Sequelize.INTEGER, references: { model: 'o', key: 'id' } } }); await queryInterface.removeColumn('t', 'o_id');";
    expect(actions(body, { dialect: 'mysql' })).toMatchObject([{ kind: 'createTable' }, { kind: 'dropConstraint', type: 'foreignKey' }, { kind: 'dropColumn', column: 'o_id' }]);
  });

  it('columns that cannot be read leave the table incomplete', () => {
    const { operations, unread } = upgrade("await queryInterface.createTable('t', { id: Sequelize.INTEGER, ...require('./elsewhere') });");
    expect(operations).toMatchObject([{ kind: 'createTable', incomplete: true, columns: [{ name: 'id' }] }]);
    expect(unread).toHaveLength(1);
  });

  it('rows that are changed through models are seen', () => {
    const { upgrade: up } = migrate("const db = require('../models'); module.exports = { up: async () => { await db.User.update({ a: 1 }, { where: { b: 2 } }); const found = await db.User.findAll(); await found[0].destroy(); } };");
    expect(up.operations.map((operation) => (operation.kind === 'modifyRows' ? [operation.verb, operation.filtered] : operation.kind))).toEqual([['update', true], ['delete', true]]);
  });
});

describe('histories', () => {
  const text = "module.exports = { up: (queryInterface) => queryInterface.dropTable('t') };";
  const found = (files: Readonly<Record<string, string>>): unknown => discover(memorySnapshot(files)).map(({ id, sources, dialect, transaction }) => ({ id, files: sources.map(({ file }) => file), dialect, transaction }));

  it('seeds are none', () => {
    expect(found({ 'seeders/20200101000000-a.js': text })).toEqual([]);
  });

  it('the dialect is that of production', () => {
    const config = '{ "development": { "dialect": "sqlite" }, "production": { "username": "u", "dialect": "mysql" } }';
    expect(found({ 'config/config.json': config, 'migrations/20200101000000-a.js': text })).toEqual([{ id: 'migrations', files: ['migrations/20200101000000-a.js'], dialect: 'mysql', transaction: 'none' }]);
  });

  it('what was put away below is the past, where all of it is older', () => {
    expect(found({ 'migrations/old/20190101000000-a.js': text, 'migrations/20200101000000-b.js': text })).toMatchObject([{ id: 'migrations', files: ['migrations/old/20190101000000-a.js', 'migrations/20200101000000-b.js'] }]);
    expect(found({ 'migrations/other/20210101000000-a.js': text, 'migrations/20200101000000-b.js': text })).toHaveLength(2);
  });

  it('scripts of Knex are not taken', () => {
    expect(found({ 'migrations/20200101000000_a.js': "exports.up = (knex) => knex.schema.dropTable('t');" })).toEqual([]);
  });
});
