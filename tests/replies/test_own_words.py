"""A person's own words are found in what their program makes of a reply, whichever it is; and what they come to (RULES.md R31)."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.replies.meaning import Means, meaning_of
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.reading import read_reply
from tests.replies.programs import PROGRAMS
from tests.sources import ROOT

SHARED = ROOT.parent / "shared" / "faults" / "replies"
CIRCLES = ROOT.parent / "shared" / "focus" / "circles"
QUESTIONS = ("Hva i dagens fokusområde er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?", "Forslag til fokusområde")
LETTER = f"""Hei Kari!

Takk for møtet i «Digital læringssirkel» tirsdag 24. august 2021 kl. 09.15–11.30, på nett. Har du to minutter til å tenke etter?

1. {QUESTIONS[0]}
2. {QUESTIONS[1]}
3. {QUESTIONS[2]} (om du har noe)

Svar her:
https://sirkel.example.org/sirkel/svar/3/D01.lKm1vfrlfTudsXKsyZPmyg

Du kan også svare rett på denne e-posten. Ombestemmer du deg, svarer du på nytt: Det siste svaret gjelder.

Takk for at du deler!
Anders Bergkvist og Marianne Sempler"""
OURS = Ours(tuple(" ".join(part.split()) for part in LETTER.split("\n\n")) + tuple(LETTER.splitlines()), QUESTIONS)
NAME = "Kari Nordmann"
#: What is written, and what of it is the answer.
WRITTEN = {
    "a sentence": ("Vi må øve mer på lyd og bilde.", "Vi må øve mer på lyd og bilde."),
    "a greeting, two paragraphs, a name": (
        "Hei Marianne og Anders!\n\nTavlene var nyttige.\n\nJeg trenger å lære å lage smårom.\n\nHilsen Kari",
        "Tavlene var nyttige.\nJeg trenger å lære å lage smårom.",
    ),
    "a signature without a line": (
        "Rollekortene var gull, og dem tar jeg med meg.\n\nMed vennlig hilsen\nKari Nordmann\nRådgiver | Fjordvik kommune\nTlf. 55 00 00 "
        "00\nwww.fjordvik.example.org",
        "Rollekortene var gull, og dem tar jeg med meg.",
    ),
    "a name, a title and no greeting": ("Mer om hybride møter.\n\nKari Nordmann\nprosjektleder, Frivilligsentralen", "Mer om hybride møter."),
    "dashes": ("Å få med alle.\n\n-- \nKari Nordmann\nleder", "Å få med alle."),
    "a postscript": ("Å få med alle.\n\nKlem, Kari\n\nPS: Kan vi se på teksting neste gang?", "Å få med alle.\nPS: Kan vi se på teksting "
    "neste gang?"),
    "a disclaimer": (
        "Å få med alle.\n\nMvh Kari\n\nDenne e-posten kan inneholde konfidensiell informasjon. Er den kommet til deg ved en feil, slett den.",
        "Å få med alle.",
    ),
    "a disclaimer without a greeting": (
        "Å få med alle.\n\nThis message is confidential and intended only for the recipient. If you got this email in error, delete it.",
        "Å få med alle.",
    ),
    "words that look like a closing": ("Best at vi fikk øve sammen.\nTakk for det!", "Best at vi fikk øve sammen.\nTakk for det!"),
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_reply_is_read_as_its_writer_meant_it(program: str, written: str) -> None:
    said, own = WRITTEN[written]
    found = read_reply(PROGRAMS[program](said, LETTER), Kind.REFLECTION, OURS, NAME)
    assert (found.text, found.means) == (own, Means.ANSWER)


@pytest.mark.parametrize("program", [name for name in PROGRAMS if name != "no quote"])
def test_a_letter_that_comes_back_with_nothing_written_is_nothing(program: str) -> None:
    assert read_reply(PROGRAMS[program]("", LETTER), Kind.REFLECTION, OURS, NAME).means is Means.NOTHING


@pytest.mark.parametrize(
    ("said", "apart"),
    [
        ("1. Tavlene.\n2. Smårom.", ("Tavlene.", "Smårom.")),
        ("1) Tavlene.\n\n2) Smårom.", ("Tavlene.", "Smårom.")),
        ("Spørsmål 1: Tavlene.\nSpørsmål 2: Smårom, særlig\nnår mange er med.", ("Tavlene.", "Smårom, særlig\nnår mange er med.")),
        ("Hei!\n1 - Tavlene.\n2 - Smårom.\nHilsen Kari", ("Tavlene.", "Smårom.")),
        ("Relevant: Tavlene.\nLære nå: Smårom.", ("Tavlene.", "Smårom.")),
        (f"{QUESTIONS[0]}\nTavlene.\n{QUESTIONS[1]}\nSmårom.", ("Tavlene.", "Smårom.")),
        ("2. Smårom.", ("", "Smårom.")),
        ("1. Tavler\n2. Lyd\n3. Bilde\n4. Smårom", None),
        ("Vi trenger tre ting:\n- lyd\n- bilde\n- smårom", None),
        ("I 2. etasje har vi en tavle. Jeg vil lære å bruke den.", None),
        ("Tavlene var fine. Jeg vil lære om smårom.", None),
    ],
)
def test_two_answers_are_told_apart_where_the_writer_did(said: str, apart: tuple[str, str] | None) -> None:
    found = read_reply(PROGRAMS["gmail nb"](said, LETTER), Kind.REFLECTION, OURS, NAME).answers
    assert found == (apart and {name: text for name, text in zip(("relevance", "need"), apart, strict=True) if text})


@pytest.mark.parametrize("mark", ["> ", ""])
def test_answers_between_the_lines_of_the_letter_belong_to_the_question_above(mark: str) -> None:
    lines = [f"{mark}{line}" for line in LETTER.splitlines()]
    at = next(place for place, line in enumerate(lines) if QUESTIONS[0] in line)
    lines[at + 1 : at + 1] = ["Tavlene var nyttige."]
    lines[at + 3 : at + 3] = ["Smårom, takk.", ""]
    attribution = (
        "Den 24.08.2021 11:30, skrev Læringssirkelen:"
        if mark
        else "Fra: Læringssirkelen <sirkel@example.org>\nSendt: 24. august\nTil: Kari\nEmne: Hei\n"
    )
    found = read_reply("\n".join((attribution, *lines)), Kind.REFLECTION, OURS, NAME)
    assert (found.answers, found.text) == ({"relevance": "Tavlene var nyttige.", "need": "Smårom, takk."}, "Tavlene var nyttige.\nSmårom, takk.")


MEANINGS = {
    Means.THANKS: ("Takk!", "Tusen takk for i dag 🙏", "Takk for et fint møte, og ha en god helg!", "👍", "Thanks for today!",
                   "Supert, takk for påminnelsen", "Takk! Ha en fin sommer 😊"),
    Means.LEAVING: ("Meld meg av, takk.", "Vær snill og ta meg av listen.", "Jeg ønsker ikke å delta lenger.", "Please remove me from "
        "your list", "Unsubscribe",
                    "Kan dere slette meg fra sirkelen? Har byttet jobb.", "Jeg vil ikke være med lenger."),
    Means.TO_PEOPLE: ("Hvor finner jeg lysarkene?", "Kan dere sende opptaket fra sist?", "When is the next meeting?",
                      "Jeg er på ferie til 2. august.",
                      "Beklager, jeg fikk ikke vært med denne gangen.", "Er det mulig å få lenken på nytt?", "Får ikke åpnet lenken til skjemaet.",
                      "Jeg svarte i skjemaet i går."),
    Means.ANSWER: ("Hvordan får jeg alle med?", "Hvordan kan vi dele opptak på en trygg måte, og hvem eier dem?", "Takk for et fint møte. "
        "Jeg trenger å lære å lage smårom.",
                   "Hvert møte bør ha en plan. Det tar jeg med meg.", "Lyd", "Jeg vil ikke ha flere møter uten pauser. Lære å ta "
                   "pauser.", "Vet ikke helt ennå.", "Folk skal tilbake på kontoret to dager i uka.", "Vi har tre tavler og ingen som tør bruke dem.",
                   "Har ikke tenkt på det.", "Når er det riktig å møtes fysisk?"),
    Means.NOTHING: ("", "\n \n", "…"),
}  # fmt: skip


@pytest.mark.parametrize(("means", "said"), [(means, said) for means, all_of in MEANINGS.items() for said in all_of])
def test_what_the_words_come_to(means: Means, said: str) -> None:
    assert meaning_of(said) is means


@pytest.mark.skipif(not CIRCLES.exists(), reason="the circles stand beside the checkout")
def test_what_people_answer_in_other_circles_is_an_answer() -> None:
    """Five thousand answers, of which almost none is for people to see to instead; what says nothing, and thanks, are another matter."""
    told = [each["text"] or "" for file in sorted(CIRCLES.glob("*/input.json")) for each in json.loads(file.read_text("utf-8"))["answers"]]
    meant = [(meaning_of(text), text) for text in told]
    lost = [text for means, text in meant if means in (Means.TO_PEOPLE, Means.LEAVING)]
    assert len(meant) > 5_000 and len(lost) <= 8, lost


@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.REMINDER, None])
def test_words_that_answer_no_question_are_for_people(kind: Kind | None) -> None:
    assert read_reply("Jeg kommer gjerne, og tar med en kollega.", kind, OURS, NAME).means is Means.TO_PEOPLE


@pytest.mark.skipif(not SHARED.exists(), reason="the samples stand beside the checkout")
def test_the_samples_are_read_as_a_person_reads_them() -> None:
    reading = (sys.executable, "-m", "tests.replies", "--roster", str(SHARED / "roster.tsv"), "--letters", str(SHARED / "letters.jsonl"))
    files = sorted(map(str, (SHARED / "replies").glob("*.eml")))
    done = subprocess.run([*reading, *files], cwd=ROOT, capture_output=True, text=True, check=True)
    said = Path(SHARED / "gold.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [json.loads(line)["file"] for line in said]
    scored = subprocess.run(
        [sys.executable, str(SHARED / "score.py"), "--jsonl", "/dev/stdin"], input=done.stdout, capture_output=True, text=True, check=True
    )
    figures = {name.strip(): float(value) for part in scored.stdout.splitlines()[0].split(",") for name, _, value in [part.strip().rpartition(" ")]}
    assert figures["text precision"] >= 0.98 and figures["text recall"] >= 0.98 and figures["counts accuracy"] >= 0.95


HARDER = {
    "a slash": ("Mer om lyd.\n\n/Kari", "Mer om lyd.", None),
    "an initial": ("Mer om lyd.\n\nK", "Mer om lyd.", None),
    "the greeting in the line": ("Mer om lyd. Vennlig hilsen Kari Nordmann, Fjordvik kommune", "Mer om lyd.", None),
    "a slogan": ("Mer om lyd.\n\nKari Nordmann\nRådgiver\nVi i kommunen skaper framtida for alle som bor her sammen\n+47 900 00 "
    "000", "Mer om lyd.", None),
    "the question's number in words": ("Til spørsmål 1: Tavlene.\nTil spørsmål 2: Lyd.", "Til spørsmål 1: Tavlene.\nTil spørsmål 2: "
    "Lyd.", ("Tavlene.", "Lyd.")),
    "no sign behind it": ("Spm 1 Tavlene\nSpm 2 Lyd", "Spm 1 Tavlene\nSpm 2 Lyd", ("Tavlene", "Lyd")),
    "a heading of its own": ("Relevans\nTavlene.\n\nBehov\nLyd.", "Relevans\nTavlene.\nBehov\nLyd.", ("Tavlene.", "Lyd.")),
    "a postscript": ("1. Tavlene.\n2. Lyd.\n\nPS: Hvor er lysarkene?", "1. Tavlene.\n2. Lyd.\nPS: Hvor er lysarkene?", ("Tavlene.", "Lyd.")),
    "five things": ("1. lyd\n2. bilde\n3. ro\n4. mat\n5. kaffe", "1. lyd\n2. bilde\n3. ro\n4. mat\n5. kaffe", None),
}  # fmt: skip


@pytest.mark.parametrize("name", HARDER)
def test_what_people_do_beside_the_usual(name: str) -> None:
    said, own, apart = HARDER[name]
    for program in ("outlook nb", "gmail nb", "yahoo nb", "thunderbird nb, below"):
        found = read_reply(PROGRAMS[program](said, LETTER), Kind.REFLECTION, OURS, NAME)
        assert (found.text, found.answers) == (own, apart and dict(zip(("relevance", "need"), apart, strict=True))), program


N = 60_000
#: What a stranger may send so that a rule of ours looks for ever.
LONG = {
    "one word": "a" * N, "quotes": "> " * (N // 2), "quoted lines": "> x\n" * (N // 4), "heads": "Fra: x\n" * (N // 7), "words": "ord " * (N // 4),
    "leaving": "meld meg " * (N // 9), "not": "vil ikke " * (N // 9), "numbers": "1. x\n" * (N // 5), "dates": "den 12. mai 2021\n" * (N // 17),
    "a date": "den 12:30 " * (N // 10), "closings": "hilsen\n" * (N // 7), "dashes": "-" * N, "rules": "_____\n" * (N // 6), "brackets": "<" * N,
    "addresses": "a@b " * (N // 4), "wrote": "12:30 wrote " * (N // 12), "asking": "? " * (N // 2), "where": "hvor finner jeg " * (N // 16),
    "blanks": " " * N, "letters": LETTER * (N // len(LETTER)), "names": "Kari\n" * (N // 5), "lines": "\n" * N,
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_no_mail_takes_long_to_read(name: str) -> None:
    began = time.thread_time()
    read_reply(LONG[name], Kind.REFLECTION, OURS, NAME)
    assert time.thread_time() - began < 2
