"""The programme: rhythm, rows, rooms, closing."""
