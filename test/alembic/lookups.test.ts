import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import type { Fact } from '../../src/operation.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, upgrade } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

const HELPERS = `
def has_column(table, column):
    for each in sa.inspect(op.get_bind()).get_columns(table):
        if each["name"] == column:
            return True
    return False
def get_column(table, column):
    for each in sa.inspect(op.get_bind()).get_columns(table):
        if each["name"] == column:
            return each
    return None
def has_column_of_table(table, column):
    inspector = sa.inspect(op.get_bind())
    if not inspector.has_table(table):
        return False
    return column in [each["name"] for each in inspector.get_columns(table)]
def has_both(table, column, other):
    return has_column(table, column) and has_column(table, other)
`;
const body = (text: string): string => `${HELPERS}${text}`;
const column = (name: string): Fact => ({ ask: 'column', table: { name: 't' }, column: name });
const ADD = "op.add_column('t', sa.Column('a', sa.Integer()))";

describe('a helper that looks something up', () => {
  it.each(["if not has_column('t', 'a'):", "if has_column('t', 'a') is False:", "if not get_column('t', 'a'):", "if get_column('t', 'a') is None:", "if not has_column_of_table('t', 'a'):"])('%s', (test) => {
    expect(actions(body(`${test}\n    ${ADD}`))).toMatchObject([{ kind: 'addColumn', ifNotExists: true }]);
  });

  it.each([
    ["if has_column('t', 'b'):", { is: 'exists', fact: column('b') }],
    ["if get_column('t', 'b') is not None:", { is: 'exists', fact: column('b') }],
    ["if has_both('t', 'b', 'c'):", { is: 'and', left: { is: 'exists', fact: column('b') }, right: { is: 'exists', fact: column('c') } }],
  ])('%s', (test, condition) => {
    const [operation] = upgrade(body(`${test}\n    ${ADD}`)).operations;
    expect(operation).toMatchObject({ certainty: 'maybe', guards: [{ condition, expected: true }] });
  });

  it('leaves open what it finds where that is more than one thing', () => {
    const text = "def pick(table):\n    if sa.inspect(op.get_bind()).has_table(table):\n        return 'a'\n    return 'b'\nop.drop_column('t', pick('u'))";
    expect(actions(text)).toMatchObject([{ kind: 'dropColumn', column: { unknown: 'input' } }]);
  });

  it('gives the one thing that it may find, under the test that finds it', () => {
    const text = "def pick(table):\n    if sa.inspect(op.get_bind()).has_table(table):\n        return 'a'\n    return None\nname = pick('u')\nif name:\n    op.drop_column('t', name)";
    expect(upgrade(text).operations).toMatchObject([{ kind: 'dropColumn', column: 'a', certainty: 'maybe', guards: [{ condition: { is: 'exists', fact: { ask: 'table', table: { name: 'u' } } }, expected: true }] }]);
  });
});

describe('the dialect as an object of a class', () => {
  it.each([
    ['from sqlalchemy.dialects.postgresql.base import PGDialect', 'PGDialect', ['postgres']],
    ['from sqlalchemy.dialects.mysql.base import MySQLDialect', 'MySQLDialect', ['mysql', 'mariadb']],
    ['from sqlalchemy.dialects.sqlite.base import SQLiteDialect', 'SQLiteDialect', ['sqlite']],
    ['from sqlalchemy.dialects import postgresql', 'postgresql.dialect', ['postgres']],
  ])('%s', (imported, name, dialects) => {
    const text = `${imported}\nif isinstance(op.get_bind().dialect, ${name}):\n    op.drop_table('t')`;
    for (const dialect of ['postgres', 'mysql', 'mariadb', 'sqlite'] as const) expect(actions(text, { dialect }), dialect).toHaveLength(dialects.includes(dialect) ? 1 : 0);
  });

  it('does not tell the driver', () => {
    const text = 'from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2\nif isinstance(op.get_bind().dialect, PGDialect_psycopg2):\n    op.drop_table("t")';
    expect(upgrade(text).operations).toMatchObject([{ kind: 'dropTable', certainty: 'maybe' }]);
    expect(actions(text, { dialect: 'sqlite' })).toEqual([]);
  });
});

it('what stands in a loop that is only left from within runs before anything can leave it', () => {
  const text = "while True:\n    op.execute('UPDATE t SET a = 1')\n    if op.get_bind().execute(sa.text('SELECT 1 FROM t WHERE a = 2')).first() is None:\n        break\n    op.drop_column('t', 'b')\nop.drop_column('t', 'a')";
  expect(upgrade(text).operations).toMatchObject([
    { kind: 'modifyRows', certainty: 'always' },
    { kind: 'dropColumn', column: 'b', certainty: 'maybe' },
    { kind: 'dropColumn', column: 'a', certainty: 'always' },
  ]);
});

it('an enumeration of a module that cannot be found has the name of its class', () => {
  expect(actions("from app.models import Colour\nop.create_table('t', sa.Column('c', sa.Enum(Colour)))")).toMatchObject([
    { kind: 'createEnum', name: { name: 'colour' }, values: { unknown: 'input' } },
    { kind: 'createTable', columns: [{ name: 'c', type: 'colour' }] },
  ]);
  expect(actions("from app.constants import COLOURS\nop.create_table('t', sa.Column('c', sa.Enum(COLOURS)))")).toMatchObject([{ kind: 'createEnum', name: { unknown: 'unsupported' } }, {}]);
});
