"""The newest refresh token of a mail account, sealed, where several machines share the ledger."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    name: sa.Column[str] = sa.Column("name", sa.String(), primary_key=True)
    sealed: sa.Column[str] = sa.Column("sealed", sa.Text(), nullable=False)
    op.create_table("kept_token", name, sealed, sa.Column("used", Moment(), nullable=False))
