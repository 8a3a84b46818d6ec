"""Pure room: what a learning circle is and what is due. No clock, no files, no environment, no services."""
