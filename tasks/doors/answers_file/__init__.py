"""Answers in a file (.json, .csv, .xlsx), for `focus`."""
