"""Chromium, driven by playwright, and axe-core to look at pages with. Required where CI is set, passed over where they aren't there."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
#: WCAG 2.2 A and AA, and what axe's makers advise beside it.
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ALL_RULES = {"runOnly": [*WCAG["runOnly"], "best-practice"], "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


expect.set_options(timeout=30_000)  # other tests may keep the machine busy


def lacking(what: str) -> None:
    """Fail where everything must be there, pass over elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not here")
    pytest.skip(f"{what} is not here")


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A browser until the end of the block; `more` are arguments of Chromium's."""
    program = shutil.which("chromium")
    if program is None:
        lacking("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            browser.close()


def axe_source(cache: Path) -> str:
    """axe-core's one file, fetched once with npm's ordinary client."""
    file = cache / "package" / "axe.min.js"
    if not file.is_file():
        if shutil.which("npm") is None:
            lacking("npm")
        packed = subprocess.run(["npm", "pack", "axe-core@4", "--silent"], cwd=cache, capture_output=True, text=True, timeout=240, check=False)
        found = sorted(cache.glob("axe-core-*.tgz"))
        if packed.returncode or not found:
            lacking("axe-core")
        with tarfile.open(found[-1]) as archive:
            archive.extract("package/axe.min.js", cache, filter="data")
    return file.read_text(encoding="utf-8")


def findings(page: Page, axe: str, rules: dict[str, Any] = ALL_RULES) -> list[str]:
    """What axe has against the page as it stands, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    result: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", rules)
    return [f"{each['id']}: {node['target']} {node['failureSummary'][:300]}" for each in result["violations"] for node in each["nodes"]]
