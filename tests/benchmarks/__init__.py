"""How quick it is, side by side with what most people write and with the ideal: `python -m tests.benchmarks` (RULES.md «Figures»)."""
