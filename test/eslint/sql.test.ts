import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configured, describeMessage, eslintOf, lintFiles, VERSIONS, writeProject } from './eslint.js';

const FIRST = 'CREATE TABLE users (id int PRIMARY KEY, phone text);\n';
const LAST = 'db/migrations/002_phone.up.sql';
const project = (text: string) => ({ 'db/migrations/001_users.up.sql': FIRST, 'db/migrations/001_users.down.sql': 'DROP TABLE users;\n', [LAST]: text, 'db/migrations/002_phone.down.sql': 'ALTER TABLE users ADD COLUMN phone text;\n' });
const about = (found: readonly string[], rule: string): readonly string[] => found.filter((each) => each.startsWith(LAST) && each.includes(rule));
const DROP = 'ALTER TABLE users DROP COLUMN phone;\n';

describe.each(VERSIONS)('SQL in %s', (version) => {
  it('is linted in the folders of migrations', async () => {
    const { found } = await lintFiles(writeProject(project(DROP)), configured('recommended'), version);
    expect(about(found, 'drop-column')).toEqual([`${LAST}:1:19 drop-column/dropped`]);
  });

  it.each([
    `${DROP.trim()} -- eslint-disable-line migralint/drop-column\n`,
    `-- eslint-disable-next-line migralint/drop-column -- gone since 4.2\n${DROP}`,
    `/* eslint-disable migralint/drop-column */\n${DROP}`,
    `/* eslint migralint/drop-column: "off" */\n${DROP}`,
    `${DROP.trim()} -- migralint-allow drop-column: gone since 4.2\n`,
  ])('a comment allows: %s', async (text) => {
    const { found } = await lintFiles(writeProject(project(text)), configured('recommended', { linterOptions: { reportUnusedDisableDirectives: 'error' } }), version);
    expect(about(found, '').filter((each) => /drop-column|Unused/u.test(each))).toEqual([]);
  });

  it.each([
    ['DropTableStatement', 'DROP TABLE IF EXISTS a CASCADE;', '1:1'],
    ['Statement[command="DROP TABLE"]', 'drop table a;', ''],
    [':statement[command="DROP TABLE"]', 'SELECT 1;\ndrop table a;', '2:1'],
    ['DropTableStatement > Word[value="CASCADE"]', 'DROP TABLE a\n  cascade;', '2:3'],
    ['CreateIndexStatement:not(:has(Word[value="CONCURRENTLY"]))', 'CREATE UNIQUE INDEX i ON a (b);\nCREATE INDEX CONCURRENTLY j ON a (b);', '1:1'],
    ['AlterTableStatement', 'ALTER TABLE ${schema}.a ADD b int', '1:1'],
  ])('selectors of other rules find %s', async (selector, text, places) => {
    const ESLint = await eslintOf(version);
    const root = writeProject(project(text));
    const config = [...configured('recommended').map(({ rules: _, ...rest }) => rest), { files: ['**/*.sql'], rules: { 'no-restricted-syntax': ['error', { selector, message: 'no' }] } }];
    const [result] = await new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config as never }).lintFiles([LAST]);
    expect((result?.messages ?? []).map(({ line, column }) => `${line}:${column}`).join(',')).toBe(places);
  });

  it('an unknown option of the language is refused with the known ones', async () => {
    const config = configured('recommended', { files: ['**/*.sql'], languageOptions: { dialekt: 'mysql' } as never });
    await expect(lintFiles(writeProject(project(DROP)), config, version)).rejects.toThrow(/unknown language option "dialekt": known are dialect/u);
  });
});

describe('SQL while it is typed', () => {
  it('every beginning of a file is linted, and nothing breaks', async () => {
    const text = "-- migrate:up\nCREATE TABLE \"a b\" (id int, t text DEFAULT 'x''y'); /* c */ DO $$ BEGIN EXECUTE 'DROP TABLE z'; END $$;\nUPDATE a SET b = E'\\'' WHERE c::int > 1e3;\n\\echo x\nCOPY a FROM stdin;\n1\t2\n\\.\nSELECT '🦖';";
    const ESLint = await eslintOf('eslint');
    const root = writeProject({ 'db/migrations/001_users.sql': FIRST });
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configured('all') });
    for (let end = 0; end <= text.length; end += 1) {
      const [result] = await eslint.lintText(text.slice(0, end), { filePath: path.join(root, 'db/migrations/002_more.sql') });
      for (const message of result?.messages ?? []) expect(describeMessage('', message)).toMatch(/\/\w+$/u);
    }
  });
});
