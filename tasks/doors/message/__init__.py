"""A letter and its calendar entry as bytes (MIME, iCalendar)."""
