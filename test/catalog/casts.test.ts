import { describe, expect, test } from 'vitest';
import { defaultCastable, typeChange, typeParts } from '../../src/dialects/postgres-casts.js';

const isEnum = (type: string): boolean => type === 'mood' || type === 'mood2';
const plain = (from: string, to: string): string => {
  const { castable, rewrites, loss } = typeChange(from, to, 'assignment', isEnum);
  return `${castable} ${rewrites === undefined ? 'maybe' : rewrites ? 'rewrite' : 'keep'} ${loss}`;
};

describe('type changes, as PostgreSQL was seen to make them', () => {
  test.each([
    ['varchar(10)', 'varchar(50)', 'automatic keep none'],
    ['varchar(10)', 'text', 'automatic keep none'],
    ['text', 'varchar', 'automatic keep none'],
    ['varchar(50)', 'varchar(10)', 'automatic rewrite mayFail'],
    ['text', 'varchar(50)', 'automatic rewrite mayFail'],
    ['char(10)', 'char(20)', 'automatic rewrite none'],
    ['smallint', 'integer', 'automatic rewrite none'],
    ['bigint', 'integer', 'automatic rewrite mayFail'],
    ['integer', 'double precision', 'automatic rewrite none'],
    ['bigint', 'double precision', 'automatic rewrite rounds'],
    ['numeric(10,2)', 'numeric(12,2)', 'automatic keep none'],
    ['numeric(10,2)', 'numeric', 'automatic keep none'],
    ['numeric(10,2)', 'numeric(12,4)', 'automatic rewrite none'],
    ['numeric(12,2)', 'numeric(10,2)', 'automatic rewrite mayFail'],
    ['numeric(12,4)', 'numeric(10,2)', 'automatic rewrite rounds'],
    ['numeric', 'integer', 'automatic rewrite rounds'],
    ['integer', 'numeric(5,2)', 'automatic rewrite mayFail'],
    ['integer', 'text', 'automatic rewrite none'],
    ['integer', 'varchar(11)', 'automatic rewrite none'],
    ['integer', 'varchar(10)', 'automatic rewrite mayFail'],
    ['uuid', 'varchar(36)', 'automatic rewrite none'],
    ['text', 'integer', 'needsUsing rewrite mayFail'],
    ['text', 'jsonb', 'needsUsing rewrite mayFail'],
    ['boolean', 'integer', 'needsUsing rewrite none'],
    ['integer', 'boolean', 'needsUsing rewrite loses'],
    ['boolean', 'smallint', 'none rewrite undefined'],
    ['uuid', 'integer', 'none rewrite undefined'],
    ['date', 'timestamp', 'automatic rewrite none'],
    ['timestamp', 'date', 'automatic rewrite loses'],
    ['timestamp(0)', 'timestamp', 'automatic keep none'],
    ['timestamp', 'timestamp(0)', 'automatic rewrite rounds'],
    ['timestamp', 'timestamptz', 'automatic maybe timezone'],
    ['json', 'jsonb', 'automatic rewrite loses'],
    ['jsonb', 'json', 'automatic rewrite none'],
    ['cidr', 'inet', 'automatic keep none'],
    ['varbit(8)', 'varbit(16)', 'automatic keep none'],
    ['integer[]', 'bigint[]', 'automatic rewrite none'],
    ['integer', 'integer[]', 'none rewrite undefined'],
    ['text', 'text[]', 'needsUsing rewrite mayFail'],
    ['text[]', 'text', 'automatic rewrite none'],
    ['text', 'mood', 'needsUsing rewrite mayFail'],
    ['mood', 'text', 'automatic rewrite none'],
    ['mood', 'mood2', 'none rewrite undefined'],
    ['geometry(Point,4326)', 'integer', 'undefined maybe undefined'],
    ['geometry', 'text', 'automatic maybe undefined'],
  ])('%s to %s', (from, to, expected) => {
    expect(plain(from, to)).toBe(expected);
  });

  test('a written cast cuts strings silently', () => {
    expect(typeChange('text', 'varchar(10)', 'using').loss).toBe('truncates');
    expect(typeChange('text', 'varchar(10)', 'assignment').loss).toBe('mayFail');
  });

  test('a type without change costs nothing', () => {
    expect(typeChange('int4', 'integer', 'assignment')).toEqual({ castable: 'automatic', rewrites: false, loss: 'none' });
  });

  test('takes types apart', () => {
    expect(typeParts('timestamp(3) with time zone[]')).toEqual({ base: 'timestamp with time zone', sizes: [3], array: true });
    expect(typeParts('numeric(10, 2)')).toEqual({ base: 'numeric', sizes: [10, 2], array: false });
  });
});

describe('defaults on the way to another type', () => {
  test.each([
    ["'x'", 'text', 'boolean', false],
    ["'a'::character varying", 'varchar(20)', 'mood', false],
    ["'a'", 'varchar(20)', 'text', true],
    ['0', 'integer', 'bigint', true],
    ['0', 'numeric', 'text', true],
    ['0', 'integer', 'boolean', false],
    ['false', 'boolean', 'integer', false],
    ["'{}'", 'json', 'jsonb', true],
    ["'{}'", 'text', 'jsonb', false],
    ["'a'::mood", 'mood', 'text', true],
    ["'a'::mood", 'mood', 'mood2', false],
    ['now()', 'timestamp', 'date', true],
    ['now()', 'timestamp', 'integer', false],
    ['NULL', 'text', 'integer', true],
    [undefined, 'text', 'integer', true],
    ['my_function()', 'text', 'integer', undefined],
  ])('%s of %s to %s', (text, from, to, expected) => {
    expect(defaultCastable(text, from, to, isEnum)).toBe(expected);
  });
});
