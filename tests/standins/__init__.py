"""Servers that speak the wire protocols of Zoom, Google and mail on 127.0.0.1."""
