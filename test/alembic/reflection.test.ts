import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { readHistories } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { lintAsConfigured } from '../harness/presets.js';

const indented = (text: string): string => text.trim().split('\n').map((line) => `    ${line}`).join('\n');

const migration = (id: string, parent: string | undefined, up: string, down: string): string =>
  `from alembic import op\nimport sqlalchemy as sa\n\nrevision = '${id}'\ndown_revision = ${parent ? `'${parent}'` : 'None'}\n\ndef upgrade():\n${indented(up)}\n\ndef downgrade():\n${indented(down)}\n`;

const FIND = `
def find(table, columns, referred):
    for key in sa.inspect(op.get_bind()).get_foreign_keys(table):
        if key["referred_table"] == referred and set(key["constrained_columns"]) == columns:
            return key["name"]
    return None
`;

const TABLES = migration(
  'a',
  undefined,
  `
op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))
op.create_table('teams', sa.Column('id', sa.Integer(), primary_key=True))
op.create_table('posts',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('author_id', sa.Integer(), sa.ForeignKey('users.id')),
    sa.Column('team_id', sa.Integer(), sa.ForeignKey('teams.id', ondelete='CASCADE')),
    sa.Column('slug', sa.String(20), unique=True))
`,
  'pass',
);

const filesOf = (up: string, down = 'pass') => ({ 'versions/a.py': TABLES, 'versions/b.py': migration('b', 'a', up, down) + FIND });

/** Operations of the second migration. */
function operations(up: string, down?: string) {
  const [read] = readHistories(memorySnapshot(filesOf(up, down)), { settings: { dialect: 'postgres' } }).histories;
  const { upgrade, downgrade } = read?.migrations[1] ?? {};
  return { upgrade: upgrade?.operations ?? [], downgrade: downgrade?.operations ?? [] };
}

beforeAll(() => loadParsers(memorySnapshot(filesOf('op.execute()'))));

describe('what an inspector tells about a table that the history made', () => {
  it.each([
    ["op.drop_constraint(find('posts', {'author_id'}, 'users'), 'posts')", [{ constraint: 'posts_author_id_fkey', certainty: 'always' }]],
    ["name = find('posts', {'slug'}, 'users')\nif name:\n    op.drop_constraint(name, 'posts')", []],
    ["for key in sa.inspect(op.get_bind()).get_foreign_keys('posts'):\n    op.drop_constraint(key['name'], 'posts')", [{ constraint: 'posts_author_id_fkey' }, { constraint: 'posts_team_id_fkey' }]],
    ["for key in sa.inspect(op.get_bind()).get_foreign_keys('posts'):\n    if key['options'].get('ondelete') == 'CASCADE':\n        op.drop_constraint(key['name'], 'posts')", [{ constraint: 'posts_team_id_fkey' }]],
    ["for key in sa.inspect(op.get_bind()).get_unique_constraints('posts'):\n    if key['column_names'] == ['slug']:\n        op.drop_constraint(key['name'], 'posts')", [{ constraint: 'posts_slug_key' }]],
    ["op.drop_constraint(sa.inspect(op.get_bind()).get_pk_constraint('posts')['name'], 'posts')", [{ constraint: 'posts_pkey' }]],
  ])('%s', (up, expected) => {
    const dropped = operations(up).upgrade;
    expect(dropped).toHaveLength(expected.length);
    expect(dropped).toMatchObject(expected.map((each) => ({ kind: 'dropConstraint', ...each })));
  });

  it.each([
    ['data_type', 'slug', "result[0] == 'character varying'", 1],
    ['data_type', 'slug', "result[0] != 'text'", 1],
    ['data_type', 'slug', "result.data_type == 'text'", 0],
    ['is_nullable', 'id', "result[0] == 'YES'", 0],
  ])('SELECT %s of %s: %s', (attribute, column, test, count) => {
    const query = `SELECT ${attribute} FROM information_schema.columns WHERE table_name = 'posts' AND column_name = '${column}'`;
    const { upgrade } = operations(`result = op.get_bind().execute(sa.text("${query}")).fetchone()\nif result and ${test}:\n    op.drop_column('posts', '${column}')`);
    expect(upgrade).toHaveLength(count);
    for (const operation of upgrade) expect(operation).toMatchObject({ kind: 'dropColumn', certainty: 'always' });
  });

  it('is what the migration itself has made of it by then', () => {
    const { upgrade, downgrade } = operations(
      "op.drop_constraint(find('posts', {'author_id'}, 'users'), 'posts')\nop.create_foreign_key('posts_author', 'posts', 'users', ['author_id'], ['id'])\nop.drop_constraint(find('posts', {'author_id'}, 'users'), 'posts')\nop.create_foreign_key('posts_writer', 'posts', 'users', ['author_id'], ['id'])",
      "op.drop_constraint(find('posts', {'author_id'}, 'users'), 'posts')",
    );
    expect(upgrade[2]).toMatchObject({ kind: 'dropConstraint', constraint: 'posts_author' });
    expect(downgrade).toMatchObject([{ kind: 'dropConstraint', constraint: 'posts_writer' }]);
  });

  it('leaves open what else a table may have that something unread has touched', () => {
    const unread = "from somewhere import repair\nrepair(op.get_bind())\n";
    expect(operations(`${unread}op.drop_constraint(find('posts', {'author_id'}, 'users'), 'posts')`).upgrade.at(-1)).toMatchObject({ constraint: 'posts_author_id_fkey', certainty: 'always' });
    expect(operations(`${unread}name = find('posts', {'slug'}, 'users')\nif name:\n    op.drop_constraint(name, 'posts')`).upgrade.at(-1)).toMatchObject({ kind: 'dropConstraint', certainty: 'maybe' });
    expect(operations("op.drop_constraint(find('elsewhere', {'author_id'}, 'users'), 'elsewhere')").upgrade).toMatchObject([{ constraint: { unknown: 'input' } }]);
  });

  it('lets a foreign key that comes back under another name be seen', async () => {
    const redefined = (name: string, more = '') => `name = find('posts', {'author_id'}, 'users')\nif name:\n    op.drop_constraint(name, 'posts')\nop.create_foreign_key('${name}', 'posts', 'users', ['author_id'], ['id']${more})`;
    const { findings } = await lintAsConfigured({ files: filesOf(redefined('fk_posts_users', ", ondelete='CASCADE'"), redefined('fk_posts_users')), history: new Set(['versions/a.py']) }, { preset: 'strict' });
    expect(findings.filter(({ ruleId }) => ruleId === 'downgrade-mismatch')).toMatchObject([{ messageId: 'renamed', confidence: 'certain', object: { kind: 'constraint', table: 'posts', name: 'posts_author_id_fkey' } }]);
  });
});
