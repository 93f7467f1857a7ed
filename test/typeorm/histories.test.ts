import { describe, expect, it } from 'vitest';
import { IMPORTS, after, histories, migration } from './migrate.js';

const TABLE = 'await queryRunner.query(`CREATE TABLE "a" ("id" int)`);';

describe('histories', () => {
  it('run in the order of the moments in the names of their classes, whatever the files are called', async () => {
    const [history] = await histories({ 'migrations/1-later.ts': migration('Later1700000000000', TABLE), 'migrations/2-earlier.ts': migration('Earlier1600000000000', TABLE) });
    expect(history?.migrations.map(({ id }) => id)).toEqual(['Earlier1600000000000', 'Later1700000000000']);
  });

  it('name a migration by its property `name` where it has one', async () => {
    const text = migration('Renamed', TABLE).replace('  public async up', "  name = 'Old1500000000000';\n  public async up");
    const [history] = await histories({ 'migrations/1600000000000-Renamed.ts': text });
    expect(history?.migrations).toMatchObject([{ id: 'Old1500000000000', message: 'Old', sequence: 1500000000000 }]);
  });

  it('are one for each database that has a folder of its own', async () => {
    const found = await histories({ 'db/postgres/1600-A.ts': migration('A1600000000000', TABLE), 'db/sqlite/1600-A.ts': migration('A1600000000000', TABLE), 'db/common/1700-B.ts': migration('B1700000000000', TABLE) });
    expect(found.map(({ target, migrations }) => [target.dialect, migrations.map(({ file }) => file)])).toEqual([
      ['postgres', ['db/postgres/1600-A.ts', 'db/common/1700-B.ts']],
      ['sqlite', ['db/sqlite/1600-A.ts']],
    ]);
  });

  it('leave out what a compiler has made of them', async () => {
    const compiled = 'class A1600000000000 { async up(queryRunner) { await queryRunner.query("DROP TABLE a"); } async down(queryRunner) {} }\nmodule.exports = { A1600000000000 };\n';
    const found = await histories({ 'src/migrations/1-A.ts': migration('A1600000000000', TABLE), 'dist/migrations/1-A.js': compiled });
    expect(found.flatMap(({ migrations }) => migrations.map(({ file }) => file))).toEqual(['src/migrations/1-A.ts']);
  });

  it('may be in CommonJS', async () => {
    const text = 'module.exports = class A1600000000000 {\n  async up(queryRunner) { await queryRunner.query("DROP TABLE a"); }\n  async down(queryRunner) {}\n};\n';
    const [history] = await histories({ 'migrations/1-A.js': text });
    expect(history?.migrations).toMatchObject([{ id: 'A1600000000000', upgrade: { status: 'present', operations: [{ kind: 'dropTable' }] }, downgrade: { status: 'empty' } }]);
  });

  it.each([
    ["new DataSource({ type: 'mysql', migrations: [] })", 'mysql', 'run'],
    ["new DataSource({ type: 'better-sqlite3', migrationsTransactionMode: 'each' })", 'sqlite', 'migration'],
    ["new DataSource({ type: 'postgres', migrationsTransactionMode: 'none' })", 'postgres', 'none'],
  ])('know their database from %s', async (settings, dialect, transaction) => {
    const [history] = await histories({ 'src/data-source.ts': `import { DataSource } from 'typeorm';\nexport default ${settings};\n`, 'src/migrations/1-A.ts': migration('A1600000000000', TABLE) });
    expect(history?.target.dialect).toBe(dialect);
    expect(history?.environment.transaction).toBe(transaction);
  });

  it('run outside of a transaction where the class says so', async () => {
    const text = migration('A1600000000000', 'await queryRunner.query(`CREATE INDEX CONCURRENTLY i ON a (id)`);').replace('  public async up', '  transaction = false;\n  public async up');
    const [history] = await histories({ 'migrations/1-A.ts': text });
    expect(history?.migrations[0]?.upgrade).toMatchObject({ transactional: false, operations: [{ kind: 'createIndex', concurrently: true, inTransaction: false }] });
  });

  it('do not see in one direction what the other has left in a variable', async () => {
    const text = `${IMPORTS}const done = [];\nexport class A1600000000000 implements MigrationInterface {\n  async up(queryRunner: QueryRunner) { done.push('a'); for (const t of done) await queryRunner.dropTable(t); }\n  async down(queryRunner: QueryRunner) { for (const t of done) await queryRunner.dropTable(t); }\n}\n`;
    const [history] = await histories({ 'migrations/1-A.ts': text });
    expect(history?.migrations[0]?.upgrade.operations).toHaveLength(1);
    expect(history?.migrations[0]?.downgrade.operations).toHaveLength(0);
  });
});

describe('what the history does not tell', () => {
  it('is not guessed: a column of an unseen table may be dropped, or only altered', async () => {
    const { upgrade } = await after([], "await queryRunner.changeColumn('far', 'c', new TableColumn({ name: 'c', type: 'integer' }));");
    expect(upgrade.operations).toMatchObject([{ kind: 'dropColumn', certainty: 'maybe' }, { kind: 'addColumn', certainty: 'maybe' }]);
  });

  it('is not needed where the spelling of a type is one that the database never gives back', async () => {
    const { upgrade } = await after([], "await queryRunner.changeColumn('far', 'c', new TableColumn({ name: 'c', type: 'varchar' }));");
    expect(upgrade.operations).toMatchObject([{ kind: 'dropColumn', column: 'c', certainty: 'always' }, { kind: 'addColumn', certainty: 'always' }]);
  });

  it('leaves a copied column as it is but for what is set on the copy', async () => {
    const code = "const table = await queryRunner.getTable('far'); const before = table!.findColumnByName('c')!; const now = before.clone(); now.isNullable = true; await queryRunner.changeColumn('far', before, now);";
    expect((await after([], code)).upgrade.operations).toMatchObject([{ kind: 'alterColumn', table: { name: 'far' }, column: 'c', set: { nullable: true }, certainty: 'always' }]);
  });

  it('is asked of the database: guards stay guards', async () => {
    const { upgrade } = await after([], "if (!(await queryRunner.hasTable('far'))) await queryRunner.dropTable('near');");
    expect(upgrade.operations).toMatchObject([{ kind: 'dropTable', certainty: 'maybe', guards: [{ condition: { is: 'not', operand: { is: 'exists', fact: { ask: 'table', table: { name: 'far' } } } } }] }]);
  });
});
