"""The sheet of the circle that is killed, small enough for quick rounds: as people type it, and as they change it two days later."""

from typing import Any

from tests.standins.google_spreadsheet import Spreadsheet

PEOPLE = ("Kari", "Ola", "Åse", "Mona", "Nils", "Siv", "Tor", "Unni")
LATER = ("Vidar", "Wenche")
SIGN_UP = ["Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt"]
MEETING = ["Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Notat"]
#: When the rounds are: the circle's first, and the one after the changes.
FIRST, CHANGED = "2021-05-10T08:05+02:00", "2021-05-12T08:05+02:00"


def rows(*, changed: bool) -> dict[str, list[list[Any]]]:
    """The tabs of people; `changed`: one meeting moved, one called off, one new, two people more and one less."""
    people = [[f"2021-05-0{n % 8 + 1} 10:00", name, f"{name.lower().replace('å', 'a')}@example.org", "", "nb", "", ""]
              for n, name in enumerate(PEOPLE)]  # fmt: skip
    meetings = [
        [1, "2021-05-18", "", "", "Digitale verktøy", "", "", "", ""],
        [2, "2021-06-01", "", "", "", "", "", "", ""],
        [3, "2021-06-22", "", "", "", "", "", "", ""],
    ]
    if changed:
        people += [["2021-05-11 10:00", name, f"{name.lower()}@example.org", "", "nb", "", ""] for name in LATER]
        people[0][6] = "x"
        meetings[0][1], meetings[1][7] = "2021-05-20", "avlyst"
        meetings.append([4, "2021-06-08", "", "", "Gode møterom", "", "", "", ""])
    return {"Påmelding": [SIGN_UP, *people], "Møter": [MEETING, *meetings]}


def typed_into(spreadsheet: Spreadsheet, *, changed: bool) -> None:
    for tab, values in rows(changed=changed).items():
        spreadsheet[tab].cells.clear()
        spreadsheet[tab].fill(values)
