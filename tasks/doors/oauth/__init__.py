"""The right to a mail account that needs no password (OAuth 2.0): how it is given, and the tokens that come of it."""
