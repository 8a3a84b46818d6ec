"""The steps of a round as Prefect tasks: reading, doing, recording."""
