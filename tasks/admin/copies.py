"""Each place where the program writes people's words, names or addresses: one list, for the papers and for the tests that nothing else does.

`python -m tests.shipped` writes it into deployments/PERSONVERN.md (GDPR art. 30).
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`holds`, `lifetime` and `removed_by` as the papers say them. `files` are patterns (fnmatch) of paths below the data folder, `tables` of the
    ledger, `artifacts` keys of Prefect's."""

    name: str
    holds: str
    lifetime: str
    removed_by: str
    files: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    artifacts: tuple[str, ...] = ()


_SAID = ("answer", "own_answer", "room_answer", "vote", "own_vote", "room_vote", "intention", "attendance", "came_in", "typed_minutes")
_MADE = ("proposal", "correction", "word_pair", "words_decision", "consultation", "ballot")
PLACES = (
    Place("arket: «Påmelding» og skjemafanene", "navn, adresser, svar", "til dere sletter radene",
          "dere; Googles versjonslogg beholder gamle utgaver til Google sletter dem", ("*.xlsx", "*.xlsx.*", "*.xlsm")),
    Place("arket: «Nettpåmelding»", "navn, adresser, ønsker", "til dere sletter raden", "dere"),
    Place("arket: «Koder» og «Frammøte»", "koder med navn; navn og hvor lenge de var med", "til noen er glemt, eller svarene slettes", "programmet"),
    Place("frammøtelisten, fra `attendance`", "navn og hvor lenge de var med", "til dere sletter den", "dere", ("*/frammote.xlsx",)),
    Place("arket: «Fokusforslag», «Merknader», «Oversikt»", "rensede sitater, koder, tall", "skrives på nytt i hver runde", "programmet"),
    Place("minnet: svar, stemmer, hvem som kommer", "rensede svar, med kode", "`erase_months` etter slutten; ved `forget` straks", "programmet",
          ("ledger.db*", "*/ledger.db*"), _SAID),
    Place("minnet: forslag og det dere har bestemt om dem", "rensede sitater, titler", "sitatene som svarene; titlene når andre ikke får se dem",
          "programmet", tables=_MADE),
    Place("minnet: deltakere, samtykker, tellere", "nøklede avtrykk, koder", "`erase_months` etter slutten; ved `forget` når raden er borte",
          "programmet", tables=("participant", "consent", "tried", "notice")),
    Place("minnet: møtene", "innspill, lenker og notater dere har skrevet", "`erase_months` etter slutten", "programmet", tables=("meeting",)),
    Place("minnet: påmeldinger som venter", "forseglet navn og adresse", "til de er bekreftet, eller i sju dager", "programmet", tables=("sign_up",)),
    Place("minnet: brev", "kode, slag, tidspunkt, utfall", "så lenge minnet er der", "dere, med minnet", tables=("letter",)),
    Place("Prefects database: kjøringer, logger, artefakter", "koder; i «fokusforslag» rensede sitater",
          "30 dager der «serve» går, ellers til dere sletter mappen",
          "Prefects egen opprydding, eller dere; `forget` straks der `PREFECT_API_URL` er satt",
          ("prefect/*",), artifacts=("fokusforslag", "merknader", "gjort", "ville-skje", "framdrift")),
    Place("utboksen, når brev legges i mappe", "hele brev", "til dere sletter mappen", "dere", ("*/outbox/*",)),
    Place("prøvebrev, når brev legges i mappe", "hele brev til en tilrettelegger", "til dere sletter mappen", "dere", ("*/provebrev/*",)),
    Place("rapporten", "tall, og titler deltakerne får se", "til dere sletter den", "dere", ("*/report.html",)),
    Place("beskjeder til den som drifter", "hva som stoppet, med koder", "til det er i orden", "programmet", ("*/operator.json",)),
    Place("e-posten: sendte brev og postkassen", "hele brev og svar", "som e-posttjenesten er satt opp", "dere"),
    Place("Zoom, skjemaer, møterom", "det deltakerne selv oppgir der", "etter tjenestens vilkår", "dere, i tjenesten"),
    Place("sikkerhetskopier", "alt over", "så lenge dere har dem", "dere"),
)  # fmt: skip
#: What the program writes that has nothing of people in it: keys, locks, and in the ledger what is about meetings and rounds.
NOTHING_FILES = ("key", "key.*", "page-password", ".runde", "*/.runde", "mail-login.*", "*.lock", "*/*.lock")
NOTHING_TABLES = ("circle", "decision", "wish", "mail_mark", "round", "lease", "kept_token")
#: Around the list in the papers.
BEGIN, END = "<!-- stedene -->\n", "<!-- slutt -->\n"


def markdown() -> str:
    """The list as a table of Markdown."""
    rows = (f"| {each.name} | {each.holds} | {each.lifetime} | {each.removed_by} |" for each in PLACES)
    return "\n".join(["| sted | hva | hvor lenge | hvem fjerner |", "|---|---|---|---|", *rows]) + "\n"


def told(paper: str) -> str:
    """`paper` with the list as it is now."""
    before, _, rest = paper.partition(BEGIN)
    return f"{before}{BEGIN}{markdown()}{END}{rest.partition(END)[2]}"


def patterns() -> Iterator[str]:
    """Of all files that the program may write below the data folder."""
    for place in PLACES:
        yield from place.files
    yield from NOTHING_FILES
