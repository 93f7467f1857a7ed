import { describe, expect, test } from 'vitest';
import { canonicalType, clipIdentifier, constraintName } from '../../src/dialects/postgres-types.js';

describe('canonical types', () => {
  test.each([
    ['int', 'integer'], ['INT4', 'integer'], ['int8', 'bigint'], ['smallint', 'smallint'], ['float8', 'double precision'], ['float', 'double precision'], ['float(24)', 'real'], ['real', 'real'],
    ['varchar(50)', 'character varying(50)'], ['varchar', 'character varying'], ['Character  Varying ( 50 )', 'character varying(50)'], ['char', 'character(1)'], ['char(5)', 'character(5)'],
    ['"char"', '"char"'], ['bpchar', 'bpchar'], ['bpchar(3)', 'character(3)'], ['national character varying(3)', 'character varying(3)'], ['text', 'text'], ['bool', 'boolean'],
    ['decimal(10,2)', 'numeric(10,2)'], ['numeric(10)', 'numeric(10,0)'], ['numeric', 'numeric'], ['numeric(10, 2)', 'numeric(10,2)'],
    ['timestamp', 'timestamp without time zone'], ['timestamptz', 'timestamp with time zone'], ['timestamptz(3)', 'timestamp(3) with time zone'], ['timestamp(6) with time zone', 'timestamp(6) with time zone'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp with time zone'], ['time', 'time without time zone'], ['timetz(2)', 'time(2) with time zone'], ['date', 'date'],
    ['interval', 'interval'], ['interval(3)', 'interval(3)'], ['interval day to second(3)', 'interval day to second(3)'], ['bit', 'bit(1)'], ['bit varying(4)', 'bit varying(4)'], ['varbit', 'bit varying'],
    ['int[]', 'integer[]'], ['int [3][4]', 'integer[]'], ['integer ARRAY[4]', 'integer[]'], ['varchar(20)[]', 'character varying(20)[]'],
    ['mood', 'mood'], ['"Mood"', '"Mood"'], ['"mood"', 'mood'], ['public.mood', 'mood'], ['app."Mood"[]', 'app."Mood"[]'], ['pg_catalog.int4', 'integer'], ['MyType', 'mytype'],
    ['citext', 'citext'], ['vector(1536)', 'vector(1536)'], ['geometry(Point, 4326)', 'geometry(Point,4326)'], ['GEOGRAPHY(MULTIPOLYGONZ,4326)', 'geography(MultiPolygonZ,4326)'], ['serial', 'serial'], ['SERIAL8', 'bigserial'], ['what is this', 'what is this'],
  ])('%s is %s', (written, canonical) => {
    expect(canonicalType(written)).toBe(canonical);
    expect(canonicalType(canonicalType(written))).toBe(canonical);
  });
});

describe('names that the server makes up', () => {
  test.each([
    [constraintName('t', ['c'], 'unique'), 't_c_key'],
    [constraintName('t', ['a', 'b'], 'unique'), 't_a_b_key'],
    [constraintName('t', ['a'], 'primaryKey'), 't_pkey'],
    [constraintName('t', ['a'], 'foreignKey'), 't_a_fkey'],
    [constraintName('t', ['a'], 'check'), 't_a_check'],
    [constraintName('t', [], 'check'), 't_check'],
    [constraintName('t', ['a'], 'exclude'), 't_a_excl'],
    [constraintName('t', ['a'], 'index'), 't_a_idx'],
    [constraintName('t', ['a'], 'sequence'), 't_a_seq'],
    [constraintName('a'.repeat(60), ['b'.repeat(40)], 'unique'), `${'a'.repeat(29)}_${'b'.repeat(29)}_key`],
    [constraintName('short', ['b'.repeat(70)], 'foreignKey'), `short_${'b'.repeat(52)}_fkey`],
  ])('%s', (made, name) => expect(made).toBe(name));

  test('identifiers are cut at 63 bytes, not inside a character', () => {
    expect(clipIdentifier('a'.repeat(70))).toBe('a'.repeat(63));
    expect(clipIdentifier('é'.repeat(40))).toBe('é'.repeat(31));
    expect(clipIdentifier('x')).toBe('x');
  });
});
