import { describe, expect, it } from 'vitest';
import { after, migration, histories } from './migrate.js';

describe('rows', () => {
  it.each([
    ["await queryRunner.manager.query('UPDATE users SET a = 1');", { kind: 'modifyRows', verb: 'update', table: { name: 'users' }, filtered: false }],
    ["await queryRunner.connection.query('DELETE FROM users WHERE id = $1', [1]);", { kind: 'modifyRows', verb: 'delete', table: { name: 'users' }, filtered: true }],
    ["await queryRunner.manager.createQueryBuilder().update('users').set({ a: 1, b: null }).where('id = 1').execute();", { kind: 'modifyRows', verb: 'update', table: { name: 'users' }, filtered: true, columns: ['a', 'b'], setsNotNull: ['a'] }],
    ["await queryRunner.manager.createQueryBuilder().insert().into('users').values([{ a: 1 }]).execute();", { kind: 'modifyRows', verb: 'insert', table: { name: 'users' } }],
    ["await queryRunner.manager.createQueryBuilder().delete().from('users').execute();", { kind: 'modifyRows', verb: 'delete', table: { name: 'users' }, filtered: false }],
    ["await queryRunner.manager.getRepository('users').update({ id: 1 }, { a: 2 });", { kind: 'modifyRows', verb: 'update', table: { name: 'users' }, filtered: true }],
    ["await queryRunner.manager.transaction(async (manager) => manager.delete('users', { id: 1 }));", { kind: 'modifyRows', verb: 'delete', table: { name: 'users' } }],
    ["await queryRunner.manager.save(new User());", { kind: 'opaque', rowsOnly: true }],
  ])('%s', async (code, operation) => {
    const { upgrade } = await after([], code);
    expect(upgrade.operations).toMatchObject([operation]);
    expect(upgrade.unread).toEqual([]);
  });

  it('are not touched by a query builder that nobody executes, nor by reading', async () => {
    const { upgrade } = await after([], "queryRunner.manager.createQueryBuilder().delete().from('users'); await queryRunner.manager.find('users'); await queryRunner.manager.createQueryBuilder('users', 'u').where('u.id = 1').getMany();");
    expect(upgrade.operations).toEqual([]);
  });
});

describe('branches', () => {
  it.each(['queryRunner.connection.options.type', 'queryRunner.connection.driver.options.type', 'queryRunner.dataSource.options.type'])('for a database are decided by %s', async (type) => {
    const { upgrade } = await after([], `if (${type} === 'postgres') await queryRunner.dropTable('a'); else await queryRunner.dropTable('b');`);
    expect(upgrade.operations).toMatchObject([{ kind: 'dropTable', table: { name: 'a' }, certainty: 'always' }]);
  });

  it('are decided by an enumeration of databases that is not there', async () => {
    const text = migration('A1600000000000', "switch (queryRunner.connection.options.type as DatabaseTypeEnum) { case DatabaseTypeEnum.betterSqlite3: await queryRunner.dropTable('a'); break; case DatabaseTypeEnum.postgres: await queryRunner.dropTable('b'); break; default: throw Error('unsupported'); }");
    const [history] = await histories({ 'migrations/1-A.ts': `import { DatabaseTypeEnum } from '@company/config';\n${text}` }, 'postgres');
    expect(history?.migrations[0]?.upgrade.operations).toMatchObject([{ kind: 'dropTable', table: { name: 'b' }, certainty: 'always' }]);
  });

  it('follow an answer of the database', async () => {
    const code = "const rows = await queryRunner.query(`SELECT 1 FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'c'`); if (rows.length === 0) { await queryRunner.query('ALTER TABLE a ADD c int'); }";
    expect((await after([], code)).upgrade.operations.at(-1)).toMatchObject({ kind: 'addColumn', ifNotExists: true, certainty: 'always' });
  });
});

describe('a file of SQL', () => {
  it('is found from the folder that the program is started in, and what it does is told where it is called', async () => {
    const text = `import { readFileSync } from 'node:fs';\nimport { resolve } from 'node:path';\n${migration('A1600000000000', "await queryRunner.query(readFileSync(resolve('sql/a.sql'), 'utf8'));")}`;
    const [history] = await histories({ 'apps/api/migrations/1-A.ts': text, 'apps/api/sql/a.sql': 'DROP TABLE a;\n' }, 'postgres');
    const at = text.indexOf('queryRunner.query(');
    expect(history?.migrations[0]?.upgrade.operations).toMatchObject([{ kind: 'dropTable', span: { file: 'apps/api/sql/a.sql', start: 0 }, calledAt: { file: 'apps/api/migrations/1-A.ts', start: at } }]);
  });
});
