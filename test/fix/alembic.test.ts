import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/config.js';
import { downgradeIn, fixedAlembic } from './support.js';

const strict = { settingOf: settingsOf({ preset: 'strict' }, { rules: {}, locate: (file) => file }) };

const BEFORE = `
op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
op.create_table('teams', sa.Column('id', sa.Integer(), primary_key=True))
op.create_table(
    'users',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('email', sa.String(50), nullable=False),
    sa.Column('bio', sa.Text(), server_default='none'),
    sa.Column('age', sa.Integer()),
    sa.Column('mood', sa.Enum('sad', 'ok', name='mood', create_type=False), server_default='ok'),
    sa.Column('team_id', sa.Integer(), sa.ForeignKey('teams.id', ondelete='CASCADE')),
    sa.UniqueConstraint('email', name='uq_email'),
)
op.create_index('ix_age', 'users', ['age'])
`;

const cases: readonly (readonly [string, string, string | undefined, string])[] = [
  ['a column that was added', "op.add_column('users', sa.Column('x', sa.Integer()))", undefined, "op.drop_column('users', 'x')"],
  ['a table that was created, behind what it references', "op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))\nop.create_table('b', sa.Column('a_id', sa.Integer(), sa.ForeignKey('a.id')))", 'pass', "op.drop_table('b')\nop.drop_table('a')"],
  [
    'a column that was dropped, with what went with it',
    "op.drop_column('users', 'team_id')",
    'pass',
    `# The values of this column cannot be restored.
op.add_column('users', sa.Column('team_id', sa.Integer(), nullable=True))
op.create_foreign_key(
    'users_team_id_fkey', 'users', 'teams', ['team_id'], ['id'], ondelete='CASCADE'
)`,
  ],
  [
    'a column that must have values',
    "op.drop_column('users', 'email')",
    'pass',
    `# The values of this column cannot be restored.
op.add_column('users', sa.Column('email', sa.String(length=50), nullable=True))
# A placeholder: choose what the rows get.
op.execute('UPDATE users SET email = gen_random_uuid()::text WHERE email IS NULL')
op.alter_column(
    'users', 'email', existing_type=sa.String(length=50), nullable=False
)
op.create_unique_constraint('uq_email', 'users', ['email'])`,
  ],
  ['type, default and index', "op.alter_column('users', 'age', type_=sa.BigInteger())\nop.alter_column('users', 'bio', server_default=None)\nop.drop_index('ix_age')", 'pass', `op.alter_column('users', 'bio', existing_type=sa.Text(), server_default='none')
# Fails while a value does not fit in integer.
op.alter_column('users', 'age', existing_type=sa.BigInteger(), type_=sa.Integer())
op.create_index('ix_age', 'users', ['age'], unique=False)`],
  ['a rename, which is no loss', "op.rename_table('users', 'people')\nop.alter_column('people', 'bio', new_column_name='about')", 'pass', "op.alter_column('people', 'about', new_column_name='bio')\nop.rename_table('people', 'users')"],
];

describe('the downgrade that is written for Alembic undoes', () => {
  it.each(cases)('%s', async (_, upgrade, downgrade, expected) => {
    const text = await fixedAlembic(BEFORE, upgrade, downgrade, { dialect: 'postgres' });
    expect(downgradeIn(text)).toBe(expected);
  });
});

describe('a downgrade that is there', () => {
  it('keeps what it does and gets what is missing', async () => {
    const text = await fixedAlembic(BEFORE, "op.create_table('t', sa.Column('s', sa.Enum('x', 'y', name='state')))", "op.drop_table('t')", { dialect: 'postgres' });
    expect(downgradeIn(text)).toBe("op.drop_table('t')\nop.execute('DROP TYPE state')");
  });

  it('is written anew where what it does is wrong', async () => {
    const text = await fixedAlembic(BEFORE, "op.drop_column('users', 'bio')", "op.add_column('users', sa.Column('bio', sa.String(10)))", { dialect: 'postgres' });
    expect(downgradeIn(text)).toBe("# The values of this column cannot be restored.\nop.add_column(\n    'users', sa.Column('bio', sa.Text(), server_default='none', nullable=True)\n)");
  });

  it('keeps its changes of rows', async () => {
    const text = await fixedAlembic(BEFORE, "op.add_column('users', sa.Column('x', sa.Integer()))\nop.drop_index('ix_age')", `op.execute("UPDATE users SET age = 1")\nop.drop_column('users', 'x')`, { dialect: 'postgres' });
    expect(downgradeIn(text)).toBe(`op.execute("UPDATE users SET age = 1")\nop.drop_column('users', 'x')\nop.create_index('ix_age', 'users', ['age'], unique=False)`);
  });

  it('is left alone where it is right', async () => {
    expect(await fixedAlembic(BEFORE, "op.drop_index('ix_age')", "op.create_index('ix_age', 'users', ['age'])")).toBe('no finding');
  });
});

const labels = (type: string): string => `postgresql.ENUM(${type === 'mood' ? "'sad', 'ok'" : "'sad', 'ok', 'glad'"}, name='${type}', create_type=False)`;

it('a label is taken back by making its type anew', async () => {
  const text = await fixedAlembic(BEFORE, `op.execute("ALTER TYPE mood ADD VALUE 'glad'")\nop.drop_index('ix_age')`, "op.create_index('ix_age', 'users', ['age'])", { dialect: 'postgres', ...strict });
  expect(downgradeIn(text)).toBe(`op.create_index('ix_age', 'users', ['age'])
# 'glad' did not exist before: rows that have it need another value first.
op.execute('ALTER TYPE mood RENAME TO mood_old')
op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
op.alter_column(
    'users',
    'mood',
    existing_type=${labels('mood_old')},
    server_default=None,
)
op.alter_column(
    'users',
    'mood',
    existing_type=${labels('mood_old')},
    type_=${labels('mood')},
    postgresql_using='mood::text::mood',
)
op.alter_column(
    'users',
    'mood',
    existing_type=${labels('mood')},
    server_default='ok',
)
op.execute('DROP TYPE mood_old')`);
});

describe('what is not written', () => {
  it('a table of which nobody knows what it was', async () => {
    expect(await fixedAlembic(BEFORE, "op.drop_table('unseen')", 'pass')).toBe('the table unseen is not known as a whole');
  });
});

describe('the code', () => {
  it('has the quotes of the file, and imports what it uses', async () => {
    const before = 'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))\nop.execute("ALTER TABLE t ADD COLUMN doc jsonb")';
    const text = await fixedAlembic(before, 'op.drop_column("t", "doc")\nop.create_index("ix_id", "t", ["id"], unique=False, if_not_exists=False)', undefined, { dialect: 'postgres' });
    expect(text).toContain("from alembic import op\nfrom sqlalchemy.dialects import postgresql\nimport sqlalchemy as sa\n");
    expect(downgradeIn(text)).toBe('op.drop_index("ix_id", table_name="t")\n# The values of this column cannot be restored.\nop.add_column("t", sa.Column("doc", postgresql.JSONB(), nullable=True))');
  });
});
