import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/target.js';
import { fixesFor } from './support.js';

interface Case {
  readonly framework: string;
  readonly folder?: string;
  readonly names: readonly [string, string];
  readonly start: string;
  readonly written: string;
  readonly expected: string;
  readonly dialect?: Dialect;
}

/** What becomes of the second file; why not, where nothing does. */
async function fixed({ names: [first, second], folder = 'migrations', start, written, dialect = 'postgres' }: Omit<Case, 'expected' | 'framework'>): Promise<string> {
  const file = `${folder}/${second}`;
  const options = { dialect, reviewed: (each: string) => each === file };
  const files = { [`${folder}/${first}`]: start, [file]: written };
  const { fixes, unfixed } = await fixesFor(files, options);
  const text = fixes[0]?.changes[0]?.after ?? unfixed[0]?.reason ?? 'no finding';
  if (fixes.length > 0) {
    expect(parseSync(file, text).errors).toEqual([]);
    const again = await fixesFor({ ...files, [file]: text }, options);
    expect([...again.fixes, ...again.unfixed]).toEqual([]);
  }
  return text;
}

const KNEX = { names: ['20240101000000_start.js', '20240102000000_next.js'], start: "exports.up = async (knex) => {\n  await knex.raw('CREATE TABLE users (id integer PRIMARY KEY, bio text)');\n};\nexports.down = async (knex) => {\n  await knex.raw('DROP TABLE users');\n};\n" } as const;
const SEQUELIZE = {
  names: ['20240101000000-start.js', '20240102000000-next.js'],
  start: "module.exports = {\n  async up(queryInterface) {\n    await queryInterface.sequelize.query('CREATE TABLE users (id integer PRIMARY KEY, bio text)');\n  },\n  async down(queryInterface) {\n    await queryInterface.sequelize.query('DROP TABLE users');\n  },\n};\n",
} as const;
const KYSELY = {
  names: ['20240101000000_start.ts', '20240102000000_next.ts'],
  start: "import { type Kysely, sql } from 'kysely';\n\nexport async function up(db: Kysely<any>): Promise<void> {\n  await sql`CREATE TABLE users (id integer PRIMARY KEY, bio text)`.execute(db);\n}\n\nexport async function down(db: Kysely<any>): Promise<void> {\n  await sql`DROP TABLE users`.execute(db);\n}\n",
} as const;
const MIKRO = {
  names: ['Migration20240101000000.ts', 'Migration20240102000000.ts'],
  start: "import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration20240101000000 extends Migration {\n  async up(): Promise<void> {\n    this.addSql('CREATE TABLE users (id integer PRIMARY KEY, bio text)');\n  }\n\n  async down(): Promise<void> {\n    this.addSql('DROP TABLE users');\n  }\n}\n",
} as const;
const PG_MIGRATE = {
  names: ['1700000000001_start.js', '1700000000002_next.js'],
  start: "exports.up = (pgm) => {\n  pgm.sql('CREATE TABLE users (id integer PRIMARY KEY, bio text)');\n};\n\nexports.down = (pgm) => {\n  pgm.sql('DROP TABLE users');\n};\n",
} as const;
const DB_MIGRATE = {
  names: ['20240101000000-start.js', '20240102000000-next.js'],
  start: "exports.up = function (db) {\n  return db.runSql('CREATE TABLE users (id integer PRIMARY KEY, bio text)');\n};\n\nexports.down = function (db) {\n  return db.runSql('DROP TABLE users');\n};\n",
} as const;
const LOST = '// The values of this column cannot be restored.';
const BACK = 'ALTER TABLE users ADD COLUMN bio text';

const cases: readonly Case[] = [
  {
    ...KNEX, framework: 'knex: exports without a downgrade, in the quotes of the file',
    written: "exports.up = async (knex) => {\n  await knex.raw('ALTER TABLE users DROP COLUMN bio');\n  await knex.schema.createTable('posts', (table) => {\n    table.increments();\n  });\n};\n",
    expected: `exports.up = async (knex) => {\n  await knex.raw('ALTER TABLE users DROP COLUMN bio');\n  await knex.schema.createTable('posts', (table) => {\n    table.increments();\n  });\n};\n\nexports.down = async (knex) => {\n  await knex.raw('DROP TABLE posts');\n  ${LOST}\n  await knex.raw('${BACK}');\n};\n`,
  },
  {
    ...KNEX, framework: 'knex: a promise that is returned',
    written: "exports.up = function (knex) {\n    return knex.schema.table('users', (t) => t.integer('age'))\n}\n\nexports.down = function () {}\n",
    expected: "exports.up = function (knex) {\n    return knex.schema.table('users', (t) => t.integer('age'))\n}\n\nexports.down = function (knex) {\n    return knex.raw(`ALTER TABLE users DROP COLUMN age`)\n}\n",
  },
  {
    ...KNEX, names: ['20240101000000_start.js', '20240102000000_next.ts'], framework: 'knex: TypeScript, a parameter that was unused',
    written: "import type { Knex } from 'knex';\n\nexport async function up(knex: Knex): Promise<void> {\n  await knex.schema.dropTable('users');\n}\n\nexport async function down(_knex: Knex): Promise<void> {}\n",
    expected: "import type { Knex } from 'knex';\n\nexport async function up(knex: Knex): Promise<void> {\n  await knex.schema.dropTable('users');\n}\n\nexport async function down(knex: Knex): Promise<void> {\n  // The rows of this table cannot be restored.\n  await knex.raw(`CREATE TABLE users (\n    id integer NOT NULL,\n    bio text,\n    CONSTRAINT users_pkey PRIMARY KEY (id)\n  )`);\n}\n",
  },
  {
    ...KNEX, framework: 'knex: what is returned is waited for, and kept',
    written: "exports.up = (knex) => knex.raw('ALTER TABLE users DROP COLUMN bio; CREATE INDEX ix ON users (id)');\nexports.down = (knex) => knex.raw('UPDATE users SET id = 2; DROP INDEX ix');\n",
    expected: `exports.up = (knex) => knex.raw('ALTER TABLE users DROP COLUMN bio; CREATE INDEX ix ON users (id)');\nexports.down = async (knex) => {\n  await knex.raw('UPDATE users SET id = 2; DROP INDEX ix');\n  ${LOST}\n  await knex.raw('${BACK}');\n};\n`,
  },
  {
    ...KNEX, names: ['20240101000000_start.js', '20240102000000_next.ts'], framework: 'knex: Lucid, which sends for itself',
    written: "import { BaseSchema } from '@adonisjs/lucid/schema'\n\nexport default class extends BaseSchema {\n  async up() {\n    this.schema.alterTable('users', (table) => {\n      table.dropColumn('bio')\n    })\n  }\n\n  async down() {}\n}\n",
    expected: `import { BaseSchema } from '@adonisjs/lucid/schema'\n\nexport default class extends BaseSchema {\n  async up() {\n    this.schema.alterTable('users', (table) => {\n      table.dropColumn('bio')\n    })\n  }\n\n  async down() {\n    ${LOST}\n    this.schema.raw(\`${BACK}\`)\n  }\n}\n`,
  },
  {
    ...SEQUELIZE, framework: 'sequelize: what Umzug gives',
    written: "module.exports = {\n  up: async ({ context: queryInterface }) => {\n    await queryInterface.removeColumn('users', 'bio');\n  },\n  down: async () => {},\n};\n",
    expected: `module.exports = {\n  up: async ({ context: queryInterface }) => {\n    await queryInterface.removeColumn('users', 'bio');\n  },\n  down: async ({ context: queryInterface }) => {\n    ${LOST}\n    await queryInterface.sequelize.query(\`${BACK}\`);\n  },\n};\n`,
  },
  {
    ...SEQUELIZE, framework: 'sequelize: an object without a downgrade',
    written: "module.exports = {\n  async up(queryInterface, Sequelize) {\n    await queryInterface.removeColumn('users', 'bio');\n  },\n};\n",
    expected: `module.exports = {\n  async up(queryInterface, Sequelize) {\n    await queryInterface.removeColumn('users', 'bio');\n  },\n  async down(queryInterface, Sequelize) {\n    ${LOST}\n    await queryInterface.sequelize.query(\`${BACK}\`);\n  },\n};\n`,
  },
  {
    ...SEQUELIZE, framework: 'sequelize: inside of the transaction that is there',
    written: "module.exports = {\n  up: async (qi) => {\n    await qi.removeColumn('users', 'bio');\n    await qi.addIndex('users', ['id'], { name: 'ix' });\n  },\n  down: (qi) => qi.sequelize.transaction((t) => {\n    return qi.removeIndex('users', 'ix', { transaction: t });\n  }),\n};\n",
    expected: `module.exports = {\n  up: async (qi) => {\n    await qi.removeColumn('users', 'bio');\n    await qi.addIndex('users', ['id'], { name: 'ix' });\n  },\n  down: (qi) => qi.sequelize.transaction(async (t) => {\n    await qi.removeIndex('users', 'ix', { transaction: t });\n    ${LOST}\n    await qi.sequelize.query(\`${BACK}\`, { transaction: t });\n  }),\n};\n`,
  },
  {
    ...SEQUELIZE, framework: 'sequelize: before the transaction is committed',
    written: "module.exports = {\n  up: async (qi) => {\n    await qi.removeColumn('users', 'bio');\n    await qi.addIndex('users', ['id'], { name: 'ix' });\n  },\n  down: async (qi) => {\n    const transaction = await qi.sequelize.transaction();\n    try {\n      await qi.removeIndex('users', 'ix', { transaction });\n      await transaction.commit();\n    } catch (error) {\n      await transaction.rollback();\n      throw error;\n    }\n  },\n};\n",
    expected: `module.exports = {\n  up: async (qi) => {\n    await qi.removeColumn('users', 'bio');\n    await qi.addIndex('users', ['id'], { name: 'ix' });\n  },\n  down: async (qi) => {\n    const transaction = await qi.sequelize.transaction();\n    try {\n      await qi.removeIndex('users', 'ix', { transaction });\n      ${LOST}\n      await qi.sequelize.query(\`${BACK}\`, { transaction });\n      await transaction.commit();\n    } catch (error) {\n      await transaction.rollback();\n      throw error;\n    }\n  },\n};\n`,
  },
  {
    ...KYSELY, framework: 'kysely: imports what it uses',
    written: "import type { Kysely } from 'kysely';\n\nexport async function up(db: Kysely<any>): Promise<void> {\n  await db.schema.alterTable('users').dropColumn('bio').execute();\n}\n",
    expected: `import type { Kysely } from 'kysely';\nimport { sql } from 'kysely';\n\nexport async function up(db: Kysely<any>): Promise<void> {\n  await db.schema.alterTable('users').dropColumn('bio').execute();\n}\n\nexport async function down(db: Kysely<any>): Promise<void> {\n  ${LOST}\n  await sql\`${BACK}\`.execute(db);\n}\n`,
  },
  {
    ...KYSELY, framework: 'kysely: functions that are exported together',
    written: "import { type Kysely } from 'kysely';\n\nconst up = async (db: Kysely<any>) => {\n  await db.schema.alterTable('users').dropColumn('bio').execute();\n};\n\nexport { up };\n",
    expected: `import { type Kysely, sql } from 'kysely';\n\nconst up = async (db: Kysely<any>) => {\n  await db.schema.alterTable('users').dropColumn('bio').execute();\n};\n\nconst down = async (db: Kysely<any>) => {\n  ${LOST}\n  await sql\`${BACK}\`.execute(db);\n};\n\nexport { up, down };\n`,
  },
  {
    ...MIKRO, framework: 'mikro-orm: a class without a downgrade',
    written: "import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration20240102000000 extends Migration {\n  override async up(): Promise<void> {\n    this.addSql('alter table \"users\" drop column \"bio\"');\n  }\n}\n",
    expected: `import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration20240102000000 extends Migration {\n  override async up(): Promise<void> {\n    this.addSql('alter table "users" drop column "bio"');\n  }\n\n  override async down(): Promise<void> {\n    ${LOST}\n    this.addSql('ALTER TABLE "users" ADD COLUMN "bio" text');\n  }\n}\n`,
  },
  {
    ...PG_MIGRATE, framework: 'node-pg-migrate: what cannot be inferred',
    written: "exports.up = (pgm) => {\n  pgm.dropColumns('users', ['bio']);\n};\n\nexports.down = (pgm) => {};\n",
    expected: `exports.up = (pgm) => {\n  pgm.dropColumns('users', ['bio']);\n};\n\nexports.down = (pgm) => {\n  ${LOST}\n  pgm.sql(\`${BACK}\`);\n};\n`,
  },
  {
    ...PG_MIGRATE, framework: 'node-pg-migrate: what it would infer in vain',
    written: "exports.up = (pgm) => {\n  pgm.dropColumns('users', ['bio']);\n};\n",
    expected: `exports.up = (pgm) => {\n  pgm.dropColumns('users', ['bio']);\n};\n\nexports.down = (pgm) => {\n  ${LOST}\n  pgm.sql(\`${BACK}\`);\n};\n`,
  },
  {
    ...PG_MIGRATE, dialect: 'postgres', names: ['1700000000001_start.js', '1700000000002_next.ts'], framework: 'node-pg-migrate: TypeScript, a return type that stays',
    written: "import { MigrationBuilder } from 'node-pg-migrate';\n\nexport const up = (pgm: MigrationBuilder): void => {\n  pgm.dropColumns('users', ['bio']);\n};\n\nexport const down = (): void => {};\n",
    expected: `import { MigrationBuilder } from 'node-pg-migrate';\n\nexport const up = (pgm: MigrationBuilder): void => {\n  pgm.dropColumns('users', ['bio']);\n};\n\nexport const down = (pgm: MigrationBuilder): void => {\n  ${LOST}\n  pgm.sql(\`${BACK}\`);\n};\n`,
  },
  {
    ...DB_MIGRATE, framework: 'db-migrate: a callback that nobody needs',
    written: "exports.up = function (db, callback) {\n  db.removeColumn('users', 'bio', callback);\n};\n\nexports.down = function (db, callback) {\n  callback();\n};\n",
    expected: `exports.up = function (db, callback) {\n  db.removeColumn('users', 'bio', callback);\n};\n\nexports.down = async function (db) {\n  ${LOST}\n  await db.runSql(\`${BACK}\`);\n};\n`,
  },
  {
    ...DB_MIGRATE, framework: 'db-migrate: a promise that is returned',
    written: "exports.up = function (db) {\n  return db.removeColumn('users', 'bio');\n};\n\nexports.down = function (db) {\n  return null;\n};\n",
    expected: `exports.up = function (db) {\n  return db.removeColumn('users', 'bio');\n};\n\nexports.down = function (db) {\n  ${LOST}\n  return db.runSql(\`${BACK}\`);\n};\n`,
  },
];

describe('the way back is written as SQL that the migration sends', () => {
  it.each(cases)('$framework', async ({ expected, ...rest }) => {
    expect(await fixed(rest)).toBe(expected);
  });
});

describe('text that means something to JavaScript', () => {
  it('is escaped in a template', async () => {
    const start = KNEX.start.replace('bio text', "bio text DEFAULT '`${a}\\\\'");
    const text = await fixed({ ...KNEX, start: start.replaceAll("raw('CREATE", 'raw(`CREATE').replace("\\\\')'", "\\\\')`").replace('`${', '\\`\\${'), written: 'exports.up = async (knex) => {\n  await knex.raw(`ALTER TABLE users DROP COLUMN bio`);\n};\n' });
    expect(text).toContain("ADD COLUMN bio text DEFAULT '\\`\\${a}\\\\'`");
  });
});

describe('what is not written', () => {
  it('a downgrade that stands elsewhere', async () => {
    expect(await fixed({ ...KNEX, written: "const { down } = require('./shared');\nexports.up = async (knex) => {\n  await knex.raw('ALTER TABLE users DROP COLUMN bio');\n};\nexports.down = null;\n" })).toContain('could not be read');
  });

  it('a statement that the framework would misunderstand', async () => {
    const start = KNEX.start.replace("'CREATE TABLE users (id integer PRIMARY KEY, bio text)'", "`CREATE TABLE users (id integer PRIMARY KEY, bio text DEFAULT 'who?')`");
    expect(await fixed({ ...KNEX, start, written: "exports.up = async (knex) => {\n  await knex.raw('ALTER TABLE users DROP COLUMN bio');\n};\n" })).toBe('a question mark in a statement would be taken for a parameter');
  });

  it('more of a downgrade that does what nobody can tell', async () => {
    const written = "module.exports = {\n  async up(queryInterface) {\n    await queryInterface.createTable('posts', { id: { type: 'integer', primaryKey: true } });\n  },\n  async down(queryInterface) {\n    await queryInterface.dropAllTables();\n  },\n};\n";
    expect(await fixed({ ...SEQUELIZE, written })).toBe('the downgrade does something that could not be read: whether that is what is missing cannot be told');
  });

  it('more of a downgrade that calls back', async () => {
    const written = "exports.up = function (db, callback) {\n  db.runSql('ALTER TABLE users DROP COLUMN bio', callback);\n};\n\nexports.down = function (db, callback) {\n  db.runSql('UPDATE users SET id = 2', callback);\n};\n";
    expect(await fixed({ ...DB_MIGRATE, written })).toBe('the downgrade calls back when it is done: it has to be extended by hand');
  });
});
