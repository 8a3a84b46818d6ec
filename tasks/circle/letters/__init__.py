"""Which letter is due to whom, and what stands in it."""
