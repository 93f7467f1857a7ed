import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, migrate, upgrade } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

const spans = (body: string): string[] => {
  const script = upgrade(body);
  return script.operations.map((each) => script.text.slice(each.span.start, each.span.end));
};

describe('op.execute', () => {
  it('reads strings, text() and several statements', () => {
    expect(actions('op.execute("DROP TABLE a; DROP TABLE b")\nop.execute(sa.text("DROP TABLE c"))')).toEqual([
      { kind: 'dropTable', table: { name: 'a' } },
      { kind: 'dropTable', table: { name: 'b' } },
      { kind: 'dropTable', table: { name: 'c' } },
    ]);
    expect(spans('op.execute("DROP TABLE a; DROP TABLE b")')).toEqual(['DROP TABLE a', 'DROP TABLE b']);
  });

  it('takes parameters for values', () => {
    expect(actions(`op.execute("UPDATE t SET a = :v WHERE b = '10:30'")`)).toMatchObject([{ kind: 'modifyRows', verb: 'update', table: { name: 't' }, columns: ['a'], filtered: true }]);
    expect(actions('op.execute(sa.text("ALTER TYPE m ADD VALUE :v").bindparams(v="ok"))')).toMatchObject([{ kind: 'alterEnum', addValue: 'ok' }]);
    expect(actions("op.get_bind().execute(sa.text('DELETE FROM t WHERE a IN :ids'), {'ids': op.get_context().opts['ids']})")).toMatchObject([{ kind: 'modifyRows', verb: 'delete', filtered: true }]);
    expect(actions('op.execute("COMMENT ON TABLE t IS \'a\\\\:b\'")')).toMatchObject([{ object: { kind: 'comment', definition: 'a:b' } }]);
  });

  it('fills in what is known and leaves a hole for the rest', () => {
    expect(actions("for name in ['a', 'b']:\n    op.execute(f'DROP TABLE {name}')")).toEqual([
      { kind: 'dropTable', table: { name: 'a' } },
      { kind: 'dropTable', table: { name: 'b' } },
    ]);
    expect(actions("import os\nop.execute('DROP TABLE ' + os.environ['T'])")).toMatchObject([{ kind: 'dropTable', table: { unknown: expect.any(String) as string } }]);
  });

  it('reads statements of the expression language', () => {
    expect(actions("t = sa.table('t', sa.column('a'), sa.column('b'))\nop.execute(t.update().where(t.c.b == op.inline_literal(3)).values(a=4))\nop.execute(t.delete())\nop.get_bind().execute(t.insert(), [{'a': 1, 'b': 2}])")).toMatchObject([
      { kind: 'modifyRows', verb: 'update', table: { name: 't' }, columns: ['a'], filtered: true },
      { kind: 'modifyRows', verb: 'delete', table: { name: 't' }, filtered: false },
      { kind: 'modifyRows', verb: 'insert', table: { name: 't' }, columns: ['a', 'b'] },
    ]);
  });

  it('admits what it cannot read', () => {
    expect(upgrade('from elsewhere import statement\nop.execute(statement)').operations).toMatchObject([{ kind: 'opaque', touches: 'anything' }]);
  });
});

describe('connections', () => {
  it('executes by any way', () => {
    const made = actions(
      [
        'conn = op.get_bind()',
        'conn.execute("DROP TABLE a")',
        'conn.execute(sa.text("DROP TABLE b"))',
        'conn.exec_driver_sql("UPDATE c SET x = %s WHERE y LIKE \'a%%\'", (1,))',
        'op.get_context().bind.execute(sa.text("DROP TABLE d"))',
        'op.get_context().connection.execution_options(no_parameters=True).execute(sa.text("DROP TABLE e"))',
        'with conn.begin_nested():',
        '    conn.execute(sa.text("DROP TABLE f"))',
        'cursor = conn.connection.cursor()',
        'cursor.execute("DROP TABLE g")',
        'with conn.engine.connect() as other:',
        '    other.execute(sa.text("DROP TABLE h"))',
        'context.execute("DROP TABLE i")',
      ].join('\n'),
    );
    const dropped = made.filter((each) => (each as { kind: string }).kind !== 'transaction');
    expect(dropped.map((each) => (each as { table: { name: string } }).table.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
  });

  it('decides by the dialect', () => {
    const body = "bind = op.get_bind()\nif bind.dialect.name == 'postgresql':\n    op.drop_table('p')\nelif bind.engine.name == 'mysql':\n    op.drop_table('m')\nif op.get_context().dialect.name != 'postgresql':\n    op.drop_table('x')\nif context.is_offline_mode():\n    op.drop_table('y')";
    expect(actions(body)).toEqual([{ kind: 'dropTable', table: { name: 'p' } }]);
    expect(actions(body, { dialect: 'mariadb' })).toEqual([{ kind: 'dropTable', table: { name: 'm' } }, { kind: 'dropTable', table: { name: 'x' } }]);
  });

  it('knows rows only as unknown', () => {
    const script = upgrade("for row in op.get_bind().execute(sa.text('SELECT id FROM t')):\n    op.execute(f'DROP TABLE t_{row.id}')");
    expect(script.operations).toMatchObject([{ kind: 'dropTable', certainty: 'maybe', table: { unknown: expect.any(String) as string } }]);
  });
});

describe('transactions', () => {
  const inside = (body: string): unknown[] => upgrade(body).operations.filter((each) => each.kind === 'dropTable').map((each) => each.inTransaction);

  it('follows autocommit blocks', () => {
    expect(inside("op.drop_table('a')\nwith op.get_context().autocommit_block():\n    op.drop_table('b')\nop.drop_table('c')")).toEqual([true, false, true]);
  });

  it('follows COMMIT and isolation levels', () => {
    expect(inside("op.execute('COMMIT')\nop.drop_table('a')")).toEqual([false]);
    expect(inside("op.get_bind().execution_options(isolation_level='AUTOCOMMIT')\nop.drop_table('a')")).toEqual([false]);
    expect(inside("op.execute('DROP TABLE a', execution_options={'isolation_level': 'AUTOCOMMIT'})\nop.drop_table('b')")).toEqual([false, true]);
  });

  it('has none where the dialect cannot', () => {
    expect(upgrade("op.drop_table('a')", { dialect: 'mysql' })).toMatchObject({ transactional: false, operations: [{ inTransaction: false }] });
    expect(upgrade("op.drop_table('a')", { transaction: 'none' }).transactional).toBe(false);
  });
});

describe('guards', () => {
  const guarded = (body: string): unknown => actions(body)[0];

  it.each([
    "if not conn.execute(sa.text(\"SELECT 1 FROM information_schema.tables WHERE table_name = 't'\")).scalar():",
    "if conn.execute(sa.text(\"SELECT 1 FROM information_schema.tables WHERE table_name = 't'\")).fetchone() is None:",
    "if conn.execute(sa.text('SELECT 1 FROM information_schema.tables WHERE table_name = :name'), {'name': 't'}).first() is None:",
    "if conn.execute(sa.text(\"SELECT count(*) FROM information_schema.tables WHERE table_name = 't'\")).scalar() == 0:",
    "if not conn.execute(sa.text(\"SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 't')\")).fetchone()[0]:",
    "if conn.execute(\"SELECT to_regclass('t')\").scalar() is None:",
    "if conn.execute(\"SELECT 1 FROM pg_tables WHERE tablename = 't'\").rowcount == 0:",
    "if not conn.dialect.has_table(conn, 't'):",
    "if not conn.engine.has_table('t'):",
  ])('%s', (test) => {
    expect(guarded(`conn = op.get_bind()\n${test}\n    op.create_table('t', sa.Column('a', sa.Integer))`)).toMatchObject({ kind: 'createTable', ifNotExists: true });
  });
});

describe('lists of names', () => {
  const columns = "conn.execute(sa.text(\"SELECT column_name FROM information_schema.columns WHERE table_name = 't'\"))";

  it.each([
    `if 'c' not in [row[0] for row in ${columns}]:`,
    `if 'c' not in {row.column_name for row in ${columns}.fetchall()}:`,
    `if 'c' not in ${columns}.scalars().all():`,
    `if not any(row[0] == 'c' for row in ${columns}):`,
    "if 'c' not in [row['column_name'] for row in conn.execute(sa.text(\"SELECT * FROM information_schema.columns WHERE table_name = 't'\"))]:",
  ])('%s', (test) => {
    expect(actions(`conn = op.get_bind()\n${test}\n    op.add_column('t', sa.Column('c', sa.Integer))`)).toMatchObject([{ kind: 'addColumn', ifNotExists: true }]);
  });
});

describe('extensions of Alembic', () => {
  it('creates and drops entities', () => {
    const body = [
      'from alembic_utils.pg_function import PGFunction',
      'from alembic_utils.pg_trigger import PGTrigger',
      'from alembic_utils.pg_view import PGView',
      'f = PGFunction(schema="public", signature="f(a integer)", definition="RETURNS trigger AS $$ BEGIN x \\\\:= 1; RETURN NEW; END $$ LANGUAGE plpgsql;")',
      'op.create_entity(f)',
      'op.create_entity(PGTrigger(schema="public", signature="tr", on_entity="public.t", definition="BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f()"))',
      'op.replace_entity(PGView(schema="s", signature="v", definition="SELECT 1 AS x"))',
      'op.drop_entity(f)',
    ].join('\n');
    expect(actions(body)).toMatchObject([
      { kind: 'createObject', object: { kind: 'function' } },
      { kind: 'createObject', object: { kind: 'trigger', name: 'tr', table: { name: 't' } } },
      { kind: 'createObject', object: { kind: 'view', schema: 's', name: 'v' }, orReplace: true },
      { kind: 'dropObject', object: { kind: 'function' } },
    ]);
  });

  it('rebuilds an enumeration', () => {
    const body = [
      'from alembic_postgresql_enum import TableReference',
      "op.sync_enum_values(enum_schema='public', enum_name='mood', new_values=['a', 'b'], affected_columns=[TableReference(table_schema='public', table_name='t', column_name='c', existing_server_default=\"'a'::mood\")], enum_values_to_rename=[])",
    ].join('\n');
    expect(actions(body)).toEqual([
      { kind: 'alterEnum', name: { name: 'mood' }, to: 'mood_old' },
      { kind: 'createEnum', name: { name: 'mood' }, values: ['a', 'b'] },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { default: null } },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { type: 'mood' }, using: 'c::text::mood' },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { default: "'a'::mood" } },
      { kind: 'dropEnum', name: { name: 'mood_old' } },
    ]);
  });

  it('adds labels in the older form', () => {
    expect(actions("op.sync_enum_values('public', 'mood', ['a'], ['a', 'b'])\nop.sync_enum_values('public', 'mood', ['a', 'b'], ['a'])")).toEqual([{ kind: 'alterEnum', name: { name: 'mood' }, addValue: 'b', ifNotExists: true }]);
  });

  it('admits operations of plugins', () => {
    expect(upgrade("op.create_or_replace_sp(thing)").unread).toHaveLength(1);
  });

  it('runs functions with a connection', () => {
    expect(actions("async def work(connection, name):\n    await connection.execute(sa.text(f'DROP TABLE {name}'))\nop.run_async(work, 't')")).toEqual([{ kind: 'dropTable', table: { name: 't' } }]);
  });

  it('takes operations imported by name', () => {
    expect(actions("from alembic.op import drop_table, f\ndrop_table(f('t'))\nfrom alembic.operations import Operations\nfrom alembic.migration import MigrationContext\nOperations(MigrationContext.configure(op.get_bind())).drop_table('u')")).toEqual([
      { kind: 'dropTable', table: { name: 't' } },
      { kind: 'dropTable', table: { name: 'u' } },
    ]);
  });
});

describe('statements on a table that cannot be found', () => {
  it('change rows', () => {
    const { upgrade: script } = migrate('def upgrade(op, tables):\n    op.execute(tables.users.delete().where(tables.users.c.name == op.inline_literal("x")))\n    op.execute(tables.users.update().values(a=1))\n    op.execute(tables.users.rebuild())\n');
    expect(script.operations).toMatchObject([
      { kind: 'modifyRows', verb: 'delete', filtered: true, table: { unknown: 'input' } },
      { kind: 'modifyRows', verb: 'update', filtered: false },
      { kind: 'opaque' },
    ]);
  });
});
