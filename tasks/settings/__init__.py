"""Configuration, environment and secrets -> frozen settings; the only reader of the environment."""
