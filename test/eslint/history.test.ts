import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALEMBIC, DROP_PHONE, revision, USERS } from './alembic.js';
import { configured, describeMessage, eslintOf, lintFiles, write, writeProject } from './eslint.js';

const LAST = 'migrations/versions/2.py';
const FILL = "op.alter_column('users', 'phone', nullable=False)";
/** Longer than a look at so small a folder is believed. */
const A_WHILE = 150;

async function editor(root: string, preset: 'recommended' | 'all' = 'recommended'): Promise<(file: string, text: string) => Promise<readonly string[]>> {
  const ESLint = await eslintOf('eslint');
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configured(preset) });
  return async (file, text) => {
    const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
    return (result?.messages ?? []).map((message) => describeMessage(file, message));
  };
}

describe('an editor', () => {
  it('sees a file that was never saved behind the history on disk', async () => {
    const lint = await editor(writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS }));
    expect(await lint(LAST, DROP_PHONE)).toEqual([`${LAST}:9:5 drop-column/dropped`]);
    expect(await lint(LAST, DROP_PHONE.replace("'phone'", "'fax'"))).toEqual(expect.arrayContaining([expect.stringContaining('missing-object/')]));
    expect(await lint(LAST, DROP_PHONE)).toEqual([`${LAST}:9:5 drop-column/dropped`]);
  });

  it('notices what is added, changed and removed on disk', async () => {
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS });
    const lint = await editor(root);
    const third = revision('c3', 'b2', "op.drop_column('users', 'fax')", "op.add_column('users', sa.Column('fax', sa.Text))");
    const unknown = expect.arrayContaining([expect.stringMatching(/broken-revision-chain\/missing$/u)]);
    expect(await lint('migrations/versions/3.py', third)).toEqual(unknown);
    write(root, LAST, revision('b2', 'a1', "op.add_column('users', sa.Column('fax', sa.Text))", "op.drop_column('users', 'fax')"));
    await setTimeout(A_WHILE);
    expect(await lint('migrations/versions/3.py', third)).toEqual(['migrations/versions/3.py:9:5 drop-column/dropped']);
    write(root, LAST, revision('b2', 'a1', "op.add_column('users', sa.Column('telex', sa.Text))", "op.drop_column('users', 'telex')"));
    await setTimeout(A_WHILE);
    expect(await lint('migrations/versions/3.py', third)).toEqual(expect.arrayContaining([expect.stringContaining('missing-object/')]));
    rmSync(path.join(root, LAST));
    await setTimeout(A_WHILE);
    expect(await lint('migrations/versions/3.py', third)).toEqual(unknown);
  });

  it('keeps several histories of a repository apart', async () => {
    const files = (folder: string, text: string) => ({ [`${folder}/alembic.ini`]: ALEMBIC['alembic.ini'], [`${folder}/migrations/env.py`]: ALEMBIC['migrations/env.py'], [`${folder}/migrations/versions/1.py`]: text });
    const lint = await editor(writeProject({ ...files('shop', USERS), ...files('stock', USERS.replace('phone', 'fax')) }));
    expect(await lint(`shop/${LAST}`, DROP_PHONE)).toEqual([`shop/${LAST}:9:5 drop-column/dropped`]);
    expect(await lint(`stock/${LAST}`, DROP_PHONE)).toEqual(expect.arrayContaining([expect.stringContaining('missing-object/')]));
  });

  it('takes the text of an early migration from the editor and judges it without the later ones', async () => {
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS, [LAST]: revision('b2', 'a1', FILL, "op.alter_column('users', 'phone', nullable=True)"), 'migrations/versions/3.py': revision('c3', 'b2', "op.drop_column('users', 'phone')", "op.add_column('users', sa.Column('phone', sa.Text))") });
    const lint = await editor(root);
    expect(await lint(LAST, DROP_PHONE)).toEqual([`${LAST}:9:5 drop-column/dropped`]);
    expect(await lint('migrations/versions/1.py', USERS.replace("op.drop_table('users')", 'pass'))).toEqual(['migrations/versions/1.py:12:1 empty-downgrade/empty']);
  });

  it('has nothing to say of files that are no migrations', async () => {
    const lint = await editor(writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS }), 'all');
    expect(await lint('migrations/versions/helpers.py', "op.drop_table('users')\n")).toEqual([]);
  });
});

describe('findings about several files', () => {
  it('a second head is reported on the revision that makes it, a revision twice on both', async () => {
    const other = revision('b3', 'a1', "op.add_column('users', sa.Column('fax', sa.Text))", "op.drop_column('users', 'fax')");
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS, [LAST]: other.replace("'b3'", "'b2'").replaceAll('fax', 'telex'), 'migrations/versions/3.py': other });
    expect((await lintFiles(root, configured('recommended'))).found).toEqual(['migrations/versions/3.py:4:12 multiple-heads/heads']);
    write(root, LAST, other);
    const twice = (await lintFiles(root, configured('recommended'))).found.filter((each) => each.includes('broken-revision-chain'));
    expect(twice.map((each) => each.split(':')[0])).toEqual([LAST, 'migrations/versions/3.py']);
  });

  it('files linted one after another have the findings that they have alone', async () => {
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS, [LAST]: DROP_PHONE, 'migrations/versions/3.py': revision('c3', 'b2', "op.drop_table('users')") });
    const together = (await lintFiles(root, configured('all'))).found;
    const lint = await editor(root, 'all');
    const alone = [...(await lint('migrations/versions/1.py', USERS)), ...(await lint(LAST, `${DROP_PHONE} `)), ...(await lint('migrations/versions/3.py', `${revision('c3', 'b2', "op.drop_table('users')")} `))];
    expect(together).toEqual(alone);
    expect(together.length).toBeGreaterThan(2);
  });
});

describe('ESLint’s cache', () => {
  it('does not outlive a change of another migration', async () => {
    const ESLint = await eslintOf('eslint');
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS.replace('phone', 'fax'), [LAST]: DROP_PHONE });
    const cwd = process.cwd();
    process.chdir(root);
    try {
      const rulesOf = async (): Promise<readonly (string | null)[]> => {
        const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configured('recommended'), cache: true, cacheLocation: path.join(root, '.eslintcache') });
        return (await eslint.lintFiles([LAST])).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
      };
      expect(await rulesOf()).toContain('migralint/missing-object');
      expect(await rulesOf()).toContain('migralint/missing-object');
      write(root, 'migrations/versions/1.py', USERS);
      expect(await rulesOf()).toEqual(['migralint/drop-column']);
    } finally {
      process.chdir(cwd);
    }
  });
});
