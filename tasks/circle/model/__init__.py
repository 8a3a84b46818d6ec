"""The nouns that all of the circle shares: what is kept, what a cell is, what goes wrong."""
