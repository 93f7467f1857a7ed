import { beforeAll, describe, expect, it } from 'vitest';
import { loadParsers } from '../../src/analyze.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { actions, migrate, upgrade } from './migrate.js';

beforeAll(() => loadParsers(memorySnapshot({ 'versions/a.py': "revision = 'a'\ndown_revision = None\nexecute()\n" })));

describe('mapped classes', () => {
  const BASE = `from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Stamped:
    created = sa.Column(sa.DateTime())
class User(Stamped, Base):
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("email"), {"schema": "app"})
    id = sa.Column(sa.Integer, primary_key=True)
    mail = sa.Column("email", sa.String(50), nullable=False)
`;

  it('have a table with the columns of what they mix in', () => {
    expect(actions(`${BASE}User.__table__.create(op.get_bind())`)).toMatchObject([{
      kind: 'createTable', table: { schema: 'app', name: 'users' },
      columns: [{ name: 'created' }, { name: 'id', type: 'integer', nullable: false }, { name: 'email', type: 'character varying(50)', nullable: false }],
      constraints: [{ type: 'primaryKey', columns: ['id'] }, { type: 'unique', columns: ['email'] }],
    }]);
  });

  it('are created with their metadata', () => {
    expect(actions(`${BASE}Base.metadata.create_all(op.get_bind())`)).toMatchObject([{ kind: 'createTable', table: { schema: 'app', name: 'users' }, ifNotExists: true }]);
  });

  it('of a registry follow its metadata', () => {
    const lines = 'from sqlalchemy.orm import registry\nmetadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"})\nBase = registry(metadata=metadata).generate_base()\nclass T(Base):\n    __tablename__ = "t"\n    id = sa.Column(sa.Integer, primary_key=True)\nT.__table__.create(op.get_bind())';
    expect(actions(lines)).toMatchObject([{ kind: 'createTable', table: { name: 't' }, constraints: [{ name: 'pk_t' }] }]);
  });

  it('may take their name from a function', () => {
    const lines = 'from sqlalchemy.ext.declarative import declarative_base, declared_attr\nclass Named:\n    @declared_attr\n    def __tablename__(cls):\n        return cls.__name__.lower()\nBase = declarative_base(cls=Named)\nclass Note(Named, Base):\n    id = sa.Column(sa.Integer, primary_key=True)\nNote.__table__.create(op.get_bind())';
    expect(actions(lines)).toMatchObject([{ kind: 'createTable', table: { name: 'note' } }]);
  });

  it('with annotations alone may have more columns', () => {
    const lines = 'from sqlalchemy.orm import DeclarativeBase, Mapped\nclass Base(DeclarativeBase):\n    pass\nclass T(Base):\n    __tablename__ = "t"\n    id = sa.Column(sa.Integer, primary_key=True)\n    size: Mapped[int]\nT.__table__.create(op.get_bind())';
    expect(actions(lines)).toMatchObject([{ kind: 'createTable', table: { name: 't' }, incomplete: true }]);
  });

  it('of the application are not those of the day of the migration', () => {
    const files = { 'app/models.py': 'import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass T(Base):\n    __tablename__ = "t"\n    id = sa.Column(sa.Integer, primary_key=True)\n' };
    expect(upgrade('from app.models import Base\nBase.metadata.create_all(op.get_bind())', { files })).toMatchObject({ operations: [], unread: [{}] });
  });
});

describe('connections of the program', () => {
  it('reach the same database, outside the transaction of the migration', () => {
    const lines = 'engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))\nwith engine.connect() as own:\n    own.execute(sa.text("DROP TABLE a"))\n    own.commit()\nengine.dispose()';
    expect(actions(lines)).toMatchObject([{ kind: 'dropTable', table: { name: 'a' } }]);
    expect(actions(lines)).toHaveLength(1);
  });

  it('may be asynchronous', () => {
    const lines = 'import asyncio\nfrom sqlalchemy.ext.asyncio import create_async_engine, async_sessionmaker\nengine = create_async_engine("postgresql+asyncpg://localhost/app")\nasync def work():\n    async with async_sessionmaker(engine)() as session:\n        await session.execute(sa.text("DELETE FROM a"))\n        await session.commit()\nasyncio.run(work())';
    expect(actions(lines)).toMatchObject([{ kind: 'modifyRows', verb: 'delete', table: { name: 'a' } }]);
  });

  it('to another kind of database are none of ours', () => {
    expect(actions('engine = sa.create_engine("sqlite:///cache.db")\nengine.connect().execute("DROP TABLE a")')).toEqual([]);
  });
});

describe('helpers', () => {
  it('lie below src', () => {
    const files = { 'src/app/helpers.py': 'from alembic import op\n\ndef drop(name):\n    op.drop_table(name)\n', 'src/app/__init__.py': '' };
    expect(actions('from app.helpers import drop\ndrop("t")', { files })).toMatchObject([{ kind: 'dropTable', table: { name: 't' } }]);
  });

  it('that talk to other services are not unread', () => {
    expect(actions('import boto3\nimport requests\nboto3.client("s3").put_object(Body="x")\nrequests.post("http://localhost").raise_for_status()\nop.drop_table("t")')).toHaveLength(1);
  });

  it('may extend the session of Flask-SQLAlchemy', () => {
    const files = { 'app/__init__.py': 'from flask_sqlalchemy import SQLAlchemy\n\nclass Extended(SQLAlchemy):\n    def apply(self):\n        pass\n\ndb = Extended(session_options={"expire_on_commit": False})\n' };
    const { upgrade: script } = migrate('from app import db\nimport sqlalchemy as sa\n\ndef upgrade():\n    db.session.execute(sa.text("DELETE FROM t"))\n    db.session.commit()\n', { files });
    expect(script).toMatchObject({ unread: [], operations: [{ kind: 'modifyRows', verb: 'delete' }] });
  });
});

describe('operations of GeoAlchemy', () => {
  it('are the plain ones', () => {
    expect(actions('with op.batch_alter_table("t") as batch:\n    batch.create_geospatial_index("idx_t_shape", ["shape"], unique=False, postgresql_using="gist")\n    batch.drop_geospatial_index("idx_t_old", postgresql_using="gist", column_name="old")')).toMatchObject([
      { kind: 'createIndex', table: { name: 't' }, index: { name: 'idx_t_shape', columns: ['shape'], using: 'gist' } },
      { kind: 'dropIndex', table: { name: 't' }, index: 'idx_t_old' },
    ]);
  });
});

describe('parameters', () => {
  it('are bound by params() as well', () => {
    expect(actions('op.get_bind().execute(sa.text("UPDATE t SET a = :a WHERE b IS NULL").params(a=1))')).toMatchObject([{ kind: 'modifyRows', verb: 'update', columns: ['a'] }]);
  });
});

describe('spatial columns', () => {
  const create = (options: string): unknown[] => actions(`from geoalchemy2 import Geometry\nop.create_table("t", sa.Column("shape", Geometry("POINT", srid=4326${options})))`);

  it('bring an index with their table', () => {
    expect(create('')).toMatchObject([{ kind: 'createTable' }, { kind: 'createIndex', index: { name: 'idx_t_shape', columns: ['shape'], using: 'gist' } }]);
    expect(create(', spatial_index=False')).toHaveLength(1);
  });
});

describe('search vectors', () => {
  it('are kept up to date by a trigger', () => {
    expect(actions('import sqlalchemy_searchable as ss\nss.vectorizer.clear()\nss.sync_trigger(op.get_bind(), "queries", "vector", ["name"])')).toMatchObject([
      { kind: 'dropObject', object: { kind: 'trigger', name: 'queries_vector_trigger', table: { name: 'queries' } }, ifExists: true },
      { kind: 'dropObject', object: { kind: 'function', name: 'queries_vector_update' }, ifExists: true },
      { kind: 'createObject', object: { kind: 'function', name: 'queries_vector_update' } },
      { kind: 'createObject', object: { kind: 'trigger', name: 'queries_vector_trigger' } },
      { kind: 'modifyRows', verb: 'update', table: { name: 'queries' }, columns: ['vector'] },
    ]);
    expect(actions('from sqlalchemy_searchable import drop_trigger\ndrop_trigger(op.get_bind(), "queries", "vector")')).toMatchObject([{ kind: 'dropObject', object: { kind: 'trigger' } }, { kind: 'dropObject', object: { kind: 'function' } }]);
  });
});

describe('index expressions', () => {
  it('read columns, not the collation', () => {
    expect(actions('op.create_index("i", "t", [sa.text(\'CAST("id" AS VARCHAR(20)) COLLATE "C"\')])')).toMatchObject([{ kind: 'createIndex', index: { reads: ['id'] } }]);
  });
});

describe('the address of the database', () => {
  it.each(['str(op.get_bind().engine.url).startswith("mysql")', 'op.get_bind().engine.url.drivername.startswith("sqlite")', 'op.get_bind().engine.url.drivername == "sqlite"'])('%s', (test) => {
    expect(actions(`if ${test}:\n    op.drop_table("a")\nelse:\n    op.drop_table("b")`)).toEqual([{ kind: 'dropTable', table: { name: 'b' } }]);
  });
});
