"""`serve`: Prefect's server with its page, the worker that carries runs out, and what watches over both."""
