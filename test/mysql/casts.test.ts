import { expect, it } from 'vitest';
import { mysqlTypeChange } from '../../src/dialects/mysql-casts.js';

// each outcome was measured on MariaDB 10.11 in strict mode
it.each([
  ['int', 'bigint', 'none', true], ['bigint', 'int', 'mayFail', true], ['int unsigned', 'bigint', 'none', true], ['int unsigned', 'int', 'mayFail', true], ['tinyint(1)', 'smallint', 'none', true],
  ['decimal(12,4)', 'decimal(12,2)', 'rounds', true], ['decimal(12,4)', 'decimal(10,0)', 'rounds', true], ['decimal(10,2)', 'decimal(12,2)', 'none', true], ['bigint', 'double', 'rounds', true], ['float', 'double', 'none', true],
  ['varchar(50)', 'varchar(63)', 'none', false], ['varchar(50)', 'varchar(255)', 'none', true], ['varchar(255)', 'varchar(50)', 'mayFail', true], ['varchar(10)', 'text', 'none', true], ['text', 'tinytext', 'mayFail', true],
  ['text', 'json', 'mayFail', true], ['json', 'longtext', 'none', true], ['varchar(50)', 'int', 'mayFail', true], ['int', 'varchar(50)', 'none', true],
  ['datetime', 'date', 'loses', true], ['datetime(6)', 'datetime', 'rounds', true], ['date', 'datetime', 'none', true], ['timestamp(6)', 'datetime', 'rounds', true], ['datetime', 'int', 'mayFail', true],
  ["enum('a','b')", "enum('a','b','c')", 'none', false], ["enum('a','b','c')", "enum('a','b')", 'mayFail', true], ["enum('a','b')", "enum('c','a','b')", 'none', true], ["enum('a','b')", 'varchar(10)', 'none', true],
] as const)('%s to %s: %s, copies the table: %s', (from, to, loss, rewrites) => {
  expect(mysqlTypeChange(from, to, 'mysql')).toEqual({ loss, rewrites });
});

it('a type that is not known has no outcome', () => expect(mysqlTypeChange('int', 'whatever', 'mysql')).toEqual({ loss: undefined, rewrites: undefined }));
