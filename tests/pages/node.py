"""Tools of others that run on Node, fetched once with npm's ordinary client. Required where CI is set, passed over elsewhere."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.pages.browser import lacking


def installed(cache: Path, package: str) -> Path:
    """The folder in which `package` (as npm writes it, «name@2») can be required."""
    folder = cache / package.replace("@", "-")
    if not (folder / "complete").is_file():
        if shutil.which("npm") is None or shutil.which("node") is None:
            lacking("npm")
        folder.mkdir(exist_ok=True)
        call = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "--silent", package]
        if subprocess.run(call, capture_output=True, timeout=240, check=False).returncode:
            lacking(package)
        (folder / "complete").touch()
    return folder


def run(folder: Path, script: Path, given: object) -> Any:
    """What the script says (JSON) of what it is given (JSON), with the packages of `folder`."""
    call = ["node", "-e", script.read_text(encoding="utf-8")]
    done = subprocess.run(call, cwd=folder, input=json.dumps(given), capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
