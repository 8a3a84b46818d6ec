"""What the command's exit status means, for scripts and for whoever watches (RULES.md «Command»)."""

#: Done; something needs a person; wrong use or configuration; another round is at work.
DONE, PERSON, WRONG_USE, BUSY = 0, 1, 2, 3
