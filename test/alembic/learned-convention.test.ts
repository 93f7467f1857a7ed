import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { NamingConvention } from '../../src/framework.js';
import { loadParsers } from '../../src/analyze.js';
import { alembic } from '../../src/frameworks/alembic/index.js';
import type { Operation } from '../../src/operation.js';
import { readHistories } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';

beforeAll(async () => {
  await loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" }));
});

interface Step {
  readonly up: string;
  readonly down?: string;
}

interface Options {
  readonly convention?: NamingConvention;
  readonly files?: Readonly<Record<string, string>>;
}

const body = (text: string): string => text.trim().split('\n').map((line) => `    ${line.trim()}`).join('\n');

/** Reads a history of migrations that follow each other. */
function history(steps: readonly Step[], { convention, files }: Options = {}) {
  const texts: Record<string, string> = { ...files };
  steps.forEach(({ up, down = 'pass' }, i) => {
    texts[`versions/m${i}.py`] = `from alembic import op\nimport sqlalchemy as sa\n\nrevision = 'm${i}'\ndown_revision = ${i === 0 ? 'None' : `'m${i - 1}'`}\n\ndef upgrade():\n${body(up)}\n\ndef downgrade():\n${body(down)}\n`;
  });
  const { histories } = readHistories(memorySnapshot(texts), { settings: { dialect: 'postgres', ...(convention && { namingConvention: convention }) } });
  const [read] = histories;
  if (!read || read.unread.length > 0) throw new Error(`unread: ${JSON.stringify(read?.unread)}`);
  return { learned: read.environment.namingConvention, migrations: read.migrations };
}

/** Names of what operations create. */
const created = (operations: readonly Operation[]): unknown[] =>
  operations.flatMap((operation) => {
    if (operation.kind === 'createTable') return operation.constraints.map((constraint) => constraint.name);
    if (operation.kind === 'addConstraint') return [operation.constraint.name];
    return operation.kind === 'createIndex' ? [operation.index.name] : [];
  });

const key = (table: string, column: string, schema = ''): Step => ({
  up: `op.create_foreign_key(None, '${table}', 'users', ['${column}'], ['id']${schema && `, source_schema='${schema}'`})`,
  down: `op.drop_constraint('fk_${table}_${column}_users', '${table}'${schema && `, schema='${schema}'`})`,
});
const index = (table: string, columns: readonly string[], name: string, more = ''): Step => ({
  up: `op.create_index(None, '${table}', [${columns.map((column) => `'${column}'`).join(', ')}]${more})`,
  down: `op.drop_index('${name}', table_name='${table}'${more.includes('schema') ? ", schema='app'" : ''})`,
});
const check = (table: string, name: string): Step => ({
  up: `op.create_table('${table}', sa.Column('a', sa.Integer()), sa.CheckConstraint('a > 0', name='${name}'))`,
  down: `op.drop_constraint(op.f('ck_${table}_${name}'), '${table}', type_='check')`,
});

const FK = 'fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s';
const IX = 'ix_%(table_name)s_%(column_0_N_name)s';
const UQ = 'uq_%(table_name)s_%(column_0_N_name)s';
const CK = 'ck_%(table_name)s_%(constraint_name)s';
const PK = 'pk_%(table_name)s';

const KEYS = [key('a', 'owner_id'), key('b', 'owner_id'), key('b', 'editor_id')];
const CHECKS = [check('c', 'positive'), check('d', 'positive'), check('e', 'small')];

describe('a convention is learned', () => {
  it('from names that unnamed constraints are dropped by, and applied to all others', () => {
    const { learned, migrations } = history([...KEYS, { up: "op.create_foreign_key(None, 'x', 'y', ['y_id'], ['id'])" }]);
    expect(learned).toEqual({ fk: FK });
    expect(migrations.map(({ upgrade }) => created(upgrade.operations))).toEqual([['fk_a_owner_id_users'], ['fk_b_owner_id_users'], ['fk_b_editor_id_users'], ['fk_x_y_id_y']]);
  });

  it('from later migrations as well as from downgrades', () => {
    const { learned } = history([
      { up: "op.create_unique_constraint(None, 'a', ['b', 'c'])\nop.create_unique_constraint(None, 'a', ['d'])\nop.create_unique_constraint(None, 'e', ['f', 'g'])" },
      { up: "op.drop_constraint('uq_a_b_c', 'a', type_='unique')\nop.execute('ALTER TABLE a RENAME CONSTRAINT uq_a_d TO a_d_once')\nop.execute('ALTER TABLE e DROP CONSTRAINT uq_e_f_g')" },
    ]);
    expect(learned).toEqual({ uq: UQ });
  });

  it('from downgrades that create again what the upgrade drops by name', () => {
    const { learned } = history(['a', 'b', 'c'].map((table) => ({ up: `op.drop_index('ix_${table}_x_y', table_name='${table}')`, down: `op.create_index(None, '${table}', ['x', 'y'])` })));
    expect(learned).toEqual({ ix: IX });
  });

  it('from checks that are dropped by more than the name that they are given', () => {
    const { learned, migrations } = history([...CHECKS, { up: "op.create_check_constraint('x', 'f', 'a > 0')\nop.drop_constraint('x', 'f', type_='check')\nop.create_check_constraint(op.f('y'), 'f', 'a > 1')" }]);
    expect(learned).toEqual({ ck: CK });
    expect(created(migrations[3]?.upgrade.operations ?? [])).toEqual(['ck_f_x', 'y']);
    expect(migrations[3]?.upgrade.operations[1]).toMatchObject({ kind: 'dropConstraint', constraint: 'ck_f_x' });
  });

  it('for kinds without names of their own from two others of the family', () => {
    const { learned, migrations } = history([...KEYS, ...CHECKS, { up: "op.create_table('g', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('code', sa.Text(), unique=True))" }]);
    expect(learned).toEqual({ fk: FK, ck: CK, pk: PK, uq: UQ });
    expect(created(migrations[6]?.upgrade.operations ?? [])).toEqual(['pk_g', 'uq_g_code']);
  });

  it('with two underscores', () => {
    const { learned } = history(['a', 'b', 'c'].map((table) => index(table, ['x', 'y'], `ix_${table}__x_y`)));
    expect(learned).toEqual({ ix: 'ix_%(table_name)s__%(column_0_N_name)s' });
  });

  it('with the first column only, where names of several columns show it', () => {
    const { learned } = history(['a', 'b', 'c'].map((table) => ({ up: `op.create_unique_constraint(None, '${table}', ['x', 'y'])`, down: `op.drop_constraint('uq_${table}_x', '${table}', type_='unique')` })));
    expect(learned).toEqual({ uq: 'uq_%(table_name)s_%(column_0_name)s' });
  });

  it('from tables of a schema, by their plain names', () => {
    const { learned, migrations } = history([
      ...['a', 'b', 'c'].map((table) => index(table, ['x'], `ix_${table}_x`, ", schema='app'")),
      ...[key('a', 'owner_id', 'app'), key('b', 'owner_id', 'app'), key('c', 'owner_id', 'app')],
      { up: "op.create_table('d', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('x', sa.Integer(), index=True), schema='app')" },
    ]);
    expect(learned).toEqual({ ix: IX, fk: FK, pk: PK, uq: UQ, ck: CK });
    expect(created(migrations[6]?.upgrade.operations ?? [])).toEqual(['pk_d', 'ix_d_x']);
  });

  it('for unique indexes apart, where those are named in their own way', () => {
    const { learned, migrations } = history([
      ...['a', 'b', 'c'].flatMap((table) => [index(table, ['x', 'y'], `ix_${table}_x_y`), index(table, ['z'], `ix_uq_${table}_z`, ', unique=True')]),
      { up: "op.create_index(None, 'd', ['x', 'y'])\nop.create_index(None, 'd', ['z'], unique=True)" },
    ]);
    expect(learned).toEqual({ ix: IX, ix_unique: 'ix_uq_%(table_name)s_%(column_0_N_name)s' });
    expect(created(migrations[6]?.upgrade.operations ?? [])).toEqual(['ix_d_x_y', 'ix_uq_d_z']);
  });

  it('and no table with metadata of its own follows it', () => {
    const { learned, migrations } = history([...KEYS, { up: "sa.Table('own', sa.MetaData(), sa.Column('u', sa.Integer(), sa.ForeignKey('users.id'))).create(op.get_bind())" }]);
    expect(learned).toEqual({ fk: FK });
    expect(created(migrations[3]?.upgrade.operations ?? [])).toEqual(['own_u_fkey']);
  });
});

describe('no convention is learned', () => {
  it('from too few names, however often they are used', () => {
    expect(history([...KEYS.slice(0, 2), ...KEYS.slice(0, 2)]).learned).toBeUndefined();
    const again = "op.drop_constraint('fk_a_owner_id_users', 'a', type_='foreignkey')\nop.drop_constraint('fk_a_owner_id_users', 'a')\nop.execute('ALTER TABLE a DROP CONSTRAINT fk_a_owner_id_users')";
    expect(history([...KEYS.slice(0, 2), { up: again }]).learned).toBeUndefined();
  });

  it('where the names of the server are used as well', () => {
    const usual = (table: string): Step => ({ up: `op.create_foreign_key(None, '${table}', 'users', ['u'], ['id'])`, down: `op.drop_constraint('${table}_u_fkey', '${table}')` });
    expect(history([...KEYS, usual('x'), usual('y')]).learned).toBeUndefined();
    expect(history([...KEYS, usual('x')]).learned).toEqual({ fk: FK });
  });

  it('where names follow two conventions', () => {
    const other = ['x', 'y'].map((table) => ({ up: `op.create_foreign_key(None, '${table}', 'users', ['u'], ['id'])`, down: `op.drop_constraint('fk__${table}__u__users', '${table}')` }));
    expect(history([...KEYS, ...other]).learned).toBeUndefined();
  });

  it('from names that the source gives', () => {
    const named = (table: string): Step => ({
      up: `op.create_foreign_key('fk_${table}_u_users', '${table}', 'users', ['u'], ['id'])\nop.create_foreign_key(None, '${table}', 'users', ['u'], ['id'])`,
      down: `op.drop_constraint('fk_${table}_u_users', '${table}')`,
    });
    expect(history(['a', 'b', 'c', 'd'].map(named)).learned).toBeUndefined();
  });

  it('from checks where others are written with the whole name', () => {
    const whole = ['x', 'y'].map((table) => ({ up: `op.create_check_constraint('ck_${table}_small', '${table}', 'a < 9')` }));
    expect(history([...CHECKS, ...whole]).learned).toBeUndefined();
  });

  it('from names of other tables', () => {
    const elsewhere = ['a', 'b', 'c'].map((table) => ({ up: `op.create_foreign_key(None, '${table}', 'users', ['u'], ['id'])`, down: `op.drop_constraint('fk_${table}_u_users', 'other')` }));
    expect(history(elsewhere).learned).toBeUndefined();
  });

  it('from drops that may find nothing', () => {
    expect(history(['a', 'b', 'c'].map((table) => ({ up: `op.create_foreign_key(None, '${table}', 'users', ['u'], ['id'])`, down: `op.execute('ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS fk_${table}_u_users')` }))).learned).toBeUndefined();
  });

  it('from names that metadata without a convention gives to indexes too', () => {
    expect(history(['a', 'b', 'c'].map((table) => index(table, ['x'], `ix_${table}_x`))).learned).toBeUndefined();
  });

  it('where the project says one', () => {
    const convention = { fk: 'key_%(table_name)s_%(column_0_name)s' };
    const { migrations } = history(KEYS, { convention });
    expect(created(migrations[0]?.upgrade.operations ?? [])).toEqual(['key_a_owner_id']);
    const { learned } = history(KEYS, { files: { 'models.py': `metadata = MetaData(naming_convention={'fk': '${convention.fk}'})\n` } });
    expect(learned).toEqual(convention);
  });
});

describe('migrations are read again', () => {
  const filesRead = (steps: readonly Step[]): string[] => {
    const run = vi.spyOn(alembic, 'run');
    try {
      history(steps);
      return run.mock.calls.map(([source]) => source.file);
    } finally {
      run.mockRestore();
    }
  };
  const once = ['m0', 'm1', 'm2', 'm3'].map((id) => `versions/${id}.py`);

  it('where they leave a name to the convention that was learned', () => {
    expect(filesRead([...KEYS, { up: "op.add_column('a', sa.Column('note', sa.Text()))" }])).toEqual([...once, ...once.slice(0, 3)]);
  });

  it('and never where none was learned', () => {
    expect(filesRead([...KEYS.slice(1), { up: 'pass' }, { up: 'pass' }])).toEqual(once);
  });
});
