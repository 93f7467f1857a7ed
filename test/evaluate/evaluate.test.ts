import { describe, expect, test } from 'vitest';
import { runPython } from './program.js';

const says = (body: string, before = '', others: Readonly<Record<string, string>> = {}): readonly string[] =>
  runPython(`import db\n${before}\ndef upgrade():\n${body.replace(/^/gmu, '    ')}\n`, others).says;

describe('the same operations, however they are written', () => {
  const plain = says("db.drop('a')\ndb.drop('b')");
  test.each([
    ['a named literal', "x = 'a'\ndb.drop(x)\ndb.drop('b')", ''],
    ['module constants', 'db.drop(FIRST)\ndb.drop(SECOND)', "FIRST, SECOND = 'a', 'b'"],
    ['a loop over a list', "for name in ['a', 'b']:\n    db.drop(name)", ''],
    ['a loop over a dictionary', "for name, _ in {'a': 1, 'b': 2}.items():\n    db.drop(name)", ''],
    ['a comprehension', "[db.drop(name) for name in ('a', 'b')]", ''],
    ['a helper with a default', "gone('a')\ngone()", "def gone(name='b'):\n    db.drop(name)"],
    ['a helper with *args and **kwargs', "gone(*['a'])\ngone(**{'name': 'b'})", 'def gone(name):\n    db.drop(name)'],
    ['a nested function', "def gone(*names):\n    for name in names:\n        db.drop(name)\ngone('a', 'b')", ''],
    ['an f-string', "for i in range(2):\n    db.drop(f\"{'ab'[i]}\")", ''],
    ['percent formatting', "db.drop('%s' % 'a')\ndb.drop('%(n)s' % {'n': 'b'})", ''],
    ['str.format', "db.drop('{}'.format('a'))\ndb.drop('{n}'.format(n='b'))", ''],
    ['a method of a class', 'Worker().work()', "class Worker:\n    names = ['a', 'b']\n    def work(self):\n        for name in self.names:\n            db.drop(name)"],
    ['a lambda', "gone = lambda name: db.drop(name)\ngone('a')\ngone('b')", ''],
    ['a while loop', "names = ['a', 'b']\nwhile names:\n    db.drop(names.pop(0))", ''],
    ['an early return of a decided test', "db.drop('a')\ndb.drop('b')\nif 1 + 1 == 2:\n    return\ndb.drop('c')", ''],
    ['a decorator of the program', 'work()', "def twice(f):\n    def wrapper():\n        f('a')\n        f('b')\n    return wrapper\n\n@twice\ndef work(name=None):\n    db.drop(name)"],
    ['enum members', 'for each in Names:\n    db.drop(each.value)', "from enum import Enum\nclass Names(Enum):\n    A = 'a'\n    B = 'b'"],
  ])('%s', (_, body, before) => {
    expect(says(body, before)).toEqual(plain);
  });

  test('a helper of the same repository, relative and absolute', () => {
    const others = { 'app/helpers/__init__.py': '', 'app/helpers/tables.py': "import db\nSECOND = 'b'\ndef gone(name):\n    db.drop(name)\n" };
    expect(says("gone('a')\ntables.gone(SECOND)", 'from ..helpers.tables import gone, SECOND\nfrom app.helpers import tables', others)).toEqual(plain);
  });
});

test('a name of a package whose __init__ is not there comes from the one module that defines it', () => {
  const others = { 'shop/db/custom/names.py': "import db\ndef gone(name):\n    db.drop(name)\n", 'shop/db/other.py': 'x = 1\n' };
  expect(says("gone('a')", 'from shop.db import gone', others)).toEqual(['drop a']);
});

describe('tests that cannot be decided', () => {
  test('both branches are explored and may happen', () => {
    expect(says("if db.ask():\n    db.drop('a')\nelse:\n    db.drop('b')\ndb.drop('c')")).toEqual(['maybe drop a', 'maybe drop b', 'drop c']);
  });
  test('what follows a partial return may happen', () => {
    expect(says("if db.ask():\n    return\ndb.drop('a')")).toEqual(['maybe drop a']);
  });
  test('a helper that returns early does not make its caller uncertain', () => {
    expect(says("check()\ndb.drop('a')", 'def check():\n    if db.ask():\n        return\n    return 1')).toEqual(['drop a']);
  });
  test('a check that raises leaves the rest certain', () => {
    expect(says("if db.ask():\n    raise ValueError()\ndb.drop('a')")).toEqual(['drop a']);
  });
  test('a loop over unread values runs once, as something that may happen', () => {
    const { operations } = runPython('import db\ndef upgrade():\n    for row in db.ask():\n        db.drop(row)\n');
    expect(operations).toMatchObject([{ kind: 'dropTable', certainty: 'maybe', table: { unknown: 'input' } }]);
  });
  test('a variable that both branches set alike is known', () => {
    expect(says("if db.ask():\n    name = 'a'\nelse:\n    name = 'a'\ndb.drop(name)")).toEqual(['drop a']);
  });
  test('a variable that the branches set differently is not', () => {
    expect(says("name = 'a'\nif db.ask():\n    name = 'b'\ndb.drop(name)")).toEqual(['drop ?']);
  });
  test('a list that grows in one branch is walked as far as it is known, and once more', () => {
    expect(says("names = ['a']\nif db.ask():\n    names.append('b')\nfor name in names:\n    db.drop(name)")).toContain('drop a');
  });
  test('handlers may run, the body does', () => {
    expect(says("try:\n    db.drop('a')\nexcept Exception:\n    db.drop('b')\nfinally:\n    db.drop('c')")).toEqual(['drop a', 'maybe drop b', 'drop c']);
  });
  test('a continue skips only its own iteration', () => {
    expect(says("for name in ['a', 'b']:\n    if name == 'a':\n        continue\n    db.drop(name)")).toEqual(['drop b']);
    expect(says("for name in ['a', 'b']:\n    if db.ask():\n        continue\n    db.drop(name)\ndb.drop('c')")).toEqual(['maybe drop a', 'maybe drop b', 'drop c']);
  });
});

describe('guards that ask the database whether something exists', () => {
  test.each([
    ['if not exists', "if not db.exists('a'):\n    db.create('a')"],
    ['an early return', "if db.exists('a'):\n    return\ndb.create('a')"],
    ['a helper', "if missing('a'):\n    db.create('a')"],
    ['a variable', "found = db.exists('a')\nif found is False or not found:\n    db.create('a')"],
  ])('%s becomes a property of the operation', (_, body) => {
    expect(says(body, 'def missing(name):\n    return not db.exists(name)')).toEqual(['create a if not exists']);
  });
  test('a drop behind its own test', () => {
    expect(says("if db.exists('a'):\n    db.drop('a')")).toEqual(['drop a if exists']);
  });
  test('what else stands behind the test keeps it', () => {
    const { operations } = runPython("import db\ndef upgrade():\n    if not db.exists('a'):\n        db.create('a')\n        db.create('b')\n");
    expect(operations.map(({ certainty }) => certainty)).toEqual(['always', 'maybe']);
    expect(operations[1]?.guards).toMatchObject([{ expected: true, condition: { is: 'not', operand: { is: 'exists' } } }]);
  });
});

describe('what cannot be read is said', () => {
  test('a helper that cannot be found, called for its effect', () => {
    expect(runPython('import db\nfrom elsewhere import migrate\ndef upgrade():\n    migrate()\n').unread).toMatchObject([{ reason: expect.stringContaining('elsewhere.migrate') }]);
  });
  test('unread code that is handed the database', () => {
    expect(runPython('import db\nfrom elsewhere import count\ndef upgrade():\n    n = count(db)\n').unread).toHaveLength(1);
  });
  test('not a call that only computes, nor logging', () => {
    expect(runPython("import db, logging\nfrom elsewhere import name\nlog = logging.getLogger()\ndef upgrade():\n    n = name('x')\n    log.info('hello')\n    print(n)\n").unread).toEqual([]);
  });
  test('endless recursion and endless loops end', () => {
    expect(runPython('import db\ndef again():\n    again()\ndef upgrade():\n    again()\n').unread.length).toBeGreaterThan(0);
    expect(says("while True:\n    if db.ask():\n        break\n    db.drop('a')")).toEqual(['maybe drop a']);
  });
});

describe('nothing that a file holds makes the reading hang or fail', () => {
  test.each([
    ['a list that holds itself', 'x = []\nx.append(x)\ndb.drop(x)'],
    ['lists that double', "x = ['a']\nfor i in range(40):\n    x += x\ndb.drop('a')"],
    ['lists that share', 'x = []\nfor i in range(60):\n    x = [x, x]\ndb.drop(x)'],
    ['tuples that share as keys', 'x = ()\nfor i in range(60):\n    x = (x, x)\ny = {x: 1}'],
    ['text with many holes', "x = ''\nfor i in range(3000):\n    x = x + str(db.ask()) + ','\ndb.drop(x)"],
    ['a long chain of additions', `x = ${'1 + '.repeat(800)}1\ndb.drop('a')`],
  ])('%s', (_, body) => {
    expect(() => runPython(`import db\ndef upgrade():\n${body.replace(/^/gmu, '    ')}\n`)).not.toThrow();
  });
});
