import { describe, expect, it } from 'vitest';
import { histories, only } from '../kysely/migrate.js';

const kinds = (operations: readonly { readonly kind: string }[]): readonly string[] => operations.map(({ kind }) => kind);
const file = (body: string, from = '@mikro-orm/migrations'): string => `import { Migration } from '${from}';\nexport class Migration20240101000000 extends Migration {\n${body}\n}\n`;
const up = (body: string): string => file(`  override async up(): Promise<void> {\n${body}\n  }`);
const migrated = (text: string, files: Readonly<Record<string, string>> = {}): ReturnType<typeof only> => only({ ...files, 'src/migrations/Migration20240101000000.ts': text }, 'postgres');

describe('where migrations of MikroORM are found', () => {
  it.each([['@mikro-orm/migrations'], ['@medusajs/framework/mikro-orm/migrations'], ['@medusajs/framework/@mikro-orm/migrations']])('by classes that derive from the one of %s', async (from) => {
    const [history] = await histories({ 'src/migrations/Migration20240101000000.ts': file("async up() { this.addSql('drop table t'); } async down() { this.addSql('create table t (a int)'); }", from) });
    expect(history?.framework.name).toBe('mikro-orm');
    expect(history?.migrations.map(({ id, upgrade, downgrade }) => [id, kinds(upgrade.operations), kinds(downgrade.operations)])).toEqual([['Migration20240101000000', ['dropTable'], ['createTable']]]);
  });

  it('each module with its own folder is a history, in the order of the names', async () => {
    const text = up("this.addSql('drop table t');");
    const found = await histories({ 'modules/a/migrations/Migration20240102000000.ts': text, 'modules/a/migrations/Migration20240101000000.ts': text, 'modules/b/migrations/Migration20240101000000_Init.ts': text });
    expect(found.map(({ environment, migrations }) => [environment.id, migrations.map(({ id }) => id)])).toEqual([['modules/a/migrations', ['Migration20240101000000', 'Migration20240102000000']], ['modules/b/migrations', ['Migration20240101000000_Init']]]);
  });

  it('what a compiler made of it', async () => {
    const text = "'use strict';\nObject.defineProperty(exports, '__esModule', { value: true });\nexports.Migration1 = void 0;\nconst migrations_1 = require('@mikro-orm/migrations');\nclass Migration1 extends migrations_1.Migration {\n  async up() { this.addSql('drop table t;'); }\n}\nexports.Migration1 = Migration1;\n";
    const { upgrade } = await only({ 'dist/migrations/Migration1.js': text }, 'postgres');
    expect(kinds(upgrade.operations)).toEqual(['dropTable']);
  });

  it.each([
    ["import { MySqlDriver } from '@mikro-orm/mysql';", 'mysql'],
    ["import { defineConfig } from '@mikro-orm/sqlite';", 'sqlite'],
    ["import { PostgreSqlDriver } from '@mikro-orm/postgresql';", 'postgres'],
  ])('the database is that of the driver: %s', async (text, dialect) => {
    const [history] = await histories({ 'mikro-orm.config.ts': text, 'src/migrations/Migration20240101000000.ts': up("this.addSql('drop table t');") });
    expect(history?.target.dialect).toBe(dialect);
  });
});

describe('what MikroORM does with a migration', () => {
  it('sends what is added when the method has ended, behind what is executed', async () => {
    const { upgrade } = await migrated(up("this.addSql('alter table t add column a int'); await this.execute('update t set b = 1'); this.addSql('drop table u');"));
    expect(kinds(upgrade.operations)).toEqual(['modifyRows', 'addColumn', 'dropTable']);
  });

  it('sends nothing that was added where the method throws', async () => {
    const { downgrade } = await migrated(file("async up() {} async down() { this.addSql('drop table t'); throw new Error('no'); }"));
    expect(downgrade).toMatchObject({ status: 'irreversible', operations: [] });
  });

  it('cannot go back without down', async () => {
    expect((await migrated(up("this.addSql('drop table t');"))).downgrade.status).toBe('absent');
  });

  it('runs outside of a transaction where the migration or the project says so', async () => {
    const own = await migrated(file("isTransactional() { return false; } async up() { this.addSql('create index concurrently i on t (a)'); }"));
    expect(own.upgrade).toMatchObject({ transactional: false, operations: [{ inTransaction: false }] });
    const project = await migrated(up("this.addSql('drop table t');"), { 'mikro-orm.config.ts': 'export default { migrations: { transactional: false } };' });
    expect(project.upgrade.transactional).toBe(false);
  });

  it('hands builders of Knex on', async () => {
    const { upgrade } = await migrated(up("const knex = this.getKnex(); this.addSql(knex.raw('drop table ??', ['t'])); this.addSql(knex('t').where('a', 1).del()); await this.execute('update t set a = ?', [1]);"));
    expect(upgrade.operations).toMatchObject([{ kind: 'modifyRows', verb: 'update' }, { kind: 'dropTable', table: { name: 't' } }, { kind: 'modifyRows', verb: 'delete', filtered: true }]);
    expect(upgrade.unexecuted).toBeUndefined();
  });

  it('asks the database what is there', async () => {
    const { upgrade } = await migrated(up("const rows = await this.execute(\"select 1 from information_schema.tables where table_schema = 'public' and table_name = 't'\"); if (rows.length === 0) this.addSql('create table t (a int)');"));
    expect(upgrade.operations).toMatchObject([{ kind: 'createTable', ifNotExists: true }]);
  });

  it('does something unknown with SQL that cannot be read', async () => {
    const { upgrade } = await migrated(up('this.addSql(readSql());') + 'declare function readSql(): string;\n');
    expect(kinds(upgrade.operations)).toContain('opaque');
  });
});
