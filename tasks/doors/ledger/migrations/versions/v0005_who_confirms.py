"""Sign-ups wait for their address to confirm; how often somebody tried; what the pages wish for at once."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sign_up", sa.Column("confirmed", Moment()))
    number: sa.Column[int] = sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    op.create_table("tried", *_keys("key"), sa.Column("since", Moment(), nullable=False), number)
    op.create_table("wish", *_keys("what", "key"), sa.Column("at", Moment(), nullable=False))


def _keys(*names: str) -> list[sa.Column[str]]:
    circle: sa.Column[str] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    return [circle, *(sa.Column(name, sa.String(), primary_key=True) for name in names)]
