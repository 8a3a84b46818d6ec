"""Servers that never come to an end, at every door."""
