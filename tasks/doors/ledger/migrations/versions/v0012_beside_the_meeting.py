"""What belongs to a meeting beside its time and focus: who opens it, links, notes afterwards (R32)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for name in ("input", "links", "after"):
        op.add_column("meeting", sa.Column(name, sa.Text(), nullable=False, server_default=""))
