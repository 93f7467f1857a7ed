import { describe, expect, it } from 'vitest';
import { file, histories, only, upgraded } from './migrate.js';

const kinds = (operations: readonly { readonly kind: string }[]): readonly string[] => operations.map(({ kind }) => kind);
const DROP = "await db.schema.dropTable('t').execute();";

describe('where migrations of Kysely are found', () => {
  it('in files of a folder, in the order of their names', async () => {
    const [history] = await histories({ 'db/migrations/2024-02-b.ts': file(DROP), 'db/migrations/2024-01-a.ts': file(DROP), 'db/migrations/readme.ts': 'export const up = 1;' });
    expect(history?.framework.name).toBe('kysely');
    expect(history?.migrations.map(({ id }) => id)).toEqual(['2024-01-a', '2024-02-b']);
  });

  it('as objects that files export, and the list of them is none', async () => {
    const one = "import { Migration } from 'kysely';\nexport const first: Migration = { up: async (db) => { await db.schema.dropTable('t').execute(); }, down: async (db) => { await db.schema.createTable('t').addColumn('a', 'text').execute(); } };\n";
    const index = "import { Migration } from 'kysely';\nimport { first } from './00001-first';\nexport const migrations: Record<string, Migration> = { '00001-first': first };\n";
    const [history, ...others] = await histories({ 'src/migrations/00001-first.ts': one, 'src/migrations/index.ts': index });
    expect(others).toEqual([]);
    expect(history?.migrations.map(({ id, upgrade, downgrade }) => [id, kinds(upgrade.operations), kinds(downgrade.operations)])).toEqual([['00001-first', ['dropTable'], ['createTable']]]);
  });

  it.each([
    ['set one by one', "const migrations: Record<string, Migration> = {};\nexport const provider: MigrationProvider = { async getMigrations() { return migrations; } };\nmigrations['002'] = { async up(db: Kysely<unknown>) { await db.schema.dropTable('b').execute(); }, async down(db) {} };\nmigrations['001'] = { async up(db: Kysely<unknown>) { await db.schema.createTable('b').addColumn('a', 'text').execute(); } };\n"],
    ['in one object', "export const migrations: Record<string, Migration> = {\n  '001': {\n    async up(db) { await db.schema.createTable('b').addColumn('a', 'text').execute(); },\n  },\n  '002': {\n    async up(db) { await db.schema.dropTable('b').execute(); },\n    async down(db) {},\n  },\n};\n"],
  ])('several in one file, %s', async (_, text) => {
    const [history] = await histories({ 'src/db/migrations.ts': `import { Kysely, Migration, MigrationProvider } from 'kysely';\n${text}` });
    expect(history?.migrations.map(({ id, upgrade, downgrade }) => [id, kinds(upgrade.operations), downgrade.status])).toEqual([['001', ['createTable'], 'absent'], ['002', ['dropTable'], 'empty']]);
  });

  it.each([
    ['the dialect that is imported', { 'src/db/database.ts': "import { Kysely, SqliteDialect } from 'kysely';\nexport const db = new Kysely({ dialect: new SqliteDialect({}) });\n" }, 'sqlite', false],
    ['the driver that is installed', { 'package.json': '{ "dependencies": { "mysql2": "3", "kysely": "0.28" } }' }, 'mysql', false],
    ['PostgreSQL otherwise', {}, 'postgres', true],
  ])('for %s; a transaction is opened where changes of a schema can be taken back', async (_, files, dialect, transactional) => {
    const [history] = await histories({ ...files, 'src/db/migrations/001.ts': file(DROP) });
    expect(history?.target.dialect).toBe(dialect);
    expect(history?.migrations[0]?.upgrade.transactional).toBe(transactional);
    expect(history?.migrations[0]?.upgrade.operations[0]?.inTransaction).toBe(transactional);
  });
});

describe('what Kysely does with a migration', () => {
  it('a builder that nobody executes sends nothing and is told', async () => {
    const { upgrade } = await upgraded("db.schema.dropTable('t'); const kept = db.schema.createTable('u'); kept.addColumn('lost', 'text'); await kept.execute(); sql`drop table x`; db.deleteFrom('t');");
    expect(kinds(upgrade.operations)).toEqual(['createTable']);
    expect(upgrade.unexecuted).toHaveLength(4);
  });

  it('types in a spelling that Kysely does not know are refused before anything is sent', async () => {
    const { upgrade } = await upgraded("await db.schema.createTable('t').addColumn('a', 'decimal(10,2)').execute();");
    expect(upgrade.operations).toMatchObject([{ kind: 'opaque', rejected: true }]);
  });

  it('without down there is no way back', async () => {
    const { downgrade } = await only({ 'migrations/001.ts': "import { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>) { await db.schema.dropTable('t').execute(); }\n" });
    expect(downgrade.status).toBe('absent');
  });

  it('what is not known of the program is unknown', async () => {
    const { upgrade } = await upgraded("await db.schema.alterTable('t').addColumn(process.env.COLUMN as string, 'text').execute(); await db.schema.createType('mood').asEnum(labels()).execute();\n}\ndeclare function labels(): string[];\nasync function other() {");
    expect(upgrade.operations).toMatchObject([{ kind: 'addColumn', column: { name: { unknown: 'input' } } }, { kind: 'createEnum', name: { name: 'mood' } }]);
    expect(JSON.stringify(upgrade.operations[1])).toContain('unknown');
  });

  it('a query for existence guards what follows it', async () => {
    const { upgrade } = await upgraded("const { rows } = await sql`select 1 from information_schema.tables where table_schema = 'public' and table_name = 't'`.execute(db); if (rows.length === 0) await db.schema.createTable('t').addColumn('a', 'text').execute();");
    expect(upgrade.operations).toMatchObject([{ kind: 'createTable', ifNotExists: true }]);
  });

  it('each operation stands where the program says it', async () => {
    const text = file("await db.schema.alterTable('t').addColumn('a', 'text').dropColumn('b').execute();");
    const { upgrade } = await only({ 'migrations/001.ts': text });
    expect(upgrade.operations.map(({ span }) => text.slice(span.start, span.end))).toEqual([expect.stringContaining("addColumn('a', 'text'"), expect.stringContaining("dropColumn('b'")]);
  });
});
