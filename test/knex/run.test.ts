import { beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../../src/frameworks/knex/discover.js';
import type { Operation } from '../../src/operation.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, load, migrate, upgrade } from './migrate.js';

beforeAll(load);

const kinds = (operations: readonly Operation[]): string[] => operations.map(({ kind, certainty, ...rest }) => `${kind}${'ifNotExists' in rest && rest.ifNotExists ? ' if not exists' : ''}${certainty === 'maybe' ? ' maybe' : ''}`);

describe('the ways to write a migration', () => {
  const up = "knex.schema.dropTable('a')";
  it.each([
    ['CommonJS', `exports.up = (knex) => ${up}; exports.down = () => {};`],
    ['a whole object', `module.exports = { up: async (knex) => { await ${up}; }, async down() {} };`],
    ['ESM', `export async function up(knex) { await ${up}; } export function down() {}`],
    ['names given at the end', `const up = async (knex) => { await ${up}; }; const down = async () => {}; export { up, down };`],
    ['a default object', `export default { up: (knex) => ${up}, down: async () => {} };`],
    ['another name for knex', `exports.up = (db) => ${up.replace('knex', 'db')}; exports.down = () => Promise.resolve();`],
    ['a promise that is handed on', `exports.up = function (knex, Promise) { return Promise.all([${up}]); }; exports.down = function () { return Promise.resolve(); };`],
  ])('%s', (_, text) => {
    const { upgrade: forwards, downgrade } = migrate(text);
    expect(kinds(forwards.operations)).toEqual(['dropTable']);
    expect(forwards.unread).toEqual([]);
    expect(downgrade.status).toBe('empty');
  });

  it('a class of Lucid, whose schema is told what to do and does it at the end', () => {
    const text = `import { BaseSchema } from '@adonisjs/lucid/schema'
export default class extends BaseSchema {
  protected tableName = 'users'
  async up() {
    this.schema.createTable(this.tableName, (table) => { table.increments('id'); table.timestamp('at').defaultTo(this.now()) })
    this.defer(async (db) => { await db.from('roles').where('id', 1).delete() })
  }
  async down() { this.schema.dropTable(this.tableName) }
}`;
    const { upgrade: forwards, downgrade } = migrate(text, { file: 'database/migrations/1_users.ts' });
    expect(forwards.operations).toMatchObject([{ kind: 'createTable', table: { name: 'users' } }, { kind: 'modifyRows', verb: 'delete', table: { name: 'roles' } }]);
    expect(downgrade.operations).toMatchObject([{ kind: 'dropTable', table: { name: 'users' } }]);
    expect(forwards.unexecuted).toBeUndefined();
  });

  it('a migration without down, and one that only throws', () => {
    expect(migrate(`exports.up = (knex) => ${up};`).downgrade.status).toBe('absent');
    expect(migrate(`exports.up = (knex) => ${up}; exports.down = () => { throw new Error('never'); };`).downgrade.status).toBe('irreversible');
  });

  it('a migration that opts out of the transaction', () => {
    const text = `exports.up = (knex) => ${up}; exports.config = { transaction: false };`;
    expect(migrate(text).upgrade).toMatchObject({ transactional: false, operations: [{ inTransaction: false }] });
    expect(migrate(text.replace('false', 'true')).upgrade).toMatchObject({ transactional: true, operations: [{ inTransaction: true }] });
  });
});

describe('questions to the database', () => {
  const create = "return knex.schema.createTable('t', (t) => { t.increments(); });";
  it.each([
    ['awaited', `if (!(await knex.schema.hasTable('t'))) { ${create} }`],
    ['in a variable', `const exists = await knex.schema.hasTable('t'); if (!exists) { ${create} }`],
    ['with then', `return knex.schema.hasTable('t').then((exists) => { if (!exists) { ${create} } });`],
    ['with an early return', `if (await knex.schema.hasTable('t')) return; ${create}`],
    ['asked of the catalog', `const { rows } = await knex.raw("select 1 from information_schema.tables where table_name = 't'"); if (rows.length === 0) { ${create} }`],
  ])('a table is created where there is none: %s', (_, body) => {
    expect(kinds(upgrade(body).operations)).toEqual(['createTable if not exists']);
  });

  it('a column is there or not', () => {
    const script = upgrade("const has = await knex.schema.hasColumn('t', 'a'); await knex.schema.alterTable('t', (t) => { if (has) t.dropColumn('a'); t.string('b'); });");
    expect(script.operations).toMatchObject([
      { kind: 'addColumn', certainty: 'always', column: { name: 'b' } },
      { kind: 'dropColumn', column: 'a', ifExists: true },
    ]);
  });

  it('the database that is connected is known', () => {
    const body = "if (knex.client.config.client === 'pg') { await knex.schema.dropTable('a'); } else { await knex.schema.dropTable('b'); }";
    expect(upgrade(body).operations).toMatchObject([{ kind: 'dropTable', table: { name: 'a' } }]);
    expect(upgrade(body, { dialect: 'mysql' }).operations).toMatchObject([{ kind: 'dropTable', table: { name: 'b' } }]);
  });
});

describe('builders act when someone waits for them', () => {
  it.each([
    ["knex.schema.dropTable('a');", "knex.schema.dropTable('a')"],
    ["knex('a').where('b', 1).del();", "knex('a').where('b', 1).del()"],
    ["knex.raw('drop table a');", "knex.raw('drop table a')"],
    ["await knex.schema.alterTable('t', () => { knex.schema.dropTable('a'); });", "knex.schema.dropTable('a')"],
  ])('%s is never sent', (body, statement) => {
    const script = upgrade(body);
    const text = `exports.up = async (knex) => {\n${body}\n};\n`;
    expect(script.operations).toEqual([]);
    expect(script.unexecuted?.map(({ start, end }) => text.slice(start, end))).toEqual([statement]);
  });

  it.each([
    "const wait = knex.schema.dropTable('a'); await wait;",
    "const all = []; all.push(knex.schema.dropTable('a')); await Promise.all(all);",
    "for (const name of ['a']) await knex.schema.dropTable(name);",
    "await Promise.all(['a'].map((name) => knex.schema.dropTable(name)));",
    "knex.schema.dropTable('a').then(() => {});",
    "const drop = (name) => knex.schema.dropTable(name); return drop('a');",
    "await knex.transaction((trx) => trx.schema.dropTable('a'));",
  ])('%s is sent once', (body) => {
    const script = upgrade(body);
    expect(kinds(script.operations)).toEqual(['dropTable']);
    expect(script.unexecuted).toBeUndefined();
  });

  it('what a callback begins besides its table is sent behind it', () => {
    const script = upgrade("await knex.schema.createTable('t', (t) => { t.increments(); knex.raw('create index i on t (id)').then(() => knex.raw('drop index j')); });");
    expect(kinds(script.operations).filter((kind) => kind !== 'addConstraint')).toEqual(['createTable', 'createIndex', 'dropIndex']);
  });

  it('an expression is no statement', () => {
    expect(upgrade("await knex.schema.alterTable('t', (t) => { t.integer('n').defaultTo(knex.raw('1')); }); const now = knex.raw('now()');").unexecuted).toBeUndefined();
  });
});

describe('what is not known stays unknown', () => {
  it('names and types', () => {
    expect(actions("await knex.schema.alterTable(process.env.T, (t) => { t.dropColumn('a'); });")).toMatchObject([{ kind: 'dropColumn', table: { unknown: expect.any(String) as string }, column: 'a' }]);
    expect(actions("await knex.schema.alterTable('t', (t) => { t.string('a', Number(process.env.N)); });")).toMatchObject([{ kind: 'addColumn', column: { name: 'a', type: { unknown: expect.any(String) as string } } }]);
  });

  it('a table that is handed to code from elsewhere', () => {
    const script = upgrade("const { addColumns } = require('elsewhere'); await knex.schema.createTable('t', (t) => { t.increments(); addColumns(t); });");
    expect(script.unread).toHaveLength(1);
    expect(kinds(script.operations)).toContain('opaque');
  });

  it('an empty query is refused', () => {
    expect(upgrade("await knex.raw('');").operations).toMatchObject([{ kind: 'opaque', rejected: true }]);
  });
});

describe('SQLite tables that Knex builds anew', () => {
  it.each([
    ["t.string('a', 10).notNullable().alter();", { kind: 'alterColumn', column: 'a', set: { type: 'varchar(10)', nullable: false, default: null } }],
    ["t.setNullable('a');", { kind: 'alterColumn', column: 'a', set: { nullable: true } }],
    ["t.dropColumn('a');", { kind: 'dropColumn', column: 'a' }],
    ["t.foreign('a').references('o.id').onDelete('CASCADE');", { kind: 'addConstraint', constraint: { type: 'foreignKey', columns: ['a'], references: { table: { name: 'o' }, columns: ['id'] }, onDelete: 'CASCADE' } }],
    ["t.dropPrimary();", { kind: 'dropConstraint', type: 'primaryKey' }],
  ])('%s', (lines, expected) => {
    expect(actions(`await knex.schema.alterTable('t', (t) => { ${lines} });`, { dialect: 'sqlite' })).toMatchObject([{ table: { name: 't' }, ...expected }]);
  });
});

describe('where an operation is written', () => {
  it('is said to the call', () => {
    const body = "await knex.schema.createTable('a', (t) => { t.increments('id'); t.string('b').unique(); }).dropTable('c');";
    const text = `exports.up = async (knex) => {\n${body}\n};\n`;
    const places = upgrade(body).operations.map(({ kind, span }) => [kind, text.slice(span.start, span.end)]);
    expect(places).toEqual([
      ['createTable', "createTable('a', (t) => { t.increments('id'); t.string('b').unique(); })"],
      ['addConstraint', "t.string('b').unique()"],
      ['dropTable', "dropTable('c')"],
    ]);
  });
});

describe('histories', () => {
  const migration = "exports.up = (knex) => knex.schema.dropTable('a'); exports.down = () => {};";
  it('are folders of migrations, in the order of their names', () => {
    const snapshot = memorySnapshot({ 'db/migrations/2_b.js': migration, 'db/migrations/1_a.js': migration, 'db/migrations/README.md': '', 'db/migrations/helpers.js': 'exports.drop = () => 1;', 'knexfile.js': "module.exports = { client: 'mysql2' };" });
    expect(discover(snapshot)).toMatchObject([{ id: 'db/migrations', dialect: 'mysql', order: 'sequence', sources: [{ file: 'db/migrations/1_a.js' }, { file: 'db/migrations/2_b.js' }] }]);
  });

  it.each([
    ['Sequelize', "module.exports = { up: (queryInterface) => queryInterface.dropTable('a'), down: () => {} };"],
    ['Kysely', "import { Kysely } from 'kysely'; export async function up(db: Kysely<any>) { await db.schema.dropTable('a').execute(); }"],
    ['node-pg-migrate', "exports.up = (pgm) => { pgm.dropTable('a'); };"],
    ['TypeORM', "import { MigrationInterface } from 'typeorm'; export class A1 implements MigrationInterface { async up(queryRunner) {} async down() {} }"],
  ])('of %s are left alone', (_, text) => {
    expect(discover(memorySnapshot({ 'migrations/20240101000000_a.ts': text }))).toEqual([]);
  });
});
