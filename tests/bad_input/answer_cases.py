"""Files of answers for `focus`: other shapes, other encodings, odd content."""

import json
from collections.abc import Callable
from typing import Any

from tests.bad_input.case import Case, Ends
from tests.bad_input.desk import Desk, Seen

GOOD = {
    "answers": [
        {"id": "1", "participant": "p1", "question": "need", "text": "Mer om digitale tavler"},
        {"id": "2", "participant": "p2", "question": "suggestion", "text": "Digitale tavler"},
    ]
}
HEAD = "Deltaker;Hva har jeg behov for å lære nå?;Forslag til fokusområde\n"
ANSWERS = "Svar til «focus»"


def _file(name: str, happens: str, ends: Ends, says: tuple[str, ...], file: str, content: bytes | str, **more: Any) -> Case:
    def run(desk: Desk) -> Seen:
        path = desk.config.parent / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return desk.call("focus", str(path))

    return Case(name, ANSWERS, happens, ends, says, run, **more)


def _json(name: str, happens: str, ends: Ends, says: tuple[str, ...], content: object, **more: Any) -> Case:
    return _file(name, happens, ends, says, "svar.json", json.dumps(content, ensure_ascii=False), **more)


def _one(**changes: object) -> dict[str, object]:
    return {"answers": [{**GOOD["answers"][0], **changes}, GOOD["answers"][1]]}


def _proposes(word: str) -> Callable[[Seen], bool]:
    return lambda seen: word.casefold() in seen.said.casefold()


JSON = (
    _file("json-bad", "JSON-filen er avbrutt", "stop", ("svar.json, linje 1, tegn", "ikke gyldig JSON"), "svar.json", '{"answers": ['),
    _file("json-empty", "JSON-filen er tom", "stop", ("svar.json, linje 1", "ikke gyldig JSON"), "svar.json", ""),
    _file("json-deep", "JSON-filen har hundre tusen klammer inni hverandre", "stop", ("svar.json", "ikke gyldig JSON"), "svar.json", "[" * 100_000),
    _file("json-latin1", "JSON-filen er ikke lagret som UTF-8", "stop", ("svar.json", "UTF-8"), "svar.json", '{"answers": "å"}'.encode("latin-1")),
    _json("json-list", "Filen er en liste, ikke et objekt", "stop", ("svar.json", "ett objekt", "«answers»"), [1, 2]),
    _json("json-no-answers", "Nøkkelen «answers» mangler", "stop", ("svar.json, answers", "mangler"), {"svar": []}),
    _json("json-answers-text", "«answers» er en tekst", "stop", ("svar.json, answers", "ikke en liste"), {"answers": "Miro"}),
    _json("json-answer-text", "Et svar er en tekst, ikke et objekt", "stop", ("answers[0]", "ikke et objekt"), {"answers": ["Miro"]}),
    _json("json-question", "Spørsmålet er «what»", "stop", ("answers[0].question", "ukjent", "«need»"), _one(question="what")),
    _json("json-no-id", "Et svar har ingen id", "stop", ("answers[0].id", "mangler"), _one(id=None)),
    _json("json-id-twice", "To svar har samme id", "stop", ("answers[1].id", "brukt før"), _one(id="2")),
    _json("json-id-mail", "En id er en e-postadresse", "stop", ("answers[0].id", "løpenummer"), _one(id="kari@example.org")),
    _json("json-text-list", "Teksten er en liste", "stop", ("answers[0].text", "ikke tekst"), _one(text=["a"])),
    _json("json-text-number", "Teksten er et tall", "quiet", (), _one(text=42)),
    _json("json-nobody", "Ingen har svart", "quiet", (), {"answers": []}, holds=_proposes("Ingen forslag")),
    _json("json-past", "Et tidligere møte har ikke nummer", "stop", ("past[0].meeting", "Skriv nummeret"), {**GOOD, "past": [{"title": "Miro"}]}),
    _json("json-pairs", "Et ordpar har tre ord", "stop", ("pairs[0]", "ikke to ord"), {**GOOD, "pairs": [["a", "b", "c"]]}),
    _json("json-names", "«names» er et objekt", "stop", ("svar.json, names", "ikke en liste"), {**GOOD, "names": {"a": 1}}),
    _json("json-huge-number", "Møtets nummer er 10^400", "stop", ("past[0].meeting", "heltall"), {**GOOD, "past": [{"title": "a",
          "meeting": 10**400}]}),
    _json("json-many", "Filen har 5001 svar", "stop", ("svar.json", "5001 svar", "Del svarene opp"),
          {"answers": [{"id": str(n), "participant": "p", "question": "need", "text": "x"} for n in range(5001)]}),
    _json("answer-1mb", "Et svar er på en million tegn", "told", ("svar.json, 1", "svært langt"), _one(text="lære " * 200_000),
          holds=_proposes("Forslag")),
    _file("answer-surrogate", "Et svar har et halvt tegn (U+D800) i seg", "quiet", (), "svar.json", json.dumps(_one(text="tavler \ud800 nå"))),
    _json("answer-markup", "Et svar er «[red]tavler[/]»", "quiet", (), _one(text="[red]digitale tavler[/]")),
)  # fmt: skip
ROWS = (
    _file("csv-empty", "CSV-filen er tom", "stop", ("svar.csv", "Filen er tom"), "svar.csv", "\n\n"),
    _file("csv-no-column", "CSV-filen har ingen kolonne med svar", "stop", ("svar.csv, rad 1", "«Navn»", "Fant ingen kolonne"), "svar.csv",
          "Navn;Alder\nKari;40\n"),
    _file("csv-twice", "To kolonner stiller samme spørsmål", "stop", ("svar.csv, rad 1, B og C", "To kolonner"), "svar.csv",
          "Deltaker;Behov for å lære;Hva har jeg behov for å lære nå?\n1;a;b\n"),
    _file("csv-question", "Et spørsmål i en rad er ukjent", "stop", ("svar.csv, rad 2", "«hva?»"), "svar.csv", "Deltaker;Spørsmål;Svar\n1;hva?;a\n"),
    _file("csv-nobody", "En rad sier ikke hvem som svarte", "stop", ("svar.csv, rad 2", "Deltakeren mangler"), "svar.csv",
          "Deltaker;Spørsmål;Svar\n;need;a\n"),
    _file("csv-cp1252", "CSV-filen er lagret av Excel i Norge (Windows-1252)", "quiet", (), "svar.csv",
          (HEAD + "1;Støyskjerming;\n2;Støyskjerming;\n").encode("cp1252"), holds=_proposes("støyskjerming")),
    _file("csv-utf16", "CSV-filen er lagret som «Unicode-tekst» (UTF-16, tabulator)", "quiet", (), "svar.csv",
          (HEAD + "1;Støyskjerming;\n2;Støyskjerming;\n").replace(";", "\t").encode("utf-16"), holds=_proposes("støyskjerming")),
    _file("csv-comma", "CSV-filen har komma mellom og anførselstegn", "quiet", (), "svar.csv",
          'Deltaker,Forslag til fokusområde\n1,"Støyskjerming, ute"\n2,"Støyskjerming, inne"\n', holds=_proposes("støyskjerming")),
    _file("csv-mac", "Linjene i CSV-filen slutter som på en gammel Mac", "quiet", (), "svar.csv",
          (HEAD + "1;Støyskjerming;\n2;Støyskjerming;\n").replace("\n", "\r"), holds=_proposes("støyskjerming")),
    _file("csv-nul", "CSV-filen har NUL-tegn i seg", "quiet", (), "svar.csv", HEAD + "1;Støy\x00skjerming;\n2;Støyskjerming;\n"),
    _file("csv-quote", "Et anførselstegn er aldri lukket", "quiet", (), "svar.csv", HEAD + '1;"Støyskjerming;\n2;Støyskjerming;\n'),
    _file("csv-wide-cell", "En celle i CSV-filen er på 200 000 tegn", "told", ("svar.csv, rad2-need", "svært langt"), "svar.csv",
          HEAD + f"1;{'lære ' * 40_000};\n"),
    _file("xlsx-bad", "Regnearket er ikke et regneark", "stop", ("svar.xlsx", "ikke et gyldig regneark", "lagre den på nytt"), "svar.xlsx",
          "PK\x03\x04 nei"),
    _file("xlsx-old", "Regnearket er det gamle .xls-formatet, eller har passord", "stop", ("svar.xlsx", "passord"), "svar.xlsx",
          bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    _file("file-kind", "Filen er en PDF", "stop", ("svar.pdf", "«.pdf»", ".json, .csv eller .xlsx"), "svar.pdf", "%PDF"),
)  # fmt: skip
