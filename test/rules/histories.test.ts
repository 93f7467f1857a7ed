import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import type { Finding } from '../../src/finding.js';
import { WRITINGS } from '../harness/frameworks.js';
import { lintAsConfigured } from '../harness/presets.js';

type Bodies = readonly [up: string, down?: string];

/** Migrations one after the other; the last is under review. */
async function review(framework: string, migrations: readonly Bodies[], config: Config = {}): Promise<readonly Finding[]> {
  const writing = WRITINGS[framework];
  if (!writing) throw new Error(`nobody has said how ${framework} is written`);
  const names = migrations.map((_, i) => `${writing.folder}/${writing.file(i + 1)}`);
  const files = { ...writing.files, ...Object.fromEntries(migrations.map(([up, down], i) => [names[i] ?? '', writing.text(i + 1, up, down)])) };
  return (await lintAsConfigured({ files, history: new Set(names.slice(0, -1)) }, { dialect: 'postgres', ...config })).findings;
}

const rulesIn = (findings: readonly Finding[]): readonly string[] => findings.map(({ ruleId, messageId }) => `${ruleId}/${messageId}`);

async function reviewSql(statements: readonly string[], config: Config = {}): Promise<readonly Finding[]> {
  const files = Object.fromEntries(statements.map((text, i) => [`db/migrations/00${i + 1}_step.up.sql`, text]));
  return (await lintAsConfigured({ files, history: new Set(Object.keys(files).slice(0, -1)) }, { dialect: 'postgres', rollback: 'forward-only', ...config })).findings;
}

describe('hazards that only the history shows', () => {
  it('what went with a column is not brought back by adding the column', async () => {
    const base: Bodies = ['op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))\nop.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_orders_user"), nullable=False))\nop.create_index("ix_orders_user", "orders", ["user_id"])', 'op.drop_table("orders")\nop.drop_table("users")'];
    const findings = await review('alembic', [base, ['op.drop_column("orders", "user_id")', 'op.add_column("orders", sa.Column("user_id", sa.Integer()))']]);
    const mismatch = findings.find(({ ruleId }) => ruleId === 'downgrade-mismatch');
    for (const lost of ['ix_orders_user', 'fk_orders_user']) expect(mismatch?.message).toContain(lost);
  });

  it('an enum type that a table brought along stays when the table goes', async () => {
    const findings = await review('alembic', [['op.create_table("jobs", sa.Column("state", sa.Enum("a", "b", name="jobstate")))', 'op.drop_table("jobs")']]);
    expect(rulesIn(findings).map((rule) => rule.split('/')[0])).toEqual(['leftover-enum-type']);
  });

  it('a rename that a generator could not see', async () => {
    const findings = await reviewSql(['CREATE TABLE "User" ("id" integer PRIMARY KEY, "name" text);', 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT;']);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['rename-as-drop-add']);
    expect(findings[0]?.message).toMatch(/RENAME COLUMN/u);
  });

  it("a longer text wipes the column with TypeORM's changeColumn", async () => {
    const base: Bodies = ["await queryRunner.createTable(new Table({ name: 'posts', columns: [{ name: 'title', type: 'varchar', length: '50', isNullable: true }] }));", "await queryRunner.dropTable('posts');"];
    const changed = (length: number): string => `await queryRunner.changeColumn('posts', 'title', new TableColumn({ name: 'title', type: 'varchar', length: '${length}', isNullable: true }));`;
    expect(rulesIn(await review('typeorm', [base, [changed(100), changed(50)]]))).toContain('drop-and-recreate-column/recreated');
  });

  it("a shorter text is cut off by Knex's alter, and default and NOT NULL are gone; Alembic's raises instead", async () => {
    const base: Bodies = ["await knex.schema.createTable('posts', (table) => { table.string('code', 16).notNullable().defaultTo('x'); });", "await knex.schema.dropTable('posts');"];
    const alter = (length: number): string => `await knex.schema.alterTable('posts', (table) => { table.string('code', ${length}).alter(); });`;
    const found = rulesIn(await review('knex', [base, [alter(10), `await knex.schema.alterTable('posts', (table) => { table.string('code', 16).notNullable().defaultTo('x').alter(); });`]]));
    expect(found).toContain('lossy-type-change/truncates');
    expect(found.some((rule) => rule.startsWith('lost-column-attributes/'))).toBe(true);
    const inAlembic = await review('alembic', [['op.create_table("posts", sa.Column("code", sa.String(16)))', 'op.drop_table("posts")'], ['op.alter_column("posts", "code", type_=sa.String(10))', 'op.alter_column("posts", "code", type_=sa.String(16))']]);
    expect(rulesIn(inAlembic)).toEqual(['lossy-type-change/mayFail']);
  });

  it('a downgrade that drops a constraint without its name', async () => {
    const base: Bodies = ['op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))\nop.create_table("flows", sa.Column("user_id", sa.Integer()))', 'op.drop_table("flows")\nop.drop_table("users")'];
    const findings = await review('alembic', [base, ['op.create_foreign_key(None, "flows", "users", ["user_id"], ["id"])', 'op.drop_constraint(None, "flows", type_="foreignkey")']]);
    expect(findings.map(({ ruleId }) => ruleId)).toContain('unnamed-constraint');
  });

  it('a builder of Kysely that nobody executes sends nothing', async () => {
    const base: Bodies = ["await db.schema.createTable('posts').addColumn('old', 'text').execute();", "await db.schema.dropTable('posts').execute();"];
    const findings = await review('kysely', [base, ["await db.schema.alterTable('posts').dropColumn('old');", '']]);
    expect(findings.map(({ ruleId }) => ruleId)).toContain('unawaited-operation');
  });

  it("MySQL's MODIFY forgets what it is not told again", async () => {
    const findings = await reviewSql(["CREATE TABLE posts (id bigint PRIMARY KEY, status varchar(20) NOT NULL DEFAULT 'new' COMMENT 'where it stands');", 'ALTER TABLE posts MODIFY status varchar(40);'], { dialect: 'mysql' });
    const lost = findings.find(({ ruleId }) => ruleId === 'lost-column-attributes');
    for (const attribute of ['NOT NULL', 'new', 'its comment']) expect(lost?.message).toContain(attribute);
  });

  it('NOT NULL was proved by a check that is valid, or was not', async () => {
    const history = ['CREATE TABLE users (id integer PRIMARY KEY, email text);', 'ALTER TABLE users ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID;'];
    const last = 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;';
    const forgotten = await reviewSql([...history, "UPDATE users SET email = '' WHERE email IS NULL;", last]);
    expect(forgotten.map(({ ruleId }) => ruleId)).toContain('blocking-constraint-scan');
    expect(await reviewSql([...history, 'ALTER TABLE users VALIDATE CONSTRAINT email_set;', last])).toEqual([]);
  });

  it('the constraint of a column that is added as unique is there for the migration that drops it', async () => {
    const base: Bodies = ['op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))', 'op.drop_table("users")'];
    const added: Bodies = ['op.add_column("users", sa.Column("email", sa.String(), unique=True))', 'op.drop_column("users", "email")'];
    const dropped = (name: string): Bodies => [`op.drop_constraint("${name}", "users", type_="unique")`, `op.create_unique_constraint("${name}", "users", ["email"])`];
    expect(rulesIn(await review('alembic', [base, added, dropped('users_email_key')]))).toEqual([]);
    expect((await review('alembic', [base, added, dropped('users_mail_key')])).map(({ ruleId }) => ruleId)).toContain('missing-object');
  });
});
