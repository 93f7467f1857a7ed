import { describe, expect, it } from 'vitest';
import { TRUE, type Value, unknownValue } from '../../src/evaluate/value.js';
import { addColumnDrafts, asColumn, asConstraint, asIndex, buildConstraint, buildTable, truncateName } from '../../src/frameworks/sqlalchemy/index.js';
import type { SqlAlchemyOptions } from '../../src/frameworks/sqlalchemy/index.js';
import { md5 } from '../../src/frameworks/sqlalchemy/md5.js';
import type { ActionOf, Column, Constraint } from '../../src/operation.js';
import type { Dialect } from '../../src/target.js';
import type { Plain, Program } from './support.js';
import { options, plain, program, value } from './support.js';

const type = (here: Program, name: string): Value => here.get(`sqlalchemy.${name}`);
const build = (here: Program, items: readonly Value[], rest: { readonly name?: string; readonly schema?: string; readonly named?: Readonly<Record<string, Plain>> } = {}): readonly unknown[] => {
  const name = { name: rest.name ?? 't', ...(rest.schema !== undefined && { schema: rest.schema }) };
  return plain(buildTable(name, items, new Map(Object.entries(rest.named ?? {}).map(([key, each]) => [key, value(each)] as const)), here.options, here.run).drafts);
};
const created = (here: Program, items: readonly Value[], rest: Parameters<typeof build>[2] = {}): ActionOf<'createTable'> =>
  build(here, items, rest).find((draft) => (draft as { readonly kind: string }).kind === 'createTable') as ActionOf<'createTable'>;
const names = (constraints: readonly Constraint[]): unknown[] => constraints.map((constraint) => constraint.name);

const CONVENTION = {
  ix: 'ix_%(column_0_label)s', uq: 'uq_%(table_name)s_%(column_0_name)s', ck: 'ck_%(table_name)s_%(constraint_name)s',
  fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', pk: 'pk_%(table_name)s',
};

describe('Column', () => {
  const model = (dialect: Dialect, positional: (here: Program) => readonly Plain[], named: (here: Program) => Readonly<Record<string, Plain>> = () => ({})): Column | undefined => {
    const here = program(dialect);
    const made = asColumn(here.make('sqlalchemy.Column', positional(here), named(here)));
    return made && (plain([made.column])[0] as Column);
  };

  it('takes name and type by position or name', () => {
    const wanted = { name: 'c', type: 'integer', nullable: true };
    expect(model('postgres', (here) => ['c', type(here, 'Integer')])).toEqual(wanted);
    expect(model('postgres', (here) => [here.sa('Integer')], () => ({ name: 'c' }))).toEqual(wanted);
    expect(model('postgres', () => ['c'], (here) => ({ type_: here.sa('Integer') }))).toEqual(wanted);
    expect(model('postgres', (here) => [null, type(here, 'Integer')])).toMatchObject({ type: 'integer', name: { unknown: 'unsupported' } });
    expect(model('postgres', (here) => [unknownValue('input'), type(here, 'Integer')])).toMatchObject({ type: 'integer', name: { unknown: 'input' } });
  });

  it('is nullable unless it says otherwise', () => {
    const nullable = (named: Readonly<Record<string, Plain>>): unknown => model('postgres', (here) => ['c', type(here, 'Integer')], () => named)?.nullable;
    expect(nullable({})).toBe(true);
    expect(nullable({ nullable: false })).toBe(false);
    expect(nullable({ primary_key: true })).toBe(false);
    expect(nullable({ nullable: unknownValue('input') })).toEqual({ unknown: 'input' });
  });

  const defaults: readonly (readonly [string, (here: Program) => Plain, unknown, unknown?])[] = [
    ['a text', () => "it's", "'it''s'"],
    ['sa.text', (here) => here.sa('text', "'{}'::jsonb"), "'{}'::jsonb"],
    ['sa.true()', (here) => here.sa('true'), 'true', '1'],
    ['sa.false()', (here) => here.make('sqlalchemy.sql.expression.false'), 'false', '0'],
    ['sa.null()', (here) => here.sa('null'), undefined],
    ['func.now()', (here) => here.apply(here.member(here.get('sqlalchemy.func'), 'now')), 'now()', 'CURRENT_TIMESTAMP'],
    ['functions.now()', (here) => here.make('sqlalchemy.sql.functions.now'), 'now()', 'CURRENT_TIMESTAMP'],
    ['func.current_timestamp()', (here) => here.make('sqlalchemy.func.current_timestamp'), 'CURRENT_TIMESTAMP'],
    ['func.gen_random_uuid()', (here) => here.make('sqlalchemy.func.gen_random_uuid'), 'gen_random_uuid()'],
    ['func.timezone', (here) => here.make('sqlalchemy.func.timezone', ['utc', here.make('sqlalchemy.func.now')]), "timezone('utc', now())", "timezone('utc', CURRENT_TIMESTAMP)"],
    ['func.x.y()', (here) => here.make('sqlalchemy.func.app.next_id', [1]), 'app.next_id(1)'],
    ['literal', (here) => here.sa('literal', 5), '5'],
    ['literal_column', (here) => here.sa('literal_column', "'q'"), "'q'"],
    ['cast', (here) => here.sa('cast', 'x', type(here, 'Text')), "CAST('x' AS text)"],
    ['array', (here) => here.make('sqlalchemy.dialects.postgresql.array', [['a', 'b']]), "ARRAY['a', 'b']"],
    ['sequence', (here) => here.method(here.sa('Sequence', 's'), 'next_value'), "nextval('s'::regclass)"],
    ['number', () => 0, '0'],
    ['boolean', () => true, 'true', '1'],
    ['FetchedValue', (here) => here.sa('FetchedValue'), undefined],
    ['DefaultClause', (here) => here.sa('DefaultClause', 'x'), "'x'"],
    ['unknown', () => unknownValue('environment'), { unknown: 'environment' }],
  ];
  for (const [title, given, postgres, sqlite = postgres] of defaults) {
    it(`writes a server default: ${title}`, () => {
      for (const [dialect, wanted] of [['postgres', postgres], ['sqlite', sqlite]] as const) {
        expect(model(dialect, (here) => ['c', type(here, 'Text')], (here) => ({ server_default: given(here) }))?.default).toEqual(wanted);
      }
    });
  }

  it('tells defaults of the application from those of the database', () => {
    expect(model('postgres', (here) => ['c', type(here, 'Integer')], () => ({ default: 5 }))).toEqual({ name: 'c', type: 'integer', nullable: true, clientDefault: true });
  });

  it('has identity, computed values, comments and collations', () => {
    expect(model('postgres', (here) => ['c', type(here, 'Integer'), here.make('sqlalchemy.Identity', [], { always: true })])).toMatchObject({ identity: 'always', nullable: false });
    expect(model('postgres', (here) => ['c', type(here, 'Integer'), here.sa('Identity')])).toMatchObject({ identity: 'byDefault' });
    expect(model('postgres', (here) => ['c', type(here, 'Integer'), here.make('sqlalchemy.Computed', ['a + 1'], { persisted: true })])).toMatchObject({ generated: 'a + 1', nullable: true });
    expect(model('postgres', (here) => ['c', here.make('sqlalchemy.String', [3], { collation: 'C' })], () => ({ comment: 'note' }))).toMatchObject({ collation: 'C', comment: 'note' });
  });

  it('carries its foreign keys and checks', () => {
    const here = program();
    const made = asColumn(here.make('sqlalchemy.Column', ['c', type(here, 'Integer'), here.make('sqlalchemy.ForeignKey', ['s.o.id'], { ondelete: 'cascade', onupdate: 'NO ACTION', name: 'fk', deferrable: true, initially: 'DEFERRED' }), here.sa('CheckConstraint', 'c > 0')]));
    expect(plain(made?.foreignKeys ?? [])).toEqual([{ type: 'foreignKey', references: { table: { schema: 's', name: 'o' }, columns: ['id'] }, onDelete: 'CASCADE', name: { name: 'fk', final: false }, deferrable: true, initiallyDeferred: true }]);
    expect(plain(made?.checks ?? [])).toMatchObject([{ type: 'check', expression: 'c > 0', columns: ['c'] }]);
  });
});

describe('serial columns', () => {
  const first = (dialect: Dialect, columnType: string, named: Readonly<Record<string, Plain>> = {}, more: (here: Program) => { readonly items?: readonly Value[]; readonly inside?: readonly Value[] } = () => ({})): Column | undefined => {
    const here = program(dialect);
    const { items = [], inside = [] } = more(here);
    return created(here, [here.make('sqlalchemy.Column', ['id', type(here, columnType), ...inside], { primary_key: true, ...named }), ...items]).columns[0];
  };
  const serial = "nextval('t_id_seq'::regclass)";

  it.each([['Integer', 'integer'], ['BigInteger', 'bigint'], ['SmallInteger', 'smallint'], ['Numeric', 'integer']])('%s', (name, wanted) => {
    expect(first('postgres', name)).toMatchObject({ type: wanted, default: serial, nullable: false });
  });
  it('are not made of other types', () => {
    expect(first('postgres', 'String')).toEqual({ name: 'id', type: 'character varying', nullable: false });
    expect(first('postgres', 'Uuid')?.default).toBeUndefined();
  });
  it('are not made of columns that are filled otherwise', () => {
    expect(first('postgres', 'Integer', { autoincrement: false })?.default).toBeUndefined();
    expect(first('postgres', 'Integer', { default: 5 })?.default).toBeUndefined();
    expect(first('postgres', 'Integer', { server_default: '5' })?.default).toBe("'5'");
    expect(first('postgres', 'Integer', {}, (here) => ({ inside: [here.sa('Identity')] }))).toMatchObject({ identity: 'byDefault' });
    expect(first('postgres', 'Integer', {}, (here) => ({ inside: [here.sa('Sequence', 's')] }))?.default).toBeUndefined();
  });
  it('are not made of foreign keys', () => {
    const foreign = (here: Program): { readonly inside: readonly Value[] } => ({ inside: [here.sa('ForeignKey', 'o.id')] });
    expect(first('postgres', 'Integer', {}, foreign)?.default).toBeUndefined();
    expect(first('postgres', 'Integer', { autoincrement: true }, foreign)?.default).toBe(serial);
    expect(first('postgres', 'Integer', { autoincrement: 'ignore_fk' }, foreign)?.default).toBe(serial);
    expect(first('postgres', 'Integer', {}, (here) => ({ items: [here.sa('ForeignKeyConstraint', ['id'], ['o.id'])] }))?.default).toBeUndefined();
  });
  it('are not made of a part of a key unless asked for', () => {
    const second = (here: Program): { readonly items: readonly Value[] } => ({ items: [here.make('sqlalchemy.Column', ['b', type(here, 'Integer')], { primary_key: true })] });
    expect(first('postgres', 'Integer', {}, second)?.default).toBeUndefined();
    expect(first('postgres', 'Integer', { autoincrement: true }, second)?.default).toBe(serial);
  });
  it('are made of what PrimaryKeyConstraint names', () => {
    const here = program();
    const table = created(here, [here.make('sqlalchemy.Column', ['id', type(here, 'Integer')], { nullable: false }), here.make('sqlalchemy.PrimaryKeyConstraint', ['id'], { name: 'pk' })]);
    expect(table.columns[0]?.default).toBe(serial);
    expect(table.constraints).toEqual([{ type: 'primaryKey', columns: ['id'], name: 'pk', named: true }]);
  });
  it('count up in their own way elsewhere', () => {
    expect(first('mysql', 'Integer')).toEqual({ name: 'id', type: 'integer', nullable: false, identity: 'byDefault' });
    expect(first('sqlite', 'Integer')).toEqual({ name: 'id', type: 'integer', nullable: false });
  });
});

describe('constraint names', () => {
  const items = (here: Program): readonly Value[] => [
    here.make('sqlalchemy.Column', ['id', type(here, 'Integer')], { primary_key: true }),
    here.make('sqlalchemy.Column', ['a', type(here, 'Integer'), here.sa('ForeignKey', 's.o.id')], { unique: true }),
    here.make('sqlalchemy.Column', ['b', type(here, 'Integer')], { index: true }),
    here.make('sqlalchemy.Column', ['c', type(here, 'Integer')], { unique: true, index: true }),
    here.make('sqlalchemy.CheckConstraint', ['a > 0'], { name: 'pos' }),
    here.make('sqlalchemy.CheckConstraint', ['a > 0'], { name: { kind: 'native', label: 'alembic.f', text: () => ({ text: 'pos2', pieces: [], holes: [] }) } }),
    here.sa('UniqueConstraint', 'a', 'b'),
    here.make('sqlalchemy.Column', [`l${'o'.repeat(70)}`, type(here, 'Integer')], { unique: true }),
  ];

  it('come from the convention', () => {
    const here = program('postgres', { namingConvention: CONVENTION });
    const drafts = build(here, items(here), { schema: 'sch' });
    expect(names((drafts[0] as ActionOf<'createTable'>).constraints)).toEqual(['pk_t', 'ck_t_pos', 'pos2', 'uq_t_a', 'uq_t_a', 'fk_t_a_o', 'uq_t_looooooooooooooooooooooooooooooooooooooooooooooooo_9249']);
    expect(drafts.slice(1).map((draft) => [(draft as ActionOf<'createIndex'>).index.name, (draft as ActionOf<'createIndex'>).index.unique])).toEqual([['ix_sch_t_b', false], ['ix_sch_t_c', true]]);
  });

  it('come from the server without one', () => {
    const here = program();
    const table = created(here, items(here));
    expect(names(table.constraints)).toEqual(['t_pkey', 'pos', 'pos2', 't_a_b_key', 't_a_key', 't_a_fkey', `t_lo${'o'.repeat(55)}_key`]);
    expect(table.constraints.map((constraint) => constraint.named)).toEqual([false, true, true, false, false, false, false]);
  });

  it('are numbered by the server where they meet', () => {
    const here = program();
    const table = created(here, [here.make('sqlalchemy.Column', ['a', type(here, 'Integer'), here.sa('ForeignKey', 'o.id'), here.sa('ForeignKey', 'p.id'), here.sa('CheckConstraint', 'a > 1'), here.sa('CheckConstraint', 'a < 9')])]);
    expect(names(table.constraints)).toEqual(['t_a_fkey', 't_a_fkey1', 't_a_check', 't_a_check1']);
  });

  it('may be asked for one by one', () => {
    const here = program();
    const model = asConstraint(here.make('sqlalchemy.ForeignKeyConstraint', [['a', 'b'], ['o.x', 'o.y']], { ondelete: 'SET NULL' }));
    const all = 'fk_%(table_name)s_%(column_0N_name)s_%(column_0_N_name)s_%(column_1_name)s_%(referred_column_0_name)s_%(column_0_label)s_%(column_0_N_label)s_%(column_0_key)s';
    expect(model && buildConstraint(model, { table: { name: 't' }, convention: { fk: all }, target: options('sqlite').target })).toEqual({
      type: 'foreignKey', columns: ['a', 'b'], references: { table: { name: 'o' }, columns: ['x', 'y'] }, name: 'fk_t_ab_a_b_b_x_t_a_t_a_t_b_a', named: true, onDelete: 'SET NULL',
    });
  });

  it('are shortened with a digest', () => {
    expect(truncateName('i'.repeat(70), options().target)).toBe(`${'i'.repeat(55)}_fa70`);
    expect(truncateName('i'.repeat(63), options().target)).toBe('i'.repeat(63));
    expect(md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(md5('The quick brown fox jumps over the lazy dog')).toBe('9e107d9d372bb6826bd81d3542a419d6');
    expect(md5('a'.repeat(120))).toBe('5f61c0ccad4cac44c75ff505e1f1e537');
  });
});

describe('tables', () => {
  it('bring their enum types along, each once', () => {
    const created = new Set<string>();
    const here = program('postgres', { createdEnums: created });
    const mood = (name: string): Value => here.make('sqlalchemy.Enum', ['a'], { name });
    const column = (name: string, of: Value): Value => here.sa('Column', name, of);
    const drafts = build(here, [column('a', mood('e')), column('b', mood('e')), column('c', here.make('sqlalchemy.ARRAY', [mood('f')])), column('d', here.make('sqlalchemy.dialects.postgresql.ENUM', ['a'], { name: 'g', create_type: false }))]);
    expect(drafts.slice(0, -1)).toEqual([
      { kind: 'createEnum', name: { name: 'e' }, values: ['a'], implicit: true },
      { kind: 'createEnum', name: { name: 'f' }, values: ['a'], implicit: true },
    ]);
    expect(build(here, [column('a', mood('e'))], { name: 'u' })).toHaveLength(1);
    const metadata = here.make('sqlalchemy.MetaData');
    expect(build(here, [column('a', here.make('sqlalchemy.Enum', ['a'], { name: 'h', metadata }))])).toHaveLength(1);
    const lite = program('sqlite');
    expect(build(lite, [lite.sa('Column', 'a', lite.make('sqlalchemy.Enum', ['a', 'b'], { name: 'e' }))])).toHaveLength(1);
  });

  it('give their schema to enum types that inherit it', () => {
    const here = program();
    const drafts = build(here, [here.sa('Column', 'a', here.make('sqlalchemy.Enum', ['a'], { name: 'e', inherit_schema: true }))], { schema: 's' });
    expect(drafts).toMatchObject([{ name: { schema: 's', name: 'e' } }, { columns: [{ type: 's.e' }] }]);
  });

  it('check what the dialect has no type for', () => {
    const lite = program('sqlite');
    const flag = lite.sa('Column', 'f', lite.make('sqlalchemy.Boolean', [], { create_constraint: true, name: 'flag' }));
    const word = lite.sa('Column', 'w', lite.make('sqlalchemy.Enum', ['x', 'y'], { native_enum: false, create_constraint: true, name: 'word' }));
    expect(created(lite, [flag, word]).constraints).toMatchObject([{ name: 'flag', expression: 'f IN (0, 1)' }, { name: 'word', expression: "w IN ('x', 'y')" }]);
    const here = program();
    expect(created(here, [here.sa('Column', 'f', here.make('sqlalchemy.Boolean', [], { create_constraint: true }))]).constraints).toEqual([]);
  });

  it('have options', () => {
    const here = program();
    const table = created(here, [here.sa('Column', 'a', type(here, 'Integer'))], { named: { comment: 'note', if_not_exists: true, prefixes: ['TEMPORARY'], postgresql_partition_by: 'RANGE (a)' } });
    expect(table).toMatchObject({ comment: 'note', ifNotExists: true, temporary: true, partitioned: true });
    expect(table.incomplete).toBeUndefined();
    expect(created(here, [unknownValue('input')])).toMatchObject({ incomplete: true, columns: [] });
  });

  it('leave out foreign keys that are added later', () => {
    const here = program();
    const key = (): Value => here.make('sqlalchemy.ForeignKeyConstraint', [['a'], ['o.id']], { use_alter: true, name: 'x' });
    expect(created(here, [here.sa('Column', 'a', type(here, 'Integer')), key()]).constraints).toEqual([]);
  });

  it('name columns by their keys', () => {
    const here = program();
    const table = build(here, [here.make('sqlalchemy.Column', ['id', type(here, 'Integer')], { key: 'k' }), here.sa('UniqueConstraint', 'k'), here.make('sqlalchemy.Index', ['ix', 'k', here.sa('text', 'lower(b)')], { unique: true, postgresql_where: here.sa('text', 'b > 0') })]);
    expect(table).toMatchObject([{ constraints: [{ columns: ['id'], name: 't_id_key' }] }, { index: { name: 'ix', columns: ['id', 'lower(b)'], unique: true, where: 'b > 0' } }]);
  });
});

describe('indexes', () => {
  const here = program();
  const index = (positional: readonly Plain[], named: Readonly<Record<string, Plain>> = {}): unknown => {
    const model = asIndex(here.make('sqlalchemy.Index', positional, named));
    return model && plain([model])[0];
  };
  it('cover columns, orders and expressions', () => {
    const name = here.sa('column', 'name');
    expect(index(['ix', 'a', here.method(name, 'desc'), here.method(here.method(name, 'asc'), 'nulls_first'), here.make('sqlalchemy.func.lower', [name]), here.sa('text', 'upper(b) DESC')], { unique: TRUE })).toMatchObject({
      columns: ['a', 'name DESC', 'name NULLS FIRST', 'lower(name)', 'upper(b) DESC'], reads: ['a', 'name', 'b'], unique: true,
    });
  });
  it('have the options of the dialect', () => {
    expect(index(['ix', 'a'], { postgresql_using: 'GIN', postgresql_ops: { record: { a: 'gin_trgm_ops' } }, postgresql_include: ['b'], postgresql_concurrently: true, mysql_using: 'hash' })).toMatchObject({ columns: ['a gin_trgm_ops'], using: 'gin', include: ['b'], concurrently: true });
  });
});

describe('add_column', () => {
  it('adds constraints and indexes behind the column', () => {
    const here = program('postgres', { namingConvention: CONVENTION });
    const add = (named: Readonly<Record<string, Plain>>, ...items: readonly Value[]): unknown[] => {
      const model = asColumn(here.make('sqlalchemy.Column', ['z', type(here, 'Integer'), ...items], named));
      return model ? plain(addColumnDrafts({ name: 't' }, model, here.options as SqlAlchemyOptions)) : [];
    };
    expect(add({ unique: true })).toMatchObject([{ kind: 'addColumn' }, { kind: 'addConstraint', constraint: { type: 'unique', name: 'uq_t_z' } }]);
    expect(add({ unique: true, index: true })).toMatchObject([{ kind: 'addColumn' }, { kind: 'createIndex', index: { name: 'ix_t_z', unique: true } }]);
    expect(add({}, here.make('sqlalchemy.CheckConstraint', ['z > 0'], { name: 'p' }))).toMatchObject([{ kind: 'addColumn' }, { kind: 'addConstraint', inline: true, constraint: { name: 'ck_t_p' } }]);
    expect(add({ nullable: true }, here.sa('ForeignKey', 'o.id'))).toMatchObject([{ kind: 'addColumn' }, { kind: 'addConstraint', constraint: { type: 'foreignKey', name: 'fk_t_z_o' } }]);
    expect(add({ primary_key: true })).toEqual([{ kind: 'addColumn', table: { name: 't' }, column: { name: 'z', type: 'integer', nullable: false, default: "nextval('t_z_seq'::regclass)" } }]);
  });
});
