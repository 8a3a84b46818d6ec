"""The memory of what was done (SQLite or PostgreSQL, by SQLAlchemy)."""
