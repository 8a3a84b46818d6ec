"""config/doors.toml, and what a circle's own file says instead of it -> `Doors` (RULES.md «Configuration»)."""

from collections.abc import Sequence
from pathlib import Path

from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.links import Pages
from tasks.settings.checks import address_or_none, addresses, form_link, host, sender, url
from tasks.settings.model import Doors, LedgerDoor, MailboxDoor, Operator, PostDoor, RoomDoor, SheetDoor
from tasks.settings.toml_table import Layer, Table, Tables

#: The tables a circle's file may carry, and those that are one for the whole installation.
OWN = ("sheet", "room", "post", "mailbox", "pages")
COMMON = {
    "ledger": "Minnet er felles for alle sirkler.",
    "operator": "Den som drifter programmet, er den samme for alle sirkler.",
    "ping": "Livstegnet er felles for alle sirkler.",
}
_SENDER = "Læringssirkelen <sirkel@example.org>"


def doors_of(tables: Tables, root: Table, layers: Sequence[Layer], config: Path) -> Doors:
    """`layers`: doors.toml, then perhaps the circle's file. Relative files lie in `config`."""
    own = {name: tables.named(root, name, layers) for name in OWN}
    return Doors(
        sheet=_sheet(own["sheet"], config),
        room=_room(own["room"]),
        post=_post(own["post"], config),
        mailbox=_mailbox(own["mailbox"], config),
        ledger=LedgerDoor(_ledger(tables.named(root, "ledger", layers[:1]))),
        pages=_pages(own["pages"]),
        operator=_operator(tables.named(root, "operator", layers[:1])),
        ping=url(tables.named(root, "ping", layers[:1]), "url", ""),
    )


def _sheet(table: Table, config: Path) -> SheetDoor:
    door = SheetDoor(
        kind=table.choice("kind", ("workbook", "google"), "workbook"),
        workbook=config / table.text("workbook", "practice.xlsx"),
        spreadsheet=table.text("spreadsheet", ""),
        api_url=url(table, "api_url", "https://sheets.googleapis.com").rstrip("/"),
    )
    if door.kind == "google" and not door.spreadsheet and table.sound("spreadsheet"):
        step = 'Lim inn id-en fra arkets nettadresse (mellom /d/ og /edit): spreadsheet = "…"'
        table.wrong("spreadsheet", "Google-arket er valgt, men hvilket ark det er, mangler.", step)
    return door


def _room(table: Table) -> RoomDoor:
    door = RoomDoor(
        kind=table.choice("kind", ("fixed", "zoom"), "fixed"),
        link=url(table, "link", ""),
        host=table.text("host", ""),
        alternative_hosts=addresses(table, "alternative_hosts"),
        waiting_room=table.flag("waiting_room", True),
        recording=table.choice("recording", ("none", "local", "cloud"), "none"),
        attendance=table.flag("attendance", False),
        api_url=url(table, "api_url", "https://api.zoom.us/v2").rstrip("/"),
        token_url=url(table, "token_url", "https://zoom.us/oauth/token"),
    )
    if door.kind == "fixed" and not door.link and table.sound("link"):
        table.wrong("link", "Rommet er en fast lenke, men lenken mangler.", 'Skriv adressen til møterommet: link = "https://…"')
    if door.kind == "zoom" and not door.host and table.sound("host"):
        table.wrong("host", "Zoom er valgt, men brukeren som skal eie møtene, mangler.", 'Skriv brukerens adresse: host = "…"')
    return door


def _post(table: Table, config: Path) -> PostDoor:
    door = PostDoor(
        kind=table.choice("kind", ("outbox", "smtp"), "outbox"),
        sender=sender(table, "sender", _SENDER),
        host=host(table, "host"),
        port=table.whole("port", 1, 65535, 587),
        security=table.choice("security", ("starttls", "tls", "none"), "starttls"),
        user=table.text("user", ""),
        auth=table.choice("auth", ("password", "xoauth2"), "password"),
        ca_file=_ca_file(table, config),
        connections=table.whole("connections", 1, 20, 1),
        per_minute=table.whole("per_minute", 0, 100_000, 0),
        per_round=table.whole("per_round", 1, 1_000_000, 500),
    )
    if door.kind == "smtp" and not door.host and table.sound("host"):
        table.wrong("host", "SMTP er valgt, men tjeneren mangler.", 'Skriv navnet: host = "smtp.example.org"')
    if door.auth == "xoauth2" and not door.user and table.sound("user"):
        table.wrong("user", "XOAUTH2 er valgt, men brukeren mangler.", 'Skriv kontoens adresse: user = "…"')
    _check_open(table, door.host, door.security, 'Skriv "starttls" (oftest port 587) eller "tls" (port 465)')
    return door


def _mailbox(table: Table, config: Path) -> MailboxDoor:
    door = MailboxDoor(
        kind=table.choice("kind", ("none", "imap"), "none"),
        host=host(table, "host"),
        port=table.whole("port", 1, 65535, 993),
        security=table.choice("security", ("tls", "starttls", "none"), "tls"),
        user=table.text("user", ""),
        folder=table.text("folder", "INBOX"),
        ca_file=_ca_file(table, config),
    )
    if door.kind == "imap":
        for key, value, what in (("host", door.host, "tjeneren"), ("user", door.user, "brukeren")):
            if not value and table.sound(key):
                table.wrong(key, f"Postkassen skal leses med IMAP, men {what} mangler.", f'Skriv {what}: {key} = "…"')
    _check_open(table, door.host, door.security, 'Skriv "tls" (port 993) eller "starttls" (port 143)')
    return door


def _check_open(table: Table, host: str, security: str, step: str) -> None:
    if security == "none" and host and not is_loopback(host) and table.sound("host", "security"):
        step += '; "none" er bare lov mot denne maskinen (127.0.0.1).'
        table.wrong("security", "Brev og passord ville gått ukryptert over nettet.", step)


def _pages(table: Table) -> Pages:
    return Pages(
        # Typed as "", there are none; not typed at all, they are on this machine.
        url=url(table, "url", "" if table.has("url") else "http://127.0.0.1:4300").rstrip("/"),
        answer_form=form_link(table, "answer_form"),
        absence_form=form_link(table, "absence_form"),
        consultation_form=form_link(table, "consultation_form"),
    )


def _operator(table: Table) -> Operator:
    return Operator(
        address=address_or_none(table, "address"),
        language=table.choice("language", LANGUAGES, "nb"),
        # A day is the least that those who start rounds by hand or by cron can keep; a year is never.
        late_hours=table.whole("late_hours", 1, 8760, 26),
    )


def _ca_file(table: Table, config: Path) -> Path | None:
    name = table.text("ca_file", "")
    if name and not (config / name).is_file():
        step = 'Skriv hvor den ligger (regnet fra mappen med doors.toml), eller "" for maskinens egne.'
        table.wrong("ca_file", "Filen finnes ikke.", step)
    return config / name if name else None


def _ledger(table: Table) -> str:
    """SQLAlchemy's URL. What was found is not shown: it may hold a password."""
    text = table.text("url", "sqlite:///ledger.db")
    scheme, _, rest = text.partition("://")
    file = rest.removeprefix("/") if rest.startswith("/") else ""
    lasting = scheme == "sqlite" and file and not file.startswith((":memory:", "?"))
    if not lasting and not (scheme.split("+")[0] == "postgresql" and rest) and table.sound("url"):
        step = 'Skriv "sqlite:///ledger.db" (en fil i datamappen) eller "postgresql+psycopg://bruker@tjener/base".'
        table.wrong("url", "Adressen til minnet kan ikke brukes.", step)
    return text
