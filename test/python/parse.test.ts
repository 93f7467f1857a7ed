import { describe, expect, test } from 'vitest';
import { SyntaxProblem } from '../../src/evaluate/core.js';
import { pythonComments } from '../../src/languages/python/index.js';
import { FILE, nodes, read } from './program.js';

/** Where each name of the program is, read back from its source. */
const namesIn = (source: string): string[] => nodes(read(source)).flatMap((node) => (node.kind === 'name' ? [source.slice(node.start, node.end)] : []));

describe('places are UTF-16 offsets of the original text', () => {
  test.each([
    ['ASCII', 'alpha(beta)'],
    ['behind letters beyond ASCII', "s = 'é—😀'; alpha(beta)"],
    ['names beyond ASCII', 'größe(naïve)'],
    ['byte order mark', '\ufeffalpha(beta)\ngamma'],
    ['line ends of Windows', "s = '''😀\r\n'''\r\nalpha(\r\n  beta)\r\n"],
    ['line ends of old', 'alpha\rbeta\r'],
    ['form feed between statements', 'alpha\n\f\nbeta\n'],
    ['form feed in front of a statement', 'if alpha:\n    beta\n\fgamma(\f delta)\n'],
    ['tabs', 'if alpha:\n\tif beta:\n\t\tgamma'],
    ['continued line', 'alpha + \\\n  beta'],
  ])('%s', (_, source) => {
    const written = source.replace(/'''[^]*?'''|'[^']*'/g, '').match(/\p{L}{2,}/gu) ?? [];
    expect(namesIn(source).filter((name) => name !== 's')).toEqual(written.filter((word) => word !== 'if'));
  });
});

describe('a file that is not Python', () => {
  test.each([
    ['x = (', 5, 'invalid syntax'],
    ["é = 1\ny = 'abc\n", 6, 'unterminated string literal'],
    ["x = r'''abc", 4, 'unterminated string literal'],
    ['def f(:\n  pass', 6, 'expected parameter name'],
    ["'é'; print 'x'", 11, 'invalid syntax'],
    ['if a:\n    b\n  c\n', 14, 'indentation error'],
    ['x = $', 4, "unexpected character '$'"],
  ])('%j is a problem with its place', (source, offset, message) => {
    try {
      read(source);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxProblem);
      expect(error).toMatchObject({ file: FILE, offset, message: expect.stringContaining(message) });
    }
  });
});

test('a file that nests without end is a problem, not a crash', () => {
  for (const source of [`${'('.repeat(20_000)}1${')'.repeat(20_000)}`, `x = ${'1 + '.repeat(20_000)}1`, `x = ${'-'.repeat(20_000)}1`]) {
    try {
      read(source);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxProblem);
    }
  }
});

test('comments with their places, and none that only look like it', () => {
  const source = "\ufeff# one\nx = '# no' # 😀 two\r\ny = f'{x}#no'\n# three";
  expect(pythonComments(FILE, source).map(({ start, end, text }) => [source.slice(start, end), text])).toEqual([['# one', ' one'], ['# 😀 two', ' 😀 two'], ['# three', ' three']]);
  expect(pythonComments(FILE, "# first\nx = 'open\n").map(({ text }) => text)).toEqual([' first']);
});

const SAMPLE = `"""Docs."""
from alembic import op
import sqlalchemy as sa, a.b

revision: str = 'é😀'


@deco(1)
async def upgrade(a, *b: int, c=1, **d) -> None:
    global x
    with op.batch_alter_table(f"t_{a!r:>{c}}") as batch, other():
        batch.add_column(sa.Column('x', *[y for y in z if y], **{'k': 1}))
    try:
        x = yield 1
    except (A, B) as error:
        raise C from error
    else:
        del x[0], y
    finally:
        assert x, 'no'
    match x:
        case [1, *rest] | {'k': v} if v:
            pass
        case _:
            return lambda q: (q := 1)
    while a < b() <= c:
        break
    else:
        x += r'\\d' b'\\x00'


class E(enum.Enum):
    A, B = 1, 2
`;

test('every beginning of a file, and every file with a line left out, is read or is a syntax problem', () => {
  const lines = SAMPLE.split('\n');
  const broken = [...Array.from({ length: SAMPLE.length + 1 }, (_, i) => SAMPLE.slice(0, i)), ...lines.map((_, i) => lines.toSpliced(i, 1).join('\n'))];
  for (const source of broken) {
    try {
      for (const { start, end } of nodes(read(source))) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(source.length);
      }
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      expect(error.offset).toBeLessThanOrEqual(source.length);
    }
  }
  expect(() => read(SAMPLE)).not.toThrow();
});
