"""What participants write back to a letter: their own words, what they are an answer to, and whether they are one (R31)."""
