import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, revision, run, write } from '../hosts/command.js';

const FILE = 'migrations/versions/c3.py';
const read = (folder: string): string => fs.readFileSync(path.join(folder, FILE), 'utf8');

describe('migralint fix', () => {
  it('writes the downgrade of a file that is named, and has nothing to do afterwards', () => {
    const folder = project();
    const first = run(folder, ['fix', FILE]);
    expect(first).toMatchObject({ status: 0, stdout: `${FILE}: empty-downgrade\n` });
    expect(read(folder)).toContain('def downgrade():\n    # The values of this column cannot be restored.\n    op.add_column("users", sa.Column("bio", sa.String(length=50), nullable=True))\n');
    expect(run(folder, ['fix', FILE])).toMatchObject({ status: 0, stdout: '' });
  });

  it('shows what it would change, and changes nothing', () => {
    const folder = project();
    const before = read(folder);
    const { status, stdout } = run(folder, ['fix', '--all', '--dry-run']);
    expect(status).toBe(1);
    expect(stdout).toContain(`--- a/${FILE}\n+++ b/${FILE}\n`);
    expect(stdout).toContain('-    pass\n+    # The values of this column cannot be restored.\n');
    expect(read(folder)).toBe(before);
  });

  it('leaves what may be merged alone until it is told which migrations', () => {
    const folder = project();
    const { status, stderr } = run(folder, ['fix']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('--since REF') });
    expect(read(folder)).toContain('    pass\n');
  });

  it('with --since touches only what the branch adds', () => {
    const folder = project();
    const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@y', ...words], { cwd: folder, stdio: 'ignore' });
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'all');
    expect(run(folder, ['fix', '--since', 'main'])).toMatchObject({ status: 0, stdout: '' });
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass') });
    expect(run(folder, ['fix', '--since', 'main'])).toMatchObject({ status: 0, stdout: 'migrations/versions/d4.py: empty-downgrade\n' });
    expect(read(folder)).toContain('    pass\n');
  });

  it('fixes the findings of one rule, and says so where a rule cannot be fixed', () => {
    const folder = project();
    expect(run(folder, ['fix', '--all', '--rule', 'leftover-enum-type'])).toMatchObject({ status: 0, stdout: '' });
    expect(run(folder, ['fix', '--all', '--rule', 'drop-column']).stderr).toContain('findings of drop-column cannot be fixed');
  });
});
