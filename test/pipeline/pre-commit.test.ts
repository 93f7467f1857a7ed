import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, packageRoot, plainEnvironment, project, revision, temporary, write } from '../hosts/command.js';

const program = process.env.PRE_COMMIT ?? 'pre-commit';
const present = spawnSync(program, ['--version']).status === 0;
if (!present) process.stderr.write('pre-commit is not installed: its hook is not run (apt-get install pre-commit, or PRE_COMMIT=/path/to/pre-commit)\n');

const hooks = fs.readFileSync(path.join(packageRoot, '.pre-commit-hooks.yaml'), 'utf8');
const keyOf = (name: string): string => new RegExp(`^(?:- | {2})${name}: (.+)$`, 'mu').exec(hooks)?.[1] ?? '';
const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
const git = (folder: string, ...words: readonly string[]): void => void execFileSync('git', words, { cwd: folder, env: { ...plainEnvironment(), ...identity }, stdio: 'pipe' });

/** A project whose hook is ours, but for the installation: it runs this build. */
function repository(): string {
  const local = `repos:\n  - repo: local\n${hooks.replace(/^/gmu, '      ').replace('      - id', '    hooks:\n      - id').replace('language: node', 'language: system').replace(`entry: ${keyOf('entry')}`, `entry: ${keyOf('entry').replace(/^migralint/u, `${process.execPath} ${cli}`)}`)}`;
  const folder = project({ '.pre-commit-config.yaml': local.replace(/^ *minimum_pre_commit_version.*\n/mu, ''), 'app/migrations/notes.py': 'text = 1\n' });
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'one', '--no-verify');
  return folder;
}
const hook = (folder: string, ...words: readonly string[]): { status: number | null; stdout: string } =>
  spawnSync(program, ['run', 'migralint', '--color=never', ...words], { cwd: folder, encoding: 'utf8', env: { ...plainEnvironment(), ...identity, PRE_COMMIT_HOME: temporary(), XDG_CACHE_HOME: temporary() } });

describe('the hook', () => {
  it.each([
    ['migrations/versions/a1.py', true],
    ['backend/alembic/versions/a1_users.py', true],
    ['prisma/migrations/20240101_init/migration.sql', true],
    ['db/migrate/1_users.up.sql', true],
    ['src/migrations/1700000000000-Users.ts', true],
    ['src/migrations.ts', false],
    ['app/models.py', false],
    ['migrations/README.md', false],
  ])('looks at %s: %s', (file, wanted) => {
    expect(new RegExp(keyOf('files'), 'u').test(file)).toBe(wanted);
  });
});

describe.skipIf(!present)('pre-commit', () => {
  it('stops an unsafe migration, and says why', () => {
    const folder = repository();
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass') });
    git(folder, 'add', '.');
    const { status, stdout } = hook(folder);
    expect(status).toBe(1);
    expect(stdout).toContain('migrations/versions/d4.py  revision d4');
    expect(stdout).not.toContain('c3.py  revision');
  });
  it('lets a safe one pass, and files that are no migrations', () => {
    const folder = repository();
    write(folder, {
      'migrations/versions/d4.py': revision('d4', 'c3', 'op.create_table("posts", sa.Column("id", sa.Integer(), primary_key=True))', 'op.drop_table("posts")'),
      'migrations/versions/e5.py': revision('e5', 'd4', 'op.add_column("posts", sa.Column("n", sa.Integer(), nullable=False))', 'op.drop_column("posts", "n")'),
      'app/migrations/notes.py': 'text = 2\n',
    });
    git(folder, 'add', '.');
    expect(hook(folder)).toMatchObject({ status: 0, stdout: expect.stringContaining('Passed') });
    git(folder, 'reset', '-q', 'migrations');
    expect(hook(folder)).toMatchObject({ status: 0 });
  });
  it('looks at all migrations when it is told to, and at those of a range', () => {
    const folder = repository();
    expect(hook(folder, '--all-files').stdout).toContain('migrations/versions/c3.py  revision c3');
    write(folder, { 'migrations/versions/d4.py': revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass') });
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'two', '--no-verify');
    expect(hook(folder, '--from-ref', 'HEAD~1', '--to-ref', 'HEAD').stdout).toContain('d4.py  revision d4');
  });
});
