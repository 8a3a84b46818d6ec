"""A small circle whose wishes are easy to remember: three want hybrid meetings, two referees, one a whiteboard."""

from tasks.circle.focus.propose import Answer, FocusReport, Past, Topic
from tests.circle.shipped_words import propose

BANK = (Topic("t1", "Hybridmøter", "Noen i rommet, noen på skjerm"), Topic("t2", "Digitale tavler", "Miro, Mural og Padlet"))
PAST = (Past(1, "Bli kjent"), Past(2, "Lyd og mikrofoner"))


def said(person: str, need: str = "", suggestion: str = "", relevance: str = "") -> list[Answer]:
    """What one person answered; empty texts are questions they skipped."""
    texts = {"relevance": relevance, "need": need, "suggestion": suggestion}
    return [Answer(f"{person}-{question}", person, question, text) for question, text in texts.items() if text]


KARI = said("Kari", "Hvordan lede møter med noen i rommet og resten på skjerm", "Hybridmøter")
OLA = said("Ola", "Bli trygg på Miro", "Digitale tavler")
AASE = said("Åse", "Hybride møte er vanskelege", "Hybridmøte")
NILS = said("Nils", "utstyr til hybridmøter", "Hybrid")
SIRI = said("Siri", "Vi mangler folk som vil være dommere", "Rekruttere dommere")
PER = said("Per", "Unge dommere slutter", "Ta vare på dommerne")
CIRCLE = [*KARI, *OLA, *AASE, *NILS, *SIRI, *PER]


def front(report: FocusReport) -> list[tuple[str, int]]:
    return [(each.title, each.participants) for each in report.proposals]


def reasons(report: FocusReport) -> dict[str, str]:
    return {each.answer: each.reason for each in report.set_aside}


def asked(*answers: Answer, names: tuple[str, ...] = ()) -> FocusReport:
    return propose(answers, BANK, PAST, names)
