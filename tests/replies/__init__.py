"""Replies of participants as mail programs send them, read by the product: `python -m tests.replies --roster F --letters F FILE.eml…`."""
