"""The configuration: what is right is read, and every mistake is told with file, key and next step."""

import shutil
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import pytest

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tasks.settings.folders import CHECKOUT
from tasks.settings.load import load
from tasks.settings.model import Settings

NAME = "baerekraftige-moteplasser"
CIRCLE = f"circles/{NAME}.toml"
DOORS = "doors.toml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return copy_of_config(tmp_path)


def copy_of_config(folder: Path) -> Path:
    """The checkout's circle and doors, with small letters, for a test to spoil."""
    for name in (CIRCLE, DOORS):
        (folder / "config" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / "config" / name, folder / "config" / name)
    for language in LANGUAGES:
        letters = folder / "config/messages" / language
        letters.mkdir(parents=True)
        for kind in Kind:
            (letters / f"{kind}.md").write_text("Emne\n\nBrev\n", encoding="utf-8")
    return folder / "config"


def spoil(config: Path, file: str, old: str, new: str) -> None:
    text = (config / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    (config / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def read(config: Path, environment: Mapping[str, str] | None = None) -> Settings:
    return load(config, config.parent / "var", environment or {})


def problems(config: Path, environment: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(Stop) as stopped:
        read(config, environment)
    return stopped.value.problems


def test_the_circle_of_the_checkout_is_the_one_of_the_page(tmp_path: Path) -> None:
    found = load(CHECKOUT / "config", tmp_path, {})
    circle, doors = found.circle(NAME).circle, found.circle(NAME).doors
    assert (circle.name, circle.first_day, circle.last_day) == (NAME, date(2021, 5, 1), date(2021, 12, 31))
    assert (circle.rhythm.rule, circle.rhythm.start, circle.rhythm.end) == ("FREQ=MONTHLY;BYDAY=2TU", time(9, 15), time(11, 30))
    assert (circle.shown_period, circle.zone.key) == ("Mai–oktober 2021", "Europe/Oslo")
    assert (circle.holidays, circle.pause_months) == ("NO", (7,))
    assert [each.name for each in circle.facilitators] == ["Anders Bergkvist", "Marianne Sempler"]
    assert circle.questions.need == "Hva har jeg behov for å lære nå?"
    assert len(circle.agenda) == 4
    assert len(circle.themes) == 3
    assert circle.free
    assert 8 <= len(circle.topics) == len({topic.id for topic in circle.topics}) <= 12
    assert doors.sheet.workbook == CHECKOUT / "config/practice.xlsx"
    assert (doors.post.sender_address, doors.post.per_round) == ("sirkel@example.org", 500)
    assert {(language, kind.value) for language in LANGUAGES for kind in Kind} <= found.templates.keys()


MISTAKES = [
    # file, what stands there, what somebody writes instead, where it is told, and words of what is wrong and of the next step
    (CIRCLE, "pause_months", "pausemonths", CIRCLE, "«pausemonths»", "«pause_months»"),
    (CIRCLE, "[rhythm]", "[rythm]", CIRCLE, "«rythm»", "«rhythm»"),
    (CIRCLE, "[letters]\n", "[letters]\ngratis = true\n", "[letters]", "«gratis»", "Lovlig er: answers_close_days"),
    (CIRCLE, "[rhythm]", '[rhythm]\nzone = "Europe/Oslo"', "[rhythm]", "«zone»", "øverst i filen"),
    (CIRCLE, "free = true", 'free = true\nstart = "09:15"', CIRCLE, "«start»", "under [rhythm]"),
    (CIRCLE, 'zone = "Europe/Oslo"\n', "", f"{CIRCLE}, zone", "mangler", 'zone = "…"'),
    (CIRCLE, 'start = "09:15"\n', "", "[rhythm] start", "mangler", '"09:15"'),
    (CIRCLE, "free = true", 'free = "ja"', f"{CIRCLE}, linje 30, free", "«ja»", "true"),
    (CIRCLE, "first_day = 2021-05-01", 'first_day = "2021-05-01"', "first_day", "uten anførselstegn", "first_day = 2021-05-01"),
    (CIRCLE, "first_day = 2021-05-01", "first_day = 2021-02-31", "linje 21, kolonne 13 (first_day)", "finnes ikke", "Rett"),
    (CIRCLE, "first_day = 2021-05-01", "first_day = 1.5.2021", "linje 21", "datoer skrives 2021-05-01", "Rett"),
    (CIRCLE, "first_day = 2021-05-01", "first_day 2021-05-01", "linje 21", "likhetstegn", "Rett"),
    (CIRCLE, 'title = "', "title = ", "linje 9", "anførselstegn", "Rett"),
    (CIRCLE, "free = true", "free = true\nfree = true", "(free)", "to ganger", "Rett"),
    (CIRCLE, "last_day = 2021-12-31", "last_day = 2021-04-30", "last_day", "er før first_day, 2021-05-01", "minst én dag"),
    (CIRCLE, "last_day = 2021-12-31", "last_day = 2201-12-31", "last_day", "mer enn 20 år", "årstallet"),
    (CIRCLE, "Europe/Oslo", "Europe/Olso", "zone", "«Europe/Olso»", "«Europe/Oslo»"),
    (CIRCLE, 'language = "nb"', 'language = "no"', "language", "«no»", "en, nb, nn"),
    (CIRCLE, 'holidays = "NO"', 'holidays = "XQ"', "holidays", "«XQ»", '"NO"'),
    (CIRCLE, "[7]", "[7, 13]", "pause_months", "13", "1 til 12"),
    (CIRCLE, "[7]", '["juli"]', "pause_months", "Nr. 1 i listen er «juli»", "Rett"),
    (CIRCLE, 'start = "09:15"', 'start = "9:75"', "[rhythm] start", "«9:75»", '"09:15"'),
    (CIRCLE, 'end = "11:30"', 'end = "09.15"', "[rhythm] end", "slutter 09.15, men begynner 09.15", "senere"),
    (CIRCLE, "FREQ=MONTHLY;BYDAY=2TU", "BYDAY=2TU", "[rhythm] rule", "FREQ mangler", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "BYDAY=2TI", "[rhythm] rule", "kan ikke tolkes", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "COUNT=3", "[rhythm] rule", "COUNT", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "UNTIL=20211231", "[rhythm] rule", "first_day og last_day", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "INTERVAL=0", "[rhythm] rule", "INTERVAL=0", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "BYDAY=2TU\\nDTSTART:20210101", "[rhythm] rule", "mellomrom", "RFC 5545"),
    (CIRCLE, "BYDAY=2TU", "BYMONTH=2;BYMONTHDAY=31", "[rhythm] rule", "ingen datoer", "RFC 5545"),
    (CIRCLE, "nudge_days = 4", "nudge_days = 400", "[letters] nudge_days", "400", "0 til 365"),
    (CIRCLE, "nudge_days = 4", "nudge_days = true", "[letters] nudge_days", "true", "nudge_days = 4"),
    (CIRCLE, "marianne.sempler@example.org", "marianne.sempler@", "[[facilitators]] nr. 2, address", "e-post", "navn@sted.no"),
    (CIRCLE, "marianne.sempler@example.org", "marianne@skole.test", "[[facilitators]] nr. 2, address", "slutter på «.test»", "virkelig adresse"),
    (CIRCLE, "marianne.sempler@", "Anders.Bergkvist@", "[[facilitators]] nr. 2, address", "nr. 1", "Ta bort"),
    (CIRCLE, "pairs = []", 'pairs = [["tavle"]]', "pairs", "Nr. 1", "to og to"),
    (CIRCLE, 'title = "Verktøyverksted"', 'title = "Deling av erfaringer"', "[[topics]] nr. 12, title", "nr. 8", "Ta bort"),
    (CIRCLE, '"Hva har jeg behov for å lære nå?"', '" "', "[questions] need", "tom", "need"),
    (CIRCLE, 'shown_period = "Mai', 'shown_period = "\\u0000Mai', "shown_period", "styretegn", "på nytt"),
    (DOORS, 'kind = "workbook"', 'kind = "workbok"', "[sheet] kind", "«workbok»", "«workbook»"),
    (DOORS, 'kind = "workbook"', 'kind = "google"', "[sheet] spreadsheet", "mangler", "/d/"),
    (DOORS, 'kind = "fixed"', 'kind = "zoom"', "[room] host", "mangler", "host"),
    (DOORS, "alternative_hosts = []", 'alternative_hosts = ["Kari"]', "[room] alternative_hosts", "Nr. 1", "navn@sted.no"),
    (DOORS, "https://zoom.example.org", "http://zoom.example.org", "[room] link", "ikke kryptert", "https://"),
    (DOORS, "https://zoom.example.org/j/2021", "", "[room] link", "mangler", "https://"),
    (DOORS, "https://zoom.example.org", "zoom.example.org", "[room] link", "nettadresse", "https://"),
    (DOORS, "http://127.0.0.1:4300", "http://127.0.0.1:abc", "[pages] url", "kan ikke tolkes", "https://"),
    (DOORS, 'kind = "outbox"', 'kind = "smtp"', "[post] host", "mangler", "smtp.example.org"),
    (DOORS, "port = 587", "port = 70000", "[post] port", "70000", "65535"),
    (DOORS, 'security = "starttls"', 'security = "ssl"', "[post] security", "«ssl»", "starttls, tls"),
    (DOORS, "Læringssirkelen <sirkel@example.org>", "a@example.org", "[post] sender", "navn og adresse", "Læringssirkelen <"),
    (DOORS, "per_round = 500", "per_round = 0", "[post] per_round", "0", "fra 1"),
    (DOORS, 'kind = "none"', 'kind = "imap"', "[mailbox] host", "mangler", "Skriv tjeneren"),
    (DOORS, 'recording = "none"', 'recording = "ja"', "[room] recording", "«ja»", "local"),
    (DOORS, "waiting_room = true", 'waiting_room = "ja"', "[room] waiting_room", "true eller false", "true"),
    (DOORS, 'auth = "password"', 'auth = "xoauth2"', "[post] user", "mangler", "adresse"),
    (DOORS, 'answer_form = ""', 'answer_form = "https://forms.example.org/f"', "[pages] answer_form", "{participant}", "forhåndsutfylt"),
    (DOORS, 'ca_file = ""', 'ca_file = "rot.pem"', "[post] ca_file", "finnes ikke", "doors.toml"),
    (DOORS, "sqlite:///ledger.db", "mysql://bruker:hemmelig@tjener/base", "[ledger] url", "kan ikke brukes", "sqlite:///ledger.db"),
    (DOORS, "\n[pages]", "\n[page]", DOORS, "«page»", "«pages»"),
    (DOORS, 'user = ""', 'user = ""\npassword = "hemmelig"', "[post]", "«password»", "miljøvariabel"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "what", "next_step"), MISTAKES, ids=[each[2][:40] for each in MISTAKES])
def test_a_mistake_names_file_key_what_was_found_and_the_next_step(
    config: Path, file: str, old: str, new: str, where: str, what: str, next_step: str
) -> None:
    spoil(config, file, old, new)
    found = problems(config)
    fitting = [each for each in found if where in each.where and what in each.what and next_step in each.next_step]
    assert fitting, "\n".join(map(str, found))
    assert file in fitting[0].where
    told = "\n".join(map(str, found))
    assert "hemmelig" not in told
    assert "anders.bergkvist" not in told.casefold()
    assert "marianne.sempler" not in told.casefold()


def test_all_mistakes_of_all_files_are_told_at_once(config: Path) -> None:
    spoil(config, CIRCLE, "zone =", "sone =")
    spoil(config, CIRCLE, "[7]", "[0]")
    spoil(config, DOORS, "port = 587", "port = 0")
    (config / "circles/annen.toml").write_text('title = "Uten slutt\n', encoding="utf-8")
    (config / "messages/nn/digest.md").unlink()
    (config / "messages/en/focus.md").write_bytes("Emne på blåbær".encode("latin-1"))
    told = "\n".join(map(str, problems(config, {"SIRKEL_KEY": "kort"})))
    for part in ("«sone»", f"{CIRCLE}, zone", "pause_months", "[post] port", "annen.toml, linje 1"):
        assert part in told
    for part in ("digest.md", "focus.md", "SIRKEL_KEY"):
        assert part in told


def test_a_nearly_empty_circle_is_told_everything_it_lacks(config: Path) -> None:
    (config / CIRCLE).write_text('title = "Ny"\nagenda = []\n', encoding="utf-8")
    lacking = {each.where.rpartition(", ")[2] for each in problems(config)}
    assert lacking == {
        "language", "zone", "first_day", "last_day", "agenda", "facilitators", "[rhythm] rule", "[rhythm] start", "[rhythm] end",
        "[questions] relevance", "[questions] need",
    }  # fmt: skip


def test_a_mistake_in_doors_toml_is_told_once_however_many_circles_share_it(config: Path) -> None:
    shutil.copy(config / CIRCLE, config / "circles/annen.toml")
    spoil(config, DOORS, "port = 587", "port = 0")
    assert len(problems(config)) == 1


def test_a_circle_may_have_its_own_doors_but_no_ledger_of_its_own(config: Path) -> None:
    spoil(config, CIRCLE, "[rhythm]", '[room]\nlink = "https://rom.example.org"\n[rhythm]')
    room = read(config).circle(NAME).doors.room
    assert (room.kind, room.link, room.token_url) == ("fixed", "https://rom.example.org", "https://zoom.us/oauth/token")
    spoil(config, CIRCLE, "https://rom.", "ftp://rom.")
    spoil(config, CIRCLE, "[rhythm]", '[ledger]\nurl = "sqlite:///mitt.db"\n[rhythm]')
    found = problems(config)
    assert all(CIRCLE in each.where for each in found)
    assert "[room] link" in found[0].where
    assert "doors.toml" in found[1].next_step


@pytest.mark.parametrize(
    "kind",
    [
        '[sheet]\nkind = "google"\nspreadsheet = "1x"',
        '[room]\nkind = "zoom"\nhost = "me"',
        '[post]\nkind = "smtp"\nhost = "::1"\nsecurity = "none"',
    ],
)
def test_real_services_may_be_chosen_without_their_secrets(config: Path, kind: str) -> None:
    spoil(config, CIRCLE, "[rhythm]", f"{kind}\n[rhythm]")
    assert read(config).circle(NAME)


def test_letters_in_clear_stay_on_this_machine(config: Path) -> None:
    spoil(config, CIRCLE, "[rhythm]", '[post]\nkind = "smtp"\nhost = "smtp.example.org"\nsecurity = "none"\n[rhythm]')
    assert [each.where.rpartition(", ")[2] for each in problems(config)] == ["[post] security"]


def test_a_circle_whose_file_name_cannot_name_a_folder_is_a_mistake_with_a_better_name(config: Path) -> None:
    (config / CIRCLE).rename(config / "circles/Bærekraftige Møteplasser.toml")
    assert "baerekraftige-moteplasser.toml" in problems(config)[0].next_step


def test_without_circles_it_says_where_it_looked_and_how_to_make_one(config: Path) -> None:
    (config / CIRCLE).unlink()
    [found] = problems(config)
    assert str(config / "circles") in found.where
    assert "kopier" in found.next_step
    [gone] = problems(config / "finnes-ikke")
    assert "SIRKEL_CONFIG" in gone.next_step


def test_an_unknown_circle_names_the_nearest_and_all_there_are(config: Path) -> None:
    with pytest.raises(Stop, match=f"Mente du «{NAME}»"):
        read(config).circle("barekraftig-moteplass")
    shutil.copy(config / CIRCLE, config / "circles/annen.toml")
    with pytest.raises(Stop, match=f"annen, {NAME}"):
        read(config).circle("finnes ikke")


def test_a_file_from_notepad_reads_like_any_other(config: Path) -> None:
    text = (config / CIRCLE).read_text(encoding="utf-8").replace("\n", "\r\n")
    (config / CIRCLE).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read(config).names == [NAME]
