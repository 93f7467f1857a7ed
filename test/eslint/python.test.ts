import path from 'node:path';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ALEMBIC, DROP_PHONE, USERS } from './alembic.js';
import { configured, describeMessage, eslintOf, lintFiles, VERSIONS, writeProject } from './eslint.js';

const LAST = 'migrations/versions/2.py';
const project = (text: string) => ({ ...ALEMBIC, 'migrations/versions/1.py': USERS, [LAST]: text });
const about = (found: readonly string[], rule: string): readonly string[] => found.filter((each) => each.startsWith(LAST) && each.includes(rule));

describe.each(VERSIONS)('Python in %s', (version) => {
  it('is linted in the folders of migrations without any further setting', async () => {
    const { found } = await lintFiles(writeProject(project(DROP_PHONE)), configured('recommended'), version);
    expect(about(found, 'drop-column')).toEqual([`${LAST}:9:5 drop-column/dropped`]);
  });

  it.each([
    ['behind the line', (line: string) => `${line}  # eslint-disable-line migralint/drop-column -- gone since 4.2`],
    ['above the line', (line: string) => `    # eslint-disable-next-line migralint/drop-column\n${line}`],
    ['around the line', (line: string) => `    # eslint-disable migralint/drop-column\n${line}\n    # eslint-enable migralint/drop-column`],
  ])('a finding can be disabled by a comment %s', async (_, disable) => {
    const text = DROP_PHONE.replace(/^ +op\.drop_column.*$/mu, disable);
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended', { linterOptions: { reportUnusedDisableDirectives: 'error' } }), version);
    expect(about(found, '')).toEqual([]);
  });

  it('a comment that disables nothing is reported', async () => {
    const text = DROP_PHONE.replace('import sqlalchemy as sa', 'import sqlalchemy as sa  # eslint-disable-line migralint/drop-table');
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended', { linterOptions: { reportUnusedDisableDirectives: 'error' } }), version);
    expect(about(found, 'Unused eslint-disable')).toHaveLength(1);
  });

  it('a comment can set a rule for its file', async () => {
    const text = `# eslint migralint/drop-column: "off"\n${DROP_PHONE}`;
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended'), version);
    expect(about(found, 'drop-column')).toEqual([]);
  });

  it('an inline setting that is none is reported where it stands', async () => {
    const text = `# eslint migralint/drop-column: {]\n${DROP_PHONE}`;
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended'), version);
    expect(about(found, '1:1')).toHaveLength(1);
  });

  it.each([
    ['Call[func.attr="drop_column"]', '9:5'],
    ['FunctionDef[name="upgrade"] > Expr', '9:5'],
    ['FunctionDef:has(Constant[value="users"])', '8:1,12:1'],
    ['ImportFrom + Assign', '4:1'],
    ['FunctionDef :statement', '9:5,13:5'],
    ['Assign:first-child', ''],
  ])('selectors of other rules find %s', async (selector, places) => {
    const ESLint = await eslintOf(version);
    const root = writeProject(project(DROP_PHONE));
    const config: Linter.Config[] = [...configured('recommended').map(({ rules: _, ...rest }) => rest), { files: ['**/*.py'], rules: { 'no-restricted-syntax': ['error', { selector, message: 'no' }] } }];
    const [result] = await new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config }).lintFiles([LAST]);
    expect((result?.messages ?? []).map(({ line, column }) => `${line}:${column}`).join(',')).toBe(places);
  });

  it('code that cannot be parsed has an error with its place', async () => {
    const { found } = await lintFiles(writeProject(project(DROP_PHONE.replace("'users', ", "'users' = "))), configured('recommended'), version);
    expect(about(found, 'fatal')).toEqual([expect.stringMatching(/2\.py:9:\d+ fatal: /u)]);
  });

  it('places count characters as ESLint does behind astral ones', async () => {
    const text = DROP_PHONE.replace("op.drop_column('users', 'phone')", "x = '🦖'; op.drop_column('users', 'phone')");
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended'), version);
    expect(about(found, 'drop-column')).toEqual([`${LAST}:9:15 drop-column/dropped`]);
  });
});

describe('Python while it is typed', () => {
  const broken = DROP_PHONE.replace("op.drop_column('users', 'phone')", "try:\n        f = lambda *a, **k: [x async for x in {**a}]\n    except (ValueError, TypeError) as error:\n        raise error from None\n    with a as b, c: pass\n    match x:\n        case {'a': [1, *_]}: pass\n    op.execute(f\"ALTER TABLE {t!r:>{w}} DROP x\")  # é🦖\n    async def g(a, /, b: int = 1, *, c=2): yield");

  it('every beginning of a file is linted or has a parsing error, and nothing breaks', async () => {
    const ESLint = await eslintOf('eslint');
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS });
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configured('all') });
    for (let end = 0; end <= broken.length; end += 1) {
      const [result] = await eslint.lintText(broken.slice(0, end), { filePath: path.join(root, LAST) });
      for (const message of result?.messages ?? []) expect(describeMessage(LAST, message)).toMatch(/fatal: |\/\w+$/u);
    }
  });
});
