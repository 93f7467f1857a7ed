import { describe, expect, test } from 'vitest';
import type { TracedText } from '../../src/value.js';
import { expressionOf, pieces } from './program.js';

function textOf(source: string): TracedText {
  const expression = expressionOf(source);
  if (expression.kind !== 'text') throw new Error(`is a ${expression.kind}`);
  return expression.text;
}

describe('every form of string literal says which source each of its parts was written in', () => {
  test.each<[string, string, string[][]]>([
    ['plain', "x = 'abc'", [['abc', 'abc']]],
    ['double quotes and the other quote inside', `x = "it's"`, [["it's", "it's"]]],
    ['triple quotes over lines', 'x = """a\n "b" """', [['a\n "b" ', 'a\n "b" ']]],
    ['line ends of Windows', 'x = """a\r\nb"""', [['a', 'a'], ['\n', '~\r\n'], ['b', 'b']]],
    ['adjacent literals', `x = ('a'  # first\n  "b" r'c')`, [['a', 'a'], ['b', 'b'], ['c', 'c']]],
    ['escapes', String.raw`x = 'a\'b\n\x41\u00e9\101\U0001F600'`, [['a', 'a'], ["'", "~\\'"], ['b', 'b'], ['\n', '~\\n'], ['A', '~\\x41'], ['é', '~\\u00e9'], ['A', '~\\101'], ['😀', '~\\U0001F600']]],
    ['what is no escape', String.raw`x = '\d\.'`, [[String.raw`\d\.`, String.raw`\d\.`]]],
    ['a continued line', "x = 'a\\\n  b'", [['a', 'a'], ['  b', '  b']]],
    ['raw', String.raw`x = r'\n\'' `, [[String.raw`\n\'`, String.raw`\n\'`]]],
    ['bytes', String.raw`x = b'a\x00\u0041'`, [['a', 'a'], ['\0', '~\\x00'], ['\\u0041', '\\u0041']]],
    ['prefixes in any case', `x = U'a' Rb'b' "c"`, [['a', 'a'], ['b', 'b'], ['c', 'c']]],
    ['an f-string without fields', "x = f'a{{b}}'", [['a{', 'a{'], ['b}', 'b}']]],
    ['behind astral characters', "x = '😀' 'é—' # 😀", [['😀', '😀'], ['é—', 'é—']]],
  ])('%s', (_, source, expected) => {
    const text = textOf(source);
    expect(pieces(text, source)).toEqual(expected);
    expect(text.text).toBe(expected.map(([part]) => part).join(''));
  });
  test('an empty literal has no pieces', () => {
    expect(textOf("x = ''")).toMatchObject({ text: '', pieces: [], holes: [] });
  });
  test('a character by its name is a hole', () => {
    expect(textOf(String.raw`x = 'a\N{DASH}b'`).holes).toHaveLength(1);
  });
});

describe('f-strings', () => {
  const parts = (source: string): unknown[] => {
    const expression = expressionOf(source);
    if (expression.kind !== 'template') throw new Error(`is a ${expression.kind}`);
    return expression.parts.map((part) => {
      const { value, conversion, format } = part;
      const shown = value.kind === 'text' ? pieces(value.text, source) : source.slice(value.start, value.end);
      return conversion || format ? [shown, conversion, format?.kind === 'text' ? format.text.text : format?.kind] : shown;
    });
  };
  test.each<[string, string, unknown[]]>([
    ['fields', "x = f'ALTER {table} ADD {a.b[0]}'", [[['ALTER ', 'ALTER ']], 'table', [[' ADD ', ' ADD ']], 'a.b[0]']],
    ['conversion and format', "x = f'{a!r}{b:>10}{c!s:{w}}'", [['a', 'repr', undefined], ['b', undefined, '>10'], ['c', 'string', 'template']]],
    ['self-documenting', "x = f'{a = }{b=}={c}'", [[['a = ', 'a = ']], ['a', 'repr', undefined], [['b=', 'b=']], ['b', 'repr', undefined], [['=', '=']], 'c']],
    ['nested quotes', `x = f"{d["k"]} {f'{y}'}"`, ['d["k"]', [[' ', ' ']], "f'{y}'"]],
    ['several lines', 'x = f"""é\n  {\n a\n}\n"""', [[['é\n  ', 'é\n  ']], 'a', [['\n', '\n']]]],
    ['doubled braces and escapes', String.raw`x = f'\t{{{a}}}'`, [[['\t', '~\\t'], ['{', '{']], 'a', [['}', '}']]]],
    ['raw', String.raw`x = rf'\d{a}'`, [[['\\d', '\\d']], 'a']],
    ['among other literals', "x = 'a' f'{b}' 'c'", [[['a', 'a']], 'b', [['c', 'c']]]],
  ])('%s', (_, source, expected) => {
    expect(parts(source)).toEqual(expected);
  });
  test('an astral character in front shifts nothing', () => {
    const source = "x = f'😀 é {a} b'";
    expect(parts(source)).toEqual([[['😀 é ', '😀 é ']], 'a', [[' b', ' b']]]);
  });
  test('template strings stay opaque, with their values', () => {
    expect(expressionOf("x = t'{a} {b}'")).toMatchObject({ kind: 'opaque', children: [{ name: 'a' }, { name: 'b' }] });
  });
});
