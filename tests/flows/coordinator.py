"""A coordinator with a browser: Chromium, which opens Prefect's page as people do, and may leave pictures of what it saw."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flows.served import Served

CHROMIUM = shutil.which("chromium")
#: Nothing of the browser's own on the line.
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
#: A folder for people to look at the pictures; without it they go where pytest keeps what tests leave.
PICTURES = "PICTURES_FOLDER"
#: Milliseconds until something is given up.
PATIENCE = 120_000


class Coordinator:
    """What somebody does who knows the words on the page and nothing else."""

    def __init__(self, page: Any, url: str, pictures: Path) -> None:
        self.page, self.url, self.pictures = page, url, pictures
        self.asked: set[str] = set()
        page.on("request", lambda request: self.asked.add(request.url.split("/")[2]))
        page.on("websocket", lambda line: self.asked.add(line.url.split("/")[2]))

    def picture(self, name: str) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(400)  # a switch slides
        self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")

    def find(self, name: str) -> None:
        """From the address to the page of what is called `name`."""
        self.page.goto(self.url)
        self.page.locator("a[href='/deployments']").click()
        self.page.get_by_placeholder("Search deployments").fill(name)
        self.page.wait_for_url(re.compile("NameLike="))  # until then the search may still call somebody back who clicked already
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def form(self) -> None:
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_text("Custom run", exact=True).click()
        self.page.get_by_text("Vis bare hva som ville skje (Optional)").wait_for()

    def fill_in(self, at: str, only_show: bool) -> None:
        self.page.locator("textarea").first.fill(at)
        if only_show:
            self.page.get_by_role("switch").first.click()

    def start(self) -> None:
        """Send the form and open the run it made."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as made:
            self.page.get_by_role("button", name="Submit", exact=True).click()
        assert made.value.ok, (made.value.status, made.value.text())
        self.open_run(made.value.json()["id"])

    def open_run(self, run: str) -> None:
        """By the list of all runs."""
        self.page.locator("a[href='/runs']").click()
        self.page.locator(f"a[href*='{run}']").first.click()

    def sees(self, words: str | re.Pattern[str]) -> None:
        from playwright.sync_api import expect

        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def read(self, key: str, awaited: str) -> str:
        """The words of the table or text `key` that the run on the page has left, once `awaited` is among them; without spaces between cells."""
        from playwright.sync_api import expect

        self.page.get_by_text("Artifacts", exact=True).first.click()
        self.page.locator("a[href*='/artifacts/artifact/']", has_text=key).first.click()
        table = self.page.locator(".artifact-data-view").first
        expect(table).to_contain_text(awaited)
        return str(table.text_content())


@contextmanager
def coordinating(served: Served, folder: Path) -> Iterator[Coordinator]:
    """Chromium on the address that `serve` tells; `folder` is for pictures unless the environment names another."""
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "install chromium"
        pytest.skip("there is no chromium here")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.set_default_timeout(PATIENCE)
        yield Coordinator(page, served.url, Path(os.environ.get(PICTURES) or folder))
        browser.close()
