"""The kinds of column that the ledger's tables are made of."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Text

metadata = MetaData()


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def count(name: str, start: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(start))


def key(name: str) -> Column[str]:
    return Column(name, String, primary_key=True)


def number(name: str) -> Column[int]:
    """Part of a key; never counted up by the database."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def of_circle() -> Column[str]:
    return Column("circle", String, ForeignKey("circle.name"), primary_key=True)
