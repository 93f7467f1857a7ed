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

/** Rules and names of files, in order. */
const found = (folder: string, words: readonly string[] = ['--since', 'main']): string[] =>
  JSON.parse(run(folder, ['--format', 'json', ...words]).stdout).findings.map(({ ruleId, file }: { ruleId: string; file: string }) => `${ruleId} ${path.basename(file)}`);

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
  it('takes what the change adds as new, and what it only edits as merged', () => {
    const folder = repository();
    const create = revision('d4', 'c3', 'op.create_table("posts", sa.Column("id", sa.Integer(), primary_key=True))', 'op.drop_table("posts")');
    write(folder, { 'migrations/versions/d4.py': create, 'migrations/versions/e5.py': revision('e5', 'd4', 'op.add_column("posts", sa.Column("n", sa.Integer(), nullable=False))', 'op.drop_column("posts", "n")') });
    expect(found(folder)).toEqual([]);
    expect(found(folder, ['--since', 'main', 'migrations/versions/e5.py'])).toEqual([]);
    git(folder, 'add', '.');
    expect(found(folder, ['--staged'])).toEqual([]);
    expect(found(folder, ['migrations/versions/d4.py', 'migrations/versions/e5.py'])).toEqual([]);
    git(folder, 'commit', '-qm', 'two');
    expect(found(folder, ['migrations/versions/d4.py', 'migrations/versions/e5.py'])).toEqual(['not-null-without-default e5.py']);
  });
  it('finds merged migrations that do something else now, and is silent where only their text is another', () => {
    const folder = repository();
    const file = path.join(folder, 'migrations/versions/b2.py');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"age", sa.Integer()', '"age", sa.BigInteger()'));
    fs.rmSync(path.join(folder, 'migrations/versions/c3.py'));
    expect(found(folder)).toEqual(['edited-migration b2.py', 'edited-migration c3.py']);
    expect(found(folder, ['--since', 'main', 'migrations/versions/b2.py'])).toEqual(['edited-migration b2.py']);
    expect(found(folder, [])).toEqual([]);
    git(folder, 'checkout', '-q', '.');
    fs.appendFileSync(path.join(folder, 'migrations/versions/c3.py'), '\n# formatted\n');
    expect(found(folder)).toEqual([]);
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

describe('--staged', () => {
  const staged = ['--staged'];
  it('reviews what the next commit changes, as it is staged', () => {
    const folder = repository();
    expect(reviewed(folder, staged)).toEqual([]);
    write(folder, { 'migrations/versions/d4.py': next });
    expect(reviewed(folder, staged)).toEqual([]);
    git(folder, 'add', '.');
    expect(found(folder, staged)).toEqual(['drop-column d4.py', 'empty-downgrade d4.py']);
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'pass', 'pass') });
    expect(found(folder, staged)).toEqual(['drop-column d4.py', 'empty-downgrade d4.py']);
    fs.rmSync(path.join(folder, 'migrations/versions/d4.py'));
    expect(found(folder, staged)).toEqual(['drop-column d4.py', 'empty-downgrade d4.py']);
    git(folder, 'add', '.');
    expect(reviewed(folder, staged)).toEqual([]);
  });
  it('does not see migrations that are not staged: they are no second head', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4.py': next });
    git(folder, 'add', '.');
    write(folder, { 'migrations/versions/e5.py': revision('e5', 'c3', 'pass', 'pass') });
    expect(found(folder, staged)).toEqual(['drop-column d4.py', 'empty-downgrade d4.py']);
  });
  it('works before the first commit', () => {
    const folder = project();
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '.');
    expect(reviewed(folder, staged)).toEqual(['a1', 'b2', 'c3']);
  });
  it('lets a branch change its own commits, and tells a change of what is merged', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'op.add_column("users", sa.Column("n", sa.Integer()))', 'op.drop_column("users", "n")') });
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'two');
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'op.add_column("users", sa.Column("m", sa.Integer()))', 'op.drop_column("users", "m")') });
    git(folder, 'add', '.');
    expect(found(folder, staged)).toEqual([]);
    expect(found(folder, ['--staged', '--since', 'main'])).toEqual([]);
    write(folder, { 'migrations/versions/b2.py': revision('b2', 'a1', 'op.add_column("users", sa.Column("m", sa.Integer()))', 'op.drop_column("users", "m")') });
    git(folder, 'add', '.');
    expect(found(folder, ['--staged', '--since', 'main'])).toContain('edited-migration b2.py');
  });
});
