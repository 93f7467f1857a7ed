import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, run, write } from './command.js';

const findings = (folder: string, words: readonly string[] = []): number => JSON.parse(run(folder, ['--format', 'json', ...words]).stdout).findings.length;

describe('the configuration file', () => {
  it.each([
    ['migralint.config.json', '// comments are fine\n{ "preset": "none", }\n'],
    ['migralint.config.js', 'export default { preset: "none" };\n'],
    ['migralint.config.mjs', 'export default { preset: "none" };\n'],
    ['migralint.config.ts', 'import { defineConfig, type Config } from "migralint";\nconst config: Config = { preset: "none" };\nexport default defineConfig(config);\n'],
  ])('may be %s', (name, text) => {
    const folder = project({ [name]: text, 'package.json': '{ "type": "module" }' });
    expect(run(folder, [])).toMatchObject({ status: 0, stderr: '' });
    expect(run(folder, ['--no-config']).status).toBe(1);
    expect(run(path.join(folder, 'migrations'), ['--config', `../${name}`]).status).toBe(0);
  });

  it('is looked for up to the top of the repository', () => {
    const folder = project({ 'migralint.config.json': '{ "preset": "none" }', 'backend/x': '', '.git/HEAD': '' });
    fs.renameSync(path.join(folder, 'migrations'), path.join(folder, 'backend/migrations'));
    expect(run(path.join(folder, 'backend'), []).status).toBe(0);
    write(folder, { 'backend/.git/HEAD': '' });
    expect(run(path.join(folder, 'backend'), []).status).toBe(1);
  });

  it('has globs relative to itself', () => {
    const folder = project({ 'migralint.config.json': '{ "overrides": [{ "files": ["migrations/versions/c*.py"], "rules": { "drop-column": "off" } }] }' });
    expect(findings(folder)).toBe(1);
    expect(findings(path.join(folder, 'migrations'), ['--config', '../migralint.config.json'])).toBe(1);
  });

  it('says which files are not read', () => {
    const folder = project({ 'old/versions/x.py': 'revision = "x"\ndown_revision = "missing"\n', 'migralint.config.json': '{ "ignore": ["old"] }' });
    expect(JSON.parse(run(folder, ['--format', 'json']).stdout).summary.migrations).toBe(3);
  });

  it('knows where to start', () => {
    expect(findings(project({ 'migralint.config.json': '{ "startAfter": "c3" }' }))).toBe(0);
  });
});

describe('a broken configuration is one message with its place, and exit status 2', () => {
  it.each([
    ['migralint.config.json', '{\n  "preset": "strict",\n  oops\n}\n', 'migralint: migralint.config.json:3:3: not valid JSON (invalid symbol)\n'],
    ['migralint.config.json', '', 'migralint: migralint.config.json:1:1: not valid JSON (empty file)\n'],
    ['migralint.config.json', '{\n  "preset": "strict",\n  "rules": {\n    "drop-colum": "off"\n  }\n}\n', 'migralint: migralint.config.json:4: unknown rule "drop-colum"; did you mean "drop-column"? `migralint rules` lists all rules\n'],
    ['migralint.config.json', '{\n  "presets": "strict"\n}\n', 'migralint: migralint.config.json:2: unknown key "presets"; did you mean "preset"? Known keys: '],
    ['migralint.config.mjs', 'export default {\n  preset: "strict",,\n};\n', 'migralint: migralint.config.mjs:2: the configuration cannot be loaded: Unexpected token \',\'\n'],
    ['migralint.config.mjs', 'const a = 1;\nthrow new Error("no database\\nat all");\nexport default {};\n', 'migralint: migralint.config.mjs:2:7: the configuration cannot be loaded: no database\n'],
    ['migralint.config.mjs', 'export const config = {};\n', 'migralint: migralint.config.mjs: has no default export.'],
    ['migralint.config.mjs', 'export default { dialect: "postgresql" };\n', 'migralint: migralint.config.mjs: "dialect" must be "postgres" | '],
    ['migralint.config.ts', 'const a: number = ;\nexport default {};\n', 'migralint: migralint.config.ts:1:'],
  ])('%s: %j', (name, text, message) => {
    const { status, stdout, stderr } = run(project({ [name]: text }), ['--output', 'out.json', '--format', 'json']);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('two of them in one folder', () => {
    const { status, stderr } = run(project({ 'migralint.config.json': '{}', 'migralint.config.mjs': '' }), []);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'migralint: two configuration files in one folder: migralint.config.mjs and migralint.config.json. Keep one, or choose with --config\n' });
  });
});
