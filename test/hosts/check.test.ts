import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, project, revision, run, temporary, UNSAFE, write } from './command.js';

const found = (stdout: string): string[] => JSON.parse(stdout).findings.map(({ ruleId, file }: { ruleId: string; file: string }) => `${ruleId} ${file}`);
const unsafe = ['drop-column migrations/versions/c3.py', 'empty-downgrade migrations/versions/c3.py'];
const isRoot = process.getuid?.() === 0;

describe('check', () => {
  it('reports the unsafe migration at its place and exits with 1', () => {
    const { status, stdout, stderr } = run(project(), ['--format', 'json']);
    expect({ status, stderr, found: found(stdout) }).toEqual({ status: 1, stderr: '', found: unsafe });
    expect(JSON.parse(stdout).findings[1]).toMatchObject({ severity: 'error', direction: 'downgrade', migration: 'c3' });
    expect(JSON.parse(stdout).summary).toMatchObject({ migrations: 3, unread: 0 });
  });

  it('is silent about a safe history and exits with 0', () => {
    const folder = project();
    fs.rmSync(path.join(folder, 'migrations/versions/c3.py'));
    expect(run(folder, [])).toEqual({ status: 0, stdout: 'No findings in 2 migrations, 4 operations.\n', stderr: '' });
  });

  it('shows the source to people', () => {
    const { stdout } = run(project(), ['check']);
    expect(stdout).toContain('migrations/versions/c3.py  revision c3');
    expect(stdout).toContain('10 |     op.drop_column("users", "bio")');
    expect(stdout).toContain('About a rule: migralint explain <rule>');
    expect(stdout).not.toContain('\u001B');
  });

  it.each(['.', 'migrations', 'migrations/versions', './migrations/'])('finds the history from %s', (operand) => {
    expect(found(run(project(), ['--format', 'json', operand]).stdout)).toEqual(unsafe);
  });

  it('names files relative to the working directory', () => {
    const folder = project();
    expect(found(run(path.join(folder, 'migrations/versions'), ['--format', 'json']).stdout)[0]).toBe('drop-column c3.py');
    expect(found(run(path.join(folder, 'migrations'), ['--format', 'json', '../migrations/versions/c3.py']).stdout)[0]).toBe('drop-column versions/c3.py');
    const other = temporary();
    expect(found(run(other, ['--format', 'json', folder]).stdout)[0]).toBe(`drop-column ${path.relative(other, folder)}/migrations/versions/c3.py`);
  });

  it('replays the history around a file and reports the file only', () => {
    const folder = project({ 'migrations/versions/d4.py': revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass') });
    const { status, stdout } = run(folder, ['--format', 'json', 'migrations/versions/c3.py']);
    expect(status).toBe(1);
    expect(found(stdout)).toEqual(unsafe);
    expect(JSON.parse(stdout).summary).toMatchObject({ migrations: 4, reviewed: 1 });
    expect(run(folder, ['migrations/versions/b2.py']).status).toBe(0);
  });

  it('--start-after reports what comes behind a revision', () => {
    expect(run(project(), ['--start-after', 'c3']).status).toBe(0);
    expect(run(project(), ['--start-after', 'b2']).status).toBe(1);
  });

  it('--rule and --preset change what counts', () => {
    const folder = project();
    expect(run(folder, ['--preset', 'none']).status).toBe(0);
    expect(found(run(folder, ['--preset', 'none', '--rule', 'drop-column:note', '--format', 'json']).stdout)).toEqual([unsafe[0]]);
    expect(run(folder, ['--preset', 'none', '--rule', 'drop-column:error']).status).toBe(1);
    expect(run(folder, ['--preset', 'none', '--rule', 'drop-column:warning']).status).toBe(0);
    expect(run(folder, ['--preset', 'none', '--rule', 'drop-column:warning', '--max-warnings', '0'])).toMatchObject({ status: 1, stderr: 'migralint: 1 warning, more than --max-warnings 0\n' });
  });

  it('--quiet prints errors only', () => {
    expect(found(run(project(), ['--quiet', '--rule', 'drop-column:warning', '--format', 'json']).stdout)).toEqual([unsafe[1]]);
  });

  it('a comment allows a finding, and one that allows nothing is reported', () => {
    const allowed = UNSAFE.replace('    op.drop', '    # migralint-allow drop-column: nobody reads it since release 41\n    op.drop').replace('def downgrade', '# migralint-allow drop-table: never\ndef downgrade');
    const { stdout } = run(project({ 'migrations/versions/c3.py': allowed }), ['--format', 'json']);
    expect(found(stdout).sort()).toEqual([unsafe[1], 'unused-suppression migrations/versions/c3.py']);
    expect(JSON.parse(stdout).summary.suppressed).toBe(1);
  });

  it('writes annotations and SARIF', () => {
    const folder = project();
    expect(run(folder, ['--format', 'github']).stdout).toMatch(/^::error file=migrations\/versions\/c3\.py,line=\d+,/u);
    const log = JSON.parse(run(folder, ['--format', 'sarif']).stdout);
    expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('migrations/versions/c3.py');
  });
});

describe('colours', () => {
  const coloured = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): boolean => run(project(), words, environment).stdout.includes('\u001B[');
  it('come only when asked for', () => {
    expect(coloured([])).toBe(false);
    expect(coloured(['--color'])).toBe(true);
    expect(coloured([], { FORCE_COLOR: '1' })).toBe(true);
    expect(coloured([], { FORCE_COLOR: '0' })).toBe(false);
    expect(coloured([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(coloured(['--no-color'], { FORCE_COLOR: '1' })).toBe(false);
  });
});

describe('--output', () => {
  it('writes the file whole and keeps standard output empty', () => {
    const folder = project();
    expect(run(folder, ['--format', 'json', '--output', 'report.json'])).toMatchObject({ status: 1, stdout: '' });
    expect(found(fs.readFileSync(path.join(folder, 'report.json'), 'utf8'))).toEqual(unsafe);
    expect(fs.readdirSync(folder).sort()).toEqual(['alembic.ini', 'migrations', 'report.json']);
  });
  it('leaves nothing behind where it cannot write', () => {
    const folder = project({ 'taken/file': '' });
    const { status, stderr } = run(folder, ['--output', 'no/such/folder/report.json']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'migralint: --output no/such/folder/report.json: cannot be written (no such file or directory)\n' });
    expect(run(folder, ['--output', 'taken']).stderr).toBe('migralint: --output taken: cannot be written (it is a directory)\n');
    expect(fs.readdirSync(folder).sort()).toEqual(['alembic.ini', 'migrations', 'taken']);
  });
  it.skipIf(process.platform === 'win32')('may name standard output', () => {
    const folder = project();
    const out = fs.openSync(path.join(folder, 'out.txt'), 'w');
    fs.writeSync(out, 'before\n');
    spawnSync(process.execPath, [cli, '--format', 'json', '--output', '/dev/stdout'], { cwd: folder, stdio: ['ignore', out, 'pipe'] });
    fs.closeSync(out);
    const text = fs.readFileSync(path.join(folder, 'out.txt'), 'utf8');
    expect(text.slice(0, 7)).toBe('before\n');
    expect(found(text.slice(7))).toEqual(unsafe);
  });
  it('leaves the old report alone when the run fails', () => {
    const folder = project({ 'report.json': 'old', 'migralint.config.json': '{' });
    expect(run(folder, ['--format', 'json', '--output', 'report.json']).status).toBe(2);
    expect(fs.readFileSync(path.join(folder, 'report.json'), 'utf8')).toBe('old');
  });
});

describe('bad input', () => {
  it('a folder without migrations', () => {
    const { status, stderr } = run(temporary({ 'app/models.py': 'x = 1\n' }), []);
    expect(status).toBe(2);
    expect(stderr).toContain('no migration found in .');
    expect(stderr).toContain('Name the folder: migralint check path/to/project');
  });
  it('a folder without migrations beside one that has some', () => {
    expect(run(project({ 'app/models.py': '' }), ['migrations', 'app'])).toMatchObject({ status: 2, stderr: 'migralint: no migration found in app\n' });
  });
  it('a file that is no migration', () => {
    expect(run(project({ 'app/models.py': 'x = 1\n' }), ['app/models.py']).stderr).toContain('app/models.py: not a migration of the history around it');
    expect(run(project({ 'migrations/versions/__init__.py': '' }), ['migrations/versions/__init__.py', 'migrations/versions/b2.py']).status).toBe(0);
  });
  it('invalid Python is a finding, and the rest is checked', () => {
    const folder = project({ 'migrations/versions/d4.py': 'revision = "d4"\ndown_revision = "c3"\ndef upgrade(:\n' });
    const { status, stdout } = run(folder, ['--format', 'json']);
    expect(status).toBe(1);
    expect(found(stdout).sort()).toEqual([...unsafe, 'unread-migration migrations/versions/d4.py'].sort());
    expect(JSON.parse(stdout).unread).toEqual([{ file: 'migrations/versions/d4.py', reason: expect.any(String), line: 3 }]);
  });
  it('text that is not UTF-8, and a link to nothing', () => {
    const folder = project();
    fs.writeFileSync(path.join(folder, 'migrations/versions/d4.py'), Buffer.concat([Buffer.from(revision('d4', 'c3', 'pass  # caf'.padEnd(11), 'pass')), Buffer.from([0xe9])]));
    fs.symlinkSync('nowhere.py', path.join(folder, 'migrations/versions/e5.py'));
    const { status, stdout, stderr } = run(folder, ['--format', 'json']);
    expect(status).toBe(2);
    expect(found(stdout)).toEqual(unsafe);
    expect(stderr).toBe(
      'migralint: migrations/versions/d4.py: this file cannot be read: not UTF-8 text in line 15: save it as UTF-8\n' +
        'migralint: migrations/versions/e5.py: this file cannot be read: a symbolic link to nothing: restore its target or remove the link\n',
    );
    expect(JSON.parse(stdout).problems).toHaveLength(2);
  });
  it('a file and a folder that may not be read', () => {
    const folder = project({ 'migrations/versions/d4.py': '# no migration', 'migrations/versions/old/x.py': '', 'data/db/x.sql': '' });
    for (const name of ['migrations/versions/d4.py', 'migrations/versions/old', 'data/db']) fs.chmodSync(path.join(folder, name), 0);
    const { status, stdout, stderr } = run(folder, ['--format', 'json']);
    for (const name of ['migrations/versions/old', 'data/db']) fs.chmodSync(path.join(folder, name), 0o755);
    expect(found(stdout)).toEqual(unsafe);
    expect(stderr).not.toContain('data/db');
    // the superuser may read everything, and then there is nothing to complain about
    const denied = ['migrations/versions/d4.py: this file cannot be read: permission denied', 'migrations/versions/old: this folder cannot be read: permission denied'];
    expect(denied.filter((message) => stderr.includes(message))).toEqual(isRoot ? [] : denied);
    expect(status).toBe(isRoot ? 1 : 2);
  });
  it('folders that link to each other end', () => {
    const folder = project();
    fs.symlinkSync('..', path.join(folder, 'migrations/versions/loop'));
    fs.symlinkSync(folder, path.join(folder, 'self'));
    expect(found(run(folder, ['--format', 'json']).stdout)).toEqual(unsafe);
  });
  it('folders of tools are left alone', () => {
    const folder = project({ '.venv/lib/migrations/versions/x.py': UNSAFE, 'node_modules/x/versions/x.py': UNSAFE, 'site-packages/versions/x.py': UNSAFE });
    expect(JSON.parse(run(folder, ['--format', 'json']).stdout).summary.migrations).toBe(3);
  });
});

describe('unread code', () => {
  const folder = project({ 'migrations/versions/c3.py': revision('c3', 'b2', 'op.execute(open("x.sql").read())', 'op.execute(open("y.sql").read())') });
  it('is counted, and fails when asked to', () => {
    const { stdout } = run(folder, ['--preset', 'none', '--format', 'json']);
    expect(JSON.parse(stdout).summary.unread).toBeGreaterThan(0);
    expect(run(folder, ['--preset', 'none']).status).toBe(0);
    expect(run(folder, ['--preset', 'none', '--fail-on-unread'])).toMatchObject({ status: 1, stderr: expect.stringContaining('--fail-on-unread is set') });
    write(folder, { 'migralint.config.json': '{ "failOnUnread": true, "preset": "none" }' });
    expect(run(folder, []).status).toBe(1);
  });
});

describe('inspect', () => {
  it('prints the operations of what was named', () => {
    const { status, stdout } = run(project(), ['inspect', '--format', 'json', 'migrations/versions/b2.py']);
    const { migrations } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(migrations).toHaveLength(1);
    expect(migrations[0]).toMatchObject({ file: 'migrations/versions/b2.py', framework: 'alembic', id: 'b2', parents: ['a1'], upgrade: { status: 'present', operations: [{ kind: 'addColumn', table: { name: 'users' }, column: { name: 'age', type: 'integer', nullable: true }, location: { line: 10 } }] } });
  });
  it('has a form for people', () => {
    const { stdout } = run(project(), ['inspect']);
    expect(stdout).toContain('createTable users (id integer not null, bio character varying(50))');
    expect(stdout).toContain('downgrade (empty)');
  });
});

describe('pipes', () => {
  it('get all of a long report', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`migrations/versions/r${i}.py`, revision(`r${i}`, i === 0 ? null : `r${i - 1}`, `op.create_table("t${i}", ${Array.from({ length: 20 }, (_, c) => `sa.Column("c${c}", sa.String())`).join(', ')})`, 'pass')]));
    const { stdout } = run(temporary(many), ['inspect', '--format', 'json']);
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(stdout).migrations).toHaveLength(300);
  });
  it('may be closed early', async () => {
    const child = spawn(process.execPath, [cli, 'inspect', '--format', 'json'], { cwd: project(), stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    const [status] = await once(child, 'close');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

