"""One module per act that people start, and the command. Nothing here imports Prefect at package level: `sirkel focus` is quick."""
