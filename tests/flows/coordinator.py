"""A coordinator with a browser: Chromium, which opens Prefect's page (V2) as people do, and may leave pictures of what it saw."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flows.served import Served
from tests.standins.proxy import CountingProxy, counting_proxy

CHROMIUM = shutil.which("chromium")
#: Where nothing listens.
_NOWHERE = "http://127.0.0.1:9/"
#: Nothing of the browser's own on the line. It is not the page that asks Google what a form is for, or for a new browser.
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-domain-reliability", "--no-pings",
         f"--autofill-server-url={_NOWHERE}", f"--gaia-url={_NOWHERE}", f"--apps-gallery-update-url={_NOWHERE}",
         f"--component-updater=url-source={_NOWHERE}"]  # fmt: skip
#: A folder for people to look at the pictures; without it they go where pytest keeps what tests leave.
PICTURES = "PICTURES_FOLDER"
#: Milliseconds until something is given up.
PATIENCE = 120_000
#: Milliseconds after which somebody who misses something on the page loads it anew.
IMPATIENCE = 4_000
PASSWORD_FIELD = "admin:pass"  # the page says no more of what it wants


class Coordinator:
    """What somebody does who knows the words on the page and nothing else."""

    def __init__(self, page: Any, served: Served, pictures: Path, proxy: CountingProxy) -> None:
        self.page, self.served, self.pictures, self.proxy = page, served, pictures, proxy
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def log_in(self, address: str) -> None:
        """As `serve --show-password` says: all of it in the one field."""
        self.page.goto(address)
        self.page.get_by_placeholder(PASSWORD_FIELD).fill(self.served.password())
        self.picture("passord")
        self.page.get_by_role("button", name="Login").click()
        self.page.get_by_text("Deployments", exact=True).first.wait_for()

    def another(self, **how: Any) -> "Coordinator":
        """The same person at the same browser, who is not logged in; `how` as Playwright's `new_context` has it."""
        return Coordinator(new_page(self.page.context.browser, **how), self.served, self.pictures, self.proxy)

    def picture(self, name: str) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(400)  # a switch slides
        self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")

    def find(self, name: str) -> None:
        """From the address to the page of what is called `name`."""
        self.page.goto(self.served.url)
        self.page.get_by_role("link", name="Deployments", exact=True).click()
        self.page.get_by_placeholder("Search deployments").fill(name)
        self.page.wait_for_url(re.compile("flowOrDeploymentName="))  # until then the search may still call somebody back who clicked already
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.get_by_role("button", name="Run", exact=True).wait_for()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def form(self) -> None:
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        self.page.get_by_label("Vis bare hva som ville skje").wait_for()

    def choose(self, field: str, value: str) -> None:
        """In a drop-down: wherever one presses in it, it opens."""
        self.page.get_by_role("button", name=f"Select {field}").click()
        self.page.get_by_role("option", name=value, exact=True).click()

    def fill_in(self, circle: str, at: str, only_show: bool) -> None:
        self.choose("Sirkel", circle)
        self.page.get_by_label("Tidspunkt").fill(at)
        if only_show:
            self.page.get_by_role("switch", name="Vis bare hva som ville skje").click()

    def start(self) -> None:
        """Send the form and open the run it made."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as made:
            self.page.get_by_role("button", name="Submit", exact=True).click()
        assert made.value.ok, (made.value.status, made.value.text())
        self.open_run(made.value.json()["id"])

    def open_run(self, run: str) -> None:
        """By the list of all runs."""
        self.page.get_by_role("link", name="Runs", exact=True).first.click()
        self.page.locator(f"a[href*='{run}']").first.click()
        self.page.wait_for_url(re.compile(f"flow-run/{run}"))

    def sees(self, words: str | re.Pattern[str], timeout: int = PATIENCE) -> None:
        from playwright.sync_api import expect

        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=timeout)

    def sees_end(self, state: str, words: str) -> None:
        """The state of the run on the page, and how its message begins."""
        self.sees(re.compile(f"^{state}$"))
        self.tab("Details")
        self.sees(re.compile(f"^{re.escape(words)}"))

    def reads_log(self, words: str) -> None:
        """The lines come seconds after the state, and the page fetches none of them by itself once the run has ended."""
        for _ in range(PATIENCE // IMPATIENCE):
            self.tab("Logs")
            try:
                return self.sees(words, IMPATIENCE)
            except AssertionError:
                self.page.reload()
        raise AssertionError(f"not in the log: {words}")

    def read(self, key: str, awaited: str) -> str:
        """The words of the table or text `key` that the run on the page has left, once `awaited` is among them; without spaces between cells."""
        from playwright.sync_api import expect

        self.tab("Artifacts")
        self.page.locator("a[href*='/artifacts/artifact/']", has_text=key).first.click()
        shown = self.page.get_by_role("tabpanel", name="Artifact", exact=True)
        expect(shown).to_contain_text(awaited)
        return str(shown.text_content())

    def resume(self) -> Any:
        """The form of the run on the page that waits: it lies behind the three dots."""
        self.page.get_by_role("button", name="Open menu").first.click()
        self.page.get_by_role("menuitem", name="Resume", exact=True).click()
        return self.page.get_by_role("dialog", name="Resume Flow Run")


@contextmanager
def coordinating(served: Served, folder: Path) -> Iterator[Coordinator]:
    """Chromium on the address that `serve` tells, logged in; `folder` is for pictures unless the environment names another.

    What it asks of others than this machine is counted: for that it knows no other way than the proxy.
    """
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "install chromium"
        pytest.skip("there is no chromium here")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with counting_proxy() as proxy, sync_playwright() as playwright:
        through = [f"--proxy-server=http://127.0.0.1:{proxy.port}", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *through])
        coordinator = Coordinator(new_page(browser), served, Path(os.environ.get(PICTURES) or folder), proxy)
        coordinator.log_in(served.url)
        yield coordinator
        browser.close()


def new_page(browser: Any, **how: Any) -> Any:
    """One that knows nothing of the browser's others."""
    page = browser.new_context(viewport={"width": 1300, "height": 900}, **how).new_page()
    page.set_default_timeout(PATIENCE)
    return page
