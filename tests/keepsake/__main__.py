"""`python -m tests.keepsake make FOLDER`: what made the files in `kept/` (README.md). FOLDER is new; the circles live in it."""

import sys
from pathlib import Path

from tests.keepsake.making import make

KEPT = Path(__file__).with_name("kept")


def main() -> int:
    if len(sys.argv) != 3 or sys.argv[1] != "make":
        print(__doc__)
        return 2
    folder = Path(sys.argv[2])
    make(folder / "kept", folder)
    print(f"Copy {folder / 'kept'} to {KEPT}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
