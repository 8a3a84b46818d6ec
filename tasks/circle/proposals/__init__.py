"""Proposals of focus areas as people see, correct and teach them."""
