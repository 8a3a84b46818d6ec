"""What is learnt outside the sheet: refused addresses, withdrawals, who comes, who was there, how far mail was read."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("participant", sa.Column("refused", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("participant", sa.Column("withdrawn", Moment()))
    op.add_column("letter", sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.false()))
    comes: sa.Column[bool] = sa.Column("comes", sa.Boolean(), nullable=False)
    op.create_table("intention", *_person_and_meeting(), comes, sa.Column("at", Moment(), nullable=False))
    op.create_table("attendance", *_person_and_meeting(), sa.Column("minutes", sa.Integer(), nullable=False, server_default="0"))
    numbers = (sa.Column(name, sa.BigInteger(), nullable=False) for name in ("validity", "uid"))
    op.create_table("mail_mark", _circle(), sa.Column("box", sa.String(), primary_key=True), *numbers)


def _circle() -> sa.Column[str]:
    return sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)


def _person_and_meeting() -> tuple[sa.Column[str], sa.Column[int], sa.Column[str]]:
    meeting = sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False)
    return _circle(), meeting, sa.Column("person", sa.String(), primary_key=True)
