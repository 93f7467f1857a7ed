import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, upgrade } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

describe('tables', () => {
  it('creates a table with what SQLAlchemy brings along', () => {
    const made = actions(
      "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('u', sa.String(5), unique=True, index=True), sa.Column('e', sa.Enum('a', 'b', name='mood')), sa.Column('fk', sa.Integer, sa.ForeignKey('o.id', ondelete='CASCADE')))",
    );
    expect(made.map((each) => (each as { kind: string }).kind)).toEqual(['createEnum', 'createTable', 'createIndex']);
    expect(made[1]).toMatchObject({
      table: { name: 't' },
      columns: [{ name: 'id', type: 'integer', nullable: false }, { name: 'u', type: 'character varying(5)', nullable: true }, { name: 'e', type: 'mood' }, { name: 'fk', type: 'integer' }],
      constraints: [
        { type: 'primaryKey', columns: ['id'], name: 't_pkey', named: false },
        { type: 'foreignKey', columns: ['fk'], references: { table: { name: 'o' }, columns: ['id'] }, onDelete: 'CASCADE', name: 't_fk_fkey' },
      ],
    });
    expect(made[2]).toMatchObject({ table: { name: 't' }, index: { name: 'ix_t_u', columns: ['u'], unique: true } });
  });

  it('takes schema and if_not_exists', () => {
    expect(actions("op.create_table('t', sa.Column('a', sa.Text), schema='s', if_not_exists=True)")).toMatchObject([{ kind: 'createTable', table: { schema: 's', name: 't' }, ifNotExists: true }]);
  });

  it('knows that more columns may come', () => {
    expect(actions("op.create_table('t', *columns)")).toMatchObject([{ kind: 'createTable', incomplete: true }]);
  });

  it('drops, renames and comments', () => {
    expect(actions("op.drop_table('t')\nop.drop_table('t', schema='s', if_exists=True)\nop.rename_table('t', 'u', schema='s')\nop.create_table_comment('t', 'hi', existing_comment=None)\nop.drop_table_comment('t', schema='s')")).toEqual([
      { kind: 'dropTable', table: { name: 't' } },
      { kind: 'dropTable', table: { schema: 's', name: 't' }, ifExists: true },
      { kind: 'renameTable', table: { schema: 's', name: 't' }, to: 'u' },
      { kind: 'alterObject', object: { kind: 'comment', name: 't', table: { name: 't' }, definition: 'hi' } },
      { kind: 'alterObject', object: { kind: 'comment', name: 't', schema: 's', table: { schema: 's', name: 't' } } },
    ]);
  });

  it('inserts rows into the table that it made', () => {
    expect(actions("t = op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Text))\nop.bulk_insert(t, [{'a': 1}])\nop.bulk_insert(sa.table('u', sa.column('x')), rows)\nop.bulk_insert(t, [])").slice(1)).toEqual([
      { kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a'] },
      { kind: 'modifyRows', verb: 'insert', table: { name: 'u' }, columns: ['x'] },
    ]);
  });
});

describe('columns', () => {
  it('adds with foreign key, unique and index', () => {
    expect(actions("op.add_column('t', sa.Column('z', sa.Integer, sa.ForeignKey('o.id'), index=True, nullable=False), schema='s')")).toMatchObject([
      { kind: 'addColumn', table: { schema: 's', name: 't' }, column: { name: 'z', type: 'integer', nullable: false } },
      { kind: 'addConstraint', constraint: { type: 'foreignKey', columns: ['z'], name: 't_z_fkey', named: false } },
      { kind: 'createIndex', index: { name: 'ix_s_t_z', columns: ['z'], unique: false } },
    ]);
    expect(actions("op.add_column('t', sa.Column('e', sa.Enum('x', name='m')))")).toMatchObject([{ kind: 'addColumn', column: { name: 'e', type: 'm' } }]);
    expect(actions("op.add_column('t', sa.Column('u', sa.Text, unique=True), if_not_exists=True)")).toMatchObject([{ kind: 'addColumn', ifNotExists: true }, { kind: 'addConstraint', constraint: { type: 'unique', columns: ['u'] } }]);
  });

  it('reports a column at its own place', () => {
    const script = upgrade("op.add_column('t', sa.Column('z', sa.Integer))");
    expect(script.operations.map((each) => script.text.slice(each.span.start, each.span.end))).toEqual(["sa.Column('z', sa.Integer)"]);
  });

  it('drops', () => {
    expect(actions("op.drop_column('t', 'a', 's')\nop.drop_column(table_name='t', column_name='a', if_exists=True)")).toEqual([
      { kind: 'dropColumn', table: { schema: 's', name: 't' }, column: 'a' },
      { kind: 'dropColumn', table: { name: 't' }, column: 'a', ifExists: true },
    ]);
  });

  it.each([
    ["type_=sa.Text()", [{ kind: 'alterColumn', set: { type: 'text' } }]],
    ["type_=sa.Text(), existing_type=sa.String(10), existing_nullable=False", [{ kind: 'alterColumn', set: { type: 'text' }, existing: { type: 'character varying(10)', nullable: false } }]],
    ['nullable=False', [{ kind: 'alterColumn', set: { nullable: false } }]],
    ['True', [{ kind: 'alterColumn', set: { nullable: true } }]],
    ['server_default=None', [{ kind: 'alterColumn', set: { default: null } }]],
    ["server_default='x'", [{ kind: 'alterColumn', set: { default: "'x'" } }]],
    ["server_default=sa.text('1'), existing_server_default=sa.text('0')", [{ kind: 'alterColumn', set: { default: '1' }, existing: { default: '0' } }]],
    ['server_default=False', []],
    ["existing_type=sa.Text(), existing_nullable=True", []],
    ["new_column_name='n2'", [{ kind: 'renameColumn', to: 'n2' }]],
    ["comment='c'", [{ kind: 'alterColumn', set: { comment: 'c' } }]],
    ['comment=None', [{ kind: 'alterColumn', set: { comment: null } }]],
    ["type_=sa.Integer(), postgresql_using='n::integer'", [{ kind: 'alterColumn', set: { type: 'integer' }, using: 'n::integer' }]],
    ['server_default=sa.Identity(always=True)', [{ kind: 'alterColumn', set: { identity: 'always' } }]],
    ['server_default=None, existing_server_default=sa.Identity()', [{ kind: 'alterColumn', set: { identity: null } }]],
    ["type_=sa.BigInteger(), nullable=True, server_default=sa.text('1'), new_column_name='q'", [{ kind: 'alterColumn', set: { type: 'bigint', nullable: true, default: '1' } }, { kind: 'renameColumn', to: 'q' }]],
  ])('alters with %s', (given, expected) => {
    expect(actions(`op.alter_column('t', 'n', ${given})`)).toEqual((expected as object[]).map((each) => ({ table: { name: 't' }, column: 'n', ...each })));
  });

  it('knows what MySQL forgets when a column is written again', () => {
    expect(actions("op.alter_column('t', 'n', nullable=False, existing_type=sa.String(10))", { dialect: 'mysql' })).toMatchObject([{ set: { nullable: false, default: null, comment: null } }]);
    expect(actions("op.alter_column('t', 'n', type_=sa.Text())", { dialect: 'mysql' })).toMatchObject([{ set: { nullable: true } }]);
    expect(actions("op.alter_column('t', 'n', server_default='x')", { dialect: 'mysql' })).toMatchObject([{ set: { default: "'x'" } }]);
  });
});

describe('indexes', () => {
  it('creates', () => {
    expect(actions("op.create_index('ix', 't', ['n'], unique=True, postgresql_concurrently=True, postgresql_where=sa.text('n is not null'))")).toEqual([
      { kind: 'createIndex', table: { name: 't' }, index: { name: 'ix', columns: ['n'], reads: ['n'], unique: true, where: 'n is not null' }, concurrently: true },
    ]);
    expect(actions("op.create_index(op.f('ix2'), 't', [sa.text('lower(n)')], postgresql_using='gin', if_not_exists=True)")).toMatchObject([{ index: { name: 'ix2', columns: ['lower(n)'], reads: ['n'], using: 'gin' }, ifNotExists: true }]);
    expect(actions("op.create_index('ix', 't', ['a', 'b'], 's', True)")).toMatchObject([{ table: { schema: 's', name: 't' }, index: { unique: true, columns: ['a', 'b'] } }]);
    expect(actions("op.create_index(None, 't', ['a'])")).toMatchObject([{ index: { name: 'ix_t_a' } }]);
    expect(actions("op.create_index('ix', 't', ['n'], postgresql_ops={'n': 'gin_trgm_ops'}, postgresql_include=['m'])")).toMatchObject([{ index: { columns: ['n gin_trgm_ops'], include: ['m'] } }]);
  });

  it('drops', () => {
    expect(actions("op.drop_index('ix')\nop.drop_index(op.f('ix'), table_name='t', postgresql_concurrently=True, if_exists=True)\nop.drop_index('ix', 't', schema='s')")).toEqual([
      { kind: 'dropIndex', index: 'ix' },
      { kind: 'dropIndex', table: { name: 't' }, index: 'ix', concurrently: true, ifExists: true },
      { kind: 'dropIndex', table: { schema: 's', name: 't' }, index: 'ix', schema: 's' },
    ]);
  });
});

describe('constraints', () => {
  it('adds foreign keys in both styles of naming', () => {
    const key = { type: 'foreignKey', columns: ['a'], references: { table: { name: 'o' }, columns: ['id'] }, name: 'fkx', named: true };
    expect(actions("op.create_foreign_key('fkx', 't', 'o', ['a'], ['id'], ondelete='SET NULL', deferrable=True, initially='DEFERRED', postgresql_not_valid=True)")).toMatchObject([
      { kind: 'addConstraint', table: { name: 't' }, constraint: { ...key, onDelete: 'SET NULL', deferrable: true, initiallyDeferred: true }, notValid: true },
    ]);
    expect(actions("op.create_foreign_key(constraint_name='fkx', source_table='t', referent_table='o', local_cols=['a'], remote_cols=['id'], ondelete='NO ACTION')")).toEqual([{ kind: 'addConstraint', table: { name: 't' }, constraint: key }]);
    expect(actions("op.create_foreign_key(name='fkx', source='t', referent='o', local_cols=['a'], remote_cols=['id'], source_schema='s')")).toMatchObject([{ table: { schema: 's', name: 't' }, constraint: key }]);
    expect(actions("op.create_foreign_key(None, 't', 'o', ['a'], ['id'])")).toMatchObject([{ constraint: { name: 't_a_fkey', named: false } }]);
  });

  it('adds keys, checks and exclusions', () => {
    expect(actions("op.create_unique_constraint(None, 't', ['a'])\nop.create_primary_key('pk', 't', ['a', 'b'])\nop.create_check_constraint('ck', 't', sa.column('a') > 5)\nop.create_check_constraint('ck', 't', 'a > 5')")).toMatchObject([
      { constraint: { type: 'unique', columns: ['a'], name: 't_a_key', named: false } },
      { constraint: { type: 'primaryKey', columns: ['a', 'b'], name: 'pk', named: true } },
      { constraint: { type: 'check', expression: 'a > 5', columns: ['a'], name: 'ck' } },
      { constraint: { type: 'check', expression: 'a > 5', columns: ['a'], name: 'ck' } },
    ]);
    expect(actions("op.create_exclude_constraint('ex', 't', (sa.column('p'), '&&'), where=sa.text('g<>1'))")).toMatchObject([{ constraint: { type: 'exclude', name: 'ex', expression: 'USING gist (p WITH &&) WHERE (g<>1)', columns: ['p'] } }]);
  });

  it('drops', () => {
    expect(actions("op.drop_constraint('fk', 't', type_='foreignkey')\nop.drop_constraint('ck', 't', 'check', 's')\nop.drop_constraint(None, 't', type_='unique')\nop.drop_constraint('x', 't', if_exists=True)")).toEqual([
      { kind: 'dropConstraint', table: { name: 't' }, constraint: 'fk', type: 'foreignKey' },
      { kind: 'dropConstraint', table: { schema: 's', name: 't' }, constraint: 'ck', type: 'check' },
      { kind: 'dropConstraint', table: { name: 't' }, type: 'unique' },
      { kind: 'dropConstraint', table: { name: 't' }, constraint: 'x', ifExists: true },
    ]);
  });

  it('applies the naming convention as SQLAlchemy does', () => {
    const convention = { ix: 'ix_%(column_0_label)s', uq: 'uq_%(table_name)s_%(column_0_name)s', ck: 'ck_%(table_name)s_%(constraint_name)s', fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', pk: 'pk_%(table_name)s' };
    const names = (body: string): unknown[] => actions(body, { convention }).map((each) => (each as { constraint: { name?: string } | string }).constraint).map((each) => (typeof each === 'object' ? each.name : each));
    expect(names("op.create_check_constraint('x', 't', 'a > 1')\nop.create_check_constraint(op.f('x'), 't', 'a > 1')")).toEqual(['ck_t_x', 'x']);
    expect(names("op.drop_constraint('x', 't', type_='check')\nop.drop_constraint(op.f('x'), 't', type_='check')\nop.drop_constraint('x', 't')")).toEqual(['ck_t_x', 'x', 'x']);
    expect(names("op.create_unique_constraint(None, 't', ['a'])\nop.create_foreign_key(None, 't', 'o', ['a'], ['id'])\nop.create_unique_constraint('mine', 't', ['a'])")).toEqual(['uq_t_a', 'fk_t_a_o', 'mine']);
    expect(names("op.drop_constraint(None, 't', type_='unique')\nop.drop_constraint(None, 't', type_='primary')")).toEqual([undefined, 'pk_t']);
  });
});

describe('batches', () => {
  it('leaves the table out', () => {
    const made = actions(
      [
        "with op.batch_alter_table('t', schema='s') as batch_op:",
        "    batch_op.add_column(sa.Column('q', sa.Integer))",
        "    batch_op.drop_column('r')",
        "    batch_op.alter_column('s', existing_type=sa.String(3), type_=sa.Text())",
        "    batch_op.create_index(batch_op.f('ixb'), ['q'], unique=True)",
        "    batch_op.drop_index('ixc')",
        "    batch_op.create_foreign_key('fk', 'o', ['q'], ['id'])",
        "    batch_op.create_unique_constraint('uq', ['q'])",
        "    batch_op.drop_constraint('uq', type_='unique')",
        "    batch_op.drop_constraint(None, type_='foreignkey')",
      ].join('\n'),
    );
    const table = { schema: 's', name: 't' };
    expect(made).toMatchObject([
      { kind: 'addColumn', table, column: { name: 'q' } },
      { kind: 'dropColumn', table, column: 'r' },
      { kind: 'alterColumn', table, column: 's', set: { type: 'text' } },
      { kind: 'createIndex', table, index: { name: 'ixb', columns: ['q'], unique: true } },
      { kind: 'dropIndex', table, index: 'ixc' },
      { kind: 'addConstraint', table, constraint: { type: 'foreignKey', name: 'fk', columns: ['q'], references: { table: { name: 'o' }, columns: ['id'] } } },
      { kind: 'addConstraint', table, constraint: { type: 'unique', name: 'uq', columns: ['q'] } },
      { kind: 'dropConstraint', table, constraint: 'uq', type: 'unique' },
      { kind: 'dropConstraint', table, type: 'foreignKey' },
    ]);
  });

  it('may be named before it is entered', () => {
    expect(actions("b = op.batch_alter_table('t')\nwith b as batch_op:\n    batch_op.drop_column('a')")).toEqual([{ kind: 'dropColumn', table: { name: 't' }, column: 'a' }]);
  });
});
