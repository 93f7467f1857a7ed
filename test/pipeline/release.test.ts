import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../hosts/command.js';

const read = (file: string): string => fs.readFileSync(path.join(packageRoot, file), 'utf8');

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly license?: string;
}

describe('what is shipped', () => {
  it('depends on permissive licences only', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
    const shipped = Object.entries(packages).filter(([name, { dev, devOptional }]) => name !== '' && !dev && !devOptional);
    expect(shipped.length).toBeGreaterThan(5);
    const others = shipped.filter(([, { license }]) => !['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'].includes(license ?? ''));
    expect(others.map(([name, { license }]) => `${name} ${license}`)).toEqual([]);
  });
});

const yaml = 'import sys, json, yaml\nfor f in sys.argv[1:]: yaml.safe_load(open(f))';
const files = ['action.yml', '.pre-commit-hooks.yaml', '.github/workflows/ci.yml', '.github/workflows/release.yml', ...['github-actions.yml', 'gitlab-ci.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'pre-commit-config.yaml', 'lefthook.yml'].map((name) => `.github/examples/${name}`)];

describe.skipIf(spawnSync('python3', ['-c', 'import yaml']).status !== 0)('files for services', () => {
  it.each(files)('%s is YAML', (file) => {
    expect(spawnSync('python3', ['-c', yaml, file], { cwd: packageRoot, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('examples', () => {
  it.each(fs.readdirSync(path.join(packageRoot, '.github/examples')))('%s uses options that there are', (name) => {
    const help = spawnSync(process.execPath, ['dist/cli.js', 'check', '--help'], { cwd: packageRoot, encoding: 'utf8' }).stdout;
    for (const [, line = ''] of read(`.github/examples/${name}`).matchAll(/migralint((?: (?:--?[\w-]+|check|"[^"]*"|FETCH_HEAD|[\w./$-]+))+)/gu)) {
      for (const [option] of line.matchAll(/--[\w-]+/gu)) expect(help).toContain(option);
    }
  });
});
