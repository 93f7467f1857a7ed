import { describe, expect, test } from 'vitest';
import { recordKey } from '../../src/evaluate/keys.js';
import { evaluate, pieces, show } from './program.js';

const result = (expression: string, before = ''): string => show(evaluate(`${before}\nresult = ${expression}\n`));

// each pair was compared with what CPython 3.11 prints; bytes are texts here
describe('what Python would compute', () => {
  test.each<[string, string]>([
    ["'%s_%s' % ('a', 1), '%(k)s %%' % {'k': 'v'}, '%05d|%-4s|%4.1f|%x' % (42, 'a', 3.14159, 255)", "('a_1', 'v %', '00042|a   | 3.1|ff')"],
    ["'%r %d' % ('a', 7.9)", `''a' 7'`],
    ["f'{1:>4}|{2:04}|{3.14159:.2f}|{1234567:,}|{\"a\":^5}|{255:#x}|{0.5:%}|{-5:+d}'", "'   1|0002|3.14|1,234,567|  a  |0xff|50.000000%|-5'"],
    ["f'{\"a\"!r}{None}{True}{[1, \"b\"]}{(1,)}{1.5}{1e-07}'", "''a'NoneTrue[1, 'b'](1,)1.51e-07'"],
    ["'{0} {1[k]} {{x}} {n!r:>5} {2:{3}}'.format('z', {'k': 1}, 7, '03', n='a')", "'z 1 {x}   'a' 007'"],
    ["'a,b,,c'.split(','), ' a  b '.split(), 'a.b.c'.rsplit('.', 1), 'a.b.c'.split('.', 1), 'a\\nb\\n'.splitlines()", "(['a', 'b', '', 'c'], ['a', 'b'], ['a.b', 'c'], ['a', 'b.c'], ['a', 'b'])"],
    ["' xax '.strip(), 'xax'.strip('x'), '--a'.lstrip('-'), 'k=v=w'.partition('='), 'k=v=w'.rpartition('=')", "('xax', 'a', 'a', ('k', '=', 'v=w'), ('k=v', '=', 'w'))"],
    ["'aXa'.lower(), 'ab c'.title(), 'aB'.capitalize(), 'aB'.swapcase(), 'ß'.upper()", "('axa', 'Ab C', 'Ab', 'Ab', 'SS')"],
    ["'table_x'.removeprefix('table_'), 'x_id'.removesuffix('_id'), '7'.zfill(3), '-7'.zfill(4), 'a'.center(4, '*'), 'a'.rjust(3)", "('x', 'x', '007', '-007', '*a**', '  a')"],
    ["'abcabc'.count('bc'), 'abc'.find('z'), 'abc'.index('c'), '12'.isdigit(), 'a1'.isalpha(), 'AB'.isupper()", '(2, -1, 2, True, False, True)'],
    ["'abc'[1:], 'abc'[-1], 'abc'[::-1], 'a😀b'[2], len('a😀b'), 'abc'[5:]", "('bc', 'c', 'cba', 'b', 3, '')"],
    ["'ab'.startswith(('x', 'a')), 'ab'.endswith('b'), 'b' in 'abc', 'ab' * 2, 2 * [1], (1,) + (2,)", "(True, True, True, 'abab', [1, 1], (1, 2))"],
    ['7 // -2, 7 % -3, 2 ** 70, 7 / 2, 1 << 3, True + 1, True | False', '(-4, -2, 1180591620717411303424, 3.5, 8, 2, True)'],
    ['{1, 2} & {2, 3}, {1} | {2}, {1, 2} - {2}, {1} <= {1, 2}, 3 in {1}', '({2}, {1, 2}, {1}, True, False)'],
    ["[1, 2, 3][::2], [1, 2, 3][-2:], (1, 2)[0], [3, 2, 1][::-1], {'a': 1}['a'], {1: 'x', (1, None): 'y'}[(1, None)]", "([1, 3], [2, 3], 1, [1, 2, 3], 1, 'y')"],
    ["1 == True, 'a' == 1, [1] == (1,), {1, 2} == {2, 1}, {'a': 1} == {'a': 1}, None is None, 'a' is not None, (1, 2) < (1, 3)", '(True, False, False, True, True, True, True, True)'],
    ["dict(a=1, **{'b': 2}) | {'a': 3}, dict([('x', 1)]), list({'a': 1}.items()), {**{'a': 1}, 2: 3}", "({'a': 3, 'b': 2}, {'x': 1}, [('a', 1)], {'a': 1, 2: 3})"],
    ["sorted([3, 1, 2], reverse=True), sorted(['bb', 'a'], key=len), list(reversed([1, 2])), max(1, 5), min(['b', 'a']), sum([1, 2], 3)", "([3, 2, 1], ['a', 'bb'], [2, 1], 5, 'a', 6)"],
    ["list(zip([1, 2], 'ab')), list(enumerate('ab', 1)), list(range(5, 0, -2)), [str(x) for x in map(abs, [-1])], list(filter(None, [0, 1]))", "([(1, 'a'), (2, 'b')], [(1, 'a'), (2, 'b')], [5, 3, 1], ['1'], [1])"],
    ["isinstance('a', str), isinstance(True, int), isinstance(1, (str, list)), isinstance(None, str), bool([]), int('12'), float('1.5'), round(2.5)", '(True, True, False, False, False, 12, 1.5, 2)'],
    ["any([0, 'a']), all([]), any(x > 1 for x in [1, 2]), ord('a'), chr(98), hasattr('a', 'lower'), getattr('aB', 'lower')()", "(True, True, True, 97, 'b', True, 'ab')"],
    ["next(iter([1, 2])), next((x for x in [] if x), 'none'), callable(len), str.upper('a'), dict.get({'a': 1}, 'a')", "(1, 'none', True, 'A', 1)"],
    ["repr('it\\'s'), str({'a': None}), 'é'.encode('utf-8').decode(), b'a' + b'b'", "('\"it's\"', '{'a': None}', 'é', 'ab')"],
    ["{}.get('toString'), {}.get('__proto__', 1), 'constructor' in {}", '(None, 1, False)'],
  ])('%s', (expression, expected) => expect(result(expression)).toBe(expected));

  test.each<[string, string, string]>([
    ['list', 'x = [1]\nx.append(2)\nx.extend((3, 4))\nx.insert(0, 0)\nx.remove(3)\ny = x.pop()\nx += [9]\nx.reverse()\ndel x[0]', '[2, 1, 0]'],
    ['sort', "x = [('b', 1), ('a', 2)]\nx.sort(key=lambda e: e[0])", "[('a', 2), ('b', 1)]"],
    ['dict', "x = {'a': 1}\nx.update({'b': 2}, c=3)\nx.setdefault('d', []).append(4)\nx.pop('a')\ndel x['b']\nx[5] = 6", "{'c': 3, 'd': [4], 5: 6}"],
    ['set', 'x = {1}\nx.add(1)\nx.add(2)\nx.discard(1)\nx.update([3])', '{2, 3}'],
    ['an unknown number of items', 'x = [1]\nx.extend(database)', '[1, ...]'],
    ['an unknown key', "x = {'a': 1}\nx.update(database)\nx['b'] = x.get('c')", "{'a': 1, 'b': ?, ...}"],
  ])('changes in place: %s', (_, before, expected) => expect(result('x', before)).toBe(expected));
});

describe('what is not known stays a gap, and what is known around it stays', () => {
  test.each<[string, string]>([
    ["'a ' + database + ' b'", "'a ? b'"],
    ["f'a {database} {1}'", "'a ? 1'"],
    ["'%s.%s' % (database, 'a'), 'x %s' % database", "('?.a', 'x ?')"],
    ["'{} {x}'.format(database, x=1)", "'? 1'"],
    ["'-'.join(['a', database, 'b']), ','.join(database), ', '.join(str(x) for x in database)", "('a-?-b', '?', '?')"],
    ["f'{database}_x'.upper(), f'a{database}'.replace('a', 'b'), f' {database} '.strip()", "('?_X', 'b?', '?')"],
    ["f'{database}.{database}'.split('.')", "['?', '?', ...]"],
    ["f'a_{database}'.startswith('a_'), f'a_{database}'.startswith('b'), f'a_{database}'.startswith('a_b'), f'a_{database}' == 'b'", '(True, False, ?, False)'],
    ["f'ab{database}'[1:2], f'ab{database}'[3:], len(f'{database}')", "('b', ?, ?)"],
    ["bool(f'a{database}'), bool(f'{database}'), bool(database)", '(True, {"is":"unknown"}, {"is":"unknown"})'],
    ["database in ['a'], 'a' in ['a', database], 'b' in ['a', database], {'a': 1}.get(database)", '(?, True, ?, ?)'],
    ['[1, 2] + database, sorted(database), [x for x in database]', '([1, 2, ...], ?, [...])'],
    ['1 if database else 1, database + 1, -database, database[0], database.a()', '(1, ?, ?, ?, ?)'],
    ["'%d items' % 'x', '{0.x}'.format(1), '%s %s' % 'a'", "('? items', '?', 'a ?')"],
    ["1 / 0, 'a' - 1, [1][5], {}['a'], 10 ** 100000", '(?, ?, ?, ?, ?)'],
  ])('%s', (expression, expected) => expect(result(expression)).toBe(expected));

  test.each<[string, unknown]>([
    ['any([has_a, has_b])', { is: 'or', left: 'a', right: 'b' }],
    ['all([True, has_a, has_b])', { is: 'and', left: 'a', right: 'b' }],
    ['any([has_a, True])', true],
    ['any([has_a, database])', { is: 'or', left: 'a', right: { is: 'unknown' } }],
    ['all([has_a, False])', false],
    ['has_a == False', { is: 'not', operand: 'a' }],
    ['has_a is not True', { is: 'not', operand: 'a' }],
    ['bool(has_a)', 'a'],
  ])('tests that the database decides: %s', (expression, expected) => {
    const asked = (name: string) => ({ is: 'exists', fact: { ask: 'table', table: { name } } });
    const full: unknown = JSON.parse(JSON.stringify(expected), (_key, value: unknown) => (value === 'a' || value === 'b' ? asked(value) : value));
    const value = evaluate(`result = ${expression}`);
    expect(value.kind === 'condition' ? value.condition : value.kind === 'constant' ? value.value : undefined).toEqual(full);
  });
});

describe('built text knows where its parts were written', () => {
  test.each<[string, string[][]]>([
    ["'DROP TABLE %s' % 'users'", [['DROP TABLE ', 'DROP TABLE '], ['users', 'users']]],
    ["'{}.{{{x}'.format('a', x='b')", [['a', 'a'], ['.{', '.{'], ['b', 'b']]],
    ["f\"x = {'v'!r}\"", [['x = ', 'x = '], ["'", '~v'], ['v', 'v'], ["'", '~v']]],
    ["', '.join(['a', 'b'])", [['a', 'a'], [', ', ', '], ['b', 'b']]],
    ["'old t'.replace('old', 'new')", [['new', 'new'], [' t', ' t']]],
    ["'  ab '.strip().upper()", [['AB', 'ab']]],
    ["'a;b'.split(';')[1]", [['b', 'b']]],
    ["'users'[1:3] + 'x'", [['se', 'se'], ['x', 'x']]],
    ["'n: %d' % 5", [['n: ', 'n: '], ['5', '~5']]],
  ])('%s', (expression, expected) => {
    const source = `result = ${expression}`;
    const value = evaluate(source);
    expect(value.kind === 'text' && pieces(value.text, source).filter(([text]) => text !== '')).toEqual(expected);
  });
  test('textwrap.dedent keeps each line in its place', () => {
    const source = "import textwrap\nresult = textwrap.dedent('''\\\n    SELECT 1\n      FROM t\n    ''')";
    const value = evaluate(source);
    expect(value.kind === 'text' && pieces(value.text, source)).toEqual([['SELECT 1\n', 'SELECT 1\n'], ['  FROM t\n', '  FROM t\n']]);
  });
});

describe('the standard library', () => {
  const from = (module: string, expression: string): string => result(expression, `import ${module}`);
  test.each<[string, string, string]>([
    ['os', "os.environ.get('A'), os.environ['A'], os.getenv('A', 'b'), os.path.join('a', 'b.sql'), os.path.dirname(__file__)", "(?, ?, ?, 'a/b.sql', ?)"],
    ['json', "json.dumps({'a': [1, None, True], 2: 'x'}), json.dumps({'a': 1}, indent=2), json.loads('{\"a\": [1]}')['a']", `('{"a": [1, null, true], "2": "x"}', '{\n  "a": 1\n}', [1])`],
    ['json', "json.dumps({'a': database})", `'{"a": ?}'`],
    ['datetime', "datetime.datetime.now(), str(datetime.date(2020, 1, 2)), datetime.datetime(2020, 1, 2, 3).isoformat()", "(?, '2020-01-02', '2020-01-02T03:00:00')"],
    ['uuid', "uuid.uuid4(), str(uuid.UUID('0a-b')), uuid.UUID('0a-b').hex", "(?, '0a-b', '0ab')"],
    ['re', "re.sub(r'_(\\w+)$', r'-\\1', 'a_b'), re.match('a(b)', 'abc').group(1), re.match('x', 'a'), re.compile('b').search('abc').start(), re.split(', *', 'a,  b'), re.sub('(a+)+$', '', 'aaaa')", "('a-b', 'b', None, 1, ['a', 'b'], '?')"],
    ['collections', "collections.OrderedDict([('a', 1)]), collections.namedtuple('P', 'x y')(1, y=2).y, collections.defaultdict(list)['a']", "({'a': 1}, 2, ?)"],
    ['functools', 'functools.partial(lambda a, b: a - b, 3)(1), functools.reduce(lambda a, b: a + b, [1, 2, 3])', '(2, 6)'],
    ['itertools', "list(itertools.chain([1], [2])), list(itertools.product('ab', [1])), itertools.count()", "([1, 2], [('a', 1), ('b', 1)], ?)"],
    ['copy', 'copy.deepcopy([1, {2: [3]}])', '[1, {2: [3]}]'],
    ['math, string, operator, decimal', "math.ceil(1.2), string.digits, operator.itemgetter(1)('ab'), str(decimal.Decimal('1.50'))", "(2, '0123456789', 'b', '1.50')"],
    ['typing', 'typing.TYPE_CHECKING, typing.cast(str, 1), typing.Optional[int]', '(False, 1, typing.Optional[])'],
    ['secrets, hashlib, time, subprocess', "secrets.token_hex(), hashlib.sha256(b'a').hexdigest(), time.time(), subprocess.run(['ls']).stdout", '(?, ?, ?, ?)'],
    ['logging', "logging.getLogger(__name__).info('x'), print('y')", '(None, None)'],
    ['os.path, urllib.parse', "os.path.basename('a/b'), urllib.parse.quote('x')", "('b', ?)"],
  ])('%s: %s', (module, expression, expected) => expect(from(module, expression)).toBe(expected));

  test('decorators and context managers leave what they wrap as it is', () => {
    expect(result('f(1), g()', 'import functools, contextlib\n@functools.lru_cache(maxsize=None)\ndef f(x): return x\n@functools.cache\ndef g(): return 2\nwith contextlib.suppress(ValueError): pass')).toBe('(1, 2)');
    expect(result('x', 'import contextlib\nwith contextlib.nullcontext(5) as x: pass')).toBe('5');
  });
  test('enumerations of the program', () => {
    expect(result("[e.value for e in E], E.A.name, E['B'].value", "import enum\nclass E(enum.Enum):\n    A = 'a'\n    B = enum.auto()\n")).toBe("(['a', 1], 'A', 1)");
  });
  test('a module that is not part of it is not found', () => {
    expect(result('x', 'try:\n    import sqlalchemy as x\nexcept ImportError:\n    x = 1')).toBe('?');
  });
});

test('keys of other kinds never look like text', () => {
  expect(recordKey(evaluate("result = 'name'"))).toBe('name');
  expect(new Set(['1', "'1'", 'None', "('1',)", '(1,)', 'True'].map((key) => recordKey(evaluate(`result = ${key}`)))).size).toBe(6);
  expect(show(evaluate("result = list({1: 0, '1': 0, None: 0, (1, 'a'): 0, True: 0})"))).toBe("[1, '1', None, (1, 'a'), True]");
});
