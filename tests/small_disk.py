"""A disk of a few megabytes that can be filled, and folders that are for reading only: for root too, whom permissions don't stop."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "fyll"

    def fill(self, leave: int = 0) -> None:
        """Until only `leave` bytes are free."""
        with self._filler.open("wb", buffering=0) as file:
            free = os.statvfs(self.path)
            file.write(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))

    def make_room(self) -> None:
        self._filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Inside the block nothing in `folder` can be changed: by permissions, which don't stop root, or by a mount, which does."""
    if os.geteuid():
        paths = [*folder.iterdir(), folder]
        modes = [path.stat().st_mode for path in paths]
        for path in paths:
            path.chmod(0o500)
        try:
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)
    else:
        _mount("--bind", str(folder), str(folder))
        try:
            _mount("-o", "remount,bind,ro", str(folder))
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*how: str) -> None:
    """Passed over where this user may mount nothing; for root where work is decided on (CI) that is a failure."""
    mounted = subprocess.run(["mount", *how], capture_output=True, text=True, check=False)
    if mounted.returncode and (os.geteuid() or not os.environ.get("CI")):
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")
    assert mounted.returncode == 0, mounted.stderr


@contextmanager
def small_disk(path: Path, megabytes: int = 2) -> Iterator[SmallDisk]:
    path.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(path))
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)
