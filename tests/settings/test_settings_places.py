"""R28: a message about a setting names the file and line where it really stands."""

import tomllib

import pytest

from tasks.circle.model.errors import Problem
from tasks.settings.places import Places
from tasks.settings.toml_file import TomlFile

SHARED = '[post]\nkind = "smtp"\nhost = "smtp.example.org"\n\n[room]\nlink = ""\n\n[operator]\naddress = ""\n'
OWN = 'title = "Vår"\n\n[post]\nhost = "smtp.example.com"\n\n[mailbox]\nkind = "imap"\n\n[[facilitators]]\nname = "A"\naddress = "a@example.org"\n'


def file(name: str, text: str) -> TomlFile:
    return TomlFile(name, tomllib.loads(text), text)


PLACES = Places((file("/srv/sirkel/config/doors.toml", SHARED), file("/srv/sirkel/config/circles/vaar.toml", OWN)))


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("doors.toml, [post] host", "circles/vaar.toml, linje 4, [post] host"),
        ("doors.toml, [post] kind", "doors.toml, linje 2, [post] kind"),
        ("doors.toml, [post] port", "circles/vaar.toml, linje 3, [post] port"),  # nowhere: beside what is there
        ("doors.toml, [mailbox]", "circles/vaar.toml, linje 6, [mailbox]"),
        ("doors.toml, [ledger] url", "doors.toml, [ledger] url"),
        ("Se [post] i doors.toml, og vent.", "Se [post] i circles/vaar.toml, og vent."),
        ("Rett [post] host i doors.toml: navnet.", "Rett [post] host i circles/vaar.toml (linje 4): navnet."),
        ("Rett [room] link i doors.toml.", "Rett [room] link i doors.toml (linje 6)."),
        ("Sjekk [room] api_url i doors.toml.", "Sjekk [room] api_url i doors.toml."),
        ("[operator] i doors.toml", "[operator] i doors.toml"),
        ("Sirkelens fil, [[facilitators]] nr. 1, address", "circles/vaar.toml, linje 11, [[facilitators]] nr. 1, address"),
        ("«Påmelding», celle B3", "«Påmelding», celle B3"),
    ],
)
def test_a_setting_is_told_by_the_file_that_has_the_last_word(said: str, stands: str) -> None:
    assert PLACES.told(said) == stands
    assert PLACES.told(stands) == stands and Places().told(said) == said


def test_all_of_a_problem_is_told_so() -> None:
    found = PLACES.of(Problem("doors.toml, [post] host", "Se [post] i doors.toml.", "Rett [post] host i doors.toml.", command="«check»"))
    assert "doors.toml" not in str(found) and found.command == "«check»"
