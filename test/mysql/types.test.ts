import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/dialects/dialect.js';

const { canonicalType, equivalentTypes, nameOf } = factsOf('mysql');

describe('types of MySQL', () => {
  it.each([
    ['INT', 'int'], ['INTEGER(11)', 'int'], ['int(10) unsigned', 'int unsigned'], ['INT4', 'int'], ['bool', 'tinyint(1)'], ['TINYINT(1)', 'tinyint(1)'], ['tinyint(4)', 'tinyint'],
    ['tinyint(1) unsigned', 'tinyint unsigned'], ['BIGINT(20)UNSIGNED', 'bigint unsigned'], ['int(5) zerofill', 'int(5) unsigned zerofill'], ['middleint', 'mediumint'], ['serial', 'bigint unsigned'],
    ['NUMERIC(10, 2)', 'decimal(10,2)'], ['decimal', 'decimal(10,0)'], ['dec(8)', 'decimal(8,0)'], ['float(10)', 'float'], ['float(53)', 'double'], ['float(7,3)', 'float(7,3)'], ['double precision', 'double'], ['REAL', 'double'],
    ['varchar(255)', 'varchar(255)'], ['CHARACTER VARYING (20)', 'varchar(20)'], ['national varchar(3)', 'varchar(3)'], ['nchar(2)', 'char(2)'], ['char', 'char(1)'], ['char(8) byte', 'binary(8)'],
    ['varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', 'varchar(10)'], ['long varchar', 'mediumtext'], ['LONG', 'mediumtext'], ['text(20)', 'tinytext'], ['text(300)', 'text'], ['blob(70000)', 'mediumblob'],
    ['datetime(6)', 'datetime(6)'], ['DATETIME(0)', 'datetime'], ['timestamp', 'timestamp'], ['year(4)', 'year'], ['bit', 'bit(1)'], ['JSON', 'json'],
    ["ENUM( 'a' , \"b\",'it''s' )", "enum('a','b','it''s')"], ["set('x ', 'y')", "set('x','y')"], ['geomcollection', 'geometrycollection'], ['uuid', 'uuid'],
    ['no such  type(3) x', 'no such type(3) x'], ['', ''], ['(', '('],
  ])('%s is %s', (written, printed) => {
    expect(canonicalType(written)).toBe(printed);
    expect(canonicalType(printed)).toBe(printed);
  });

  it('JSON is LONGTEXT to MariaDB only', () => {
    expect(factsOf('mariadb').equivalentTypes('json', 'longtext')).toBe(true);
    expect(equivalentTypes('json', 'longtext')).toBe(false);
  });
});

describe('names that the server makes up', () => {
  const name = (kind: 'unique' | 'foreignKey' | 'check' | 'primaryKey' | 'index', columns: string[], ...names: string[]) => nameOf({ kind, table: 't', columns, taken: (one) => names.includes(one), others: names });

  it('names a key after its first column, a foreign key and a check after the table', () => {
    expect(name('index', ['a', 'b'])).toBe('a');
    expect(name('unique', ['a', 'b'], 'a', 'a_2')).toBe('a_3');
    expect(name('index', ['primary'])).toBe('primary_2');
    expect(name('index', [''])).toBe('functional_index');
    expect(name('primaryKey', ['a'])).toBe('PRIMARY');
    expect(name('foreignKey', ['a'])).toBe('t_ibfk_1');
    expect(name('foreignKey', ['a'], 't_ibfk_1')).toBe('t_ibfk_2');
    expect(name('foreignKey', ['a'], 't_ibfk_3')).toBe('t_ibfk_4');
    expect(name('check', [])).toBe('t_chk_1');
    expect(factsOf('mariadb').nameOf({ kind: 'check', table: 't', columns: [], taken: () => false })).toBe('CONSTRAINT_1');
  });
});
