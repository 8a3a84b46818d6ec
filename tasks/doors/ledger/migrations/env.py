"""Alembic runs this file for every migration; the door hands it a connection in a transaction that it commits."""

from alembic import context

from tasks.doors.ledger.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # Alembic takes SQLite for one that can't roll back CREATE TABLE. It can, once BEGIN is our own: all revisions or none.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
