import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import { WRITINGS, rawBody, type Writing } from '../harness/frameworks.js';
import { lintAsConfigured } from '../harness/presets.js';

const BASE = [
  'CREATE TABLE users (id integer PRIMARY KEY, email varchar(200) NOT NULL, name varchar(50), featured boolean, code varchar(16), score numeric(10, 4))',
];

/** Up and down. */
type Bodies = readonly [up: string, down: string];

const NOTES = {
  knex: ["await knex.schema.createTable('notes', (table) => { table.integer('id').primary(); table.text('body'); });", "await knex.schema.dropTable('notes');"],
  typeorm: ["await queryRunner.createTable(new Table({ name: 'notes', columns: [{ name: 'id', type: 'int', isPrimary: true }, { name: 'body', type: 'text', isNullable: true }] }));", "await queryRunner.dropTable('notes');"],
  'node-pg-migrate': ["pgm.createTable('notes', { id: { type: 'integer', primaryKey: true }, body: 'text' });", "pgm.dropTable('notes');"],
  kysely: ["await db.schema.createTable('notes').addColumn('id', 'integer', (col) => col.primaryKey()).addColumn('body', 'text').execute();", "await db.schema.dropTable('notes').execute();"],
  sequelize: ["await queryInterface.createTable('notes', { id: { type: Sequelize.INTEGER, primaryKey: true }, body: Sequelize.TEXT });", "await queryInterface.dropTable('notes');"],
  'db-migrate': ["await db.createTable('notes', { id: { type: 'int', primaryKey: true }, body: 'text' });", "await db.dropTable('notes');"],
  alembic: ['op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.Text()))', 'op.drop_table("notes")'],
} as const;
const emptied = ([up]: Bodies): Bodies => [up, ''];

/** The methods that every builder has, in its own words. */
interface Words {
  add(column: string, type: 'text' | 'boolean' | 'code'): string;
  drop(column: string): string;
  rename(from: string, to: string): string;
  required(column: string, withDefault: boolean): string;
  precision(digits: number, scale: number): string;
  index(concurrently: boolean): Bodies;
}

const type = (texts: Readonly<Record<'text' | 'boolean' | 'code', string>>, name: 'text' | 'boolean' | 'code'): string => texts[name];
const knexTable = (line: string): string => `await knex.schema.alterTable('users', (table) => { ${line} });`;

const WORDS: Readonly<Record<keyof typeof NOTES, Words>> = {
  alembic: {
    add: (column, name) => `op.add_column("users", sa.Column("${column}", ${type({ text: 'sa.Text()', boolean: 'sa.Boolean()', code: 'sa.String(16)' }, name)}))`,
    drop: (column) => `op.drop_column("users", "${column}")`,
    rename: (from, to) => `op.alter_column("users", "${from}", new_column_name="${to}")`,
    required: (column, withDefault) => `op.add_column("users", sa.Column("${column}", sa.String(20), nullable=False${withDefault ? ', server_default="free"' : ''}))`,
    precision: (digits, scale) => `op.alter_column("users", "score", type_=sa.Numeric(${digits}, ${scale}))`,
    index: (concurrently) =>
      concurrently
        ? ['with op.get_context().autocommit_block():\n    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)', 'op.drop_index("ix_users_email", table_name="users")']
        : ['op.create_index("ix_users_email", "users", ["email"])', 'op.drop_index("ix_users_email", table_name="users")'],
  },
  knex: {
    add: (column, name) => knexTable(`table.${type({ text: `text('${column}')`, boolean: `boolean('${column}')`, code: `string('${column}', 16)` }, name)};`),
    drop: (column) => knexTable(`table.dropColumn('${column}');`),
    rename: (from, to) => knexTable(`table.renameColumn('${from}', '${to}');`),
    required: (column, withDefault) => knexTable(`table.string('${column}', 20).notNullable()${withDefault ? ".defaultTo('free')" : ''};`),
    precision: (digits, scale) => knexTable(`table.decimal('score', ${digits}, ${scale}).alter();`),
    index: (concurrently) => [concurrently ? "await knex.raw('CREATE INDEX CONCURRENTLY ix_users_email ON users (email)');" : knexTable("table.index(['email'], 'ix_users_email');"), knexTable("table.dropIndex(['email'], 'ix_users_email');")],
  },
  typeorm: {
    add: (column, name) => `await queryRunner.addColumn('users', new TableColumn({ name: '${column}', ${type({ text: "type: 'text'", boolean: "type: 'boolean'", code: "type: 'varchar', length: '16'" }, name)}, isNullable: true }));`,
    drop: (column) => `await queryRunner.dropColumn('users', '${column}');`,
    rename: (from, to) => `await queryRunner.renameColumn('users', '${from}', '${to}');`,
    required: (column, withDefault) => `await queryRunner.addColumn('users', new TableColumn({ name: '${column}', type: 'varchar', length: '20'${withDefault ? `, default: "'free'"` : ''} }));`,
    precision: (digits, scale) => `await queryRunner.changeColumn('users', 'score', new TableColumn({ name: 'score', type: 'numeric', precision: ${digits}, scale: ${scale}, isNullable: true }));`,
    index: (concurrently) => [`await queryRunner.createIndex('users', new TableIndex({ name: 'ix_users_email', columnNames: ['email']${concurrently ? ', isConcurrent: true' : ''} }));`, "await queryRunner.dropIndex('users', 'ix_users_email');"],
  },
  'node-pg-migrate': {
    add: (column, name) => `pgm.addColumn('users', { ${column}: '${type({ text: 'text', boolean: 'boolean', code: 'varchar(16)' }, name)}' });`,
    drop: (column) => `pgm.dropColumn('users', '${column}');`,
    rename: (from, to) => `pgm.renameColumn('users', '${from}', '${to}');`,
    required: (column, withDefault) => `pgm.addColumn('users', { ${column}: { type: 'varchar(20)', notNull: true${withDefault ? ", default: 'free'" : ''} } });`,
    precision: (digits, scale) => `pgm.alterColumn('users', 'score', { type: 'numeric(${digits}, ${scale})' });`,
    index: (concurrently) => [`${concurrently ? 'pgm.noTransaction();\n' : ''}pgm.createIndex('users', 'email', { name: 'ix_users_email'${concurrently ? ', concurrently: true' : ''} });`, "pgm.dropIndex('users', 'email', { name: 'ix_users_email' });"],
  },
  kysely: {
    add: (column, name) => `await db.schema.alterTable('users').addColumn('${column}', '${type({ text: 'text', boolean: 'boolean', code: 'varchar(16)' }, name)}').execute();`,
    drop: (column) => `await db.schema.alterTable('users').dropColumn('${column}').execute();`,
    rename: (from, to) => `await db.schema.alterTable('users').renameColumn('${from}', '${to}').execute();`,
    required: (column, withDefault) => `await db.schema.alterTable('users').addColumn('${column}', 'varchar(20)', (col) => col.notNull()${withDefault ? ".defaultTo('free')" : ''}).execute();`,
    precision: (digits, scale) => `await db.schema.alterTable('users').alterColumn('score', (col) => col.setDataType('numeric(${digits}, ${scale})')).execute();`,
    index: () => ["await db.schema.createIndex('ix_users_email').on('users').column('email').execute();", "await db.schema.dropIndex('ix_users_email').execute();"],
  },
  sequelize: {
    add: (column, name) => `await queryInterface.addColumn('users', '${column}', Sequelize.${type({ text: 'TEXT', boolean: 'BOOLEAN', code: 'STRING(16)' }, name)});`,
    drop: (column) => `await queryInterface.removeColumn('users', '${column}');`,
    rename: (from, to) => `await queryInterface.renameColumn('users', '${from}', '${to}');`,
    required: (column, withDefault) => `await queryInterface.addColumn('users', '${column}', { type: Sequelize.STRING(20), allowNull: false${withDefault ? ", defaultValue: 'free'" : ''} });`,
    precision: (digits, scale) => `await queryInterface.changeColumn('users', 'score', { type: Sequelize.DECIMAL(${digits}, ${scale}), allowNull: true });`,
    index: (concurrently) => [`await queryInterface.addIndex('users', ['email'], { name: 'ix_users_email'${concurrently ? ', concurrently: true' : ''} });`, "await queryInterface.removeIndex('users', 'ix_users_email');"],
  },
  'db-migrate': {
    add: (column, name) => `await db.addColumn('users', '${column}', ${type({ text: "'text'", boolean: "'boolean'", code: "{ type: 'string', length: 16 }" }, name)});`,
    drop: (column) => `await db.removeColumn('users', '${column}');`,
    rename: (from, to) => `await db.renameColumn('users', '${from}', '${to}');`,
    required: (column, withDefault) => `await db.addColumn('users', '${column}', { type: 'string', length: 20, notNull: true${withDefault ? ", defaultValue: 'free'" : ''} });`,
    precision: (digits, scale) => `await db.changeColumn('users', 'score', { type: 'decimal', length: '${digits},${scale}' });`,
    index: () => ["await db.addIndex('users', 'ix_users_email', ['email']);", "await db.removeIndex('users', 'ix_users_email');"],
  },
};

/** Frameworks that wrap each migration, or all of them, into a transaction that a file cannot leave. */
const ALWAYS_IN_TRANSACTION = new Set(['kysely', 'db-migrate']);
const ALLOWED = 'migralint-allow drop-column: nothing has read it since release 4';

interface Case {
  readonly unsafe: Bodies;
  readonly safe: Bodies;
  /** What the project says besides, for the safe way. */
  readonly config?: Config;
}

/** A rename is safe where no old code runs beside the migration. */
const STOPPED: Config = { deployment: 'stop-the-world' };

/** The seven hazards in a framework's own words. */
function hazardsOf(framework: keyof typeof NOTES, comment: string): Readonly<Record<string, Case>> {
  const words = WORDS[framework];
  const notes = NOTES[framework];
  return {
    'drop-column': { unsafe: [words.drop('code'), words.add('code', 'code')], safe: [`${comment} ${ALLOWED}\n${words.drop('code')}`, words.add('code', 'code')] },
    'rename-as-drop-add': { unsafe: [`${words.drop('featured')}\n${words.add('is_featured', 'boolean')}`, `${words.drop('is_featured')}\n${words.add('featured', 'boolean')}`], safe: [words.rename('featured', 'is_featured'), words.rename('is_featured', 'featured')], config: STOPPED },
    'not-null-without-default': { unsafe: [words.required('plan', false), words.drop('plan')], safe: [words.required('plan', true), words.drop('plan')] },
    'empty-downgrade': { unsafe: emptied(notes), safe: notes },
    'lossy-type-change': { unsafe: [words.precision(10, 2), words.precision(10, 4)], safe: [words.precision(14, 4), words.precision(10, 4)] },
    'downgrade-mismatch': { unsafe: [`${words.add('city', 'text')}\n${words.add('zip', 'text')}`, words.drop('city')], safe: [`${words.add('city', 'text')}\n${words.add('zip', 'text')}`, `${words.drop('zip')}\n${words.drop('city')}`] },
    'blocking-index-build': { unsafe: words.index(false), safe: words.index(true), ...(ALWAYS_IN_TRANSACTION.has(framework) && { config: { smallTables: ['users'] } }) },
  };
}

const lines = (...statements: readonly string[]): string => statements.join('\n');
const RAW: Readonly<Record<string, Case>> = {
  'drop-column': { unsafe: ['ALTER TABLE users DROP COLUMN code', 'ALTER TABLE users ADD COLUMN code varchar(16)'], safe: [lines(`-- ${ALLOWED}`, 'ALTER TABLE users DROP COLUMN code'), 'ALTER TABLE users ADD COLUMN code varchar(16)'] },
  'rename-as-drop-add': { unsafe: [lines('ALTER TABLE users DROP COLUMN featured', 'ALTER TABLE users ADD COLUMN is_featured boolean'), lines('ALTER TABLE users DROP COLUMN is_featured', 'ALTER TABLE users ADD COLUMN featured boolean')], safe: ['ALTER TABLE users RENAME COLUMN featured TO is_featured', 'ALTER TABLE users RENAME COLUMN is_featured TO featured'], config: STOPPED },
  'not-null-without-default': { unsafe: ['ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL', 'ALTER TABLE users DROP COLUMN plan'], safe: ["ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL DEFAULT 'free'", 'ALTER TABLE users DROP COLUMN plan'] },
  'empty-downgrade': { unsafe: ['CREATE TABLE notes (id integer PRIMARY KEY)', ''], safe: ['CREATE TABLE notes (id integer PRIMARY KEY)', 'DROP TABLE notes'] },
  'lossy-type-change': { unsafe: ['ALTER TABLE users ALTER COLUMN score TYPE numeric(10, 2)', 'ALTER TABLE users ALTER COLUMN score TYPE numeric(10, 4)'], safe: ['ALTER TABLE users ALTER COLUMN score TYPE numeric(14, 4)', 'ALTER TABLE users ALTER COLUMN score TYPE numeric(10, 4)'] },
  'downgrade-mismatch': { unsafe: [lines('ALTER TABLE users ADD COLUMN city text', 'ALTER TABLE users ADD COLUMN zip text'), 'ALTER TABLE users DROP COLUMN city'], safe: [lines('ALTER TABLE users ADD COLUMN city text', 'ALTER TABLE users ADD COLUMN zip text'), lines('ALTER TABLE users DROP COLUMN zip', 'ALTER TABLE users DROP COLUMN city')] },
  'blocking-index-build': { unsafe: ['CREATE INDEX ix_users_email ON users (email)', 'DROP INDEX ix_users_email'], safe: [lines('CREATE TABLE labels (id integer PRIMARY KEY, label text)', 'CREATE INDEX ix_labels ON labels (label)'), 'DROP TABLE labels'] },
};

/** A comment of the migration's own language, and its statements as the framework sends them. */
const rawIn = (writing: Writing, [up, down]: Bodies): Bodies => {
  const written = (body: string): string => (body === '' ? '' : body.split('\n').map((line) => (line.startsWith('--') ? line.replace('--', writing.comment) : writing.raw(line))).join('\n'));
  return [written(up), written(down)];
};

async function found(framework: string, [up, down]: Bodies, config: Config = {}, withoutTransaction = false): Promise<readonly string[]> {
  const writing = WRITINGS[framework];
  if (!writing) throw new Error(`nobody has said how ${framework} is written`);
  const [base, step] = [1, 2].map((number) => `${writing.folder}/${writing.file(number)}`) as [string, string];
  const text = writing.text(2, up, down);
  const files = { ...writing.files, [base]: writing.text(1, rawBody(writing, BASE), writing.raw('DROP TABLE users')), [step]: withoutTransaction ? outside(framework, text) : text };
  const report = await lintAsConfigured({ files, history: new Set([base]) }, { dialect: 'postgres', preset: 'recommended', ...config });
  return [...report.problems.map(({ message }) => message), ...report.findings.map(({ ruleId, span }) => (span.file === step ? ruleId : `${ruleId} in ${span.file}`))];
}

/** Says in the file that it runs without a transaction, where that is not said by a call. */
const outside = (framework: string, text: string): string => (framework === 'knex' ? `${text}\nexports.config = { transaction: false };\n` : framework === 'typeorm' ? text.replace('MigrationInterface {\n', 'MigrationInterface {\n  transaction = false as const;\n\n') : text);

describe.each(Object.keys(WRITINGS))('%s', (framework) => {
  const writing = WRITINGS[framework] as Writing;
  describe('in SQL', () => {
    it.each(Object.entries(RAW))('%s', async (rule, { unsafe, safe, config }) => {
      expect(await found(framework, rawIn(writing, unsafe))).toEqual([rule]);
      expect(await found(framework, rawIn(writing, safe), config)).toEqual([]);
    });
  });
  if (!Object.hasOwn(NOTES, framework)) return;
  describe('in its own words', () => {
    it.each(Object.entries(hazardsOf(framework as keyof typeof NOTES, writing.comment)))('%s', async (rule, { unsafe, safe, config }) => {
      expect(await found(framework, unsafe)).toEqual([rule]);
      expect(await found(framework, safe, config, rule === 'blocking-index-build')).toEqual([]);
    });
  });
});
