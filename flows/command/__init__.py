"""What `python -m flows` does with each of its calls, and what it says on the terminal."""
