import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { migrate } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

const status = (text: string): string => migrate(`from alembic import op\n${text}`).downgrade.status;

describe('status of a direction', () => {
  it.each([
    ['def upgrade():\n    pass\n', 'absent'],
    ['downgrade = None\n', 'absent'],
    ['def downgrade():\n    pass\n', 'empty'],
    ['def downgrade():\n    """Nothing to do."""\n', 'empty'],
    ['def downgrade():\n    raise NotImplementedError()\n', 'irreversible'],
    ['def downgrade():\n    print("no")\n    raise Exception("no way back")\n', 'irreversible'],
    ['def downgrade():\n    print("nothing")\n', 'present'],
    ['def downgrade():\n    op.drop_table("t")\n', 'present'],
  ])('%s', (text, expected) => {
    expect(status(text)).toBe(expected);
  });

  it('points at the header', () => {
    const { downgrade, text } = migrate('def upgrade():\n    pass\n\n\ndef downgrade() -> None:\n    pass\n');
    expect(text.slice(downgrade.span?.start, downgrade.span?.end)).toBe('def downgrade() -> None:');
  });
});

describe('parameters', () => {
  it('passes op on', () => {
    expect(migrate('def upgrade(op, **kwargs):\n    op.drop_table("t")\n').upgrade.operations).toMatchObject([{ kind: 'dropTable' }]);
  });

  it('runs the functions of all databases', () => {
    const text = 'from alembic import op\ndef upgrade(engine_name):\n    globals()["upgrade_%s" % engine_name]()\n\ndef upgrade_():\n    op.drop_table("a")\n    op.drop_table("b")\n\ndef upgrade_logs():\n    op.drop_table("c")\n';
    expect(migrate(text).upgrade.operations.map((each) => [each.kind === 'dropTable' && each.table, each.statement])).toEqual([[{ name: 'a' }, 0], [{ name: 'b' }, 1], [{ name: 'c' }, 2]]);
  });

  it('reads helpers of the repository', () => {
    const files = { 'shared/helpers.py': 'from alembic import op\n\ndef drop(name):\n    op.drop_table(name)\n' };
    expect(migrate('from shared.helpers import drop\n\ndef upgrade():\n    drop("t")\n', { files }).upgrade.operations).toMatchObject([{ kind: 'dropTable', table: { name: 't' } }]);
  });
});

describe('directions', () => {
  it('do not see what the other left in the module', () => {
    const text = 'from alembic import op\ntables = ["a"]\n\ndef upgrade():\n    tables.append("b")\n    for name in tables:\n        op.drop_table(name)\n\ndef downgrade():\n    for name in tables:\n        op.drop_table(name)\n';
    const { upgrade, downgrade } = migrate(text);
    expect([upgrade.operations.length, downgrade.operations.length]).toEqual([2, 1]);
  });
});

describe('applications', () => {
  it('have a session on the same database', () => {
    const files = { 'app/__init__.py': 'from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n' };
    const text = 'from app import db\nimport sqlalchemy as sa\n\nclass T(db.Model):\n    __tablename__ = "t"\n    id = db.Column(db.Integer, primary_key=True)\n\ndef upgrade():\n    db.session.execute(sa.text("DELETE FROM t"))\n    db.session.commit()\n    db.engine.execute("DROP TABLE t")\n';
    const { upgrade } = migrate(text, { files });
    expect(upgrade.unread).toEqual([]);
    expect(upgrade.operations).toMatchObject([{ kind: 'modifyRows', verb: 'delete', table: { name: 't' } }, { kind: 'dropTable', table: { name: 't' } }]);
  });
});

describe('an application that is not there', () => {
  it("its db gives sessions on the same database: what they write are rows, and nothing is unread", () => {
    const { upgrade } = migrate(
      'from alembic import op\nimport sqlalchemy as sa\nfrom shop import db\ndef upgrade():\n    session = db.Session(bind=op.get_bind())\n    for row in session.query(sa.table("t")):\n        row.a = 1\n    session.commit()\n    session.close()\n',
    );
    expect(upgrade.unread).toEqual([]);
    expect(upgrade.operations.filter((operation) => !('rowsOnly' in operation && operation.rowsOnly))).toEqual([]);
  });
  it('a type of its own may call the constructor of its base', () => {
    const { upgrade } = migrate(
      'from alembic import op\nimport sqlalchemy as sa\nclass Small(sa.TypeDecorator):\n    impl = sa.SmallInteger\n    def __init__(self, *args):\n        sa.TypeDecorator.__init__(self, *args)\ndef upgrade():\n    op.add_column("t", sa.Column("a", Small()))\n',
    );
    expect(upgrade.unread).toEqual([]);
    expect(upgrade.operations).toMatchObject([{ kind: 'addColumn', column: { type: 'smallint' } }]);
  });
});
