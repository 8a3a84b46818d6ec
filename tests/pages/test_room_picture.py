"""The picture of the address on the screen in the meeting, read by a decoder that is nobody's of ours (RULES.md R30)."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.model.links import room_address
from tasks.context import context_of
from tests.flows.office import CIRCLE
from tests.pages import test_in_a_browser
from tests.pages.served import SEPTEMBER, Served
from tests.pages.test_room import address

browser = test_in_a_browser.browser


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (1280, "dark")])
def test_a_telephone_reads_it_from_what_a_browser_shows(site: Served, browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    if not shutil.which("zbarimg"):
        assert not os.environ.get("CI"), "install zbar-tools"
        pytest.skip("Debian's zbar-tools are not here")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{site.url}{address(site)}/skjerm")
    page.screenshot(path=tmp_path / "screen.png", full_page=True)
    read = subprocess.run(["zbarimg", "--quiet", "--raw", str(tmp_path / "screen.png")], capture_output=True, text=True, check=True)
    pages = context_of(site.ref).settings.doors.pages
    assert read.stdout.strip() == room_address(pages, CIRCLE, context_of(site.ref).keys, SEPTEMBER)
