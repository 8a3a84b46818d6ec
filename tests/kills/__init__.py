"""Rounds that are killed: real ones, as processes, against stand-ins of Google, Zoom and a mail server (A1, A2, A5)."""
