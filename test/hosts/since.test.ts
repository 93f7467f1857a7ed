import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainEnvironment, project, revision, run, write } from './command.js';

function git(folder: string, ...words: readonly string[]): void {
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', words, { cwd: folder, env: { ...plainEnvironment(), ...identity }, stdio: 'pipe' });
}

function repository(): string {
  const folder = project();
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'one');
  git(folder, 'checkout', '-qb', 'work');
  return folder;
}

const reviewed = (folder: string, words: readonly string[] = ['--since', 'main']): string[] =>
  JSON.parse(run(folder, ['inspect', '--format', 'json', ...words]).stdout).migrations.map(({ id }: { id: string }) => id);

const next = revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass');

describe('--since', () => {
  it('reviews nothing where nothing changed', () => {
    const folder = repository();
    expect(reviewed(folder)).toEqual([]);
    expect(run(folder, ['--since', 'main'])).toMatchObject({ status: 0, stderr: '' });
  });
  it('sees committed, staged, changed and untracked files, but not deleted ones', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4.py': next });
    expect(reviewed(folder)).toEqual(['d4']);
    git(folder, 'add', '.');
    expect(reviewed(folder)).toEqual(['d4']);
    git(folder, 'commit', '-qm', 'two');
    expect(reviewed(folder)).toEqual(['d4']);
    fs.appendFileSync(path.join(folder, 'migrations/versions/b2.py'), '# changed\n');
    expect(reviewed(folder)).toEqual(['b2', 'd4']);
    fs.rmSync(path.join(folder, 'migrations/versions/d4.py'));
    expect(reviewed(folder)).toEqual(['b2']);
    expect(run(folder, ['--since', 'main']).status).toBe(0);
  });
  it('compares with the merge base, not with what others did since', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4.py': next });
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'two');
    git(folder, 'checkout', '-q', 'main');
    fs.appendFileSync(path.join(folder, 'migrations/versions/b2.py'), '# changed by others\n');
    git(folder, 'commit', '-qam', 'three');
    git(folder, 'checkout', '-q', 'work');
    expect(reviewed(folder)).toEqual(['d4']);
  });
  it('works from a folder of the repository and with paths', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4 ü.py': next });
    expect(reviewed(path.join(folder, 'migrations'))).toEqual(['d4']);
    expect(reviewed(folder, ['--since', 'main', 'migrations'])).toEqual(['d4']);
    expect(reviewed(folder, ['--since', 'main', 'migrations/versions/a1.py'])).toEqual([]);
    expect(run(folder, ['--since', 'main']).status).toBe(1);
  });
  it('says what is wrong with a ref', () => {
    const folder = repository();
    expect(run(folder, ['--since', 'origin/main'])).toMatchObject({ status: 2, stderr: 'migralint: --since: git knows no commit "origin/main". In CI, fetch the base branch first (with actions/checkout: fetch-depth: 0)\n' });
    expect(run(folder, ['--since=--output=x'])).toMatchObject({ status: 2, stderr: expect.stringContaining('git knows no commit') });
    git(folder, 'checkout', '-q', '--orphan', 'other');
    git(folder, 'commit', '-qm', 'alone');
    expect(run(folder, ['--since', 'main'])).toMatchObject({ status: 2, stderr: expect.stringContaining('have no common commit') });
  });
});
