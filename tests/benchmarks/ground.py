"""A circle with as many people as wanted, in a folder of its own, whose letters go to a stand-in mail server."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from tasks.doors.ledger.ledger import SqlLedger
from tests.benchmarks.mail_server import MailServer
from tests.standins.smtp_office import USER

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"
#: A week before the meeting: everybody is invited, nobody reminded.
AT = "2021-05-04T08:05"
FACILITATORS = 2
PASSWORD = "benkeproeve"
SECRETS = {"SIRKEL_SMTP_PASSWORD": PASSWORD, "SIRKEL_KEY": "a key for benchmarks, no secret at all"}
FIRST = ("Åse", "Kari", "Ola", "Bjørn", "Marit", "Søren", "Nadia", "Per")
POST = """
[post]
kind = "smtp"
host = "127.0.0.1"
port = {port}
user = "{user}"
ca_file = "{ca_file}"
connections = {connections}
per_round = 1000000
"""


@dataclass(frozen=True)
class Ground:
    """A circle whose next round sends `letters` invitations (its facilitators get one each too)."""

    config: Path
    data: Path
    letters: int

    @property
    def sheet(self) -> Path:
        return self.config / "practice.xlsx"

    def environment(self) -> dict[str, str]:
        return SECRETS | {"SIRKEL_CONFIG": str(self.config), "SIRKEL_DATA": str(self.data)}


def ground(folder: Path, letters: int, server: MailServer, connections: int = 1) -> Ground:
    """Its ledger is there, and empty: an installation makes it once in its life."""
    found = Ground(folder / "config", folder / "data", letters)
    shutil.copytree(ROOT / "config", found.config)
    people_and_meeting(found.sheet, letters - FACILITATORS)
    post = POST.format(port=server.port, user=USER, ca_file=server.ca_file, connections=connections)
    with (found.config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
        file.write(post)
    found.data.mkdir(parents=True)
    SqlLedger(f"sqlite:///{found.data / 'ledger.db'}").close()
    return found


def people_and_meeting(sheet: Path, people: int) -> None:
    """A workbook with `people` who signed up yesterday, and one meeting."""
    book = Workbook()
    sign_ups = book.active
    assert sign_ups is not None
    sign_ups.title = "Påmelding"
    sign_ups.append(["Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt"])
    for number in range(people):
        name = f"{FIRST[number % len(FIRST)]} Deltaker {number}"
        sign_ups.append([datetime(2021, 5, 3, 10, 0), name, f"deltaker{number}@example.org", "Kommunen", "nb", "Verktøy", None])
    meetings = book.create_sheet("Møter")
    meetings.append(["Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Notat"])
    meetings.append([1, date(2021, 5, 11), None, None, "Læringssirkel og læringsnettverk", None, None, None, None])
    book.save(sheet)
