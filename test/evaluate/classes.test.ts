import { describe, expect, it } from 'vitest';
import { runPython } from './program.js';

const says = (body: string, others: Readonly<Record<string, string>> = {}): readonly string[] => {
  const { says: found, unread } = runPython(`import db\n${body}`, others);
  expect(unread).toEqual([]);
  return found;
};

describe('methods', () => {
  it('of a class get the class, not the first argument', () => {
    expect(says(`
class Cleaner:
    prefix = 'old_'

    @classmethod
    def drop(cls, name):
        db.drop(cls.prefix + name)

    @classmethod
    def run(cls, database):
        cls.drop('a')
        cls.drop('b')

def upgrade():
    Cleaner.run(db)
`)).toEqual(['drop old_a', 'drop old_b']);
  });

  it('of a derived class get the derived class', () => {
    expect(says(`
class Base:
    name = 'base'

    @classmethod
    def drop(cls):
        db.drop(cls.name)

class Derived(Base):
    name = 'derived'

def upgrade():
    Derived.drop()
    Derived().drop()
`)).toEqual(['drop derived', 'drop derived']);
  });

  it('do not see the names of their class', () => {
    expect(says(`
def drop(name):
    db.drop(name)

class Step:
    def drop(self):
        drop('a')

def upgrade():
    Step().drop()
`)).toEqual(['drop a']);
  });
});

describe('super()', () => {
  it('finds what the base does', () => {
    expect(says(`
class Base:
    def __init__(self, name):
        self.name = name

    def run(self):
        db.drop(self.name)

class Step(Base):
    def __init__(self, name):
        super().__init__('t_' + name)

    def run(self):
        super().run()
        super(Step, self).run()

def upgrade():
    Step('a').run()
`)).toEqual(['drop t_a', 'drop t_a']);
  });

  it('of a base that is not there makes an object and nothing else', () => {
    expect(says(`
from somewhere import Model

class Problem(Exception):
    def __init__(self, text):
        super().__init__(text)

class Settings(Model):
    def __init__(self, **values):
        super().__init__(**values)

def upgrade():
    Settings(a=1)
    Problem('x')
    db.drop('a')
`)).toEqual(['drop a']);
  });

  it('of a base that is not there is unread where it may do something', () => {
    const { unread } = runPython('from somewhere import Model\n\nclass Step(Model):\n    def run(self):\n        super().run()\n\ndef upgrade():\n    Step().run()\n');
    expect(unread).toHaveLength(1);
  });

  it('goes through the brackets of a generic base', () => {
    expect(says(`
class Base:
    def run(self):
        db.drop('a')

class Step(Base[int]):
    pass

def upgrade():
    Step().run()
`)).toEqual(['drop a']);
  });
});

describe('functions that walk data', () => {
  it('end where the data is not known', () => {
    expect(says(`
def walk(node):
    for child in node['children']:
        walk(child)
        walk(child['more'])

def upgrade():
    walk(db.ask())
    db.drop('a')
`)).toEqual(['drop a']);
  });

  it('are followed as deep as the data is', () => {
    expect(says(`
TREE = ['a', ['b', ['c', ['d', ['e', ['f', []]]]]]]

def walk(node):
    if node:
        db.drop(node[0])
        walk(node[1])

def upgrade():
    walk(TREE)
`)).toEqual(['drop a', 'drop b', 'drop c', 'drop d', 'drop e', 'drop f']);
  });

  it('say once what cannot be read', () => {
    const { says: found } = runPython('import db\nfrom somewhere import run\n\ndef upgrade():\n    for i in range(100):\n        run(db)\n    db.drop("a")\n');
    expect(found).toEqual(['opaque', 'drop a']);
  });
});

describe('enumerations', () => {
  it('of text are their value as text, however far up the base is', () => {
    expect(says(`
import enum

class Labels(enum.StrEnum):
    pass

class Table(Labels):
    USERS = 'users'

def upgrade():
    for name in map(str, Table):
        db.drop(name)
`)).toEqual(['drop users']);
  });
});
