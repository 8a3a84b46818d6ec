"""Alembic's revisions of the ledger: forwards only."""
