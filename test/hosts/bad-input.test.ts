import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, temporary, type Outcome } from './command.js';

const CREATE = 'CREATE TABLE t (a int);\n';
const rows = (count: number, value: string): string => `INSERT INTO t (a, b) VALUES\n${Array.from({ length: count }, (_, i) => `(${i}, ${value})`).join(',\n')};\nDROP TABLE gone;\n`;

/** A migration after one that makes a table, read by the command line within 512 MB. */
function inspected(dialect: string, second: string | Buffer, command = 'inspect'): Outcome {
  const folder = temporary({ 'migrations/000001_a.up.sql': CREATE, 'migrations/000001_a.down.sql': 'DROP TABLE t;\n' });
  fs.writeFileSync(path.join(folder, 'migrations/000002_b.up.sql'), second);
  return run(folder, [command, '--no-cache', '--dialect', dialect, '.'], { NODE_OPTIONS: '--max-old-space-size=512' });
}

describe.each(['postgres', 'mysql', 'sqlite'])('%s', (dialect) => {
  test.each<[string, string | Buffer]>([
    ['Windows line ends', 'ALTER TABLE t ADD COLUMN b int;\r\nDROP TABLE gone;\r\n'],
    ['UTF-8 with a byte order mark', '\uFEFFALTER TABLE t ADD COLUMN b int;\nDROP TABLE gone;\n'],
    ['UTF-16, little end first', Buffer.from('\uFEFFALTER TABLE t ADD COLUMN ü int;\nDROP TABLE gone;\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFALTER TABLE t ADD COLUMN ü int;\nDROP TABLE gone;\n', 'utf16le').swap16()],
    ['a million rows', rows(1_000_000, "'x'")],
    ['a hundred thousand rows with a call', rows(100_000, 'now()')],
    ['a hundred megabytes', rows(100, `'${'x'.repeat(1_000_000)}'`)],
  ])('%s: read', (_, text) => {
    const { status, stdout, stderr } = inspected(dialect, text);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ dropTable .*gone/u);
    expect(stdout).not.toMatch(/opaque|unread/u);
    expect(status).toBe(0);
  }, 120_000);

  test.each([
    ['nothing', ''],
    ['comments alone', '-- nothing\n/* at all */\n'],
    ['white space', ' \r\n\t\n'],
  ])('%s is no reason to fail', (_, text) => {
    const { status, stderr } = inspected(dialect, text, 'check');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]), /000002_b\.up\.sql: this file cannot be read: a NUL byte in line 1: a binary file/u],
    ['a NUL byte', `${CREATE}\n\0DROP TABLE t;\n`, /000002_b\.up\.sql: this file cannot be read: a NUL byte in line 3/u],
    ['a lone surrogate', Buffer.concat([Buffer.from("\nINSERT INTO t VALUES ('"), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from("');\n")]), /000002_b\.up\.sql: this file cannot be read: not UTF-8 text in line 2/u],
    ['Latin-1', Buffer.from('-- one\n-- caf\u00E9\n', 'latin1'), /000002_b\.up\.sql: this file cannot be read: not UTF-8 text in line 2: save it as UTF-8/u],
    ['a lone surrogate in UTF-16', Buffer.from('\uFEFF-- \uD800x', 'utf16le'), /000002_b\.up\.sql: this file cannot be read: it begins as UTF-16 text does/u],
  ])('%s: said with its place, and the run fails', (_, text, message) => {
    const { status, stderr } = inspected(dialect, text, 'check');
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('internal error');
    expect(status).toBe(2);
  });

  test('a string that does not end costs its statement', () => {
    const { status, stdout } = inspected(dialect, "ALTER TABLE t ADD COLUMN b int;\nUPDATE t SET a = 'never ends;\nDROP TABLE t;\n");
    expect(stdout).toMatch(/ addColumn /u);
    expect(stdout).toMatch(/ 2 {2}(?:opaque|modifyRows) /u);
    expect(stdout).not.toMatch(/000002[^]* dropTable /u);
    expect(status).toBe(0);
  });

  test.each([['a query', (inner: string) => `SELECT ${inner};`], ['a check', (inner: string) => `ALTER TABLE t ADD CHECK ${inner};`]])('thousands of brackets in %s cost their statement', (_, statement) => {
    const { status, stdout, stderr } = inspected(dialect, `${statement(`${'('.repeat(5_000)}a > 1${')'.repeat(5_000)}`)}\nDROP TABLE gone;\n`);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ dropTable .*gone/u);
    expect(status).toBe(0);
  }, 60_000);
});
