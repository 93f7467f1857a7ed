import { describe, expect, it } from 'vitest';
import { histories } from '../kysely/migrate.js';
import { file, migrated } from './migrate.js';

const kinds = (operations: readonly { readonly kind: string }[]): readonly string[] => operations.map(({ kind }) => kind);
const up = (body: string, more = ''): string => `export const up = (pgm) => {\n${body}\n};\n${more}`;

describe('where migrations of node-pg-migrate are found', () => {
  it('programs and plain SQL of one folder are one history, in the order of their numbers', async () => {
    const found = await histories({
      'migrations/1700000000002_third.sql': '-- Up Migration\nALTER TABLE t ADD COLUMN b text;\n-- Down Migration\nALTER TABLE t DROP COLUMN b;\n',
      'migrations/1600000000000_first.js': file("pgm.createTable('t', { id: 'id' });"),
      'migrations/20231114221320001_second.ts': `import { MigrationBuilder } from 'node-pg-migrate';\n${up("pgm.addColumn('t', { a: 'text' });")}`,
    });
    expect(found.map(({ framework }) => framework.name)).toEqual(['node-pg-migrate']);
    expect(found[0]?.migrations.map(({ id, upgrade, downgrade }) => [id, kinds(upgrade.operations), kinds(downgrade.operations)])).toEqual([
      ['1600000000000_first', ['createTable'], ['dropTable']],
      ['20231114221320001_second', ['addColumn'], ['dropColumn']],
      ['1700000000002_third', ['addColumn'], ['dropColumn']],
    ]);
  });

  it('each folder is a history of its own', async () => {
    const found = await histories({ 'src/migrations/a/1600000000000_x.js': file("pgm.dropTable('t');"), 'src/migrations/b/1600000000000_x.js': file("pgm.dropTable('t');") });
    expect(found.map(({ environment }) => environment.id)).toEqual(['src/migrations/a', 'src/migrations/b']);
  });

  it('shorthands of a file hold for those behind it', async () => {
    const [history] = await histories({
      'migrations/1_a.js': `exports.shorthands = { money: 'numeric(10,2)' };\nexports.up = (pgm) => {};\nexports.down = (pgm) => {};\n`,
      'migrations/2_b.js': "exports.up = (pgm) => { pgm.addColumn('t', { price: 'money' }); };\n",
    });
    expect(history?.migrations[1]?.upgrade.operations).toMatchObject([{ kind: 'addColumn', column: { name: 'price', type: 'numeric(10,2)' } }]);
  });

  it.each([
    ['package.json', '{ "scripts": { "migrate": "node-pg-migrate --create-schema true --schema app --migration-file-language sql" } }'],
    ['.node-pg-migraterc', '{\n  "schema": "app"\n}'],
  ])('names are the same with and without the schema that %s puts first', async (name, settings) => {
    const [history] = await histories({ [name]: settings, 'migrations/1_a.js': file("pgm.createTable('t', { a: 'text' });"), 'migrations/2_b.sql': '-- Up Migration\nALTER TABLE app.t ADD COLUMN b text;\n-- Down Migration\nALTER TABLE app.t DROP COLUMN b;\n' });
    expect(history?.migrations.flatMap(({ upgrade }) => upgrade.operations)).toMatchObject([{ kind: 'createTable', table: { name: 't' } }, { kind: 'addColumn', table: { name: 't' } }]);
    expect(JSON.stringify(history?.migrations[1]?.upgrade.operations)).not.toContain('app');
  });

  it('names are decamelized where the project says so', async () => {
    const [history] = await histories({ 'package.json': '{ "scripts": { "migrate": "node-pg-migrate --decamelize" } }', 'migrations/1_a.js': file("pgm.createIndex('userNames', 'firstName');") });
    expect(history?.migrations[0]?.upgrade.operations).toMatchObject([{ table: { name: 'user_names' }, index: { columns: ['first_name'] } }]);
  });

  it('what another package exports is there and not known', async () => {
    const [history] = await histories({ 'migrations/1_a.ts': `import { MigrationBuilder } from 'node-pg-migrate';\n${up('')}`, 'migrations/2_b.ts': "export * from 'some-package/migration';\n" });
    expect(history?.migrations[1]?.upgrade.unread).toHaveLength(1);
  });
});

describe('what node-pg-migrate does with a migration', () => {
  it('sends what the builder was told behind what was sent at once', async () => {
    const { upgrade } = await migrated("pgm.createTable('t', { id: 'id' }); pgm.db.query('DROP TABLE old'); pgm.dropTable('u');");
    expect(upgrade.operations.map((operation) => ('table' in operation ? operation.table : operation.kind))).toEqual([{ name: 'old' }, { name: 't' }, { name: 'u' }]);
  });

  it('sends nothing of a function that throws', async () => {
    const { downgrade } = await migrated('', "exports.down = (pgm) => { pgm.dropTable('t'); throw new Error('no way back'); };");
    expect(downgrade).toMatchObject({ status: 'irreversible', operations: [] });
  });

  it('runs outside of a transaction where a migration asks for it', async () => {
    const { upgrade } = await migrated("pgm.createIndex('t', 'a', { concurrently: true }); pgm.noTransaction();");
    expect(upgrade).toMatchObject({ transactional: false, operations: [{ kind: 'createIndex', concurrently: true, inTransaction: false }] });
  });

  it('false says that there is no way back', async () => {
    expect((await migrated("pgm.dropTable('t');", 'exports.down = false;')).downgrade.status).toBe('irreversible');
  });

  it.each([
    ['a method that cannot be taken back', "pgm.createTable('t', { id: 'id' }); pgm.dropTable('u');"],
    ['plain SQL', "pgm.createTable('t', { id: 'id' }); pgm.sql('select 1');"],
    ['a constraint in SQL', "pgm.addConstraint('t', 'c', 'check (a > 0)');"],
    ['a constraint without a name', "pgm.addConstraint('t', null, { check: 'a > 0' });"],
    ['a query', "pgm.db.query('select 1');"],
  ])('without down, %s makes the rollback fail before it sends anything', async (_, body) => {
    const { downgrade } = await migrated(body);
    expect(downgrade.status).toBe('inferred');
    expect(downgrade.operations).toMatchObject([{ kind: 'opaque', rejected: true }]);
  });

  it('a query for existence guards what follows it', async () => {
    const [history] = await histories({ 'migrations/1_a.js': "exports.up = async (pgm) => { const rows = await pgm.db.select(\"select 1 from information_schema.tables where table_schema = 'public' and table_name = 't'\"); if (rows.length === 0) pgm.createTable('t', { a: 'text' }); };\n" });
    expect(history?.migrations[0]?.upgrade.operations).toMatchObject([{ kind: 'createTable', ifNotExists: true }]);
  });

  it('labels and names that are not known are unknown', async () => {
    const { upgrade } = await migrated("pgm.createType('mood', process.env.MOODS.split(',')); pgm.addColumn(process.env.TABLE, { a: 'text' });");
    expect(upgrade.operations).toMatchObject([{ kind: 'createEnum', name: { name: 'mood' }, values: [{ unknown: 'input' }] }, { kind: 'addColumn', table: { unknown: 'input' } }]);
  });
});
