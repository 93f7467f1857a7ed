import { beforeAll, describe, expect, it } from 'vitest';
import { analyze, loadMissedParsers, loadParsers } from '../src/analyze.js';
import { settingsOf } from '../src/config.js';
import type { Report } from '../src/finding.js';
import type { Memory, Remembered } from '../src/memory.js';
import { memorySnapshot } from '../src/snapshot.js';
import { rules } from '../rules/index.js';

/** Keeps what it is told as text, as a file would, and says how many migrations a run wrote anew. */
function textMemory(): Memory & { readonly saved: Map<string, string> } {
  const saved = new Map<string, string>();
  return {
    saved,
    recall: (key) => (saved.has(key) ? (JSON.parse(saved.get(key) ?? '') as Remembered) : undefined),
    remember: (key, remembered) => saved.set(key, JSON.stringify(remembered)),
  };
}

const revision = (id: string, parent: string | null, upgrade: string, downgrade: string): string =>
  `from alembic import op\nimport sqlalchemy as sa\nfrom app.names import TABLE\n\nrevision = '${id}'\ndown_revision = ${parent === null ? 'None' : `'${parent}'`}\n\n\ndef upgrade():\n    ${upgrade}\n\n\ndef downgrade():\n    ${downgrade}\n`;
const PROJECT = {
  'app/names.py': "TABLE = 'author'\n",
  'migrations/versions/a.py': revision('a', null, "op.create_table(TABLE, sa.Column('id', sa.Integer, primary_key=True), sa.Column('bio', sa.Text))", 'op.drop_table(TABLE)'),
  'migrations/versions/b.py': revision('b', 'a', "op.drop_column(TABLE, 'bio')", "op.execute('ALTER TABLE author ADD COLUMN bio text')"),
} satisfies Record<string, string>;

async function check(files: Readonly<Record<string, string>>, memory?: Memory): Promise<Report> {
  const snapshot = memorySnapshot(files);
  await loadParsers(snapshot, { memory });
  const run = (): Report => analyze(snapshot, { rules, settingOf: settingsOf({ preset: 'strict' }), keepPossible: true, memory });
  const report = run();
  return (await loadMissedParsers()) ? run() : report;
}
const told = ({ findings, migrations }: Report): unknown => JSON.parse(JSON.stringify({ findings, migrations }, (key, value: unknown) => (key === 'guards' ? undefined : value)));

describe('a memory of earlier runs', () => {
  const memory = textMemory();
  beforeAll(async () => {
    await check(PROJECT, memory);
  });

  const changes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    nothing: {},
    'a migration': { 'migrations/versions/b.py': revision('b', 'a', "op.drop_column(TABLE, 'id')", 'pass') },
    'a migration more': { 'migrations/versions/c.py': revision('c', 'b', "op.drop_table('author')", 'pass') },
    'a module that migrations import': { 'app/names.py': "TABLE = 'writer'\n" },
    'a module that hides the imported one': { 'migrations/app/names.py': "TABLE = 'poet'\n", 'migrations/app/__init__.py': '' },
  };
  it.each(Object.entries(changes))('a run after a change of %s reports what a run without memory does', async (_, changed) => {
    const files = { ...PROJECT, ...changed };
    expect(told(await check(files, memory))).toEqual(told(await check(files)));
  });

  it('what stayed the same is not read again', async () => {
    const own = textMemory();
    await check(PROJECT, own);
    const [[key, text] = ['', '']] = own.saved;
    // the mark stands for the reading of the unchanged migration; nothing in its file says so
    own.saved.set(key, text.replaceAll('"bio"', '"marked"'));
    const changed = { ...PROJECT, 'migrations/versions/b.py': revision('b', 'a', "op.execute('SELECT 1')", 'pass') };
    const { migrations } = await check(changed, own);
    expect(JSON.stringify(migrations.find(({ id }) => id === 'a')?.upgrade)).toContain('"marked"');
    expect(JSON.stringify(migrations.find(({ id }) => id === 'b')?.upgrade)).not.toContain('"marked"');
  });

  it('a file that cannot be read is told by every run', async () => {
    const own = textMemory();
    const broken = { ...PROJECT, 'migrations/versions/b.py': "revision = 'b'\ndown_revision = 'a'\ndef upgrade(:\n" };
    for (let run = 0; run < 2; run += 1) expect((await check(broken, own)).unread.map(({ file }) => file)).toEqual(['migrations/versions/b.py']);
  });
});
