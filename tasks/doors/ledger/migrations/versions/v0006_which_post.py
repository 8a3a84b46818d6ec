"""Which kind of post each letter went by (R24); of earlier ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("letter", sa.Column("post", sa.Text(), nullable=False, server_default=""))
