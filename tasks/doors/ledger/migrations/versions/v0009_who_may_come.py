"""Who said «kanskje» in a calendar: it is kept apart from a yes where the entry goes out once more."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("intention", sa.Column("tentative", sa.Boolean(), nullable=False, server_default=sa.false()))
