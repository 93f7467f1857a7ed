import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { historiesOf, report, type Files } from './read.js';

const A = 'CREATE TABLE a (id int);\n';
const at = (...files: readonly string[]): Files => Object.fromEntries(files.map((file) => [file, A]));
const named = (files: Files, options?: Parameters<typeof historiesOf>[1]): readonly string[] => historiesOf(files, options).map(({ framework, id, dialect }) => `${framework} ${id}${dialect ? ` ${dialect}` : ''}`);

describe('SQL that is no history of its own', () => {
  it.each<[string, Files]>([
    ['what fills, dumps or describes a database', at('db/migrations/schema.sql', 'db/seeds/001_users.sql', 'db/migrations/dumps/1_x.sql', 'db/structure.sql')],
    ['numbered files elsewhere', at('queries/1_report.sql', 'docs/01-intro.sql')],
    ['files that programs beside them load', { ...at('migrations/20240101_a.sql'), 'migrations/20240101_a.ts': 'export async function up() {}' }],
    ['files in a folder below such programs', { ...at('migrations/sqls/20240101-a-up.sql', 'migrations/sqls/20240101-a-down.sql'), 'migrations/20240101-a.js': 'exports.up = () => {}' }],
    ['files of Django and Alembic', { ...at('app/migrations/0002_data.sql', 'alembic/migrations/sql/001_x.sql'), 'app/migrations/0001_initial.py': '', 'alembic/migrations/env.py': '' }],
    ['a folder of a database that is not read', at('migrations/clickhouse/1_a.up.sql', 'migrations/h2/V1__a.sql', 'db/cockroach/migrations/1_a.sql')],
    ['what a journal does not name', { ...at('drizzle/0000_a.sql'), 'drizzle/meta/_journal.json': '{"entries":[]}' }],
    ['an undo without a versioned script', at('db/migration/U1__a.sql')],
  ])('%s', (_, files) => {
    expect(named(files)).toEqual([]);
  });
});

describe('whose history it is', () => {
  it('a folder belongs to one layout, with all that lies in it', () => {
    expect(historiesOf({ ...at('m/migrations/1_a.up.sql', 'm/migrations/1_a.down.sql', 'm/migrations/2_notes.sql') }).map(({ framework, files }) => `${framework} ${files}`)).toEqual(['golang-migrate 1']);
  });
  it('folders for databases are histories of their own', () => {
    const files = at('migrations/postgres/1_a.up.sql', 'migrations/mysql/1_a.up.sql', 'migrations/sqlite3/1_a.up.sql');
    expect(named(files)).toEqual(['golang-migrate migrations/mysql mysql', 'golang-migrate migrations/postgres postgres', 'golang-migrate migrations/sqlite3 sqlite']);
    expect(named(files, { dialect: 'postgres' })).toEqual(['golang-migrate migrations/postgres postgres']);
  });
  it('so are files for databases, each with those that are for all', () => {
    const files = at('m/1_a.up.sql', 'm/1_a.down.sql', 'm/2_b.mysql.up.sql', 'm/2_b.postgres.up.sql', 'm/2_b.up.sql');
    expect(historiesOf(files).map(({ id, files: count }) => `${id} ${count}`)).toEqual(['m#mysql 2', 'm#postgres 2']);
  });
  it('a database that the user names is not searched for among those of another tool', () => {
    expect(named({ 'prisma/migrations/1_a/migration.sql': A, 'prisma/migrations/migration_lock.toml': 'provider = "sqlite"', 'm/migrations/postgres/1_a.sql': A }, { dialect: 'postgres' })).toEqual(['prisma prisma/migrations sqlite', 'sql m/migrations/postgres postgres']);
  });
  it('two folders of Flyway that number alike are two databases, others one history', () => {
    expect(historiesOf(at('db/migration/one/V1__a.sql', 'db/migration/two/V1__a.sql')).map(({ id }) => id)).toEqual(['db/migration/one', 'db/migration/two']);
    expect(historiesOf(at('db/migration/v1/V1__a.sql', 'db/migration/v2/V2__a.sql')).map(({ id, files }) => `${id} ${files}`)).toEqual(['db/migration 2']);
  });
  it.each<[string, string, Files]>([
    ['the lock file of Prisma', 'mysql', { 'prisma/migrations/1_a/migration.sql': A, 'prisma/migrations/migration_lock.toml': 'provider = "mysql"' }],
    ['the schema of Prisma', 'sqlite', { 'prisma/migrations/1_a/migration.sql': A, 'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "sqlite"\n}' }],
    ['the journal of Drizzle', 'sqlite', { 'd/0000_a.sql': A, 'd/meta/_journal.json': '{"dialect":"sqlite","entries":[{"tag":"0000_a"}]}' }],
    ['the configuration of Drizzle', 'mysql', { 'd/out/0000_a.sql': A, 'd/out/meta/_journal.json': '{"entries":[{"tag":"0000_a"}]}', 'd/drizzle.config.ts': "export default { dialect: 'mysql' }" }],
    ['the configuration of sqitch', 'sqlite', { 'deploy/a.sql': A, 'sqitch.plan': 'a 2024-01-01T00:00:00Z A <a@b.c>', 'sqitch.conf': '[core]\n\tengine = sqlite\n' }],
  ])('the database is as %s says', (_, dialect, files) => {
    expect(historiesOf(files).map((history) => history.dialect)).toEqual([dialect]);
  });
});

describe('the way back', () => {
  const check = async (files: Files): Promise<readonly string[]> =>
    (await report(files, { dialect: 'postgres', rules, settingOf: (rule) => (rule.meta.category === 'rollback' ? { severity: 'error', options: rule.meta.options?.defaults ?? {} } : undefined) })).findings.map(({ ruleId, span }) => `${span.file} ${ruleId}`);

  it.each<[string, Files]>([
    ['Prisma', { 'prisma/migrations/1_a/migration.sql': A }],
    ['Drizzle', { 'd/0000_a.sql': A, 'd/meta/_journal.json': '{"entries":[{"tag":"0000_a"}]}' }],
    ['Supabase', at('supabase/migrations/1_a.sql')],
    ['a folder in which no file has one', at('db/1_a.up.sql', 'db/2_b.up.sql')],
  ])('is nothing to be asked of %s', async (_, files) => {
    expect(await check(files)).toEqual([]);
  });

  it('is missed where others have one, and an empty one is told where the upgrade is', async () => {
    const files = { 'db/1_a.up.sql': A, 'db/1_a.down.sql': 'DROP TABLE a;', 'db/2_b.up.sql': 'CREATE TABLE b (id int);', 'db/3_c.up.sql': 'CREATE TABLE c (id int);', 'db/3_c.down.sql': 'SELECT 1;' };
    expect(await check(files)).toEqual(['db/2_b.up.sql missing-downgrade', 'db/3_c.up.sql empty-downgrade']);
  });
});

describe('templates', () => {
  const names = async (text: string, dialect: 'postgres' | 'mysql' = 'postgres'): Promise<unknown> => {
    const { migrations } = await report({ 'migrations/1_a.up.sql': text }, { dialect });
    return migrations[0]?.upgrade.operations.map((operation) => (operation.kind === 'createTable' ? [operation.table, operation.columns.map(({ name }) => name)] : operation.kind));
  };

  it('branches for other databases are left out, a prefix of all names too', async () => {
    const text = 'CREATE TABLE {{.prefix}}a ({{if .postgres}}x jsonb{{else}}y text{{end}}, {{if not .postgres}}z int,{{end}} id int);';
    expect(await names(text)).toEqual([[{ name: 'a' }, ['x', 'id']]]);
  });
  it('a value elsewhere is not known', async () => {
    expect(await names('CREATE TABLE t (id int);\nINSERT INTO {{ .Table }} VALUES (1);')).toEqual([[{ name: 't' }, ['id']], 'modifyRows']);
  });
  it('an array literal is no template', async () => {
    expect(await names("CREATE TABLE t (id int, m int[] DEFAULT '{{1,2},{3,4}}');")).toEqual([[{ name: 't' }, ['id', 'm']]]);
  });
  it('a helper for parts of a table changes what its arguments name, any other may do anything', async () => {
    const touches = async (text: string): Promise<unknown> => (await report({ 'migrations/1_a.up.sql': text })).migrations[0]?.upgrade.operations.map((operation) => operation.kind === 'opaque' && operation.touches);
    expect(await touches('{{ addColumnIfNeeded "a" "b" }}')).toEqual([[{ name: 'a' }, { name: 'b' }]]);
    expect(await touches('{{ renameTable "a" "b" }}')).toEqual(['anything']);
  });
});
