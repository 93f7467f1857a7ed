import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { COMMANDS } from '../../src/hosts/options.js';
import { packageRoot, run, temporary } from './command.js';

const empty = temporary();

describe('a wrong command line', () => {
  it.each([
    [['--fromat', 'json'], 'migralint: unknown option --fromat; did you mean --format?\nmigralint: Run "migralint check --help" to see all options.\n'],
    [['-x'], 'migralint: unknown option -x'],
    [['--format'], '--format needs a value: --format NAME'],
    [['--format', 'jsn'], '--format must be one of stylish, json, sarif, github, gitlab, junit, markdown, not "jsn"; did you mean "json"?'],
    [['inspect', '--format', 'sarif'], '--format must be one of stylish, json, not "sarif"'],
    [['inspect', '--max-warnings', '1'], 'the command inspect takes no --max-warnings (only check)'],
    [['--quiet=yes'], '--quiet takes no value'],
    [['--preset', 'strickt'], '--preset must be one of recommended, strict, all, none, not "strickt"; did you mean "strict"?'],
    [['--dialect', 'postgresql'], '--dialect must be one of postgres, mysql, mariadb, sqlite, mssql, oracle, not "postgresql"; did you mean "postgres"?'],
    [['--target-version', 'new'], '--target-version must be numbers with dots'],
    [['--max-warnings', '-1'], '--max-warnings must be a whole number from 0 on, not "-1"'],
    [['--rule', 'drop-column'], '--rule must be ID:LEVEL with one of the levels off, note, warning, error'],
    [['--rule', 'no-such-rule-at-all:off'], '--rule: unknown rule "no-such-rule-at-all"'],
    [['--config', 'a', '--no-config'], '--config and --no-config exclude each other'],
    [['--config', 'missing.json'], '--config: no such file: missing.json'],
    [['inspct'], 'inspct: no such file or directory (did you mean the command "inspect"?)'],
    [['a', 'b'], 'migralint: a: no such file or directory\nmigralint: b: no such file or directory\n'],
    [['explain'], 'explain needs the id of one rule'],
    [['explain', 'no-such-rule-at-all'], 'unknown rule "no-such-rule-at-all"'],
    [['rules', 'drop-column'], 'the command rules takes no paths; to read about one rule: migralint explain drop-column'],
    [['--since', 'main'], '--since needs a git repository, and this folder is not in one'],
  ])('%j: one message and exit status 2', (words, message) => {
    const { status, stdout, stderr } = run(empty, words);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /u);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('help', () => {
  it.each(COMMANDS)('of %s says how it is used, with examples and exit status', (command) => {
    const { status, stdout } = run(empty, [command, '--help']);
    expect(status).toBe(0);
    for (const part of ['Usage: migralint', 'Examples', 'Exit status', '--help']) expect(stdout).toContain(part);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
  it.each([[['--help']], [['-h']], [['help']]])('%j teaches the tool', (words) => {
    const { status, stdout } = run(empty, words);
    expect(status).toBe(0);
    for (const part of ['Usage: migralint', 'Commands', 'Examples', 'Exit status', '--since REF', 'migralint-allow drop-column: ']) expect(stdout).toContain(part);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
  it('of a command lists its options only', () => {
    const { stdout } = run(empty, ['inspect', '--help']);
    expect(stdout).toContain('Usage: migralint inspect');
    expect(stdout).not.toContain('--max-warnings');
    expect(run(empty, ['help', 'inspect']).stdout).toBe(stdout);
  });
});

it('--version prints the version', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  expect(run(empty, ['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe('rules', () => {
  it('lists every rule', () => {
    const { status, stdout } = run(empty, ['rules']);
    expect(status).toBe(0);
    for (const { id } of rules) expect(stdout).toContain(id);
  });
  it('shows what the preset says', () => {
    const { rules: listed } = JSON.parse(run(empty, ['rules', '--preset', 'none', '--format', 'json']).stdout);
    expect(listed.map(({ id, severity }: { id: string; severity: string }) => [id, severity])).toEqual(rules.map(({ id }) => [id, 'off']));
  });
  it.each(rules.map(({ id }) => id))('explain %s prints its document', (id) => {
    expect(run(empty, ['explain', id])).toEqual({ status: 0, stdout: fs.readFileSync(path.join(packageRoot, 'rules', `${id}.md`), 'utf8'), stderr: '' });
  });
});
