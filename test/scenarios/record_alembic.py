"""Prints the SQL that Alembic writes for migrations, as JSON. Nothing is connected to.

usage: record_alembic.py FILE...
"""

import importlib.util
import io
import json
import sys

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_mock_engine


def record(path, direction):
    sent = io.StringIO()
    engine = create_mock_engine("postgresql://", lambda ddl, *_, **__: sent.write(f"{ddl.compile(dialect=engine.dialect)};\n"))
    Operations.get_bind = lambda _: engine
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": sent, "literal_binds": True})
    with Operations.context(context):
        spec = importlib.util.spec_from_file_location("migration", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        with context.begin_transaction(_per_migration=True):
            getattr(module, direction)()
    return sent.getvalue()


json.dump({path: {direction: record(path, direction) for direction in ("upgrade", "downgrade")} for path in sys.argv[1:]}, sys.stdout)
