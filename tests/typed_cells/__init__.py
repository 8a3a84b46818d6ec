"""Sheets with one typing error: the letters are those of the intended value, or a problem names the cell (R27)."""
