"""Configuration, secrets and templates that are wrong: told before anything is done, with exit status 2."""

import os
from collections.abc import Callable
from unittest import mock

from tests.bad_input.case import Case
from tests.bad_input.desk import CIRCLE_FILE, DOORS_FILE, ROOT, Desk, Seen

INVITATION = "messages/nb/invitation.md"


def _wrong(name: str, happens: str, says: tuple[str, ...], spoil: Callable[[Desk], object], **environment: str) -> Case:
    def run(desk: Desk) -> Seen:
        desk.save()
        spoil(desk)
        # The environment is the outside here: what an operator has set before starting the command.
        with mock.patch.dict(os.environ, environment):
            return desk.call("status")

    return Case(name, "Innstillinger", happens, "stop", says, run)


def _typed(name: str, happens: str, says: tuple[str, ...], old: str, new: str, file: str = CIRCLE_FILE) -> Case:
    return _wrong(name, happens, says, lambda desk: desk.spoil(file, old, new))


CIRCLES = (
    _typed("toml-bad", "Et anførselstegn mangler", ("linje 15, kolonne", "anførselstegnet"), 'language = "nb"', 'language = "nb'),
    _typed("toml-twice", "En nøkkel står to ganger", ("linje", "to ganger"), 'language = "nb"', 'language = "nb"\nlanguage = "nn"'),
    _typed("toml-unknown", "En nøkkel er feilskrevet", ("«shown_perio»", "Mente du «shown_period»"), "shown_period", "shown_perio"),
    _typed("toml-wrong-table", "En nøkkel står i feil tabell", ("reminder_days", "[letters]"), "[rhythm]", "[rhythm]\nreminder_days = 2"),
    _wrong("toml-latin1", "Filen er lagret med en annen tegnkoding", ("linje", "UTF-8"),
           lambda desk: (desk.config / CIRCLE_FILE).write_bytes((desk.config / CIRCLE_FILE).read_text("utf-8").encode("latin-1", "replace"))),
    _wrong("toml-missing", "Mappen har ingen sirkel", ("circles", "ingen sirkler", "kopier"), lambda desk: (desk.config / CIRCLE_FILE).unlink()),
    _wrong("config-missing", "Hele mappen med innstillinger er borte", ("finnes ikke", "SIRKEL_CONFIG"),
           lambda desk: desk.config.rename(desk.config.with_name("flyttet"))),
    _wrong("doors-missing", "doors.toml er borte", ("doors.toml", "mangler"), lambda desk: (desk.config / DOORS_FILE).unlink()),
    _wrong("circle-name", "Sirkelens fil heter «Min sirkel.toml»", ("Filnavnet", "min-sirkel.toml"),
           lambda desk: (desk.config / CIRCLE_FILE).rename(desk.config / "circles/Min sirkel.toml")),
    _typed("tz-bad", "Tidssonen er «Europe/Olso»", ("zone", "«Europe/Olso»", "Europe/Oslo"), "Europe/Oslo", "Europe/Olso"),
    _typed("day-bad", "Første dag er 31. februar", ("linje", "finnes ikke i kalenderen"), "first_day = 2021-05-01", "first_day = 2021-02-31"),
    _typed("day-order", "Siste dag er før den første", ("last_day", "er før first_day"), "last_day = 2021-12-31", "last_day = 2020-12-31"),
    _typed("day-century", "Siste dag er i 2210", ("last_day", "årstallet"), "last_day = 2021-12-31", "last_day = 2210-12-31"),
    _typed("rule-bad", "Rytmen er «2. tirsdag»", ("[rhythm] rule", "FREQ"), "FREQ=MONTHLY;BYDAY=2TU", "2. tirsdag"),
    _typed("rule-never", "Rytmen treffer aldri (30. februar)", ("gir ingen datoer",), "FREQ=MONTHLY;BYDAY=2TU",
           "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    _typed("time-bad", "Møtene begynner «25:15»", ("[rhythm] start", "25:15"), 'start = "09:15"', 'start = "25:15"'),
    _typed("offset-text", "Påminnelsen går «to» dager før", ("[letters] reminder_days", "«to»", "heltall"), "reminder_days = 2",
           'reminder_days = "to"'),
    _typed("offset-minus", "Påminnelsen går -2 dager før", ("[letters] reminder_days", "-2"), "reminder_days = 2", "reminder_days = -2"),
    _typed("leader-mail", "Tilretteleggerens adresse er ufullstendig", ("[[facilitators]] nr. 1", "navn@sted.no"), "anders.bergkvist@example.org",
           "anders@"),
    _typed("holidays-bad", "Helligdagene er Narnias", ("holidays", "«NARNIA»"), 'holidays = "NO"', 'holidays = "Narnia"'),
    _typed("template-bad", "En mal bruker et felt som ikke finnes", ("invitation.md", "navnn"), "\n\n", "\n\n{{ person.navnn }} ", INVITATION),
    _typed("template-syntax", "En mal mangler «endif»", ("invitation.md", "linje"), "\n\n", "\n\n{% if meeting %} ", INVITATION),
    _wrong("template-empty", "En mal er tom", ("invitation.md", "tom"), lambda desk: (desk.config / INVITATION).write_text("")),
    _wrong("template-missing", "En mal er borte", ("messages/nb", "invitation.md"), lambda desk: (desk.config / INVITATION).unlink()),
)  # fmt: skip
DOORS = (
    _typed("smtp-port", "Porten er «abc»", ("[post] port", "«abc»", "heltall", "port = 587"), "port = 587", 'port = "abc"', DOORS_FILE),
    _typed("smtp-host", "Tjeneren er skrevet som nettadresse med port", ("[post] host", "uten port"),
           'host = ""                                    # SMTP',
           'host = "smtp://mail.example.org:587" #', DOORS_FILE),
    _typed("smtp-none", "SMTP er valgt, men ingen tjener", ("[post] host", "tjeneren mangler"), 'kind = "outbox"', 'kind = "smtp"', DOORS_FILE),
    _typed("sender-bad", "Avsenderen er bare en adresse", ("[post] sender", "navn og adresse"), "Læringssirkelen <sirkel@example.org>",
           "sirkel@example.org", DOORS_FILE),
    _typed("kind-bad", "Arket er av typen «excel»", ("[sheet] kind", "«excel»", "workbook"), 'kind = "workbook"', 'kind = "excel"', DOORS_FILE),
    _typed("google-none", "Google-ark er valgt, men ikke hvilket", ("[sheet] spreadsheet", "mangler"), 'kind = "workbook"', 'kind = "google"',
           DOORS_FILE),
    _typed("link-open", "Møterommets lenke er ukryptert", ("[room] link", "ikke kryptert", "https://"), "https://zoom.example.org/j/2021",
           "http://zoom.example.org/j/2021", DOORS_FILE),
    _typed("password-in-file", "Passordet er skrevet i doors.toml", ("[post]", "Hemmeligheter skal ikke stå i filer"), "port = 587",
           'port = 587\npassword = "hemmelig-ord"', DOORS_FILE),
    _typed("ledger-bad", "Minnet er en MySQL-base", ("[ledger] url", "sqlite:///"), "sqlite:///ledger.db", "mysql://a:hemmelig-ord@b/c", DOORS_FILE),
    _typed("pages-bad", "Skjemalenken har ikke plass til deltakeren", ("[pages] answer_form", "{participant}"), 'answer_form = ""',
           'answer_form = "https://forms.example.org/x"', DOORS_FILE),
)  # fmt: skip
SECRETS = (
    _wrong("secret-google", "Google-nøkkelen er skadd JSON", ("SIRKEL_GOOGLE_JSON", "ikke JSON", "Last ned"), lambda desk: None,
           SIRKEL_GOOGLE_JSON='{"private_key": "hemmelig-ord'),
    _wrong("secret-file", "Filen med passordet finnes ikke", ("SIRKEL_SMTP_PASSWORD_FILE", "kan ikke leses"), lambda desk: None,
           SIRKEL_SMTP_PASSWORD_FILE="/finnes/ikke/hemmelig-ord"),
    _wrong("secret-twice", "Passordet er gitt både som tekst og som fil", ("Både SIRKEL_SMTP_PASSWORD", "Behold bare den ene"), lambda desk: None,
           SIRKEL_SMTP_PASSWORD="hemmelig-ord", SIRKEL_SMTP_PASSWORD_FILE="/finnes/ikke"),
    _wrong("secret-misspelt", "Miljøvariabelen heter SIRKEL_SMTP_PASWORD", ("SIRKEL_SMTP_PASWORD", "Mente du SIRKEL_SMTP_PASSWORD"),
           lambda desk: None,
           SIRKEL_SMTP_PASWORD="hemmelig-ord"),
    _wrong("key-short", "Nøkkelen er «hemmelig»", ("SIRKEL_KEY", "for kort"), lambda desk: None, SIRKEL_KEY="hemmelig"),
    _wrong("data-in-code", "Datamappen er en del av programmet", ("er en del av programmet", "SIRKEL_DATA"),
           lambda desk: setattr(desk, "data", ROOT / "tasks")),
)  # fmt: skip
