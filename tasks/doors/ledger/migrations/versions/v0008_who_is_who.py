"""By what a row is known whose address is another than before (R29), and what of that person is not shown there yet."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    number: sa.Column[int] = sa.Column("place", sa.Integer(), nullable=False, server_default="0")
    for column in (_text("name", ""), number, _text("former", "[]"), sa.Column("answers_from", Moment()), _text("perhaps", "[]")):
        op.add_column("participant", column)


def _text(name: str, start: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=start)
