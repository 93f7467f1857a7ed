import { describe, expect, it } from 'vitest';
import type { Config } from '../src/config.js';
import { toProject } from './harness/documents.js';
import { lintAsConfigured } from './harness/presets.js';

/** A way to do it that is safe: nothing may be said about it. */
interface Recipe {
  readonly name: string;
  /** Also clean in `strict`. */
  readonly strict: boolean;
  /** Migrations, one after the other; those before `today` are merged already. */
  readonly merged?: readonly string[];
  readonly today: readonly string[];
  readonly config?: Config;
}

const BASE = `
def upgrade():
    op.create_table(
        'account',
        sa.Column('id', sa.BigInteger, primary_key=True),
        sa.Column('name', sa.String(50)),
        sa.Column('email', sa.Text),
        sa.Column('locale', sa.Text),
        sa.Column('balance', sa.Numeric(10, 2)),
    )
    op.create_table(
        'post',
        sa.Column('id', sa.BigInteger, primary_key=True),
        sa.Column('slug', sa.Text),
        sa.Column('author_id', sa.BigInteger),
        sa.Column('price', sa.Numeric(10, 2)),
    )
    op.create_table('role', sa.Column('name', sa.Text, primary_key=True))


def downgrade():
    op.drop_table('role')
    op.drop_table('post')
    op.drop_table('account')
`;

/** A migration from the bodies of its two functions. */
const migration = (up: string, down: string): string => {
  const body = (text: string): string =>
    text
      .trim()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd())
      .join('\n');
  return `\ndef upgrade():\n${body(up)}\n\n\ndef downgrade():\n${body(down)}\n`;
};
const sql = (statement: string): string => `op.execute("""${statement}""")`;

const recipes: readonly Recipe[] = [
  {
    name: '1 contract after expand, two releases',
    strict: false,
    merged: [
      migration("op.add_column('account', sa.Column('display', sa.String(50)))", "op.drop_column('account', 'display')"),
      migration(sql('UPDATE account SET display = name WHERE display IS NULL'), 'pass'),
    ],
    today: [migration(sql('ALTER TABLE account DROP COLUMN name'), "op.add_column('account', sa.Column('name', sa.String(50)))")],
  },
  { name: '2 nullable add', strict: true, today: [migration(sql('ALTER TABLE account ADD COLUMN bio text'), sql('ALTER TABLE account DROP COLUMN bio'))] },
  {
    name: '3 add with default',
    strict: true,
    today: [migration("op.add_column('account', sa.Column('plan', sa.String(20), nullable=False, server_default='free'))", "op.drop_column('account', 'plan')")],
  },
  {
    name: '4 add, backfill, tighten',
    strict: true,
    config: { smallTables: ['account'] },
    today: [
      migration(
        `op.add_column('account', sa.Column('language', sa.Text))
${sql("UPDATE account SET language = 'en' WHERE language IS NULL")}
op.alter_column('account', 'language', existing_type=sa.Text, nullable=False)`,
        "op.drop_column('account', 'language')",
      ),
    ],
  },
  {
    name: '5 not null through a check, across migrations',
    strict: true,
    today: [
      migration(sql('ALTER TABLE account ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID'), "op.drop_constraint('email_set', 'account', type_='check')"),
      migration(sql("UPDATE account SET email = '' WHERE email IS NULL"), 'pass'),
      migration(
        sql('ALTER TABLE account VALIDATE CONSTRAINT email_set'),
        sql('ALTER TABLE account DROP CONSTRAINT email_set, ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID'),
      ),
      migration(
        `${sql('ALTER TABLE account ALTER COLUMN email SET NOT NULL')}
${sql('ALTER TABLE account DROP CONSTRAINT email_set')}`,
        `${sql('ALTER TABLE account ADD CONSTRAINT email_set CHECK (email IS NOT NULL)')}
${sql('ALTER TABLE account ALTER COLUMN email DROP NOT NULL')}`,
      ),
    ],
  },
  {
    name: '7 concurrent index',
    strict: true,
    today: [
      migration(
        `with op.get_context().autocommit_block():
    op.create_index('ix_post_slug', 'post', ['slug'], postgresql_concurrently=True)`,
        `with op.get_context().autocommit_block():
    op.drop_index('ix_post_slug', table_name='post', postgresql_concurrently=True)`,
      ),
    ],
  },
  {
    name: '11 unique by index, duplicates removed first',
    strict: false,
    merged: [migration(sql('DELETE FROM account a USING account b WHERE a.email = b.email AND a.id > b.id'), 'pass')],
    today: [
      migration(
        `with op.get_context().autocommit_block():
    op.create_index('account_email_key', 'account', ['email'], unique=True, postgresql_concurrently=True)`,
        `with op.get_context().autocommit_block():
    op.drop_index('account_email_key', table_name='account', postgresql_concurrently=True)`,
      ),
    ],
  },
  {
    name: '12 foreign key in two steps',
    strict: true,
    today: [
      migration(sql('ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES account (id) NOT VALID'), "op.drop_constraint('post_author', 'post', type_='foreignkey')"),
      migration(
        `${sql('UPDATE post SET author_id = NULL WHERE NOT EXISTS (SELECT FROM account a WHERE a.id = post.author_id)')}
${sql('ALTER TABLE post VALIDATE CONSTRAINT post_author')}`,
        `op.drop_constraint('post_author', 'post', type_='foreignkey')
op.create_foreign_key('post_author', 'post', 'account', ['author_id'], ['id'], postgresql_not_valid=True)`,
      ),
    ],
  },
  {
    name: '12 foreign key in two steps, validated for good',
    strict: false,
    today: [
      migration(sql('ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES account (id) NOT VALID'), "op.drop_constraint('post_author', 'post', type_='foreignkey')"),
      migration(
        `${sql('UPDATE post SET author_id = NULL WHERE NOT EXISTS (SELECT FROM account a WHERE a.id = post.author_id)')}
${sql('ALTER TABLE post VALIDATE CONSTRAINT post_author')}`,
        'pass',
      ),
    ],
  },
  {
    name: '13 a new table with everything inline',
    strict: true,
    today: [
      migration(
        `op.create_table(
    'comment',
    sa.Column('id', sa.BigInteger, primary_key=True),
    sa.Column('account_id', sa.BigInteger, sa.ForeignKey('account.id'), nullable=False),
    sa.Column('number', sa.Integer, nullable=False),
    sa.UniqueConstraint('account_id', 'number', name='uq_comment_number'),
)
op.create_index('ix_comment_account_id', 'comment', ['account_id'])`,
        `op.drop_index('ix_comment_account_id', table_name='comment')
op.drop_table('comment')`,
      ),
    ],
  },
  {
    name: '13 a new table in two migrations of one change',
    strict: true,
    today: [
      migration("op.create_table('comment', sa.Column('id', sa.BigInteger, primary_key=True), sa.Column('number', sa.Integer))", "op.drop_table('comment')"),
      migration(
        `op.add_column('comment', sa.Column('account_id', sa.BigInteger, nullable=False))
op.create_foreign_key('fk_comment_account', 'comment', 'account', ['account_id'], ['id'])
op.create_unique_constraint('uq_comment_number', 'comment', ['account_id', 'number'])`,
        "op.drop_column('comment', 'account_id')",
      ),
    ],
  },
  {
    name: '14 foreign key column added nullable',
    strict: true,
    today: [
      migration(
        `${sql('ALTER TABLE post ADD COLUMN editor_id bigint REFERENCES account (id)')}
with op.get_context().autocommit_block():
    op.create_index('ix_post_editor_id', 'post', ['editor_id'], postgresql_concurrently=True)`,
        `op.drop_index('ix_post_editor_id', table_name='post')
op.drop_column('post', 'editor_id')`,
      ),
    ],
  },
  {
    name: '15 widening',
    strict: true,
    today: [
      migration(
        `op.alter_column('account', 'name', type_=sa.String(100), existing_type=sa.String(50))
op.alter_column('account', 'balance', type_=sa.Numeric(14, 2), existing_type=sa.Numeric(10, 2))`,
        `op.alter_column('account', 'balance', type_=sa.Numeric(10, 2), existing_type=sa.Numeric(14, 2))
op.alter_column('account', 'name', type_=sa.String(50), existing_type=sa.String(100))`,
      ),
      migration(sql('ALTER TABLE account ALTER COLUMN name TYPE text'), sql('ALTER TABLE account ALTER COLUMN name TYPE varchar(100)')),
    ],
  },
  {
    name: '16 a real rename, with the application stopped',
    strict: true,
    config: { deployment: 'stop-the-world' },
    today: [migration("op.alter_column('account', 'name', new_column_name='full_name')", "op.alter_column('account', 'full_name', new_column_name='name')")],
  },
  {
    name: '17 a table renamed, with a view in its place',
    strict: true,
    today: [
      migration(
        `${sql('ALTER TABLE post RENAME TO article')}
${sql('CREATE VIEW post AS SELECT * FROM article')}`,
        `${sql('DROP VIEW post')}
${sql('ALTER TABLE article RENAME TO post')}`,
      ),
    ],
  },
  {
    name: '18 a type changed by a new column',
    strict: false,
    merged: [
      migration("op.add_column('post', sa.Column('price_cents', sa.BigInteger))", "op.drop_column('post', 'price_cents')"),
      migration(sql('UPDATE post SET price_cents = round(price * 100) WHERE price_cents IS NULL'), 'pass'),
    ],
    today: [migration("op.drop_column('post', 'price')", "op.add_column('post', sa.Column('price', sa.Numeric(10, 2)))")],
  },
  {
    name: '19 rows of a new table',
    strict: true,
    today: [
      migration(
        `kind = op.create_table('kind', sa.Column('name', sa.Text, primary_key=True))
op.bulk_insert(kind, [{'name': 'admin'}])`,
        "op.drop_table('kind')",
      ),
    ],
  },
  {
    name: '20 rows of an old table, taken back',
    strict: true,
    today: [migration(sql("INSERT INTO role (name) VALUES ('auditor') ON CONFLICT DO NOTHING"), sql("DELETE FROM role WHERE name = 'auditor'"))],
  },
  {
    name: '21 an enum type with its table',
    strict: true,
    today: [
      `
status = postgresql.ENUM('new', 'paid', name='order_status', create_type=False)


def upgrade():
    status.create(op.get_bind(), checkfirst=False)
    op.create_table('order', sa.Column('id', sa.Integer, primary_key=True), sa.Column('status', status))


def downgrade():
    op.drop_table('order')
    status.drop(op.get_bind(), checkfirst=False)
`,
    ],
  },
  {
    name: '22 an enum value, then its use',
    strict: false,
    merged: [migration(sql("CREATE TYPE order_status AS ENUM ('new', 'paid')"), sql('DROP TYPE order_status')), migration(sql('ALTER TABLE post ADD COLUMN state order_status'), sql('ALTER TABLE post DROP COLUMN state'))],
    today: [
      migration(sql("ALTER TYPE order_status ADD VALUE IF NOT EXISTS 'void'"), 'pass'),
      migration(sql("ALTER TABLE post ALTER COLUMN state SET DEFAULT 'void'"), sql('ALTER TABLE post ALTER COLUMN state DROP DEFAULT')),
    ],
  },
  {
    name: '23 an enum label removed, its rows mapped first',
    strict: false,
    merged: [migration(sql("CREATE TYPE order_status AS ENUM ('draft', 'new', 'paid')"), sql('DROP TYPE order_status')), migration(sql('ALTER TABLE post ADD COLUMN state order_status'), sql('ALTER TABLE post DROP COLUMN state'))],
    today: [
      migration(
        `${sql("UPDATE post SET state = 'new' WHERE state = 'draft'")}
${sql("CREATE TYPE order_status_new AS ENUM ('new', 'paid')")}
${sql('ALTER TABLE post ALTER COLUMN state TYPE order_status_new USING state::text::order_status_new')}
${sql('DROP TYPE order_status')}
${sql('ALTER TYPE order_status_new RENAME TO order_status')}`,
        `${sql("CREATE TYPE order_status_old AS ENUM ('draft', 'new', 'paid')")}
${sql('ALTER TABLE post ALTER COLUMN state TYPE order_status_old USING state::text::order_status_old')}
${sql('DROP TYPE order_status')}
${sql('ALTER TYPE order_status_old RENAME TO order_status')}`,
      ),
    ],
  },
  {
    name: '25 a batch on SQLite',
    strict: true,
    config: { dialect: 'sqlite' },
    today: [
      migration(
        `with op.batch_alter_table('post') as batch_op:
    batch_op.alter_column('slug', existing_type=sa.Text(), nullable=True)`,
        'pass',
      ),
    ],
  },
  {
    name: '29 a UUID column for old rows',
    strict: true,
    today: [
      migration(
        `${sql('ALTER TABLE account ADD COLUMN uid uuid')}
${sql('ALTER TABLE account ALTER COLUMN uid SET DEFAULT gen_random_uuid()')}`,
        "op.drop_column('account', 'uid')",
      ),
      migration(sql('UPDATE account SET uid = gen_random_uuid() WHERE uid IS NULL AND id BETWEEN 1 AND 10000'), 'pass'),
    ],
  },
  {
    name: '30 deliberately irreversible',
    strict: true,
    today: [migration("op.add_column('account', sa.Column('bio', sa.Text))", "raise RuntimeError('values were merged; restore from backup')")],
  },
  {
    name: '31 a merge revision',
    strict: true,
    today: [
      `revision = 'aaa1'\ndown_revision = '0001'\n${migration("op.add_column('account', sa.Column('bio', sa.Text))", "op.drop_column('account', 'bio')")}`,
      `revision = 'bbb2'\ndown_revision = '0001'\n${migration("op.add_column('post', sa.Column('tag', sa.Text))", "op.drop_column('post', 'tag')")}`,
      `revision = 'ccc3'\ndown_revision = ('aaa1', 'bbb2')\n${migration('pass', 'pass')}`,
    ],
  },
  { name: '32 rows only, nothing to undo', strict: true, today: [migration(sql("UPDATE account SET locale = 'en' WHERE locale IS NULL"), 'pass')] },
  {
    name: '33 guarded by dialect',
    strict: true,
    today: [migration("if op.get_bind().dialect.name == 'postgresql':\n    op.execute('CREATE EXTENSION IF NOT EXISTS pg_trgm')", 'pass')],
  },
  {
    name: '34 a timeout first',
    strict: true,
    today: [
      migration(
        `${sql("SET LOCAL lock_timeout = '2s'")}
${sql('ALTER TABLE account ADD COLUMN seen timestamptz')}`,
        "op.drop_column('account', 'seen')",
      ),
    ],
  },
  {
    name: '35 the action of a foreign key changed without a window',
    strict: true,
    merged: [
      migration(
        `${sql('ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES account (id) NOT VALID')}
${sql('ALTER TABLE post VALIDATE CONSTRAINT post_author')}`,
        "op.drop_constraint('post_author', 'post', type_='foreignkey')",
      ),
    ],
    today: [
      migration(sql('ALTER TABLE post ADD CONSTRAINT post_author_null FOREIGN KEY (author_id) REFERENCES account (id) ON DELETE SET NULL NOT VALID'), "op.drop_constraint('post_author_null', 'post', type_='foreignkey')"),
      migration(
        sql('ALTER TABLE post VALIDATE CONSTRAINT post_author_null'),
        `op.drop_constraint('post_author_null', 'post', type_='foreignkey')
op.create_foreign_key('post_author_null', 'post', 'account', ['author_id'], ['id'], ondelete='SET NULL', postgresql_not_valid=True)`,
      ),
      migration("op.drop_constraint('post_author', 'post', type_='foreignkey')", sql('ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES account (id)')),
    ],
  },
  {
    name: '36 a materialized view swapped',
    strict: true,
    merged: [migration(sql('CREATE MATERIALIZED VIEW totals AS SELECT author_id, count(*) AS posts FROM post GROUP BY 1'), sql('DROP MATERIALIZED VIEW totals'))],
    today: [
      migration(
        `${sql('CREATE MATERIALIZED VIEW totals_new AS SELECT author_id, count(*) AS posts, max(id) AS latest FROM post GROUP BY 1')}
${sql('ALTER MATERIALIZED VIEW totals RENAME TO totals_old')}
${sql('ALTER MATERIALIZED VIEW totals_new RENAME TO totals')}
${sql('DROP MATERIALIZED VIEW totals_old')}`,
        `${sql('DROP MATERIALIZED VIEW totals')}
${sql('CREATE MATERIALIZED VIEW totals AS SELECT author_id, count(*) AS posts FROM post GROUP BY 1')}`,
      ),
    ],
  },
];

const blocksOf = ({ merged = [], today }: Recipe) => [
  ...[BASE, ...merged].map((text) => ({ language: 'python', text: `# history\n${text}` })),
  ...today.map((text) => ({ language: 'python', text })),
];

describe.each(['recommended', 'strict'] as const)('safe recipes are clean in %s', (preset) => {
  it.each(recipes.filter(({ strict }) => strict || preset === 'recommended').map((recipe) => [recipe.name, recipe] as const))('%s', async (_, recipe) => {
    const project = toProject(blocksOf(recipe));
    const report = await lintAsConfigured(project, { ...recipe.config, preset });
    expect(report.problems).toEqual([]);
    expect(report.unread).toEqual([]);
    expect(report.opaque).toEqual([]);
    expect(report.findings.map(({ ruleId, messageId, message, span }) => `${span.file} ${ruleId}/${messageId}: ${message}`)).toEqual([]);
  });
});
