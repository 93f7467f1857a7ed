import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../fixtures/scenarios/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

export const SCENARIOS: readonly string[] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

/** Why a framework writes a scenario in SQL: it has no word of its own for it, or one that does more. */
export const EXCEPTIONS = JSON.parse(text('exceptions.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The tables that all scenarios begin with. */
export const BASE: readonly string[] = text('base.sql').split(/;\n/u).filter((statement) => statement.trim() !== '');

interface Layout {
  /** Where the project keeps its migrations. */
  readonly folder: string;
  /** The migration that makes the tables. */
  readonly base: Readonly<Record<string, string>>;
  /** How plain SQL is sent. */
  readonly raw?: RegExp;
  readonly files?: Readonly<Record<string, string>>;
}

const each = (indent: string, send: (statement: string) => string): string => BASE.map((statement) => `${indent}${send(`\`${statement}\``)};\n`).join('');

export const LAYOUTS: Readonly<Record<string, Layout>> = {
  alembic: {
    folder: 'migrations/versions',
    base: { '0001_base.py': `from alembic import op\n\nrevision = "0001"\ndown_revision = None\n\n\ndef upgrade():\n${BASE.map((statement) => `    op.execute("""${statement}""")\n`).join('')}` },
    raw: /\bop\.execute\("/u,
    files: { 'alembic.ini': '[alembic]\nscript_location = migrations\n', 'migrations/env.py': 'from alembic import context\n' },
  },
  sql: { folder: 'db/migrations', base: { '0001_base.up.sql': `${BASE.join(';\n')};\n`, '0001_base.down.sql': '-- nothing\n' } },
  knex: { folder: 'migrations', base: { '20260101000001_base.js': `exports.up = async (knex) => {\n${each('  ', (sql) => `await knex.raw(${sql})`)}};\n\nexports.down = async () => {};\n` }, raw: /\bknex\.raw\(`/u },
  typeorm: {
    folder: 'src/migrations',
    base: {
      '1700000000001-Base.ts': `import { MigrationInterface, QueryRunner } from 'typeorm';\n\nexport class Base1700000000001 implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n${each('    ', (sql) => `await queryRunner.query(${sql})`)}  }\n\n  public async down(): Promise<void> {}\n}\n`,
    },
    raw: /\bqueryRunner\.query\(`/u,
  },
  'mikro-orm': {
    folder: 'src/migrations',
    base: { 'Migration20260101000001.ts': `import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration20260101000001 extends Migration {\n  override async up(): Promise<void> {\n${each('    ', (sql) => `this.addSql(${sql})`)}  }\n}\n` },
  },
  'node-pg-migrate': { folder: 'migrations', base: { '1700000000001_base.js': `exports.up = (pgm) => {\n${each('  ', (sql) => `pgm.sql(${sql})`)}};\n\nexports.down = (pgm) => {};\n` }, raw: /\bpgm\.sql\(`/u },
  kysely: {
    folder: 'migrations',
    base: { '20260101000001_base.ts': `import { type Kysely, sql } from 'kysely';\n\nexport async function up(db: Kysely<any>): Promise<void> {\n${each('  ', (sql) => `await sql${sql}.execute(db)`)}}\n\nexport async function down(): Promise<void> {}\n` },
    raw: /\bsql`[^`]*`\.execute\(/u,
  },
  sequelize: {
    folder: 'migrations',
    base: { '20260101000001-base.js': `module.exports = {\n  async up(queryInterface) {\n${each('    ', (sql) => `await queryInterface.sequelize.query(${sql})`)}  },\n\n  async down() {},\n};\n` },
    raw: /\bsequelize\.query\(`/u,
  },
  'db-migrate': { folder: 'migrations', base: { '20260101000001-base.js': `exports.up = async function (db) {\n${each('  ', (sql) => `await db.runSql(${sql})`)}};\n\nexports.down = async function () {};\n\nexports._meta = { version: 1 };\n` }, raw: /\bdb\.runSql\(`/u },
};

/** The migration of a scenario as a framework writes it; one file but for SQL, whose directions lie apart. */
export function migrationOf(scenario: string, framework: string): Readonly<Record<string, string>> {
  const home = `${scenario}/${framework}/`;
  return Object.fromEntries(readdirSync(new URL(home, folder)).map((name) => [name, text(home + name)]));
}

/** A project whose only migration besides the tables is that of the scenario. */
export function projectOf(scenario: string, framework: string): Readonly<Record<string, string>> {
  const layout = LAYOUTS[framework];
  if (!layout) throw new Error(`nobody has said how a project with ${framework} is laid out`);
  const migrations = { ...layout.base, ...migrationOf(scenario, framework) };
  return { ...layout.files, ...Object.fromEntries(Object.entries(migrations).map(([name, content]) => [`${layout.folder}/${name}`, content])) };
}

export const operationsOf = (scenario: string): { readonly upgrade: unknown; readonly downgrade: unknown } => JSON.parse(text(`${scenario}/operations.json`)) as { readonly upgrade: unknown; readonly downgrade: unknown };
