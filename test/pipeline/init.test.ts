import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPlugin } from '../../src/hosts/init/eslint-config.js';
import { withHook } from '../../src/hosts/init/texts.js';
import { packageRoot, project, revision, run, temporary, write } from '../hosts/command.js';

const { version } = JSON.parse(fs.readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
const read = (folder: string, file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');
const filesIn = (folder: string): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

const PYTHON = { 'pyproject.toml': '[project]\nname = "shop" # ours\n', '.pre-commit-config.yaml': 'repos:\n-   repo: https://example.org/x\n    rev: v1\n    hooks:\n    -   id: x\n# end\nfail_fast: true\n', '.github/workflows/ci.yml': 'name: CI\n' };

describe('migralint init', () => {
  it('says what it found', () => {
    const { stdout } = run(project(), ['init', '--dry-run']);
    expect(stdout).toContain('migrations: alembic, postgres (assumed), 3 migrations; the last is c3\n');
    const forked = project({ 'migrations/versions/d4.py': revision('d4', 'b2', 'pass', 'pass') });
    expect(run(forked, ['init', '--dry-run']).stdout).toContain('it ends in 2 heads: c3, d4');
  });

  it('writes what a Python team needs, and keeps what is there', () => {
    const folder = project(PYTHON);
    expect(run(folder, ['init', '--yes'])).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('3 of 3 files written.') });
    expect(read(folder, 'pyproject.toml')).toBe(`${PYTHON['pyproject.toml']}\n[tool.migralint]\npreset = "recommended"\n`);
    expect(read(folder, '.pre-commit-config.yaml')).toMatch(/^repos:\n- {3}repo: https:\/\/example\.org\/x\n[\s\S]*\n- repo: local\n {2}hooks:\n {4}- id: migralint\n[\s\S]*\n# end\nfail_fast: true\n$/u);
    expect(read(folder, '.github/workflows/migralint.yml')).toContain(`npx --yes migralint@${version} --since "$BASE" --format github`);
    expect(run(folder, []).status).toBe(1);
    expect(run(folder, ['init', '--yes']).stdout).toContain('Everything is set up.');
  });

  it('writes what a JavaScript team needs', () => {
    const folder = project({ 'package.json': '{ "type": "module" }', '.husky/pre-commit': 'npm test\n', 'eslint.config.js': "import js from '@eslint/js';\n\nexport default [\n  js.configs.recommended,\n];\n", '.gitlab-ci.yml': 'test:\n  script: npm test\n' });
    expect(run(folder, ['init', '--yes']).status).toBe(0);
    expect(JSON.parse(read(folder, 'migralint.config.json'))).toEqual({ $schema: './node_modules/migralint/dist/schema.json', preset: 'recommended' });
    expect(read(folder, '.husky/pre-commit')).toBe('npm test\nnpx migralint --staged\n');
    expect(read(folder, 'eslint.config.js')).toBe("import js from '@eslint/js';\nimport migralint from 'migralint/eslint';\n\nexport default [\n  js.configs.recommended,\n  ...migralint.configs.recommended,\n];\n");
    expect(read(folder, '.gitlab-ci.yml')).toMatch(/^test:\n {2}script: npm test\n\nmigralint:\n {2}image: node:24\n/u);
  });

  it('writes nothing without consent', () => {
    const folder = project(PYTHON);
    const before = filesIn(folder);
    expect(run(folder, ['init', '--dry-run']).stdout).toContain('+[tool.migralint]\n');
    expect(run(folder, ['init'])).toMatchObject({ status: 2, stderr: expect.stringContaining('add --yes to write, or --dry-run to look') });
    expect(filesIn(folder)).toEqual(before);
    expect(read(folder, 'pyproject.toml')).toBe(PYTHON['pyproject.toml']);
  });

  it.skipIf(process.platform === 'win32')('follows no link out of the project', () => {
    const outside = temporary({ 'config.yaml': 'repos:\n  - repo: x\n' });
    const folder = project({ 'package.json': '{}' });
    fs.symlinkSync(path.join(outside, 'config.yaml'), path.join(folder, '.pre-commit-config.yaml'));
    expect(run(folder, ['init', '--yes'])).toMatchObject({ status: 2, stderr: expect.stringContaining('leads out of the project or is a link') });
    expect(read(outside, 'config.yaml')).toBe('repos:\n  - repo: x\n');
    fs.rmSync(path.join(folder, '.pre-commit-config.yaml'));
    fs.symlinkSync(outside, path.join(folder, '.github'));
    expect(run(folder, ['init', '--yes']).status).toBe(2);
    expect(filesIn(outside)).toEqual(['config.yaml']);
  });

  it('has nothing to set up where there is no migration', () => {
    expect(run(temporary({ 'a.py': '' }), ['init', '--yes'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no migration found') });
  });
});

describe('what is added to files', () => {
  it.each([
    ['an array', 'export default [];\n', 'export default [\n  ...migralint.configs.recommended,\n];\n'],
    ['an array in one line', "import a from 'a';\nexport default [a, { rules: {} }];\n", 'export default [a, { rules: {} }, ...migralint.configs.recommended];\n'],
    ['defineConfig', "import { defineConfig } from 'eslint/config';\nexport default defineConfig([\n\t{ rules: {} }\n]);\n", '\t{ rules: {} },\n\t...migralint.configs.recommended,\n]);\n'],
    ['tseslint.config', "import t from 't';\nexport default t.config(\n  a,\n  b,\n);\n", '  a,\n  b,\n  ...migralint.configs.recommended,\n);\n'],
    ['a name', "import a from 'a';\nconst all = [\n  a, // first\n];\nexport default all;\n", '  a, // first\n  ...migralint.configs.recommended,\n];\n'],
  ])('ESLint: %s', async (_, text, expected) => {
    const changed = await withPlugin('eslint.config.js', text);
    expect(changed).toContain(expected);
    expect(changed).toContain("import migralint from 'migralint/eslint';\n");
  });
  it.each([['a function', 'export default await make();\n'], ['CommonJS', 'module.exports = [];\n'], ['broken code', 'export default [\n']])('ESLint: %s is left alone', async (_, text) => {
    expect(await withPlugin('eslint.config.js', text)).toBeUndefined();
  });
  it.each([
    ['repos:\n  - repo: a\n    rev: b\n', '  - repo: local\n    hooks:\n      - id: migralint\n'],
    ['repos:\n- repo: a', '\n- repo: local\n  hooks:\n    - id: migralint\n'],
  ])('pre-commit: %j', (text, expected) => {
    expect(withHook(text, '1.0.0')).toContain(expected);
  });
  it('pre-commit: what is no list is left alone', () => {
    expect(withHook('repos: []\n', '1.0.0')).toBeUndefined();
  });
});

describe('migralint doctor', () => {
  it('says that all is read', () => {
    const { status, stdout, stderr } = run(project(), ['doctor']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const part of ['configuration: none, so the preset recommended', 'migrations: alembic', '5 operations; downgrades: 2 present, 1 empty', 'all of it is understood']) expect(stdout).toContain(part);
  });
  it('says what is not, and why', () => {
    const folder = project({
      'migrations/versions/d4.py': revision('d4', 'c3', 'op.execute(make_sql())', 'pass'),
      'migrations/versions/e5.py': 'revision = "e5"\ndown_revision = "d4"\ndef upgrade(:\n',
      'shop/migrations/0001_initial.py': 'from django.db import migrations\n',
      'migralint.config.json': '{ "preset": "strict" }',
    });
    const { status, stdout } = run(folder, ['doctor']);
    expect(status).toBe(1);
    for (const part of ['migralint.config.json (preset strict)', '1 statement not understood, so not checked:\n    migrations/versions/d4.py:10: ', '1 file of a history could not be read:\n  migrations/versions/e5.py:3: ', 'belongs to no history that migralint knows:\n  shop/migrations/0001_initial.py\n']) expect(stdout).toContain(part);
  });
  it('finds nothing where nothing is', () => {
    expect(run(temporary({ 'a.py': '' }), ['doctor'])).toMatchObject({ status: 2, stdout: expect.stringContaining('No history was found.') });
  });
});

describe('migralint completion', () => {
  const bash = (words: readonly string[]): string[] => {
    const script = `source /dev/stdin <<'END'\n${run(packageRoot, ['completion', 'bash']).stdout}\nEND\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _migralint; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { cwd: temporary(), encoding: 'utf8' }).split('\n').filter((word) => word !== '');
  };
  it.skipIf(process.platform === 'win32')('completes commands, options, values and rules in bash', () => {
    expect(bash(['migralint', 'ba'])).toEqual(['baseline']);
    expect(bash(['migralint', '--sta'])).toEqual(['--staged', '--start-after']);
    expect(bash(['migralint', 'inspect', '--preset'])).toEqual([]);
    expect(bash(['migralint', '--preset', 'str'])).toEqual(['strict']);
    expect(bash(['migralint', 'explain', 'drop-t'])).toEqual(['drop-table']);
  });
  it.skipIf(spawnSync('fish', ['--version']).status !== 0)('is a script that fish takes', () => {
    expect(spawnSync('fish', ['--no-execute'], { input: run(packageRoot, ['completion', 'fish']).stdout }).status).toBe(0);
  });
  it('knows its shells', () => {
    expect(run(packageRoot, ['completion', 'tcsh'])).toMatchObject({ status: 2, stderr: 'migralint: completion needs the name of a shell: bash, zsh, fish\n' });
    expect(run(packageRoot, ['completion', 'fish']).stdout).toContain("-l preset -r -f -a 'recommended strict all none'");
  });
});

describe('shared configuration files', () => {
  it.each([
    ['pyproject.toml', '[tool.migralint]\npreset = "none"\n[tool.migralint.rules]\ndrop-column = "error"\n'],
    ['package.json', '{ "migralint": { "preset": "none", "rules": { "drop-column": "error" } } }'],
  ])('%s can hold it', (name, text) => {
    const { stdout } = run(project({ [name]: text }), ['--format', 'json']);
    expect(JSON.parse(stdout).findings.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['drop-column']);
  });
  it.each([
    ['pyproject.toml', '[tool.migralint]\npreset = \n', 'pyproject.toml:2:'],
    ['pyproject.toml', '[tool.migralint]\npresett = "none"\n', 'pyproject.toml: unknown key "presett"'],
    ['package.json', '{\n  "migralint": {\n    "presett": "none"\n  }\n}', 'package.json:3: unknown key "presett"'],
  ])('a mistake in %s is told', (name, text, reason) => {
    expect(run(project({ [name]: text }), [])).toMatchObject({ status: 2, stderr: expect.stringContaining(reason) });
  });
  it('are none of ours where they do not say so', () => {
    const folder = project({ 'package.json': '{ "dependencies": { "migralint": "1" } }', 'pyproject.toml': 'broken [' });
    expect(run(folder, [])).toMatchObject({ status: 1, stderr: '' });
    write(folder, { 'migralint.config.json': '{ "preset": "none" }', 'package.json': '{ "migralint": {} }' });
    expect(run(folder, []).stderr).toContain('two configuration files in one folder: migralint.config.json and package.json');
  });
});
