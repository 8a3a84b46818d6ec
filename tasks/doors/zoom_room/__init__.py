"""Rooms as Zoom meetings (zoomus)."""
