import fs from 'node:fs';
import path from 'node:path';
import { readText } from '../files.js';
import { withPlugin } from './eslint-config.js';
import { gitlabJob, jsonConfig, preCommitHook, TOML_CONFIG, withHook, workflow } from './texts.js';

/** A file to write, as it is and as it would be. */
export interface Proposal {
  /** Relative to the folder of the project. */
  readonly file: string;
  readonly purpose: string;
  readonly before?: string;
  readonly after: string;
}

export interface Setup {
  readonly proposals: readonly Proposal[];
  /** What is there already, or has to be done by hand. */
  readonly notes: readonly string[];
}

const PYTHON = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile'];
const ESLINT_CONFIGS = ['js', 'mjs', 'ts', 'mts'].map((ending) => `eslint.config.${ending}`);

/** What would set migralint up in a folder. Nothing is written. */
export async function propose(folder: string, configured: string | undefined, version: string): Promise<Setup> {
  const proposals: Proposal[] = [];
  const notes: string[] = [];
  const read = (file: string): string | undefined => readText(path.join(folder, file), false, () => undefined);
  const has = (file: string): boolean => fs.existsSync(path.join(folder, file));
  const add = (file: string, purpose: string, change: (before: string | undefined) => string | undefined, byHand: string): void => {
    const before = read(file);
    const after = before?.includes('migralint') ? undefined : change(before);
    if (after !== undefined) proposals.push({ file, purpose, before, after });
    else notes.push(before?.includes('migralint') ? `${file} has migralint already` : byHand);
  };

  if (configured !== undefined) notes.push(`${configured} is the configuration`);
  else proposals.push(configuration(read));

  if (has('.pre-commit-config.yaml') || (PYTHON.some(has) && !has('package.json'))) {
    add('.pre-commit-config.yaml', 'looks at migrations before they are committed', (before) => (before === undefined ? `repos:\n${preCommitHook(version).replace(/^(?=.)/gmu, '  ')}` : withHook(before, version)), '.pre-commit-config.yaml has no list of repos that a hook could be added to');
  } else if (has('.husky')) {
    add('.husky/pre-commit', 'looks at migrations before they are committed', (before) => `${before === undefined || before === '' ? '' : `${before.trimEnd()}\n`}npx migralint --staged\n`, '');
  } else if (has('lefthook.yml')) {
    add('lefthook.yml', 'looks at migrations before they are committed', (before) => (before !== undefined && !/^pre-commit:/mu.test(before) ? `${before.trimEnd()}\n\npre-commit:\n  jobs:\n    - name: migralint\n      run: npx migralint --staged\n` : undefined), 'lefthook.yml has jobs for pre-commit already; add one that runs: npx migralint --staged');
  }

  if (has('.gitlab-ci.yml')) add('.gitlab-ci.yml', 'reviews the migrations of merge requests', (before) => `${before?.trimEnd()}\n${gitlabJob(version)}`, '');
  else if (has('.github') || (read('.git/config') ?? gitConfig(folder)).includes('github.com')) add('.github/workflows/migralint.yml', 'reviews the migrations of pull requests', (before) => (before === undefined ? workflow(version) : undefined), '');

  const eslint = ESLINT_CONFIGS.find(has);
  const text = eslint === undefined ? undefined : read(eslint);
  if (eslint !== undefined && text !== undefined) {
    const after = await withPlugin(eslint, text);
    add(eslint, 'shows findings in the editor', () => after, `${eslint} is written in a way that cannot be added to safely; add: ...migralint.configs.recommended (import migralint from 'migralint/eslint')`);
  }
  return { proposals, notes: notes.filter((note) => note !== '') };
}

/** The snapshot's reader knows files of histories only. */
function gitConfig(folder: string): string {
  try {
    return fs.readFileSync(path.join(folder, '.git/config'), 'utf8');
  } catch {
    return '';
  }
}

function configuration(read: (file: string) => string | undefined): Proposal {
  const pyproject = read('pyproject.toml');
  const hasPackage = read('package.json') !== undefined;
  const purpose = 'says how findings are judged';
  if (pyproject !== undefined && !hasPackage) return { file: 'pyproject.toml', purpose, before: pyproject, after: `${pyproject.trimEnd()}\n\n${TOML_CONFIG}` };
  return { file: 'migralint.config.json', purpose, after: jsonConfig(hasPackage) };
}
