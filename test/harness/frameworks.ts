/** How a framework's migrations are written, for tests that write the same thing in all of them. */
export interface Writing {
  readonly folder: string;
  readonly files?: Readonly<Record<string, string>>;
  file(number: number): string;
  /** The whole file. `down` left out: there is no way back. */
  text(number: number, up: string, down?: string): string;
  /** Sends SQL that is written out. */
  raw(sql: string): string;
  readonly comment: string;
}

const indented = (body: string, by: number): string => body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(by) + line)).join('\n');
const padded = (number: number): string => String(number).padStart(2, '0');
const block = (head: string, body: string, by = 0): string => `${' '.repeat(by)}${head} {${body === '' ? '' : `\n${indented(body, by + 2)}\n${' '.repeat(by)}`}}`;
const both = (up: string, down: string | undefined, between = '\n\n'): string => (down === undefined ? up : up + between + down);
const quoted = (sql: string): string => `\`${sql}\``;

export const WRITINGS: Readonly<Record<string, Writing>> = {
  alembic: {
    folder: 'migrations/versions',
    files: { 'alembic.ini': '[alembic]\nscript_location = migrations\n', 'migrations/env.py': 'from alembic import context\n' },
    file: (number) => `00${padded(number)}_step.py`,
    text: (number, up, down) =>
      `from alembic import op\nimport sqlalchemy as sa\n\nrevision = "00${padded(number)}"\ndown_revision = ${number === 1 ? 'None' : `"00${padded(number - 1)}"`}\n\n\n${both(`def upgrade():\n${indented(up || 'pass', 4)}\n`, down === undefined ? undefined : `def downgrade():\n${indented(down || 'pass', 4)}\n`)}`,
    raw: (sql) => `op.execute("""${sql}""")`,
    comment: '#',
  },
  knex: { folder: 'migrations', file: (number) => `202601010000${padded(number)}_step.js`, text: (_, up, down) => `${both(`${block('exports.up = async (knex) =>', up)};`, down === undefined ? undefined : `${block('exports.down = async (knex) =>', down)};`)}\n`, raw: (sql) => `await knex.raw(${quoted(sql)});`, comment: '//' },
  typeorm: {
    folder: 'src/migrations',
    file: (number) => `17000000000${padded(number)}-Step.ts`,
    text: (number, up, down) =>
      `import { MigrationInterface, QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';\n\nexport class Step17000000000${padded(number)} implements MigrationInterface {\n${both(block('public async up(queryRunner: QueryRunner): Promise<void>', up, 2), down === undefined ? undefined : block('public async down(queryRunner: QueryRunner): Promise<void>', down, 2))}\n}\n`,
    raw: (sql) => `await queryRunner.query(${quoted(sql)});`,
    comment: '//',
  },
  'mikro-orm': {
    folder: 'src/migrations',
    file: (number) => `Migration202601010000${padded(number)}.ts`,
    text: (number, up, down) => `import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration202601010000${padded(number)} extends Migration {\n${both(block('override async up(): Promise<void>', up, 2), down === undefined ? undefined : block('override async down(): Promise<void>', down, 2))}\n}\n`,
    raw: (sql) => `this.addSql(${quoted(sql)});`,
    comment: '//',
  },
  'node-pg-migrate': { folder: 'migrations', file: (number) => `17000000000${padded(number)}_step.js`, text: (_, up, down) => `${both(`${block('exports.up = (pgm) =>', up)};`, down === undefined ? undefined : `${block('exports.down = (pgm) =>', down)};`)}\n`, raw: (sql) => `pgm.sql(${quoted(sql)});`, comment: '//' },
  kysely: {
    folder: 'migrations',
    file: (number) => `202601010000${padded(number)}_step.ts`,
    text: (_, up, down) => `import { type Kysely, sql } from 'kysely';\n\n${both(block('export async function up(db: Kysely<any>): Promise<void>', up), down === undefined ? undefined : block('export async function down(db: Kysely<any>): Promise<void>', down))}\n`,
    raw: (sql) => `await sql${quoted(sql)}.execute(db);`,
    comment: '//',
  },
  sequelize: { folder: 'migrations', file: (number) => `202601010000${padded(number)}-step.js`, text: (_, up, down) => `module.exports = {\n${both(`${block('async up(queryInterface, Sequelize)', up, 2)},`, down === undefined ? undefined : `${block('async down(queryInterface, Sequelize)', down, 2)},`)}\n};\n`, raw: (sql) => `await queryInterface.sequelize.query(${quoted(sql)});`, comment: '//' },
  'db-migrate': { folder: 'migrations', file: (number) => `202601010000${padded(number)}-step.js`, text: (_, up, down) => `${both(`${block('exports.up = async function (db)', up)};`, down === undefined ? undefined : `${block('exports.down = async function (db)', down)};`)}\n\nexports._meta = { version: 1 };\n`, raw: (sql) => `await db.runSql(${quoted(sql)});`, comment: '//' },
};

/** Statements that a framework sends as they are written. */
export const rawBody = (framework: Writing, statements: readonly string[]): string => statements.map((sql) => framework.raw(sql)).join('\n');
