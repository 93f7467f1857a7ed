import { execFileSync } from 'node:child_process';
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import type { Base } from '../edits.js';
import { isWanted } from './files.js';
import { UsageProblem } from './problem.js';

/** A change as git tells it. All paths are relative to the folder that was asked about, with `/`. */
export interface Change {
  /** Files that it adds, edits or deletes. */
  readonly touched: ReadonlySet<string>;
  /** Those files and the deleted ones as they were before; files whose former text is not known are left out. */
  readonly base: Base;
  /** The index, where that is what is looked at: texts that differ from those on disk. `undefined`: not in the index. */
  readonly index?: ReadonlyMap<string, string | undefined>;
}

type Git = (...words: readonly string[]) => string;
const MOST_BYTES = 2 ** 30;

function gitIn(folder: string): Git {
  return (...words) => execFileSync('git', words, { cwd: folder, encoding: 'utf8', maxBuffer: MOST_BYTES, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What differs from the merge base with `ref`: committed, staged, in the work tree or untracked. */
export function changeSince(ref: string, folder: string): Change {
  const git = gitIn(folder);
  const prefix = prefixOf(git, '--since');
  const base = mergeBase(git, ref);
  const entries = statusEntries(git('diff', '--name-status', '--no-renames', '-z', '--no-ext-diff', base));
  for (const file of lines(git('ls-files', '--others', '--exclude-standard', '--full-name', '-z'))) entries.set(file, 'A');
  return changeOf(folder, prefix, entries, base);
}

/** What the next commit changes. Merged is what the merge base with `ref` has, or with the default branch of `origin`, where that is known. */
export function stagedChange(ref: string | undefined, folder: string): Change {
  const git = gitIn(folder);
  const prefix = prefixOf(git, '--staged');
  const staged = lines(git('diff', '--cached', '--name-only', '--no-renames', '-z', '--no-ext-diff'));
  const base = ref === undefined ? defaultBase(git) : mergeBase(git, ref);
  const entries = statusEntries(git('diff', '--cached', '--name-status', '--no-renames', '-z', '--no-ext-diff', ...(base === undefined ? [] : [base])));
  // what was committed before may be merged or not: nothing is known of its former text then
  if (base === undefined) for (const [file, status] of [...entries]) if (status !== 'A') entries.delete(file);
  const unstaged = lines(git('diff', '--name-only', '--no-renames', '-z', '--no-ext-diff')).filter(isWanted);
  const untracked = lines(git('ls-files', '--others', '--exclude-standard', '--full-name', '-z')).filter(isWanted);
  const index = new Map<string, string | undefined>([...blobs(folder, unstaged.map((file) => [file, `:${file}`])), ...untracked.map((file) => [file, undefined] as const)]);
  return {
    touched: new Set(staged.map((file) => below(prefix, file))),
    base: changeOf(folder, prefix, entries, base ?? '').base,
    index: new Map([...index].map(([file, text]) => [below(prefix, file), text])),
  };
}

/** Those of the files that the version does not have; empty where git cannot say. */
export function addedAmong(files: readonly string[], version: string, folder: string): readonly string[] {
  try {
    const git = gitIn(folder);
    const known = new Set(lines(git('ls-tree', '-r', '--name-only', '-z', '--end-of-options', version, '--', ...files)));
    return files.filter((file) => !known.has(file));
  } catch {
    return [];
  }
}

const lines = (output: string): string[] => output.split('\0').filter((line) => line !== '');
const below = (prefix: string, file: string): string => (prefix === '' ? file : path.posix.relative(prefix, file));

function statusEntries(output: string): Map<string, string> {
  const words = lines(output);
  const entries = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) entries.set(words[i + 1] ?? '', (words[i] ?? '').charAt(0));
  return entries;
}

function changeOf(folder: string, prefix: string, entries: ReadonlyMap<string, string>, base: string): Change {
  const former = [...entries].filter(([file, status]) => status !== 'A' && isWanted(file)).map(([file]) => [file, `${base}:${file}`] as const);
  const added = [...entries].filter(([, status]) => status === 'A').map(([file]) => [file, undefined] as const);
  return {
    touched: new Set([...entries.keys()].map((file) => below(prefix, file))),
    base: new Map([...added, ...blobs(folder, former)].map(([file, text]) => [below(prefix, file), text])),
  };
}

/** The texts of objects such as `HEAD:path`; what is no UTF-8 text is left out. */
function blobs(folder: string, wanted: readonly (readonly [file: string, object: string])[]): readonly (readonly [string, string])[] {
  const asked = wanted.filter(([file]) => !file.includes('\n'));
  if (asked.length === 0) return [];
  const input = asked.map(([, object]) => `${object}\n`).join('');
  const output = execFileSync('git', ['cat-file', '--batch'], { cwd: folder, input, maxBuffer: MOST_BYTES, stdio: ['pipe', 'pipe', 'pipe'] });
  const found: (readonly [string, string])[] = [];
  let at = 0;
  for (const [file] of asked) {
    const end = output.indexOf(10, at);
    const [, type, size] = output.toString('utf8', at, end).split(' ').slice(-3);
    at = end + 1;
    const length = Number(size);
    if (type === undefined || !Number.isInteger(length) || size === 'missing') continue;
    const bytes = output.subarray(at, at + length);
    at += length + 1;
    if (type === 'blob' && isUtf8(bytes) && !bytes.includes(0)) found.push([file, bytes.toString('utf8')]);
  }
  return found;
}

function prefixOf(git: Git, option: string): string {
  try {
    return git('rev-parse', '--show-prefix').trimEnd();
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === 'ENOENT') throw new UsageProblem(`${option} needs git, which was not found on the PATH`);
    if (/dubious ownership/u.test(stderr ?? '')) throw new UsageProblem(`${option}: git refuses this folder:\n${stderr?.trim()}`);
    throw new UsageProblem(`${option} needs a git repository, and this folder is not in one. Leave ${option} out, or name the files to review`);
  }
}

function mergeBase(git: Git, ref: string): string {
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).trim();
  } catch {
    throw new UsageProblem(`--since: git knows no commit "${ref}". In CI, fetch the base branch first (with actions/checkout: fetch-depth: 0)`);
  }
  try {
    return git('merge-base', commit, 'HEAD').trim();
  } catch {
    throw new UsageProblem(`--since: "${ref}" and HEAD have no common commit in this clone. In CI, fetch the whole history (with actions/checkout: fetch-depth: 0)`);
  }
}

function defaultBase(git: Git): string | undefined {
  try {
    return git('merge-base', 'refs/remotes/origin/HEAD', 'HEAD').trim();
  } catch {
    return undefined;
  }
}
