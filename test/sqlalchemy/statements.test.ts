import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/evaluate/value.js';
import { NULL, plainText, unknownValue } from '../../src/evaluate/value.js';
import { asStatement, asText, mappedTable, toExpression } from '../../src/frameworks/sqlalchemy/index.js';
import type { Program } from './support.js';
import { plain, program, pythonClass } from './support.js';

const drafts = (statement: Value): unknown[] => {
  const known = asStatement(statement);
  return known && 'drafts' in known ? plain(known.drafts) : [known && 'sql'];
};
const table = (here: Program): Value => here.sa('table', 't', here.sa('column', 'a', here.get('sqlalchemy.Integer')), here.sa('column', 'b'));
const column = (here: Program, of: Value, name: string): Value => here.member(of, 'c', name);

describe('expressions', () => {
  const here = program();
  const [a, b] = [here.sa('column', 'a'), here.sa('column', 'B')];
  const sql = (value: Value): unknown => toExpression(value, here.options).sql;
  const cases: readonly (readonly [string, () => Value])[] = [
    ['a > 5', () => here.binary('greater', a, 5)],
    ['5 < a', () => here.binary('less', 5, a)],
    ['a = \'it\'\'s\'', () => here.binary('equal', a, "it's")],
    ['a IS NULL', () => here.binary('equal', a, NULL)],
    ['a IS NOT NULL', () => here.method(a, 'isnot', [NULL])],
    ['a IS NULL', () => here.method(a, 'is_', [here.sa('null')])],
    ['"B" IN (1, 2)', () => here.method(b, 'in_', [[1, 2]])],
    ['a NOT IN (\'x\')', () => here.method(a, 'notin_', [['x']])],
    ['a LIKE \'x%\'', () => here.method(a, 'like', ['x%'])],
    ['a LIKE \'x%\'', () => here.method(a, 'startswith', ['x'])],
    ['a BETWEEN 1 AND 2', () => here.method(a, 'between', [1, 2])],
    ['(a + 1) * 2', () => here.binary('multiply', here.binary('add', a, 1), 2)],
    ['a = 1 AND ("B" = 2 OR a IS NULL)', () => here.sa('and_', here.binary('equal', a, 1), here.sa('or_', here.binary('equal', b, 2), here.binary('is', a, NULL)))],
    ['a = 1 AND "B" = true', () => here.binary('bitAnd', here.binary('equal', a, 1), here.binary('equal', b, true))],
    ['NOT a = 1', () => here.sa('not_', here.binary('equal', a, 1))],
    ['lower(a)', () => here.make('sqlalchemy.func.lower', [a])],
    ['count(*)', () => here.make('sqlalchemy.func.count')],
    ['coalesce(a, 0) DESC', () => here.sa('desc', here.make('sqlalchemy.func.coalesce', [a, 0]))],
    ['CAST(a AS bigint)', () => here.sa('cast', a, here.get('sqlalchemy.BigInteger'))],
    ['a @> \'x\'', () => here.apply(here.method(a, 'op', ['@>']), ['x'])],
    ['a -> \'k\'', () => (a.item?.(plainText('k'), here.run) ?? NULL)],
  ];
  it.each(cases)('%s', (wanted, make) => {
    expect(sql(make())).toBe(wanted);
  });
  it('are unknown where a part is', () => {
    expect(sql(here.binary('equal', a, unknownValue('environment')))).toEqual({ unknown: 'environment', span: undefined });
  });
});

describe('text', () => {
  const here = program();
  it('is SQL with the values bound to it', () => {
    const bound = here.method(here.sa('text', 'update t set a = :v where b = :w'), 'bindparams', [here.sa('bindparam', 'w', 'x')], { v: 5 });
    expect(asText(bound)?.text).toBe('update t set a = :v where b = :w');
    expect(toExpression(bound, here.options).sql).toBe("update t set a = 5 where b = 'x'");
    const known = asStatement(bound);
    expect(known && 'sql' in known ? [...known.parameters.keys()] : undefined).toEqual(['v', 'w']);
  });
  it('keeps casts and escaped colons', () => {
    expect(toExpression(here.sa('text', "a::int + '\\:x'"), here.options).sql).toBe("a::int + ':x'");
  });
  it('names the columns it reads', () => {
    expect(toExpression(here.sa('text', "lower(t.\"Name\") = 'x' AND deleted_at::date IS NULL"), here.options).reads).toEqual(['Name', 'deleted_at']);
    expect(toExpression(here.sa('text', 'deleted_at IS NULL'), here.options).whereNull).toEqual(['deleted_at']);
  });
});

describe('statements', () => {
  it('insert', () => {
    const here = program();
    const t = table(here);
    expect(drafts(here.method(here.method(t, 'insert'), 'values', [{ record: { a: 1, b: 'x' } }]))).toEqual([{ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b'] }]);
    expect(drafts(here.method(here.sa('insert', t), 'values', [[{ record: { a: 1 } }, { record: { b: 2 } }]]))).toEqual([{ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b'] }]);
    const other = here.sa('table', 'o', here.sa('column', 'x'));
    const source = here.sa('select', column(here, other, 'x'));
    expect(drafts(here.method(here.method(t, 'insert'), 'from_select', [['a'], source]))).toEqual([{ kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a'], reads: ['x'], from: [{ name: 'o' }] }]);
  });

  it('update', () => {
    const here = program();
    const t = table(here);
    const update = here.method(here.method(here.method(t, 'update'), 'where', [here.binary('equal', column(here, t, 'b'), NULL)]), 'values', [], { a: column(here, t, 'b'), b: NULL });
    expect(drafts(update)).toEqual([{ kind: 'modifyRows', verb: 'update', table: { name: 't' }, filtered: true, columns: ['a', 'b'], setsNotNull: ['a'], whereNull: ['b'], reads: ['b'], filter: 'b IS NULL' }]);
    expect(drafts(here.method(here.sa('update', t), 'values', [{ record: { a: 1 } }]))).toEqual([{ kind: 'modifyRows', verb: 'update', table: { name: 't' }, filtered: false, columns: ['a'], setsNotNull: ['a'] }]);
    expect(drafts(here.make('sqlalchemy.update', [t], { whereclause: here.binary('equal', column(here, t, 'a'), 1), values: { record: { a: 2 } } }))).toMatchObject([{ filtered: true, columns: ['a'] }]);
  });

  it('delete', () => {
    const here = program();
    const t = table(here);
    expect(drafts(here.method(t, 'delete'))).toEqual([{ kind: 'modifyRows', verb: 'delete', table: { name: 't' }, filtered: false }]);
    const ids = here.sa('select', column(here, here.sa('table', 'o', here.sa('column', 'id')), 'id'));
    expect(drafts(here.method(here.sa('delete', t), 'where', [here.method(column(here, t, 'a'), 'in_', [ids])]))).toEqual([{ kind: 'modifyRows', verb: 'delete', table: { name: 't' }, filtered: true, reads: ['a', 'id'], from: [{ name: 'o' }] }]);
  });

  it('that only read do nothing', () => {
    const here = program();
    const t = table(here);
    expect(drafts(here.method(here.sa('select', [column(here, t, 'a')]), 'where', [here.binary('equal', column(here, t, 'a'), 1)]))).toEqual([]);
    expect(drafts(here.make('sqlalchemy.func.setval', ['s', 1]))).toEqual([]);
  });

  it('may be strings, and may be none', () => {
    const here = program();
    expect(drafts(plainText('select 1'))).toEqual(['sql']);
    expect(drafts(here.sa('text', 'select 1'))).toEqual(['sql']);
    expect(drafts(here.sa('DDL', 'CREATE EXTENSION x'))).toEqual(['sql']);
    expect(asStatement(unknownValue('input'))).toBeUndefined();
    expect(asStatement(here.sa('Integer'))).toBeUndefined();
  });

  it('know tables that classes are mapped to', () => {
    const here = program();
    const base = here.make('sqlalchemy.orm.declarative_base');
    const user = pythonClass('User', [base], { __tablename__: plainText('users'), id: here.make('sqlalchemy.Column', [here.get('sqlalchemy.Integer')], { primary_key: true }) });
    expect(mappedTable(user)).toMatchObject({ name: { name: 'users' }, columns: [{ column: { name: 'id' } }] });
    expect(drafts(here.method(here.sa('update', user), 'values', [], { id: 1 }))).toMatchObject([{ verb: 'update', table: { name: 'users' } }]);
  });
});

describe('statements about the schema', () => {
  it('create and drop', () => {
    const here = program();
    const t = here.sa('Table', 't', here.sa('MetaData'), here.sa('Column', 'a', here.sa('Enum', 'x')));
    expect(drafts(here.make('sqlalchemy.schema.CreateTable', [t]))).toMatchObject([{ kind: 'createTable', table: { name: 't' } }]);
    expect(drafts(here.make('sqlalchemy.schema.DropTable', [t], { if_exists: true }))).toEqual([{ kind: 'dropTable', table: { name: 't' }, ifExists: true }]);
    const ix = here.sa('Index', 'ix', column(here, t, 'a'));
    expect(drafts(here.make('sqlalchemy.schema.CreateIndex', [ix]))).toMatchObject([{ kind: 'createIndex', table: { name: 't' }, index: { name: 'ix', columns: ['a'] } }]);
    expect(drafts(here.make('sqlalchemy.schema.AddConstraint', [here.sa('UniqueConstraint', column(here, t, 'a'))]))).toMatchObject([{ kind: 'addConstraint', constraint: { columns: ['a'], name: 't_a_key' } }]);
    expect(drafts(here.make('sqlalchemy.schema.CreateSequence', [here.make('sqlalchemy.Sequence', ['s'], { schema: 'x' })]))).toEqual([{ kind: 'createObject', object: { kind: 'sequence', schema: 'x', name: 's' } }]);
    expect(drafts(here.make('sqlalchemy.schema.DropSequence', [here.sa('Sequence', 's')]))).toEqual([{ kind: 'dropObject', object: { kind: 'sequence', name: 's' } }]);
    expect(drafts(here.make('sqlalchemy.schema.CreateSchema', ['x'], { if_not_exists: true }))).toEqual([{ kind: 'createObject', object: { kind: 'schema', name: 'x' }, ifNotExists: true }]);
    expect(drafts(here.make('sqlalchemy.schema.DropTable', [unknownValue('input')]))).toMatchObject([{ kind: 'opaque' }]);
  });

  it('may be methods', () => {
    const here = program();
    const metadata = here.sa('MetaData');
    const t = here.make('sqlalchemy.Table', ['t', metadata, here.sa('Column', 'a', here.make('sqlalchemy.Enum', ['x'], { name: 'e' })), here.make('sqlalchemy.Column', ['n', here.get('sqlalchemy.Integer'), here.sa('Sequence', 's')])]);
    here.method(t, 'create', [NULL], { checkfirst: true });
    here.method(t, 'drop', [NULL]);
    expect(here.run.drafts.map((draft) => [draft.kind, 'ifNotExists' in draft && draft.ifNotExists])).toEqual([['createEnum', true], ['createObject', true], ['createTable', true], ['dropTable', false], ['dropEnum', false]]);
  });

  it('may be about all tables of a metadata object', () => {
    const here = program();
    const metadata = here.make('sqlalchemy.MetaData', [], { naming_convention: { record: { pk: 'pk_%(table_name)s' } } });
    const id = (): Value => here.make('sqlalchemy.Column', ['id', here.get('sqlalchemy.Integer')], { primary_key: true });
    here.sa('Table', 'b', metadata, id(), here.sa('Column', 'a', here.get('sqlalchemy.Integer'), here.sa('ForeignKey', 'a.id')));
    here.sa('Table', 'a', metadata, id(), here.sa('Column', 'b', here.get('sqlalchemy.Integer'), here.make('sqlalchemy.ForeignKey', ['b.id'], { use_alter: true, name: 'later' })));
    here.method(metadata, 'create_all', [NULL]);
    expect(plain(here.run.drafts)).toMatchObject([
      { kind: 'createTable', table: { name: 'a' }, ifNotExists: true, constraints: [{ name: 'pk_a' }] },
      { kind: 'createTable', table: { name: 'b' } },
      { kind: 'addConstraint', table: { name: 'a' }, constraint: { name: 'later' } },
    ]);
    here.run.drafts.length = 0;
    here.method(metadata, 'drop_all', [NULL], { checkfirst: false });
    expect(plain(here.run.drafts)).toEqual([{ kind: 'dropTable', table: { name: 'b' } }, { kind: 'dropTable', table: { name: 'a' } }]);
    here.method(here.sa('MetaData'), 'create_all', [NULL]);
    expect(here.run.reasons).toHaveLength(1);
  });
});

describe('sessions', () => {
  const setup = (): { here: Program; session: Value; user: Value } => {
    const here = program('postgres', { execute: (call) => (call.unread('executed'), NULL) });
    const user = pythonClass('User', [here.make('sqlalchemy.ext.declarative.declarative_base')], { __tablename__: plainText('users') });
    return { here, session: here.make('sqlalchemy.orm.Session', [], { bind: NULL }), user };
  };
  it('execute as a connection does', () => {
    const { here, session } = setup();
    here.method(session, 'execute', ['update t set a = 1']);
    expect(here.run.reasons).toEqual(['executed']);
  });
  it('write rows', () => {
    const { here, session, user } = setup();
    const query = here.method(session, 'query', [user]);
    here.method(here.method(query, 'filter', [true]), 'update', [{ record: { name: 'x' } }]);
    here.method(query, 'delete');
    here.method(session, 'add', [{ kind: 'native', label: 'python.instance', data: { class: user.kind === 'native' ? user.data : undefined } }]);
    here.method(session, 'commit');
    expect(plain(here.run.drafts)).toEqual([
      { kind: 'modifyRows', verb: 'update', table: { name: 'users' }, filtered: true, columns: ['name'], setsNotNull: ['name'] },
      { kind: 'modifyRows', verb: 'delete', table: { name: 'users' }, filtered: false },
      { kind: 'modifyRows', verb: 'insert', table: { name: 'users' } },
    ]);
  });
  it('write back what was loaded', () => {
    const { here, session, user } = setup();
    here.method(here.method(session, 'query', [user]), 'all');
    here.method(session, 'commit');
    here.method(session, 'commit');
    here.method(session, 'add', [unknownValue('unsupported')]);
    expect(plain(here.run.drafts)).toMatchObject([
      { kind: 'opaque', rowsOnly: true, touches: [{ name: 'users' }] },
      { kind: 'opaque', rowsOnly: true, touches: 'anything' },
    ]);
  });
  it('come from factories', () => {
    const { here } = setup();
    const factory = here.make('sqlalchemy.orm.sessionmaker', [], { bind: plainText('b') });
    expect(here.apply(factory).label).toBe('sqlalchemy.Session');
    expect(here.member(here.apply(factory), 'bind')).toEqual(plainText('b'));
    expect(here.apply(here.make('sqlalchemy.orm.scoped_session', [factory])).label).toBe('sqlalchemy.Session');
  });
});
