import { expect, it } from 'vitest';
import { lineOf } from '../harness/documents.js';
import { lintAsConfigured } from '../harness/presets.js';

const migration = (id: string, parent: string | undefined, up: string, down: string): string =>
  `from alembic import op\nimport sqlalchemy as sa\nrevision = '${id}'\ndown_revision = ${parent ? `'${parent}'` : 'None'}\n\ndef upgrade():\n    ${up}\n\ndef downgrade():\n    ${down}\n`;

const HISTORY = {
  'versions/a.py': migration('a', undefined, "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('bio', sa.String(50)))", "op.drop_table('users')"),
  'versions/b.py': migration('b', 'a', "op.alter_column('users', 'bio', type_=sa.String(80))", "op.alter_column('users', 'bio', type_=sa.String(50))"),
};

it.each([
  ['downgrade-mismatch', "op.alter_column('users', 'bio', type_=sa.Text())", "op.alter_column('users', 'bio', type_=sa.String(60))"],
  ['downgrade-mismatch', "op.drop_column('users', 'bio')", "op.execute('UPDATE users SET id = 1')"],
  ['empty-downgrade', "op.drop_column('users', 'bio')", 'pass'],
])('%s leads to the revision that the old state comes from: %s', async (rule, up, down) => {
  const files: Record<string, string> = { ...HISTORY, 'versions/c.py': migration('c', 'b', up, down) };
  const { findings } = await lintAsConfigured({ files, history: new Set(Object.keys(HISTORY)) }, { preset: 'strict' });
  const related = findings.filter(({ ruleId }) => ruleId === rule).flatMap((finding) => finding.related);
  expect(related.map(({ message, span }) => `${span.file}:${lineOf(files[span.file] ?? '', span.start)} ${message}`)).toContain('versions/b.py:7 what it was comes from revision b');
});

it('says nothing of it where the migration itself made what is left', async () => {
  const files = { ...HISTORY, 'versions/c.py': migration('c', 'b', "op.add_column('users', sa.Column('age', sa.Integer()))", 'pass') };
  const { findings } = await lintAsConfigured({ files, history: new Set(Object.keys(HISTORY)) }, { preset: 'strict' });
  expect(findings.filter(({ ruleId }) => ruleId === 'empty-downgrade').flatMap(({ related }) => related.map(({ message }) => message))).toEqual(['the upgrade changes the schema here']);
});
