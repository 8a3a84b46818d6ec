"""What people said yes to when they signed up, and when (GDPR art. 7)."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    circle: sa.Column[str] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    digest: sa.Column[str] = sa.Column("digest", sa.String(), primary_key=True)
    language: sa.Column[str] = sa.Column("language", sa.String(), nullable=False)
    text: sa.Column[str] = sa.Column("text", sa.Text(), nullable=False)
    op.create_table("consent", circle, digest, sa.Column("at", Moment(), nullable=False), language, text)
