import { expect, it } from 'vitest';
import { mysqlImpact } from '../../src/dialects/mysql-impact.js';
import type { Operation } from '../../src/operation.js';
import type { Target } from '../../src/target.js';
import { read, replayed } from './support.js';

const BASE = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, v varchar(20), e enum("x"));';
const of = (action: string, version: readonly number[] = [8, 4], dialect: Target['dialect'] = 'mysql') => {
  const target: Target = { dialect, version };
  const [draft] = read(`ALTER TABLE t ${action}`, target).flat();
  return mysqlImpact({ statement: 0, certainty: 'always', ...draft } as Operation, replayed(BASE, target), target);
};

it.each<readonly [string, readonly number[], string]>([
  ['ADD c int', [8, 4], 'instant'], ['ADD c int', [5, 7], 'rebuild'], ['ADD c varchar(36) DEFAULT (uuid())', [8, 4], 'copy'], ['DROP COLUMN v', [8, 0, 28], 'rebuild'], ['DROP COLUMN v', [8, 0, 29], 'instant'],
  ['RENAME COLUMN a TO b', [8, 0, 27], 'inplace'], ['MODIFY a bigint NOT NULL', [8, 4], 'copy'], ['MODIFY a int', [8, 4], 'rebuild'], ['MODIFY v varchar(60)', [8, 4], 'inplace'], ['MODIFY v varchar(64)', [8, 4], 'copy'],
  ["MODIFY e enum('x','y')", [8, 4], 'instant'], ['ALTER a SET DEFAULT 1', [8, 4], 'instant'], ['ADD INDEX (a)', [8, 4], 'inplace'], ['ADD FOREIGN KEY (a) REFERENCES p (id)', [8, 4], 'copy'], ['DROP PRIMARY KEY', [8, 4], 'copy'],
])('%s on MySQL %j is done %s', (action, version, algorithm) => {
  const found = of(action, version);
  expect(found.algorithm).toBe(algorithm);
  expect(found.rewrite).toBe(algorithm === 'copy' || algorithm === 'rebuild');
  expect(found.locks[0]?.blocks).toBe(algorithm === 'copy' ? 'writes' : 'none');
});

it('a full-text index keeps writers waiting', () => expect(of('ADD FULLTEXT INDEX f (v)').locks[0]?.blocks).toBe('writes'));
