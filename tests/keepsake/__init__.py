"""A small installation as version 0.1.0 left it, and tests that today's code takes it over (see README.md beside this file)."""
