import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, revision, run, write } from '../hosts/command.js';

const FILE = 'migralint.baseline.json';
const baseline = (folder: string): { rule: string; file: string; migration: string; object?: string; fingerprint: string }[] => JSON.parse(fs.readFileSync(path.join(folder, FILE), 'utf8')).findings;
const found = (folder: string, words: readonly string[] = []): string[] =>
  JSON.parse(run(folder, ['--format', 'json', ...words]).stdout).findings.map(({ ruleId, file }: { ruleId: string; file: string }) => `${ruleId} ${path.basename(file)}`);
const next = revision('d4', 'c3', 'op.drop_column("users", "age")', 'op.add_column("users", sa.Column("age", sa.Integer()))');

describe('migralint baseline', () => {
  it('accepts what is found today, and nothing that comes later', () => {
    const folder = project();
    expect(run(folder, ['baseline'])).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('migralint.baseline.json lists 2 findings in 1 file: 2 new, 0 taken out.') });
    expect(run(folder, [])).toMatchObject({ status: 0, stderr: '' });
    write(folder, { 'migrations/versions/d4.py': next });
    expect(found(folder)).toEqual(['drop-column d4.py']);
    expect(found(folder, ['--no-baseline'])).toHaveLength(3);
  });

  it('is made to be reviewed: sorted, with what it is about, and without lines', () => {
    const folder = project({ 'migrations/versions/d4.py': next });
    run(folder, ['baseline']);
    const entries = baseline(folder);
    expect(entries.map(({ rule, file, migration, object }) => [rule, file, migration, object])).toEqual([
      ['drop-column', 'migrations/versions/c3.py', 'c3', 'column users.bio'],
      ['empty-downgrade', 'migrations/versions/c3.py', 'c3', 'column users.bio'],
      ['drop-column', 'migrations/versions/d4.py', 'd4', 'column users.age'],
    ]);
    const text = fs.readFileSync(path.join(folder, FILE), 'utf8');
    expect(text.split('\n').filter((line) => line.includes('fingerprint'))).toHaveLength(3);
    run(folder, ['baseline']);
    expect(fs.readFileSync(path.join(folder, FILE), 'utf8')).toBe(text);
  });

  it('holds when lines move, and wherever migralint runs', () => {
    const folder = project();
    run(folder, ['baseline']);
    const file = path.join(folder, 'migrations/versions/c3.py');
    fs.writeFileSync(file, `# a comment\n\n${fs.readFileSync(file, 'utf8')}`);
    expect(found(folder)).toEqual([]);
    fs.mkdirSync(path.join(folder, '.git'));
    run(folder, ['baseline']);
    expect(found(path.join(folder, 'migrations'))).toEqual([]);
    expect(found(path.join(folder, 'migrations'), ['versions/c3.py'])).toEqual([]);
  });

  it('tells entries that stand for nothing any more, and takes them out', () => {
    const folder = project({ 'migrations/versions/d4.py': next });
    run(folder, ['baseline']);
    fs.rmSync(path.join(folder, 'migrations/versions/d4.py'));
    const { status, stderr } = run(folder, []);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('1 entry for what is not there any more; take them out with `migralint baseline --prune`:\n  drop-column migrations/versions/d4.py (column users.age)\n') });
    // a look at one file says nothing about the others
    expect(run(folder, ['migrations/versions/a1.py']).stderr).toBe('');
    expect(run(folder, ['--rule', 'drop-column:off']).stderr).toBe('');
    expect(run(folder, ['baseline', '--prune', '--dry-run']).stdout).toContain('would list 2 findings in 1 file: 1 taken out.');
    expect(baseline(folder)).toHaveLength(3);
    run(folder, ['baseline', '--prune']);
    expect(baseline(folder)).toHaveLength(2);
    expect(run(folder, []).stderr).toBe('');
  });

  it('--prune accepts nothing', () => {
    const folder = project();
    run(folder, ['baseline']);
    write(folder, { 'migrations/versions/d4.py': next });
    run(folder, ['baseline', '--prune']);
    expect(found(folder)).toEqual(['drop-column d4.py']);
  });

  it('is listed in SARIF as suppressed from outside', () => {
    const folder = project();
    run(folder, ['baseline']);
    const [{ results }] = JSON.parse(run(folder, ['--format', 'sarif', '--include-suppressed']).stdout).runs;
    expect(results.map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual([[{ kind: 'external', status: 'accepted' }], [{ kind: 'external', status: 'accepted' }]]);
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'the baseline must be an object'],
    ['{"version":2,"findings":[]}', '"version" must be 1'],
    ['{"version":1,"findings":[{"rule":"x","file":"y"}]}', 'needs the key "fingerprint"'],
  ])('a broken file %s is told', (text, reason) => {
    expect(run(project({ [FILE]: text }), [])).toMatchObject({ status: 2, stderr: expect.stringContaining(reason) });
  });

  it('can lie elsewhere', () => {
    const folder = project();
    expect(run(folder, ['--baseline', 'known.json'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no such file: known.json') });
    run(folder, ['baseline', '--baseline', 'known.json']);
    expect(found(folder)).toHaveLength(2);
    expect(found(folder, ['--baseline', 'known.json'])).toEqual([]);
  });
});
