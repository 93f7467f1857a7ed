import { describe, expect, it } from 'vitest';
import { migrationsOf, type Files } from './read.js';

const A = 'CREATE TABLE a (id int);\n';
const B = 'CREATE TABLE b (id int);\n';
const DROP_A = 'DROP TABLE a;\n';

const CASES: Readonly<Record<string, { readonly files: Files; readonly found: readonly string[] }>> = {
  'Prisma: one folder for each migration, in the order of their names': {
    files: {
      'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
      'prisma/migrations/20240201000000_b/migration.sql': B,
      'prisma/migrations/20240101000000_a/migration.sql': A,
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    },
    found: ['prisma prisma/migrations 20240101000000_a up!: createTable a, down absent', 'prisma prisma/migrations 20240201000000_b up!: createTable b, down absent'],
  },
  'Prisma: PostgreSQL runs a file with several statements in one transaction': {
    files: { 'prisma/migrations/20240101000000_a/migration.sql': A + B },
    found: ['prisma prisma/migrations 20240101000000_a up: createTable a + createTable b, down absent'],
  },
  'Drizzle: the journal tells what runs, and in which order': {
    files: {
      'drizzle/0000_a.sql': 'CREATE TABLE "a" ("id" int);\n--> statement-breakpoint\nALTER TABLE "a" ADD COLUMN "x" int\n--> statement-breakpoint\nCREATE INDEX ON "a" ("x");',
      'drizzle/0002_b.sql': B,
      'drizzle/0001_c.sql': 'CREATE TABLE c (id int);',
      'drizzle/0003_draft.sql': 'DROP TABLE a;',
      'drizzle/meta/_journal.json': JSON.stringify({ dialect: 'postgresql', entries: [{ idx: 0, tag: '0000_a' }, { idx: 1, tag: '0002_b' }, { idx: 2, tag: '0001_c' }] }),
    },
    found: [
      'drizzle drizzle 0000_a up: createTable a + addColumn a + createIndex a, down absent',
      'drizzle drizzle 0002_b up: createTable b, down absent',
      'drizzle drizzle 0001_c up: createTable c, down absent',
    ],
  },
  'Drizzle: a journal that cannot be read leaves the numbers of the files': {
    files: { 'drizzle/0001_b.sql': B, 'drizzle/0000_a.sql': A, 'drizzle/meta/_journal.json': '{ "entries": <<<<<<< HEAD' },
    found: ['drizzle drizzle 0000_a up: createTable a, down absent', 'drizzle drizzle 0001_b up: createTable b, down absent'],
  },
  'Drizzle 1.0: folders with snapshots': {
    files: { 'drizzle/20240101000000_a/migration.sql': A, 'drizzle/20240101000000_a/snapshot.json': '{"dialect":"postgres"}' },
    found: ['drizzle drizzle 20240101000000_a up: createTable a, down absent'],
  },
  'golang-migrate: numbers count, whatever their length': {
    files: { 'db/10_b.up.sql': B, 'db/10_b.down.sql': 'DROP TABLE b;', 'db/9_a.up.sql': A, 'db/9_a.down.sql': DROP_A },
    found: ['golang-migrate db 9 up!: createTable a, down!: dropTable a', 'golang-migrate db 10 up!: createTable b, down!: dropTable b'],
  },
  'golang-migrate: a downgrade that is missing, one without statements, one that only selects': {
    files: { 'm/1_a.up.sql': A, 'm/1_a.down.sql': '-- nothing\n', 'm/2_b.up.sql': B, 'm/3_c.up.sql': B, 'm/3_c.down.sql': 'SELECT 1;' },
    found: ['golang-migrate m 1 up!: createTable a, down empty', 'golang-migrate m 2 up!: createTable b, down absent', 'golang-migrate m 3 up!: createTable b, down empty'],
  },
  'morph: a file outside of a transaction': {
    files: { 'm/1_a.up.sql': `-- morph:nontransactional\n${A}${B}`, 'm/1_a.down.sql': DROP_A },
    found: ['golang-migrate m 1 up!: createTable a + createTable b, down!: dropTable a'],
  },
  'soda: files for all databases and for single ones, some outside of a transaction': {
    files: { 'm/1_a.up.sql': A, 'm/1_a.down.sql': DROP_A, 'm/2_b.postgres.autocommit.up.sql': B, 'm/2_b.postgres.autocommit.down.sql': 'DROP TABLE b;', 'm/2_b.cockroach.up.sql': 'SELECT 1' },
    found: ['soda m#postgres 1 up: createTable a, down: dropTable a', 'soda m#postgres 2 up!: createTable b, down!: dropTable b'],
  },
  'sqlx: plain files and pairs of a crate': {
    files: { 'Cargo.toml': '', 'migrations/20240101000000_a.sql': A, 'migrations/20240201000000_b.sql': `-- no-transaction\n${B}` },
    found: ['sqlx migrations 20240101000000 up: createTable a, down absent', 'sqlx migrations 20240201000000 up!: createTable b, down absent'],
  },
  'sqlx: pairs': {
    files: { 'Cargo.toml': '', 'migrations/20240101000000_a.up.sql': A, 'migrations/20240101000000_a.down.sql': DROP_A },
    found: ['sqlx migrations 20240101000000 up: createTable a, down: dropTable a'],
  },
  postgrator: {
    files: { 'm/001.do.create-a.sql': A, 'm/001.undo.create-a.sql': DROP_A, 'm/002.do.sql': B },
    found: ['postgrator m 001 up!: createTable a, down!: dropTable a', 'postgrator m 002 up!: createTable b, down absent'],
  },
  'pairs with words in their names': {
    files: { 'm/20240101-a-up.sql': A, 'm/20240101-a-down.sql': DROP_A, 'm/20240201-clean-up.sql': 'DELETE FROM a;', 'm/20240201-clean-down.sql': '' },
    found: ['sql-pairs m 20240101 up!: createTable a, down!: dropTable a', 'sql-pairs m 20240201 up!: modifyRows a, down empty'],
  },
  'an upgrade without a word for it': {
    files: { 'm/001_a.sql': A, 'm/001_a_rollback.sql': DROP_A, 'm/002_b.sql': B },
    found: ['sql-pairs m 001 up!: createTable a, down!: dropTable a', 'sql-pairs m 002 up!: createTable b, down absent'],
  },
  'folders for the directions': {
    files: { 'db/up/001_a.sql': A, 'db/down/001_a.sql': DROP_A },
    found: ['sql-pairs db 001 up!: createTable a, down!: dropTable a'],
  },
  dbmate: {
    files: { 'db/migrations/20240101_a.sql': `-- migrate:up\n${A}\n-- migrate:down\n${DROP_A}`, 'db/migrations/20240201_b.sql': `-- migrate:up transaction:false\n${B}\n-- migrate:down\n` },
    found: ['dbmate db/migrations 20240101 up: createTable a, down: dropTable a', 'dbmate db/migrations 20240201 up!: createTable b, down empty'],
  },
  goose: {
    files: {
      'm/00001_a.sql': `-- +goose Up\n-- +goose StatementBegin\n${A}-- +goose StatementEnd\n\n-- +goose Down\n-- +goose StatementBegin\n${DROP_A}-- +goose StatementEnd\n`,
      'm/00002_b.sql': `-- +goose NO TRANSACTION\n-- +goose up\n${B}`,
    },
    found: ['goose m 00001 up: createTable a, down: dropTable a', 'goose m 00002 up!: createTable b, down absent'],
  },
  'Flyway: versions by their numbers, repeatable scripts behind them, callbacks are none': {
    files: {
      'src/main/resources/db/migration/V1_10__c.sql': 'CREATE TABLE c (id int);',
      'src/main/resources/db/migration/V1_2__b.sql': B,
      'src/main/resources/db/migration/V1__a.sql': A,
      'src/main/resources/db/migration/U1__a.sql': DROP_A,
      'src/main/resources/db/migration/R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM a;',
      'src/main/resources/db/migration/afterMigrate.sql': 'DROP TABLE c;',
    },
    found: [
      'flyway src/main/resources/db/migration 1 up: createTable a, down: dropTable a',
      'flyway src/main/resources/db/migration 1.2 up: createTable b, down absent',
      'flyway src/main/resources/db/migration 1.10 up: createTable c, down absent',
      'flyway src/main/resources/db/migration R__view up: createObject, down absent',
    ],
  },
  'Flyway: outside of a transaction by its own settings, or since the statement cannot be in one': {
    files: { 'db/migration/V1__a.sql': A, 'db/migration/V2__i.sql': 'CREATE INDEX CONCURRENTLY i ON a (id);', 'db/migration/V3__b.sql': B, 'db/migration/V3__b.sql.conf': 'executeInTransaction=false\n' },
    found: ['flyway db/migration 1 up: createTable a, down absent', 'flyway db/migration 2 up!: createIndex a, down absent', 'flyway db/migration 3 up!: createTable b, down absent'],
  },
  'Liquibase: each changeset of formatted SQL is a migration': {
    files: {
      'db/changelog/001.sql': [
        '--liquibase formatted sql',
        '--changeset ann:1',
        A,
        '--rollback DROP TABLE a;',
        '--changeset bob:2 runInTransaction:false',
        B,
        '--changeset bob:3 dbms:mysql',
        'CREATE TABLE m (id int);',
        '--changeset bob:4',
        'CREATE TABLE d (id int);',
        '/* liquibase rollback',
        'DROP TABLE d;',
        '*/',
        '--changeset bob:5',
        'CREATE TABLE e (id int);',
        '--rollback not required',
      ].join('\n'),
    },
    found: [
      'liquibase db/changelog ann:1 up: createTable a, down: dropTable a',
      'liquibase db/changelog bob:2 up!: createTable b, down absent',
      'liquibase db/changelog bob:4 up: createTable d, down: dropTable d',
      'liquibase db/changelog bob:5 up: createTable e, down irreversible',
    ],
  },
  diesel: {
    files: {
      'migrations/2024-01-01-000000_a/up.sql': A,
      'migrations/2024-01-01-000000_a/down.sql': DROP_A,
      'migrations/2024-02-01-000000_b/up.sql': B,
      'migrations/2024-02-01-000000_b/down.sql': '-- This file should undo anything in `up.sql`',
      'migrations/2024-02-01-000000_b/metadata.toml': 'run_in_transaction = false\n',
    },
    found: ['diesel migrations 2024-01-01-000000_a up: createTable a, down: dropTable a', 'diesel migrations 2024-02-01-000000_b up!: createTable b, down empty'],
  },
  'sqitch: the plan tells the order, the scripts their transactions': {
    files: {
      'sqitch.conf': '[core]\n\tengine = pg\n',
      'sqitch.plan': '%syntax-version=1.0.0\n%project=x\n\nusers 2024-01-01T00:00:00Z A <a@b.c> # first\nages [users] 2024-01-02T00:00:00Z A <a@b.c> # second\n@v1 2024-01-03T00:00:00Z A <a@b.c> # tag\n',
      'deploy/ages.sql': 'BEGIN;\nALTER TABLE a ADD age int;\nCOMMIT;',
      'deploy/users.sql': A,
      'revert/users.sql': DROP_A,
    },
    found: ['sqitch . users up!: createTable a, down!: dropTable a', 'sqitch . ages up!: transaction + addColumn a + transaction, down absent'],
  },
  Supabase: {
    files: { 'supabase/migrations/20240101000000_a.sql': A, 'supabase/seed.sql': 'INSERT INTO a VALUES (1);' },
    found: ['supabase supabase/migrations 20240101000000 up: createTable a, down absent'],
  },
  'sql-migrate': {
    files: { 'm/1-a.sql': `-- +migrate Up\n${A}\n-- +migrate Down\n${DROP_A}`, 'm/2-b.sql': `-- +migrate Up notransaction\n${B}` },
    found: ['sql-migrate m 1-a up: createTable a, down: dropTable a', 'sql-migrate m 2-b up!: createTable b, down absent'],
  },
  'rambler: sections that take turns': {
    files: { 'm/01_a.sql': `-- rambler up\n${A}\n-- rambler down\n${DROP_A}\n-- rambler up\n${B}\n-- rambler down\nDROP TABLE b;` },
    found: ['rambler m 01_a up!: createTable a + createTable b, down!: dropTable a + dropTable b'],
  },
  'tern: what stands above the line creates': {
    files: { 'm/001_a.sql': `${A}\n---- create above / drop below ----\n${DROP_A}`, 'm/002_b.sql': `---- tern: disable-tx ----\n${B}---- create above / drop below ----\n` },
    found: ['tern m 001 up: createTable a, down: dropTable a', 'tern m 002 up!: createTable b, down empty'],
  },
  'node-pg-migrate': {
    files: { 'm/1600000000000_a.sql': `-- Up Migration\n${A}\n-- Down Migration\n${DROP_A}` },
    found: ['node-pg-migrate-sql m 1600000000000_a up: createTable a, down: dropTable a'],
  },
  MyBatis: {
    files: { 'scripts/20240101000000_a.sql': `-- // create a\n${A}\n-- //@UNDO\n${DROP_A}` },
    found: ['mybatis scripts 20240101000000 up: createTable a, down: dropTable a'],
  },
  'sections of no tool': {
    files: { 'm/001_a.sql': `-- UP\n${A}\n-- DOWN\n${DROP_A}` },
    found: ['sql-sections m 001 up!: createTable a, down!: dropTable a'],
  },
  Atlas: {
    files: { 'm/20240101_a.sql': A, 'm/20240201_b.sql': `-- atlas:txmode none\n\n${B}`, 'm/atlas.sum': 'h1:' },
    found: ['atlas m 20240101_a up: createTable a, down absent', 'atlas m 20240201_b up!: createTable b, down absent'],
  },
  'numbered files in a folder of migrations': {
    files: { 'db/migrations/10_b.sql': B, 'db/migrations/2_a.sql': A, 'db/migrations/README.sql': 'DROP TABLE a;' },
    found: ['sql db/migrations 2_a up!: createTable a, down absent', 'sql db/migrations 10_b up!: createTable b, down absent'],
  },
};

describe('layouts of plain SQL', () => {
  it.each(Object.entries(CASES))('%s', async (_, { files, found }) => {
    expect(await migrationsOf(files, { dialect: 'postgres' })).toEqual(found);
  });

  it('is what the project says it is', async () => {
    const files = { 'db/change-1.sql': A, 'db/change-1.back.sql': DROP_A, 'db/change-2.sql': B, 'db/notes.sql': 'DROP TABLE a;' };
    expect(await migrationsOf(files)).toEqual([]);
    expect(await migrationsOf(files, { layouts: [{ files: ['db/*.sql'], up: 'change-*.sql', down: 'change-*.back.sql' }] })).toEqual(['sql-files db 1 up!: createTable a, down!: dropTable a', 'sql-files db 2 up!: createTable b, down absent']);
  });
});
