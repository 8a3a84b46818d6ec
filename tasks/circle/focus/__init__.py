"""From answers to proposals: which wishes are the same, and what to call them (R14)."""
