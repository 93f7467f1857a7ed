import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { upgrade } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

/** The type of a column that a class of the project gives. */
function typeOf(definitions: string, expression: string): unknown {
  const files = { 'app/types.py': definitions };
  const script = upgrade(`from app import types\nop.add_column("t", sa.Column("c", ${expression}))`, { files });
  expect(script.unread).toEqual([]);
  const [operation] = script.operations;
  return operation?.kind === 'addColumn' ? operation.column.type : undefined;
}

describe('types of the project', () => {
  it('with a constructor of their own hand its arguments on', () => {
    const definitions = `
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

class Code(TypeDecorator):
    impl = sa.VARCHAR

    def __init__(self, values, length=64, **options):
        self._values = values
        super().__init__(length=length, **options)
`;
    expect(typeOf(definitions, 'types.Code([])')).toBe('character varying(64)');
    expect(typeOf(definitions, 'types.Code([], length=20)')).toBe('character varying(20)');
  });

  it('may be generic and decide by the dialect', () => {
    const definitions = `
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.types import CHAR, TypeDecorator

class Id[T](TypeDecorator[T]):
    impl = CHAR

    def __init__(self, kind=None):
        super().__init__()
        self._kind = kind

    def load_dialect_impl(self, dialect):
        if dialect.name == 'postgresql':
            return dialect.type_descriptor(UUID())
        return dialect.type_descriptor(CHAR(16))
`;
    expect(typeOf(definitions, 'types.Id(int)')).toBe('uuid');
    expect(typeOf(definitions, 'types.Id')).toBe('uuid');
  });
});

describe('types that cannot be found', () => {
  it('are identifiers where they are called as in the recipe', () => {
    const lines = 'import elsewhere\nfrom elsewhere.types import GUID\nop.add_column("t", sa.Column("a", GUID()))\nop.add_column("t", sa.Column("b", elsewhere.types.GUID(length=16)))\nop.add_column("t", sa.Column("c", elsewhere.types.Money()))';
    const types = upgrade(lines).operations.map((each) => each.kind === 'addColumn' && each.column.type);
    expect(types).toMatchObject(['uuid', 'uuid', { unknown: 'unsupported' }]);
  });

  it('may use what they are built on', () => {
    const definitions = `
from sqlalchemy.types import String, TypeDecorator

class Name(TypeDecorator):
    impl = String

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(String(length=self.impl.length))
`;
    expect(typeOf(definitions, 'types.Name(length=30)')).toBe('character varying(30)');
    expect(typeOf(definitions, 'types.Name')).toBe('character varying');
  });
});

describe('types that bring something along', () => {
  it('are noted', () => {
    const files = { 'app/types.py': `
from sqlalchemy.types import SchemaType, SmallInteger, TypeDecorator

class Choice(TypeDecorator, SchemaType):
    impl = SmallInteger

    def __init__(self, values):
        TypeDecorator.__init__(self)
        SchemaType.__init__(self)
` };
    const script = upgrade('from app.types import Choice\nop.add_column("t", sa.Column("c", Choice([1, 2])))', { files });
    expect(script).toMatchObject({ operations: [{ kind: 'addColumn', column: { type: 'smallint' } }], unread: [{ reason: expect.stringContaining('constraints') as string }] });
  });
});
