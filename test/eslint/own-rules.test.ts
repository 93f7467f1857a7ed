import path from 'node:path';
import { RuleTester } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin, { defineRule, eslintRule } from '../../src/hosts/eslint.js';
import { ALEMBIC, revision, USERS } from './alembic.js';
import { eslintOf, VERSIONS, writeProject } from './eslint.js';

/** A rule that a team writes for itself: tables have names in the plural. */
const pluralTables = defineRule({
  id: 'plural-tables',
  meta: {
    summary: 'The name of a table is no plural.',
    category: 'design',
    presets: { all: 'warning' },
    since: '1.0.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: { singular: 'Table `{{table}}` is called by a singular: call it `{{table}}{{ending}}`.' },
    options: { schema: { type: 'object', properties: { ending: { type: 'string' } }, additionalProperties: false }, defaults: { ending: 's' } },
  },
  create: (context) => ({
    createTable(operation) {
      const { table, span } = operation;
      const ending = String(context.options.ending);
      if (!('name' in table) || table.name.endsWith(ending)) return;
      const at = span.start + 'op.create_table('.length;
      context.report(operation, 'singular', {
        data: { table: table.name, ending },
        suggestions: [{ title: `Call it ${table.name}${ending}`, edits: [{ span: { ...span, start: at + 1, end: at + 1 + table.name.length }, text: `${table.name}${ending}` }] }],
      });
    },
  }),
});

RuleTester.describe = describe;
RuleTester.it = it;

const create = (name: string): string => revision('a1', undefined, `op.create_table('${name}', sa.Column('id', sa.Integer))`, `op.drop_table('${name}')`);

new RuleTester({ plugins: { migralint: plugin }, language: 'migralint/python' } as never).run('plural-tables', eslintRule(pluralTables), {
  valid: [create('users'), { code: create('kindjes'), options: [{ ending: 'jes' }] }, 'x = 1'],
  invalid: [
    {
      code: create('user'),
      errors: [{ messageId: 'singular', data: { table: 'user', ending: 's' }, line: 9, suggestions: [{ desc: 'Call it users', output: create('user').replace("create_table('user'", "create_table('users'") }] }],
    },
    { code: create('user'), options: [{ ending: 'en' }], errors: [{ message: 'Table `user` is called by a singular: call it `useren`.', suggestions: 1 }] },
  ],
});

new RuleTester({ plugins: { migralint: plugin }, language: 'migralint/sql' } as never).run('drop-table (of migralint, in SQL)', plugin.rules?.['drop-table'] as never, {
  valid: [{ code: 'CREATE TABLE a (id int);', filename: 'shop/db/migrations/001_a.up.sql' }],
  invalid: [{ code: 'DROP TABLE users;', filename: 'shop/db/migrations/002_users.up.sql', errors: 1 }],
});

describe.each(VERSIONS)('a suggestion in %s', (version) => {
  it('mends an unsaved migration, and its finding goes away', async () => {
    const ESLint = await eslintOf(version);
    const root = writeProject({ ...ALEMBIC, 'migrations/versions/1.py': USERS });
    const filePath = path.join(root, 'migrations/versions/2.py');
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.py'], plugins: { migralint: plugin, ours: { rules: { 'plural-tables': eslintRule(pluralTables) } } }, language: 'migralint/python', rules: { 'ours/plural-tables': 'error' } }],
    });
    const lint = async (text: string) => (await eslint.lintText(text, { filePath }))[0]?.messages ?? [];
    const text = create('shelf').replace("'a1'", "'b2'").replace('None', "'a1'");
    const [message] = await lint(text);
    const fix = message?.suggestions?.[0]?.fix;
    expect(message?.messageId).toBe('singular');
    const mended = fix ? text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]) : text;
    expect(mended).toContain("create_table('shelfs'");
    expect(await lint(mended)).toEqual([]);
  });
});
