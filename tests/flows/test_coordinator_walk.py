"""A coordinator who has never seen Prefect: one address, «inviter», what would happen, then for real, then what needs a person."""

import re
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError

import pytest

from flows.catalogue import OFFERED, TITLES
from tests.flows.coordinator import Coordinator, coordinating
from tests.flows.served import CIRCLE, Served

pytestmark = pytest.mark.served
#: A day on which invitations are due.
AT = "2021-05-03T08:05"
#: The fourth meeting's answers are in, and the fifth lacks a focus area.
SEPTEMBER, PROPOSAL = "2021-09-25T08:05", "Verktøyverksted"
SENTENCE = "Møte: Møtets nummer mangler. Skriv møtets Nr fra «Møter»."
#: Whom version 2 of the page would tell that it was opened, whatever it is told by settings.
ANALYTICS = "amplitude.com"
INVITE = next(each for each in OFFERED if each.name == "inviter")


@pytest.fixture(scope="module")
def coordinator(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coordinator]:
    with coordinating(served, tmp_path_factory.mktemp("pictures")) as found:
        yield found


@pytest.mark.timeout(900)
def test_a_coordinator_sees_what_would_happen_and_then_lets_it_happen(served: Served, coordinator: Coordinator) -> None:
    assert f"Åpne {served.url} i en nettleser" in served.words()
    _reads_what_it_is_for(coordinator)
    _only_looks(served, coordinator)
    _does_it(served, coordinator)


def _reads_what_it_is_for(coordinator: Coordinator) -> None:
    coordinator.find("inviter")
    coordinator.tab("Description")
    coordinator.sees(INVITE.description)
    coordinator.picture("inviter")


def _only_looks(served: Served, coordinator: Coordinator) -> None:
    coordinator.form()
    for name in ("circle", "at", "plan", "confirm"):
        coordinator.sees(f"{TITLES[name]} (Optional)")
    coordinator.fill_in(CIRCLE, AT, only_show=True)
    coordinator.picture("skjema")
    coordinator.start()
    coordinator.sees_end("Completed", "Bare vist: ingenting er sendt eller endret. 5 brev ville gått ut")
    coordinator.sees(re.compile(rf"^inviter {CIRCLE}, bare vist, for 2021"))
    coordinator.picture("kjøring")
    table = coordinator.read("ville-skje", "ville gått ut")
    assert "invitasjon" in table and "ville blitt laget" in table and "sendt" not in table
    coordinator.sees(re.compile("Hva som ville skje.*ingenting er sendt eller endret"))
    coordinator.picture("ville-skje")
    assert served.ledger()[1] == ()


def _does_it(served: Served, coordinator: Coordinator) -> None:
    coordinator.find("inviter")
    coordinator.form()
    coordinator.fill_in(CIRCLE, AT, only_show=False)
    coordinator.start()
    coordinator.sees_end("Completed", "Utført.")
    table = coordinator.read("gjort", "lagt i mappen")
    coordinator.picture("gjort")
    invited = [letter for letter in served.ledger()[1] if letter.kind == "invitation"]
    assert invited and f"invitasjon1{len(invited)}lagtimappen" in "".join(table.split())
    assert all(letter.person in table for letter in invited)


@pytest.mark.timeout(600)
def test_a_coordinator_finds_what_needs_a_person_and_who_should_do_what(served: Served, coordinator: Coordinator) -> None:
    run = served.carried_out("ta inn påmeldinger", at=SEPTEMBER)
    assert (run["state"]["name"], run["state"]["message"][:17]) == ("Completed", "Trenger en person")
    coordinator.open_run(run["id"])
    coordinator.sees_end("Completed", "Trenger en person.")
    table = coordinator.read("merknader", "Påmelding")
    coordinator.picture("merknader")
    assert all(word in table for word in ("Hva du gjør", "Hvem", "den som fører arket"))
    assert "example.org" not in table


@pytest.mark.timeout(600)
def test_a_run_that_was_started_wrongly_says_in_a_sentence_what_to_do(served: Served, coordinator: Coordinator) -> None:
    run = served.until(served.begin("sett fokusområde", focus="Noe nytt"), "FAILED")
    assert (run["state"]["name"], run["state"]["message"]) == ("Failed", f"Stoppet. {SENTENCE}")
    coordinator.open_run(run["id"])
    coordinator.sees_end("Failed", "Stoppet. Møte: Møtets nummer mangler.")
    coordinator.picture("stoppet")
    coordinator.reads_log(f"{SENTENCE} (den som fører arket)")
    coordinator.picture("logg")
    assert f"{SENTENCE} (den som fører arket)" in _logged(served, run["id"])
    assert "Traceback" not in str(_logged(served, run["id"]))


def _logged(served: Served, run: str) -> list[str]:
    return [line["message"] for line in served.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}})]


@pytest.mark.timeout(600)
def test_the_earlier_look_of_the_page_opens_starts_a_run_and_takes_a_choice(served: Served, coordinator: Coordinator) -> None:
    """Version 1, which whoever has kept an address of it still sees."""
    other = coordinator.another()
    other.log_in(f"{served.url}/deployments")
    page = other.page
    page.get_by_placeholder("Search deployments").fill("foreslå fokusområde")
    page.wait_for_url("**NameLike=*")  # until then the search may still call somebody back who clicked already
    page.get_by_role("link", name="foreslå fokusområde", exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run", exact=True).click()
    page.locator("textarea").first.fill(SEPTEMBER)
    with page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as made:
        page.get_by_role("button", name="Submit", exact=True).click()
    served.until(made.value.json()["id"], "COMPLETED")

    waiting = served.begin("sett fokusområde", circle=CIRCLE, meeting=5, at=SEPTEMBER)
    served.asks(waiting)
    page.locator("a[href='/runs']").click()
    page.locator(f"a[href*='{waiting}']").first.click()
    page.get_by_role("button", name="Resume").click()
    dialog = page.locator(".p-modal")
    dialog.locator(".p-select-button__icon").click()  # the text of it closes again at once, in this look
    page.get_by_role("option", name=PROPOSAL).click()
    dialog.get_by_role("button", name=PROPOSAL).wait_for()
    other.picture("versjon-1")
    dialog.get_by_role("button", name="Submit").click()
    served.until(waiting, "COMPLETED")
    page.context.close()
    assert [(each.meeting, each.focus) for each in served.ledger()[0]] == [(5, PROPOSAL)]


def test_the_page_speaks_to_nobody_but_its_own_server_though_it_would(served: Served, coordinator: Coordinator) -> None:
    """After all of the walks above. That the count counts, and that it is the policy that keeps the page silent, is shown by one without it."""
    assert coordinator.proxy.asked == []
    assert not [fault for fault in coordinator.faults if "eval" in fault], "the policy keeps something of the page itself away"
    unguarded = coordinator.another(bypass_csp=True)
    unguarded.log_in(served.url)
    served.wait(lambda: any(ANALYTICS in line for line in coordinator.proxy.asked))
    unguarded.page.context.close()


@pytest.mark.timeout(600)
def test_a_new_circle_needs_a_file_and_a_sheet_and_nobody_starts_anything_again(served: Served) -> None:
    config = served.folder / "config"
    shutil.copy(config / "practice.xlsx", config / "ny.xlsx")
    text = (config / "circles" / f"{CIRCLE}.toml").read_text(encoding="utf-8")
    (config / "circles" / "ny-sirkel.toml").write_text(f'{text}\n[sheet]\nworkbook = "ny.xlsx"\n', encoding="utf-8")
    offered = ["", CIRCLE, "ny-sirkel"]
    served.wait(lambda: all(form["circle"]["enum"] == offered for form in _forms(served)))
    assert len(_forms(served)) == len(OFFERED)
    served.wait(lambda: _is_there(f"http://127.0.0.1:{served.pages_port}/ny-sirkel"))
    run = served.carried_out("ta inn påmeldinger", circle="ny-sirkel", at="2021-05-03T08:05")
    assert (run["state"]["name"], run["state"]["message"][:7]) == ("Completed", "Utført.")
    served.wait(lambda: any(each["auto_scheduled"] for each in served.runs("dagsrunde")))  # the fixed times are still there


def _is_there(url: str) -> bool:
    with suppress(HTTPError), urllib.request.urlopen(url, timeout=60) as page:
        return bool(page.status == 200)
    return False


def _forms(served: Served) -> list[dict[str, Any]]:
    return [each["parameter_openapi_schema"]["properties"] for each in served.ask("deployments/filter", {})]
