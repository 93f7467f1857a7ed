import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, it } from 'vitest';
import { fixesFor } from './support.js';

const BEFORE = `CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE teams (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE users (
  id serial PRIMARY KEY,
  email varchar(50) NOT NULL CONSTRAINT uq_email UNIQUE,
  age integer DEFAULT 18 CHECK (age > 0),
  mood mood DEFAULT 'ok',
  team_id integer NOT NULL REFERENCES teams ON DELETE CASCADE
);
CREATE INDEX ix_lower ON users (lower(email)) WHERE age > 20;
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
INSERT INTO teams (name) VALUES ('a');
INSERT INTO users (email, team_id) VALUES ('x', 1);
`;

const SCHEMA = `
SELECT format('%s.%s %s %s %s', table_name, column_name, udt_name || coalesce(character_maximum_length::text, ''), is_nullable, column_default) AS line FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s', typname, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) FROM pg_type t WHERE typtype = 'e'
UNION ALL SELECT format('%s %s', viewname, definition) FROM pg_views WHERE schemaname = 'public'`;
const schemaOf = async (database: PGlite): Promise<readonly string[]> => (await database.query<{ line: string }>(SCHEMA)).rows.map(({ line }) => line).sort();

const upgrades: readonly (readonly [string, string])[] = [
  ['a table', 'CREATE TABLE posts (id serial PRIMARY KEY, user_id integer REFERENCES users);\nCREATE INDEX ON posts (user_id);'],
  ['a column with its constraint and index', 'ALTER TABLE users ADD COLUMN nick text;\nCREATE UNIQUE INDEX ux_nick ON users (nick);'],
  ['a dropped column that must have values', 'ALTER TABLE users DROP COLUMN email;'],
  ['a dropped key column', 'ALTER TABLE users DROP COLUMN team_id;'],
  ['a dropped table that others reference', 'DELETE FROM users;\nALTER TABLE users DROP COLUMN team_id;\nDROP TABLE teams;'],
  ['a type that is cast', 'DROP VIEW adults;\nDROP INDEX ix_lower;\nALTER TABLE users DROP CONSTRAINT users_age_check;\nALTER TABLE users ALTER COLUMN age DROP DEFAULT, ALTER COLUMN age TYPE text;'],
  ['renames', 'ALTER TABLE users RENAME COLUMN email TO mail;\nALTER TABLE users RENAME TO people;\nALTER TABLE people ADD COLUMN x integer;'],
  ['labels of a type', "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';\nALTER TABLE users ADD COLUMN other mood;"],
  ['a type of its own', "CREATE TYPE size AS ENUM ('s', 'l');\nALTER TABLE users ADD COLUMN size size DEFAULT 's';"],
  ['rules of keys', 'ALTER TABLE users DROP CONSTRAINT users_team_id_fkey;\nALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams ON DELETE SET NULL;\nALTER TABLE users ALTER COLUMN team_id DROP NOT NULL;'],
];

const database = new PGlite();
afterAll(() => database.close());

describe('a written down file brings a real server back over', () => {
  it.each(upgrades)('%s', async (_, upgrade) => {
    const files = { 'db/migrations/1_start.up.sql': BEFORE, 'db/migrations/1_start.down.sql': 'DROP VIEW adults;\nDROP TABLE users;\nDROP TABLE teams;\nDROP TYPE mood;\n', 'db/migrations/2_next.up.sql': upgrade };
    const { fixes, unfixed } = await fixesFor(files, { reviewed: (file) => file.includes('2_next') });
    expect(unfixed.map(({ reason }) => reason)).toEqual([]);
    const [change] = fixes[0]?.changes ?? [];
    expect(change?.file).toBe('db/migrations/2_next.down.sql');
    await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${BEFORE}`);
    const before = await schemaOf(database);
    await database.exec(upgrade);
    expect(await schemaOf(database)).not.toEqual(before);
    await database.exec(change?.after ?? '');
    expect(await schemaOf(database)).toEqual(before);
  });
});

describe('the way back is written where the tool looks for it', () => {
  it('in the section of the file, with the quotes of the upgrade', async () => {
    const up = '-- +goose Up\nCREATE TABLE "users" ("id" integer PRIMARY KEY);\n';
    const { fixes } = await fixesFor({ 'migrations/00001_users.sql': `${up}\n-- +goose Down\n` });
    expect(fixes[0]?.changes).toEqual([{ file: 'migrations/00001_users.sql', before: `${up}\n-- +goose Down\n`, after: `${up}\n-- +goose Down\nDROP TABLE "users";\n` }]);
  });

  it('in a section that is new', async () => {
    const up = '-- migrate:up\nCREATE TABLE users (id integer PRIMARY KEY);\n';
    const { fixes } = await fixesFor({ 'db/migrations/20240101000000_users.sql': up, 'db/migrations/20240102000000_teams.sql': '-- migrate:up\nCREATE TABLE teams (id integer);\n-- migrate:down\nDROP TABLE teams;\n' });
    expect(fixes[0]?.changes[0]?.after).toBe(`${up}\n-- migrate:down\nDROP TABLE users;\n`);
  });

  it('in MySQL’s own words', async () => {
    const { fixes } = await fixesFor({
      'migrations/1_a.up.sql': 'CREATE TABLE `t` (`id` int NOT NULL AUTO_INCREMENT PRIMARY KEY, `name` varchar(20) NOT NULL DEFAULT \'x\') ENGINE=InnoDB;',
      'migrations/1_a.down.sql': 'DROP TABLE `t`;',
      'migrations/2_b.up.sql': 'ALTER TABLE `t` MODIFY COLUMN `name` varchar(50) NULL;\nCREATE INDEX `ix` ON `t` (`name`);',
      'migrations/2_b.down.sql': '',
    }, { dialect: 'mysql' });
    expect(fixes[0]?.changes[0]?.after).toContain('DROP INDEX `ix` ON `t`;\n');
    expect(fixes[0]?.changes[0]?.after).toContain("MODIFY COLUMN `name` varchar(20) NOT NULL DEFAULT 'x'");
  });
});
