import { describe, expect, test } from 'vitest';
import { holeText, locate } from '../../src/value.js';
import { run, texts } from './program.js';

/** The parts of a source that a text was written in, each with what it gave. */
function pieces(source: string): readonly (readonly [string, string])[] {
  const [text] = run(source).texts;
  return (text?.pieces ?? []).map((piece) => [text?.text.slice(piece.start, piece.end) ?? '', source.slice(piece.source.start, piece.source.end)]);
}

describe('text knows where it was written', () => {
  const sql = (expression: string): string => `const name = 'users';\nexport const up = (db) => db.sql(${expression});`;
  test.each([
    ['a literal', "'a b'", [['a b', 'a b']]],
    ['escapes as a whole', String.raw`'a\n\u0062\x63\u{1F600}d'`, [['a', 'a'], ['\n', String.raw`\n`], ['b', String.raw`\u0062`], ['c', String.raw`\x63`], ['😀', String.raw`\u{1F600}`], ['d', 'd']]],
    ['a template', '`DROP ${ name } x`', [['DROP ', 'DROP '], ['users', 'users'], [' x', ' x']]],
    ['a template with ends of lines of two characters', '`a\r\nb`', [['a', 'a'], ['\n', '\r\n'], ['b', 'b']]],
    ['text behind astral characters', "/* 😀 */ 'a' + name", [['a', 'a'], ['users', 'users']]],
    ['text that was trimmed and taken apart', "'  a b '.trim().split(' ')[1]", [['b', 'b']]],
    ['text around a replacement', "'DROP $$ x'.replace(/\\$\\$/g, name)", [['DROP ', 'DROP '], ['users', 'users'], [' x', ' x']]],
    ['items that were joined', "['a', name].join(', ')", [['a', 'a'], [', ', ', '], ['users', 'users']]],
  ])('%s', (_, expression, expected) => {
    expect(pieces(sql(expression))).toEqual(expected);
  });

  test('behind a byte order mark', () => {
    const source = `\uFEFF${sql("'a b'")}`;
    const [text] = run(source).texts;
    const span = text && locate(text, 2, 3);
    expect(source.slice(span?.start, span?.end)).toBe('b');
  });
});

describe('methods of text', () => {
  test.each([
    ["'A b'.toLowerCase() + 'x'.toUpperCase()", 'a bX'],
    ["'a,b,,c'.split(',').filter(Boolean).join('-')", 'a-b-c'],
    ["'aXbX'.replace('X', '-') + 'aXbX'.replaceAll('X', '-')", 'a-bXa-b-'],
    ["'  a   b '.replace(/\\s+/g, ' ').trim()", 'a b'],
    ["'a-b'.replace(/(\\w)-(\\w)/, '$2-$1')", 'b-a'],
    ["'camelCase'.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)", 'camel_case'],
    ["'abcdef'.slice(1, -1) + 'abc'.substring(2, 0) + 'abc'.substr(1)", 'bcdeabbc'],
    ["'7'.padStart(3, '0') + 'ab'.repeat(2) + 'abc'[1] + 'abc'.at(-1)", '007ababbc'],
    ["String('abc'.indexOf('c')) + 'abc'.includes('b') + 'abc'.startsWith('b')", '2truefalse'],
    ["'a1b22'.match(/\\d+/g).join('|') + /b(?<n>\\d+)/.exec('a1b22').groups.n", '1|2222'],
    ['String.raw`a\\n${1 + 1}`', 'a\\n2'],
    ["JSON.stringify({ a: [1, 'x', null], b: undefined, c: true })", '{"a":[1,"x",null],"c":true}'],
    ["JSON.stringify([1], null, 2) + JSON.parse('{\"a\": [5]}').a[0]", '[\n  1\n]5'],
    ["[3, 1, 2].sort((a, b) => b - a).concat([0]).toString() + [1, [2, [3]]].flat(Infinity)", '3,2,1,01,2,3'],
    ["Object.entries({ ...{ a: 1 }, b: 2 }).map(([k, v]) => `${k}=${v}`).join() + Object.keys(Object.fromEntries([['x', 1]]))", 'a=1,b=2x'],
    ["Array.from({ length: 3 }, (_, i) => i * 2).join('') + Math.max(...[1, 5, 2]) + (7 % 4) + 2 ** 3", '024538'],
    ["typeof 'a' + typeof 1 + typeof undefined + typeof (() => 1) + ('a' in { a: 1 })", 'stringnumberundefinedfunctiontrue'],
    ["require('path').join(__dirname, '..', 'sql', 'a.sql') + require('util').format('-%s', 'x')", '/app/sql/a.sql-x'],
    ["(([a, , b = 'd', ...c]) => a + b + c.join(''))(['1', '2', undefined, '3', '4'])", '1d34'],
    ["[1, 2, 3].includes(2) ? ['a', 'b'].findLast((x) => x !== 'b') + [1, 2].some((x) => x > 1) : ''", 'atrue'],
    ["tag`a${1}b`", 'a|b+1'],
    ['dedent`a ${1} b`', 'a 1 b'],
  ])('%s', (expression, expected) => {
    expect(texts(`db.sql(${expression});`, {}, "import dedent from 'dedent';\nconst tag = (strings, ...values) => `${strings.raw.join('|')}+${values}`;")).toEqual([expected]);
  });

  test('what is not known is a hole in the text around it', () => {
    const body = 'const [row] = await db.ask();\ndb.sql(`DROP TABLE ${row.name}_old`.trim());\ndb.sql("a " + process.env.SCHEMA);\ndb.sql(unread`x`);';
    expect(texts(body, {}, "import { unread } from 'somewhere';")).toEqual([`DROP TABLE ${holeText(0)}_old`, `a ${holeText(0)}`, holeText(0)]);
  });

  test('a pattern that could hold up a run is not tried', () => {
    expect(texts(`db.sql('${'a'.repeat(5000)}!'.replace(/(a+)+$/, ''));`)).toEqual([holeText(0)]);
  });
});
