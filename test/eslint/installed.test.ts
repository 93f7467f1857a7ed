import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALEMBIC, DROP_PHONE, revision, USERS } from './alembic.js';
import { VERSIONS, write, writeProject, type Version } from './eslint.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const CONFIGS = {
  'eslint.config.mjs': "import migralint from 'migralint/eslint';\nexport default [...migralint.configs.recommended];\n",
  'eslint.config.cjs': "module.exports = import('migralint/eslint').then(({ default: migralint }) => [...migralint.configs.recommended]);\n",
  'eslint.config.ts': "import type { Linter } from 'eslint';\nimport migralint from 'migralint/eslint';\nconst config: Linter.Config[] = [...migralint.configs.recommended];\nexport default config;\n",
} as const;

/** A project with ESLint and the built package in it. */
function install(config: keyof typeof CONFIGS, version: Version): string {
  const root = writeProject({ ...ALEMBIC, 'package.json': '{}', 'migrations/versions/1.py': USERS, 'migrations/versions/2.py': DROP_PHONE, [config]: CONFIGS[config] });
  mkdirSync(path.join(root, 'node_modules'));
  for (const [name, target] of [['migralint', repository], ['eslint', path.join(repository, 'node_modules', version)], ['jiti', path.join(repository, 'node_modules/jiti')]] as const) symlinkSync(target, path.join(root, 'node_modules', name));
  return root;
}

function eslint(root: string, version: Version, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(repository, 'node_modules', version, 'bin/eslint.js'), '--format', 'json', ...args, '.'], { cwd: root, encoding: 'utf8' });
  if (!stdout.startsWith('[')) return stderr;
  return (JSON.parse(stdout) as { messages: { ruleId: string }[] }[]).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId)).join();
}

describe.each(VERSIONS)('the installed package in %s', (version) => {
  const flag = version === 'eslint-9-15' ? ['--flag', 'unstable_ts_config'] : [];
  it.each(Object.keys(CONFIGS) as (keyof typeof CONFIGS)[])('is loaded by %s', (config) => {
    expect(eslint(install(config, version), version, ...flag, '-c', config)).toBe('migralint/drop-column');
  });
});

describe('the installed package', () => {
  it('is linted again from ESLint’s cache when another migration has changed', () => {
    const root = install('eslint.config.mjs', 'eslint');
    expect(eslint(root, 'eslint', '--cache')).toBe('migralint/drop-column');
    write(root, 'migrations/versions/1.py', USERS.replace('phone', 'fax'));
    expect(eslint(root, 'eslint', '--cache')).toContain('migralint/missing-object');
  });

  it('gives the same findings in several threads', () => {
    const root = install('eslint.config.mjs', 'eslint');
    for (let i = 3; i < 9; i += 1) write(root, `migrations/versions/${i}.py`, revision(`r${i}`, i === 3 ? 'b2' : `r${i - 1}`, "op.drop_table('users')", 'pass'));
    expect(eslint(root, 'eslint', '--concurrency', '2').split(',').sort()).toEqual(eslint(root, 'eslint').split(',').sort());
  });
});
