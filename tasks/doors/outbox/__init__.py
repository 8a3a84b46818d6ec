"""Letters as files in a folder, for trial."""
