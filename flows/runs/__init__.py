"""One run in Prefect: its form, what it shows, how it waits, is scheduled, shared and stopped."""
