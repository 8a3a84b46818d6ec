"""`python -m tests.bad_input`: the table of all cases and their messages, as Markdown."""

import sys
import tempfile
from pathlib import Path

from tests import prefect_server
from tests.bad_input.every_case import CASES, everything_seen, table

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, prefect_server.running(Path(folder)):
        sys.stdout.write(table(CASES, everything_seen()))
