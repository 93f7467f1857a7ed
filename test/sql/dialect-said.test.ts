import { expect, test } from 'vitest';
import { run, temporary } from '../hosts/command.js';

const POSTGRES = 'CREATE TABLE t (a bigserial);\n';
const MYSQL = 'CREATE TABLE `t` (a int) ENGINE=InnoDB;\n';
const one = (text: string): string => temporary({ 'migrations/000001_a.up.sql': text, 'migrations/000001_a.down.sql': 'DROP TABLE t;\n' });
const two = (): string => temporary({ 'migrations/mysql/000001_a/up.sql': MYSQL, 'migrations/mysql/000001_a/down.sql': '', 'migrations/postgresql/000001_a/up.sql': POSTGRES, 'migrations/postgresql/000001_a/down.sql': '' });

test('a database that only the SQL shows is said', () => {
  const folder = one(MYSQL);
  expect(run(folder, ['check', '.']).stdout).toMatch(/\nRead for mysql [\d.]+, as the SQL shows \(--dialect says otherwise\)\.\n/u);
  expect(run(folder, ['inspect', '.']).stdout).toMatch(/\n1 migration\.\nRead for mysql [\d.]+, as the SQL shows/u);
  expect(JSON.parse(run(folder, ['check', '.', '--format', 'json']).stdout).histories).toMatchObject([{ environment: 'migrations', dialect: 'mysql', dialectFrom: 'sql' }]);
});

test('one that the user says is no news', () => {
  const folder = one(POSTGRES);
  expect(run(folder, ['check', '.', '--dialect', 'postgres']).stdout).not.toContain('Read for');
  expect(JSON.parse(run(folder, ['inspect', '.', '--dialect', 'postgres', '--format', 'json']).stdout).histories).toMatchObject([{ dialect: 'postgres', dialectFrom: 'option' }]);
});

test('each of several histories is said with its own', () => {
  const folder = two();
  const { stdout } = run(folder, ['check', '.']);
  expect(stdout).toMatch(/Read for mysql [\d.]+: diesel migrations\/mysql\./u);
  expect(stdout).toMatch(/Read for postgres [\d.]+: diesel migrations\/postgresql\./u);
  expect(JSON.parse(run(folder, ['inspect', '.', '--format', 'json']).stdout).histories).toMatchObject([
    { framework: 'diesel', environment: 'migrations/mysql', dialect: 'mysql', dialectFrom: 'layout' },
    { framework: 'diesel', environment: 'migrations/postgresql', dialect: 'postgres', dialectFrom: 'layout' },
  ]);
});
