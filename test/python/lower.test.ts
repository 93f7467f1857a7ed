import { describe, expect, test } from 'vitest';
import type { FunctionExpression } from '../../src/evaluate/core.js';
import { print } from './print.js';
import { expressionOf, read } from './program.js';

const lowered = (source: string): string => read(source).body.map(print).join('; ');

describe('statements', () => {
  test.each<[string, string, string]>([
    ['docstrings and bare constants', '"""Docs."""\n1\n...', 'pass; pass; pass'],
    ['several targets', 'a = b.c = d[0] = 1', 'a = b.c = d[0] = 1'],
    ['unpacking', '(a, *b), [c] = x', '[[a, *b], [c]] = x'],
    ['augmented', 'a.b += 1', 'a.b add= 1'],
    ['annotated', 'a: int = 1\nb: str', 'a = 1; pass'],
    ['elif', 'if a: b\nelif c: d\nelse: e', 'if a {b} else {if c {d} else {e}}'],
    ['for and its else', 'for a, b in c:\n  continue\nelse:\n  d', 'for [a, b] in c {continue} else {d}'],
    ['while', 'while a: b', 'while a {b}'],
    ['while with an else that always runs', 'while a: b\nelse: c', 'while a {b}; c'],
    ['while with an else behind a break', 'while a:\n  if b: break\nelse: c', 'while a {if b {break}}; if opaque() {c}'],
    ['with', 'with a as b, c() as (d, e): f', 'with a as b {with c() as [d, e] {f}}'],
    ['with in parentheses', 'with (a as b, c):\n  d', 'with a as b {with c {d}}'],
    ['try', 'try: a\nexcept (B, C) as d: e\nexcept: f\nelse: g\nfinally: h', 'try {a} except tuple[B, C] as d {e} except {f} else {g} finally {h}'],
    ['except*', 'try: a\nexcept* B: c', 'try {a} except B {c}'],
    ['raise', 'raise A(1) from b\nraise', 'raise A(1); raise'],
    ['assert', 'assert a, b', 'a'],
    ['del', 'del a, b.c, d[1:], (e[0])', 'pass; pass; d.__delitem__(1::); e.__delitem__(0)'],
    ['async', 'async def f():\n  async with a as b: await c()\n  async for d in e: pass', 'f = function(with a as b {c()}; for d in e {pass})'],
    ['global', 'def f():\n  global a\n  a = 1\n  b = 2\n  a += 1\n  for a in c: pass', 'f = function(pass; outer a = 1; b = 2; outer a add= 1; for a in c {pass})'],
    ['a function under a global name', 'def f():\n  nonlocal g\n  def g(): pass', 'f = function(pass; outer g = function(pass))'],
    ['generators', 'def f():\n  yield\n  yield 1\n  yield from a\n  b = yield c', 'f = function(yield; yield 1; for $ in a {yield $}; yield c; b = opaque())'],
    ['type aliases', 'type A = int', 'pass'],
    ['semicolons', 'a; b', 'a; b'],
  ])('%s', (_, source, expected) => expect(lowered(source)).toBe(expected));

  test.each<[string, string, string]>([
    ['literals and alternatives', 'match a:\n  case 1 | "b": c\n  case None: d\n  case _: e', 'if ((a equal 1) or (a equal "b")) {c} else {if (a is null) {d} else {e}}'],
    ['a subject that is computed once', 'match a():\n  case B.c: d', '$ = a(); if ($ equal B.c) {d}'],
    ['captures', 'match a:\n  case 1 as b: c\n  case d: e', 'if (a equal 1) {b = a; c} else {d = a; e}'],
    ['guards see captured names', 'match a:\n  case b if b > 1: c', 'if (tuple[(b := a)] and (b greater 1)) {c}'],
    ['types', 'match a:\n  case str() | int(): b', 'if (isinstance(a, str) or isinstance(a, int)) {b}'],
    ['everything else may or may not fit', 'match a:\n  case [b, *c]: d\n  case {"k": e, **f}: g', 'if opaque(a) {b = opaque(a); c = opaque(a); d} else {if opaque(a) {e = opaque(a); f = opaque(a); g}}'],
  ])('match with %s', (_, source, expected) => expect(lowered(source)).toBe(expected));

  test('imports', () => {
    const { body } = read('import a.b, c.d as e\nfrom f.g import h as i, j\nfrom .. import k\nfrom .l import *');
    const bindings = body.flatMap((statement) => (statement.kind === 'import' ? statement.bindings.map(({ start, end, ...binding }) => binding) : []));
    expect(bindings).toEqual([
      { module: 'a.b', level: 0, local: 'a', root: true },
      { module: 'c.d', level: 0, local: 'e' },
      { module: 'f.g', level: 0, name: 'h', local: 'i' },
      { module: 'f.g', level: 0, name: 'j', local: 'j' },
      { module: '', level: 2, name: 'k', local: 'k' },
      { module: 'l', level: 1, name: '*', local: '*' },
    ]);
  });
});

describe('expressions', () => {
  test.each<[string, string]>([
    ['a.b(c, *d, e=1, **f)', 'a.b(c, *d, e=1, **f)'],
    ['a or b or not c', '((a or b) or not c)'],
    ['-a ** ~b', 'negate (a power invert b)'],
    ['a < b <= c', '((a less b) and (b lessEqual c))'],
    ['a < b() < c', '((a less ($ := b())) and ($ less c))'],
    ['a is not None', '(a isNot null)'],
    ['a not in (b,)', '(a notIn tuple[b])'],
    ['a[1:, ::2]', 'a[tuple[1::, ::2]]'],
    ['{*a, 1}', 'set[*a, 1]'],
    ['(b := 1)', '(b := 1)'],
    ['await a()', 'a()'],
    ['lambda: a', 'function(return a)'],
    ['...', 'undefined'],
    ['1_000', '1000'],
    ['0xff', '255'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e3', '1000'],
    ['2j', 'opaque()'],
  ])('%s', (source, expected) => expect(print(expressionOf(`x = ${source}`))).toBe(expected));

  test('dictionaries and comprehensions', () => {
    expect(expressionOf("x = {'a': 1, **b}")).toMatchObject({ kind: 'record', entries: [{ key: { kind: 'text' }, value: { value: 1 } }, { spread: { name: 'b' } }] });
    expect(expressionOf('x = {a: b for a, b in c if d if e for f in g}')).toMatchObject({
      kind: 'comprehension', form: 'record', key: { name: 'a' }, element: { name: 'b' },
      clauses: [{ target: { kind: 'list' }, iterable: { name: 'c' }, conditions: [{ name: 'd' }, { name: 'e' }] }, { conditions: [] }],
    });
    expect(expressionOf('x = any(a for a in b)')).toMatchObject({ arguments: [{ value: { kind: 'comprehension', form: 'generator' } }] });
  });
});

describe('functions and classes', () => {
  const functionOf = (source: string): FunctionExpression => expressionOf(source) as FunctionExpression;
  test('parameters', () => {
    expect(functionOf('def f(a, /, b: int = 1, *c, d, e=2, **g): pass').parameters.map(({ target, form, default: given }) => [print(target), form, print(given)])).toEqual([
      ['a', 'plain', ''], ['b', 'plain', '1'], ['c', 'rest', ''], ['d', 'namedOnly', ''], ['e', 'namedOnly', '2'], ['g', 'restNamed', ''],
    ]);
  });
  test.each([
    ['def f(): pass', 'def f():'],
    ['@d(x=1)\nasync def f(\n    a: dict[str, int] = {"(": 1},  # a: b\n) -> "x:y":\n    return a', 'async def f(\n    a: dict[str, int] = {"(": 1},  # a: b\n) -> "x:y":'],
    ['def f[T: int](a=lambda: 1): pass', 'def f[T: int](a=lambda: 1):'],
  ])('the header of %j', (source, header) => {
    const lowered = functionOf(source);
    expect(source.slice(lowered.header.start, lowered.header.end)).toBe(header);
  });
  test('what kind of function it is', () => {
    expect(functionOf('@a\n@b.c(1)\ndef f():\n  if x:\n    yield 1')).toMatchObject({ name: 'f', generator: true, decorators: [{ name: 'a' }, { kind: 'call' }] });
    expect(functionOf('async def f():\n  def g(): yield\n')).toMatchObject({ asynchronous: true, generator: undefined });
  });
  test('class members', () => {
    const [statement] = read('class A(B, metaclass=C):\n  """Docs."""\n  x: int = 1\n  y: str\n  p, q = z = 1, 2\n  def m(self): pass\n  @staticmethod\n  def s(): pass\n  class Inner: pass\n  if x:\n    w = 1\n').body;
    expect(statement?.kind === 'class' && statement.class.bases.map(print)).toEqual(['B']);
    expect(statement?.kind === 'class' && statement.class.members.map(({ name, static: isStatic, value }) => [name, isStatic, value.kind])).toEqual([
      ['x', true, 'literal'], ['p', true, 'item'], ['q', true, 'item'], ['z', true, 'list'], ['m', false, 'function'], ['s', true, 'function'], ['Inner', true, 'class'], ['w', true, 'literal'],
    ]);
  });
});
