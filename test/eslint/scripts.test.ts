import path from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/hosts/eslint.js';
import { configured, describeMessage, eslintOf, lintFiles, VERSIONS, writeProject } from './eslint.js';

const FIRST = `export class Users1700000000001 {
  async up(queryRunner) { await queryRunner.query('CREATE TABLE users (id int PRIMARY KEY, phone text)'); }
  async down(queryRunner) { await queryRunner.query('DROP TABLE users'); }
}
`;
const dropPhone = (type: string): string => `export class Phone1700000000002 {
  name = 'Phone1700000000002'

  public async up(queryRunner${type}) {
    // 🦖
    await queryRunner.query('ALTER TABLE users DROP COLUMN phone');
  }
  public async down(queryRunner${type}) {
    await queryRunner.query('ALTER TABLE users ADD COLUMN phone text');
  }
}
`;
const PACKAGE = { 'package.json': '{ "type": "module", "dependencies": { "typeorm": "0.3.20", "pg": "8.11.0" } }' };
const typed = `import { MigrationInterface, QueryRunner } from 'typeorm';\n${dropPhone(': QueryRunner').replace('002 {', '002 implements MigrationInterface {')}`;
const plain = `import { QueryRunner } from 'typeorm';\n${dropPhone('').replaceAll('public ', '')}`;
const TS = 'src/migrations/1700000000002-phone.ts';
const JS = 'src/migrations/1700000000002-phone.js';
const project = (file: string, text: string) => ({ ...PACKAGE, [`src/migrations/1700000000001-users.${path.extname(file).slice(1)}`]: `import { QueryRunner } from 'typeorm';\n${FIRST}`, [file]: text });
const about = (found: readonly string[], file: string): readonly string[] => found.filter((each) => each.startsWith(file));

describe.each(VERSIONS)('migrations in TypeScript and JavaScript in %s', (version) => {
  it.each([
    ['TypeScript with its parser', TS, typed],
    ['JavaScript with ESLint’s own', JS, plain],
  ])('%s', async (_, file, text) => {
    const { found } = await lintFiles(writeProject(project(file, text)), configured('recommended'), version);
    expect(about(found, file)).toEqual([`${file}:7:48 drop-column/dropped`]);
  });

  it('files of other languages in a folder of migrations are left to their own rules', async () => {
    const root = writeProject({ ...project(JS, plain), 'src/migrations/notes.txt': 'DROP TABLE users;' });
    const { found } = await lintFiles(root, configured('all', { files: ['**/*.txt'], plugins: { other: { languages: plugin.languages } }, language: 'other/sql', rules: { 'no-restricted-syntax': ['error', 'DropTableStatement'] } } as Linter.Config), version);
    expect(about(found, 'src/migrations/notes.txt')).toEqual(['src/migrations/notes.txt:1:1 no-restricted-syntax/restrictedSyntax']);
  });
});

describe('a file that the project’s parser has read', () => {
  it('is taken from its tree, and not parsed a second time', async () => {
    let parsed = '';
    const parser = {
      ...typescriptParser,
      // what stands in the text is not what the tree says: whoever reads the text again finds another table
      parseForESLint(text: string, options: Parameters<typeof typescriptParser.parseForESLint>[1]) {
        parsed = text;
        return typescriptParser.parseForESLint(text.replace('users DROP COLUMN phone', 'users DROP COLUMN other'), options);
      },
    };
    const root = writeProject(project(TS, typed));
    const ESLint = await eslintOf('eslint');
    const config: Linter.Config[] = [...plugin.configs.recommended, { files: ['**/*.ts'], languageOptions: { parser: parser as never } }];
    const [result] = await new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config }).lintText(`${typed} `, { filePath: path.join(root, TS) });
    expect(parsed).toContain('DROP COLUMN phone');
    expect((result?.messages ?? []).map(({ message }) => message).join()).toMatch(/other/u);
  });

  it('has the comments that allow findings from there, too', async () => {
    const text = typed.replace('// 🦖', '// migralint-allow drop-column: unused since 4.2');
    const { found } = await lintFiles(writeProject(project(TS, text)), configured('recommended'));
    expect(about(found, TS)).toEqual([]);
  });
});

describe('TypeScript while it is typed', () => {
  it('every beginning of a file is linted or has a parsing error, and nothing breaks', async () => {
    const ESLint = await eslintOf('eslint');
    const root = writeProject(project(TS, typed));
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configured('all') });
    for (let end = 0; end <= typed.length; end += 1) {
      const [result] = await eslint.lintText(typed.slice(0, end), { filePath: path.join(root, TS) });
      for (const message of result?.messages ?? []) expect(describeMessage(TS, message)).toMatch(/fatal: |\/\w+$/u);
    }
  });
});
