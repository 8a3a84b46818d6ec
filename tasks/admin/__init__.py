"""What the command does besides rounds: check, status, settle, forget, report."""
