import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, plainEnvironment, project, revision, run, temporary } from '../hosts/command.js';

const SECRET = 'op.execute("very secret")';
/** A migration that calls a helper of a module. */
const calling = (module: string): string => `from alembic import op\n${module}\nrevision = "d4"\ndown_revision = "c3"\ndef upgrade():\n    helper(op)\ndef downgrade():\n    pass\n`;

describe.skipIf(process.platform === 'win32')('a repository cannot have files elsewhere read', () => {
  it('by links to files and folders', () => {
    const outside = temporary({ 'x1.py': revision('x1', 'c3', SECRET, 'pass'), 'helpers/help.py': `def helper(op):\n    ${SECRET}\n` });
    const folder = project({ 'migrations/versions/d4.py': calling('from helpers.help import helper') });
    fs.mkdirSync(path.join(folder, '.git'));
    fs.symlinkSync(path.join(outside, 'x1.py'), path.join(folder, 'migrations/versions/x1.py'));
    fs.symlinkSync(path.join(outside, 'helpers'), path.join(folder, 'helpers'));
    const { status, stdout, stderr } = run(folder, ['inspect', '--format', 'json']);
    expect(stdout).not.toContain('very secret');
    expect(stderr).toContain('migrations/versions/x1.py: this file cannot be read: a symbolic link that leads out of the project: it is not followed');
    expect(status).toBe(2);
  });
  it('by links inside of it, which may be followed', () => {
    const folder = project({ 'shared/d4.py': revision('d4', 'c3', SECRET, 'pass') });
    fs.mkdirSync(path.join(folder, '.git'));
    fs.symlinkSync('../../shared/d4.py', path.join(folder, 'migrations/versions/d4.py'));
    expect(run(folder, ['inspect', '--format', 'json']).stdout).toContain('very secret');
  });
  it('by paths in settings', () => {
    const outside = temporary({ 'versions/x1.py': revision('x1', null, SECRET, 'pass'), 'env.py': 'from alembic import context\n' });
    const folder = project({ 'alembic.ini': `[alembic]\nscript_location = ${outside}\nversion_locations = ${path.join(outside, 'versions')}\n` });
    fs.mkdirSync(path.join(folder, '.git'));
    expect(run(folder, ['inspect', '--format', 'json']).stdout).not.toContain('very secret');
  });
});

describe('names of a repository stay text', () => {
  const name = 'a\u001B[31m\u202Eb\n::error::owned `x` <img src=x>';
  const folder = project({ 'migrations/versions/d4.py': revision('d4', 'c3', `op.drop_table(${JSON.stringify(name).replace('`', '\\x60')})`, 'pass') });
  it.each(['stylish', 'github', 'markdown', 'junit', 'gitlab'])('in the format %s', (format) => {
    const { stdout } = run(folder, ['--format', format]);
    expect(stdout).toContain('owned');
    expect(stdout).not.toMatch(/\u001B|\u202E/u);
    expect(stdout).not.toMatch(/^\s*::error::/mu);
  });
  it('in JSON and SARIF as they are, escaped', () => {
    for (const format of ['json', 'sarif']) {
      const { stdout } = run(folder, ['--format', format]);
      expect(stdout).not.toContain('\u001B');
      expect(() => JSON.parse(stdout)).not.toThrow();
    }
  });
});

describe('mutated migrations', () => {
  it('that crashed a reader once are read', () => {
    const folder = temporary({ 'knexfile.js': 'module.exports = { client: "pg" };', 'migrations/20240101000000_a.js': 'exports.up = (knex) => knex.schema.alterTable("users", (table) => table.string("state").defaultTo(knex.raw));\nexports.down = () => {};\n' });
    expect(JSON.parse(run(folder, ['inspect', '--format', 'json']).stdout).unread).toEqual([]);
  });

  it('crash and hang nothing', { timeout: 120_000 }, () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/fuzz.mjs', '--count', '600', '--seed', '42'], { cwd: packageRoot, encoding: 'utf8', env: plainEnvironment() });
    expect(stdout).toMatch(/^600 of 600 inputs \(seed 42\) in \d+ s; 0 kinds of failure; \d{3,} operations/u);
    expect(status).toBe(0);
  });
});
