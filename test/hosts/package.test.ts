import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, plainEnvironment, project, temporary } from './command.js';

const npm = (folder: string, ...words: readonly string[]): string => execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment() });

describe('the packed package, installed into an empty folder', () => {
  const folder = temporary({ 'package.json': '{ "type": "module", "private": true }' });
  let packed: readonly string[] = [];

  beforeAll(() => {
    const [{ filename, files }] = JSON.parse(npm(packageRoot, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
    packed = files.map((file: { path: string }) => file.path);
    npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, filename));
  }, 120_000);

  it('holds what it needs and nothing else', () => {
    for (const file of ['dist/cli.js', 'dist/index.js', 'dist/schema.json', 'dist/types/src/index.d.ts', 'README.md', 'LICENSE', 'CHANGELOG.md']) expect(packed).toContain(file);
    expect(packed.filter((file) => !/^(?:dist\/|rules\/[\w-]+\.md$|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/u.test(file))).toEqual([]);
  });

  it('runs', () => {
    const bin = path.join(folder, 'node_modules/.bin/migralint');
    const { status, stdout, stderr } = spawnSync(bin, ['--format', 'json'], { cwd: project(), encoding: 'utf8', env: plainEnvironment() });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout).findings.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('empty-downgrade');
    expect(spawnSync(bin, ['explain', 'drop-column'], { encoding: 'utf8' }).stdout).toBe(fs.readFileSync(path.join(packageRoot, 'rules/drop-column.md'), 'utf8'));
  });

  it('is a library with types', () => {
    const script = `import { analyze, loadParsers, memorySnapshot, rules, settingsOf, defineConfig } from 'migralint';
      const snapshot = memorySnapshot({ 'versions/a.py': 'revision = "a"\\ndown_revision = None\\ndef upgrade():\\n    pass\\n' });
      await loadParsers(snapshot);
      const report = analyze(snapshot, { rules, settingOf: settingsOf(defineConfig({ preset: 'all' })) });
      console.log(report.migrations.length);
      process.exit();`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' })).toBe('1\n');
    fs.writeFileSync(path.join(folder, 'use.ts'), "import { defineConfig, type Config } from 'migralint';\nexport const config: Config = defineConfig({ preset: 'strict', rules: { 'drop-column': 'off' } });\n");
    const tsc = path.join(packageRoot, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', '--module', 'nodenext', 'use.ts'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
