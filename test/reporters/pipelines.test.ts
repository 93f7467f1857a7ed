import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gitlab } from '../../src/reporters/gitlab.js';
import { junit } from '../../src/reporters/junit.js';
import { printable } from '../../src/reporters/text.js';
import { project, run } from '../hosts/command.js';
import { context, drop, files, report } from './report.js';

describe('gitlab', () => {
  const issues = JSON.parse(gitlab(report, files, { ...context, inRepository: (file) => `back/${file}` }));
  it('has what GitLab reads, the worst first', () => {
    expect(issues.map(({ check_name, severity }: Record<string, string>) => [check_name, severity])).toEqual([['empty-downgrade', 'critical'], ['drop-column', 'minor'], ['duplicate-object', 'info'], ['unread-migration', 'major']]);
    expect(issues[1]).toMatchObject({ fingerprint: 'f1', location: { path: 'back/migrations/versions/0002_drop.py', lines: { begin: 6, end: 9 } }, description: expect.stringContaining('deletes its values') });
  });
  it('names each issue once', () => {
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(issues.length);
  });
});

describe('junit', () => {
  const xml = junit(report, files, context);
  it('fails for errors only', () => {
    expect(xml).toContain('<testsuites name="migralint" tests="5" failures="1" errors="2" skipped="2">');
    expect(xml).toContain('<failure message="error (possible): The downgrade does nothing." type="empty-downgrade">migrations/versions/0002_drop.py:13</failure>');
  });
  it('passes a migration without findings', () => {
    expect(junit({ ...report, findings: [], unread: [], problems: [] }, files, context)).toContain('<testcase name="migralint" classname="migrations/versions/0002_drop.py"/>');
  });
  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('is XML whatever the names are', () => {
    const hostile = `]]> & <x a="b"> \u0000\u001B[31m \uFFFF \uD800 'quoted'\nnext`;
    const written = junit({ ...report, findings: [{ ...drop, message: hostile, related: [{ message: hostile, span: drop.span }] }] }, files, context);
    const parse = 'import sys, xml.dom.minidom as m\nfor e in m.parseString(sys.stdin.buffer.read()).getElementsByTagName("skipped"): print(ascii(e.getAttribute("message")))';
    const { stdout, status } = spawnSync('python3', ['-c', parse], { input: written, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain(`]]> & <x a="b">`);
  });
});

describe('the command line', () => {
  it('writes both', () => {
    const folder = project();
    expect(JSON.parse(run(folder, ['--format', 'gitlab']).stdout)).toHaveLength(2);
    expect(run(folder, ['--format', 'junit']).stdout).toContain('<testsuite name="migrations/versions/a1.py" tests="1" failures="0"');
  });
  it.each(['::add-mask::x', '  ::error file=a::b', '##[error]x', '##vso[task.setvariable variable=a]b'])('lets no log take %j for a command', (text) => {
    expect(printable(text)).not.toBe(text);
    expect(printable(text).replaceAll('\u200B', '')).toBe(text);
  });
  it('leaves casts alone', () => {
    expect(printable('value::text and ##')).toBe('value::text and ##');
  });
});
