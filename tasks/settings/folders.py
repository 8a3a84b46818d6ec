"""Where configuration and data lie, and which circles there are. Nothing is read, and no library is needed."""

import os
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def folders(config: Path | None = None, data: Path | None = None, environment: Mapping[str, str] | None = None) -> tuple[Path, Path]:
    """The folders of configuration and data, absolute: as given, else `SIRKEL_CONFIG` and `SIRKEL_DATA`, else the usual ones."""
    environment = os.environ if environment is None else environment
    chosen = config or environment.get("SIRKEL_CONFIG") or CHECKOUT / "config"
    return Path(chosen).absolute(), Path(data or environment.get("SIRKEL_DATA") or "var").absolute()


def shipped(folder: str) -> Path:
    """The folder of the configuration as it came with the program: in the checkout; an installed wheel has it beside this module."""
    return next(each for each in (Path(__file__).with_name(folder), CHECKOUT / "config" / folder) if each.is_dir())


def circle_files(config: Path) -> list[Path]:
    """Those that are there now, sound or not. Nothing is read: it can be asked every other second."""
    return sorted(path for path in (config / "circles").glob("*.toml") if not path.name.startswith("."))
