import { describe, expect, test } from 'vitest';
import { findConstraint, findIndex, nameKey, objectKey, plainColumn } from '../../src/catalog/names.js';
import { replaceIdentifier } from '../../src/catalog/text.js';
import { unknown } from '../../src/value.js';
import { applied } from './support.js';

const LONG = 'a_table_whose_name_is_so_long_that_nothing_else_fits_behind_it';
const named = (script: string, table: string): string[] => {
  const found = applied(script).tables.get(table);
  return [...(found?.constraints.keys() ?? []), ...(found?.indexes.keys() ?? [])];
};

describe('keys', () => {
  test('the default schema is left out, and names are clipped as the server does', () => {
    expect(nameKey({ name: 't' })).toBe('t');
    expect(nameKey({ schema: 'public', name: 't' })).toBe('t');
    expect(nameKey({ schema: 's', name: 't' })).toBe('s.t');
    expect(nameKey({ name: 's.t' })).not.toBe(nameKey({ schema: 's', name: 't' }));
    expect(nameKey({ name: 'x'.repeat(70) })).toBe('x'.repeat(63));
    expect(nameKey({ name: 'ü'.repeat(40) })).toBe('ü'.repeat(31));
  });

  test('functions go by name, triggers by table and name', () => {
    expect(objectKey({ kind: 'function', name: 'f(integer, text)' })).toBe(objectKey({ kind: 'function', schema: 'public', name: 'f' }));
    expect(objectKey({ kind: 'trigger', name: 'tr', table: { schema: 's', name: 't' } })).toBe('trigger:s.t:tr');
    expect(objectKey({ kind: 'view', name: unknown('input') })).toBeUndefined();
    expect(objectKey({ kind: 'policy', name: 'p', table: unknown('input') })).toBeUndefined();
  });
});

describe('names that the server gives', () => {
  test.each([
    ['CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int CHECK (b > 0), c int REFERENCES t, CHECK (a > b))', ['t_b_check', 't_check', 't_pkey', 't_a_key', 't_c_fkey']],
    ['CREATE TABLE t (a int CHECK (a > 0) CHECK (a < 9))', ['t_a_check', 't_a_check1']],
    ['CREATE TABLE t (a int); CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE INDEX ON t (lower(a::text)); CREATE INDEX ON t ((a + 1)); CREATE INDEX ON t (a, a)', ['t_a_idx', 't_a_idx1', 't_lower_idx', 't_expr_idx', 't_a_a1_idx']],
    ['CREATE TABLE t_a_key (x int); CREATE TABLE t (a int UNIQUE)', ['t_a_key1']],
  ])('%s', (script, expected) => {
    expect(named(script, 't')).toEqual(expected);
  });

  test('what does not fit is shortened, and the number counts', () => {
    const script = `CREATE TABLE ${LONG} (a int REFERENCES ${LONG} (a), UNIQUE (a)); ALTER TABLE ${LONG} ADD FOREIGN KEY (a) REFERENCES ${LONG} (a)`;
    for (const name of named(script, LONG)) expect(name.length).toBe(63);
    expect(new Set(named(script, LONG)).size).toBe(3);
  });
});

describe('finding parts', () => {
  const table = applied('CREATE TABLE t (a int, b int, UNIQUE (a, b), CONSTRAINT c CHECK (a > 0)); CREATE INDEX i ON t (b DESC)').tables.get('t');

  test('by name or by shape', () => {
    expect(table && findConstraint(table, { name: 'c' })?.constraint.type).toBe('check');
    expect(table && findConstraint(table, { type: 'unique', columns: ['a', 'b'] })?.name).toBe('t_a_b_key');
    expect(table && findConstraint(table, { type: 'unique', columns: ['b', 'a'] })).toBeUndefined();
    expect(table && findIndex(table, { name: 'i' })?.name).toBe('i');
    expect(table && findIndex(table, { unique: true })).toBeUndefined();
  });

  test.each([
    ['a', 'a'],
    ['a DESC', 'a'],
    ['a text_pattern_ops', 'a'],
    ['"user Id" DESC', 'user Id'],
    ['lower(a)', undefined],
    ['(a + 1)', undefined],
    ["data->>'x'", undefined],
  ])('the column of %s', (text, expected) => {
    expect(plainColumn(text)).toBe(expected);
  });
});

test('identifiers are replaced word by word', () => {
  expect(replaceIdentifier(`a > 0 AND aa <> 'a' OR "a" = t.A`, 'a', 'b')).toBe(`b > 0 AND aa <> 'a' OR b = t.b`);
  expect(replaceIdentifier('lower(a)', 'a', 'User')).toBe('lower("User")');
});
