"""The sheet as people leave it: headers, rows of «Påmelding», and what strangers write there."""

from datetime import datetime

from tests.bad_input.case import Change, both, put, sheet
from tests.bad_input.desk import KARI, OLA, Seen, Tabs

PEOPLE = "Påmelding"


def more_people(count: int) -> list[list[object]]:
    return [[datetime(2021, 5, 3, 11), f"Person {n}", f"p{n}@example.org", "", "", "", ""] for n in range(count)]


def _empty(tabs: Tabs) -> None:
    del tabs[PEOPLE][1:]


def _two_more_then_half_gone(tabs: Tabs) -> None:
    del tabs[PEOPLE][2:]


def _add(*rows: list[object]) -> Change:
    def change(tabs: Tabs) -> None:
        tabs[PEOPLE].extend([*row] for row in rows)

    return change


def _name_in_letters(name: str) -> object:
    return lambda seen: seen.to(KARI) and all(str(each["To"]).startswith(name) for each in seen.letters if KARI in str(each["To"]))


def _two_letters_of_one_name(seen: Seen) -> bool:
    return ("welcome", "0") in seen.to("kari2@example.org") and ("welcome", "0") in seen.to(KARI)


HEADERS = (
    sheet("head-missing", "Kolonnen «E-post» heter «Mail adr»", "stop", ("«Påmelding», rad 1", "«E-post» mangler", "«Mail adr»"),
          put(PEOPLE, "C1", "Mail adr")),
    sheet("head-twice", "To kolonner heter «Navn» (B1 og D1)", "stop", ("B1 og D1", "2 ganger"), put(PEOPLE, "D1", "navn ")),
    sheet("head-twice-stamp", "To kolonner heter «Avmeldt» (D1 og G1)", "stop", ("D1 og G1",), put(PEOPLE, "D1", "Avmeldt")),
    sheet("head-spaces", "Overskriften er skrevet « E-POST » og « NAVN: »", "quiet", (),
          both(put(PEOPLE, "C1", " E-POST "), put(PEOPLE, "B1", " NAVN: ")), served=(KARI, OLA)),
    sheet("head-english", "Overskriftene er engelske: Name, E-mail address", "quiet", (),
          both(put(PEOPLE, "C1", "E-mail address"), put(PEOPLE, "B1", "Name")), served=(KARI, OLA)),
    sheet("head-none", "Overskriftsraden er slettet", "stop", ("«Påmelding», rad 1", "mangler", "ser ut til å være et svar"),
          lambda tabs: tabs[PEOPLE].pop(0)),
    sheet("head-below", "Det står en tittel i rad 1, og overskriftene i rad 2", "stop", ("«Påmelding», rad 1", "«Påmeldte 2021»", "rad 2"),
          lambda tabs: tabs[PEOPLE].insert(0, ["Påmeldte 2021"])),
    sheet("head-meetings", "«Møter» mangler «Dato» og har «Nr» to ganger", "stop", ("«Møter», A1 og I1", "«Dato» mangler"),
          both(put("Møter", "B1", "Dag"), put("Møter", "I1", "Nr"))),
    sheet("head-answers", "Spørsmålet i «Refleksjoner» er skrevet om, og noen har svart under det", "others",
          ("«Refleksjoner», rad 1", "mangler"), both(put("Refleksjoner", "E1", "Hva nå?"),
          lambda tabs: tabs["Refleksjoner"].append(["4.5.2021", KARI, 1, "Mye", "Alt", ""])), served=(KARI, OLA)),
    sheet("tab-missing", "Fanen «Møter» har fått navnet «Møteplan»", "stop", ("«Møter»", "mangler"),
          lambda tabs: tabs.update({"Møteplan": tabs.pop("Møter")})),
    sheet("tab-other-case", "Fanen heter «PÅMELDING »", "quiet", (), lambda tabs: tabs.update({"PÅMELDING ": tabs.pop(PEOPLE)}),
          served=(KARI, OLA)),
    sheet("tab-empty", "Fanen «Påmelding» er helt tom, også overskriftene", "stop", ("«Påmelding»", "mangler"), lambda tabs: tabs[PEOPLE].clear()),
    sheet("no-people-yet", "Ingen har meldt seg på ennå", "quiet", (), _empty, served=()),
    sheet("empty", "«Påmelding» hadde tre deltakere og er plutselig tom", "stop", ("«Påmelding»", "er tom", "--confirm"), lambda tabs: None, _empty,
          served=(KARI, OLA)),
    sheet("half", "Tre av fem rader er borte siden sist", "stop", ("mangler plutselig", "versjonshistorikk"), _add(*more_people(2)),
          _two_more_then_half_gone, strangers=("p0@example.org", "p1@example.org")),
    sheet("row-gone", "Én rad er slettet i stedet for at det står «ja» i «Avmeldt»", "told", ("borte", "Avmeldt"), lambda tabs: None,
          lambda tabs: tabs[PEOPLE].pop(1)),
    sheet("blank-rows", "Det står 40 tomme rader mellom deltakerne", "quiet", (),
          lambda tabs: tabs[PEOPLE].__setitem__(slice(2, 2), [["", "  ", "\u00a0"]] * 40), served=(KARI, OLA)),
    sheet("sorted", "Arket er sortert på nytt mellom to runder", "quiet", (), lambda tabs: None,
          lambda tabs: tabs[PEOPLE].__setitem__(slice(1, None), tabs[PEOPLE][:0:-1]), served=(KARI, OLA)),
    sheet("cell-is-error", "Navnet er en ødelagt formel (#REF!)", "others", ("celle B2", "#REF!"), put(PEOPLE, "B2", "#REF!"), served=(KARI, OLA)),
)  # fmt: skip
ADDRESSES = (
    sheet("mail-none", "E-postadressen mangler", "others", ("celle C2", "mangler"), put(PEOPLE, "C2", "")),
    *(
        sheet(f"mail-bad-{name}", f"E-postadressen er «{str(typed)[:40]}»", "others", ("celle C2", "kan ikke brukes"), put(PEOPLE, "C2", typed))
        for name, typed in (("words", "kari at example.org"), ("two-signs", "x@y@z.no"), ("blank", "a b@c.no"), ("no-name", "@c.no"),
                            ("no-place", "a@"), ("no-dot", "kari@localhost"), ("number", 91234567), ("two", "kari@example.org, ola2@example.org"),
                            ("long", "a" * 400 + "@example.org"), ("comma", "kari@example,org"), ("test", "kari@skole.test"))
    ),
    sheet("mail-angle", "E-postadressen er skrevet «<Kari@Example.org>;»", "quiet", (), put(PEOPLE, "C2", "<Kari@Example.org>;"),
          strangers=("Kari@example.org",)),
    sheet("mail-mailto", "E-postadressen er limt inn som «mailto:kari@example.org»", "quiet", (), put(PEOPLE, "C2", "mailto:kari@example.org"),
          served=(KARI, OLA)),
    sheet("mail-header", "E-postadressen har linjeskift og «Bcc:» i seg", "others", ("celle C2", "kan ikke brukes"),
          put(PEOPLE, "C2", "kari@example.org\r\nBcc: ond@example.com")),
    sheet("mail-nul", "E-postadressen har et usynlig tegn (U+200B) i seg", "quiet", (), put(PEOPLE, "C2", "kari\u200b@example.org"), served=(KARI,
          OLA)),
    sheet("mail-utf8", "E-postadressen er «åse@example.org»", "quiet", (), put(PEOPLE, "C2", "åse@example.org"), strangers=("åse@example.org",)),
    sheet("mail-idn", "E-postadressen ligger på «blåbær.example.org»", "quiet", (), put(PEOPLE, "C2", "kari@blåbær.example.org"),
          strangers=("kari@xn--blbr-roah.example.org",)),
    sheet("dup-mail", "Samme adresse to ganger, med ulike store bokstaver", "told", ("rad 2", "samme som i rad 5"),
          _add([datetime(2021, 5, 4), "Kari N", "KARI@Example.ORG", "", "", "", ""]), strangers=("KARI@example.org",)),
    sheet("dup-name", "To personer har samme navn og ulike adresser", "quiet", (),
          _add([datetime(2021, 5, 4), "Kari Nordmann", "kari2@example.org", "", "", "", ""]), strangers=("kari2@example.org",),
          holds=_two_letters_of_one_name),
)  # fmt: skip
