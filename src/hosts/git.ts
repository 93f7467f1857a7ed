import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { UsageProblem } from './problem.js';

/** Files that differ from the merge base with `ref`: committed, staged, in the work tree or untracked. Relative to `folder`, with `/`; deleted files are not among them. */
export function changedFiles(ref: string, folder: string): ReadonlySet<string> {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });
  let prefix: string;
  try {
    prefix = git('rev-parse', '--show-prefix').trimEnd();
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === 'ENOENT') throw new UsageProblem('--since needs git, which was not found on the PATH');
    if (/dubious ownership/u.test(stderr ?? '')) throw new UsageProblem(`--since: git refuses this folder:\n${stderr?.trim()}`);
    throw new UsageProblem('--since needs a git repository, and this folder is not in one. Leave --since out, or name the files to review');
  }
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).trim();
  } catch {
    throw new UsageProblem(`--since: git knows no commit "${ref}". In CI, fetch the base branch first (with actions/checkout: fetch-depth: 0)`);
  }
  let base: string;
  try {
    base = git('merge-base', commit, 'HEAD').trim();
  } catch {
    throw new UsageProblem(`--since: "${ref}" and HEAD have no common commit in this clone. In CI, fetch the whole history (with actions/checkout: fetch-depth: 0)`);
  }
  const changed = git('diff', '--name-only', '-z', '--no-ext-diff', '--diff-filter=d', base).split('\0');
  const untracked = git('ls-files', '--others', '--exclude-standard', '--full-name', '-z').split('\0');
  const toFolder = (file: string): string => (prefix === '' ? file : path.posix.relative(prefix, file));
  return new Set([...changed, ...untracked].filter((file) => file !== '').map(toFolder));
}
