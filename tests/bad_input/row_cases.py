"""Rows of the sheet: texts of strangers, time stamps, languages, farewells, meetings, and what the forms' tabs hold."""

from datetime import datetime, time
from functools import partial
from typing import Any

from tests.bad_input.case import Case, Change, Ends, both, put
from tests.bad_input.case import sheet as any_sheet
from tests.bad_input.desk import KARI, OLA, Tabs

PEOPLE, MEETINGS = "Påmelding", "Møter"
NO_LINK = ("celle B2", "Navnet ser ut som en lenke", "Skriv navnet uten")
#: What is wrong here keeps nobody from being served.
sheet = partial(any_sheet, served=(KARI, OLA))


def _row(tab: str, *cells: object) -> Change:
    def change(tabs: Tabs) -> None:
        tabs[tab].append([*cells])

    return change


def _meeting(name: str, happens: str, ends: Ends, says: tuple[str, ...], cell: str, typed: object, **more: Any) -> Case:
    return sheet(name, happens, ends, says, put(MEETINGS, cell, typed), **more)


TEXTS = (
    sheet("crlf-name", "Navnet er «Ola\\r\\nBcc: ond@example.com»", "others", NO_LINK, put(PEOPLE, "B2", "Ola\r\nBcc: ond@example.com")),
    sheet("address-name", "Navnet er «Kari <ond@example.com>, Per»", "others", NO_LINK, put(PEOPLE, "B2", "Kari <ond@example.com>, Per")),
    sheet("formula", "Navnet er «=HYPERLINK(…)» og ønsket «+1+1»", "others", NO_LINK,
          both(put(PEOPLE, "B2", '=HYPERLINK("http://ond.example.com";"x")'), put(PEOPLE, "F2", "+1+1"))),
    sheet("html-name", "Navnet er «<script>alert(1)</script> & co»", "others", NO_LINK, put(PEOPLE, "B2", "<script>alert(1)</script> & co")),
    sheet("template-name", "Navnet er «{{ keys }} {% raw %}»", "quiet", (), put(PEOPLE, "B2", "{{ keys }} {% raw %}")),
    sheet("nul-name", "Navnet snur skriveretningen (U+202E) og har et usynlig tegn", "quiet", (), put(PEOPLE, "B2", "Ka\u202eri\u200b"),
          holds=lambda seen: all("\u202e" not in str(each["To"]) for each in seen.letters)),
    sheet("emoji-name", "Navnet er «👩🏽‍🏫 مريم»", "quiet", (), put(PEOPLE, "B2", "👩🏽‍🏫 مريم"),
          holds=lambda seen: any("مريم" in str(each["To"]) and "👩🏽" in str(each["To"]) for each in seen.letters)),
    sheet("name-short", "Navnet er «Å»", "quiet", (), put(PEOPLE, "B2", "Å")),
    sheet("name-none", "Navnet mangler", "quiet", (), put(PEOPLE, "B2", "")),
    sheet("name-number", "Navnet er tallet 42", "quiet", (), put(PEOPLE, "B2", 42)),
    sheet("name-file", "Navnet er stien til en fil", "others", NO_LINK, put(PEOPLE, "B2", "/etc/hostname")),
    sheet("long-name", "Navnet er 300 tegn langt", "others", ("celle B2", "svært langt"), put(PEOPLE, "B2", "Kari " * 60)),
)  # fmt: skip
WORDS = (
    sheet("stamp-text", "Tidsmerket er «i går»", "others", ("celle A2", "Tidsmerket kan ikke leses"), put(PEOPLE, "A2", "i går")),
    sheet("stamp-future", "Tidsmerket ligger et år fram", "others", ("celle A2", "framtiden"), put(PEOPLE, "A2", datetime(2022, 5, 1))),
    sheet("stamp-year", "Tidsmerket er 31.12.9999", "others", ("celle A2", "Tidsmerket"), put(PEOPLE, "A2", datetime(9999, 12, 31))),
    sheet("stamp-none", "Tidsmerket mangler", "quiet", (), put(PEOPLE, "A2", "")),
    sheet("language", "Språket er «svensk»", "others", ("celle E2", "Språket er ukjent", "nb, nn eller en"), put(PEOPLE, "E2", "svensk")),
    sheet("withdrawn-odd", "I «Avmeldt» står «kanskje»", "others", ("celle G2", "«Avmeldt» kan ikke leses"), put(PEOPLE, "G2", "kanskje")),
    sheet("withdrawn-date", "I «Avmeldt» står datoen hun sluttet", "quiet", (), put(PEOPLE, "G2", "4.5.2021"), served=(OLA,),
          holds=lambda seen: not seen.to(KARI)),
    sheet("long-wish", "Ønsket er en million tegn langt", "quiet", (), put(PEOPLE, "F2", "lære " * 6_500)),
)  # fmt: skip
DATES = (
    _meeting("date-past", "Et nytt møte er satt til en dag som er passert", "others", ("celle B4", "allerede passert"), "A1", "Nr",
             then=_row(MEETINGS, 3, "1.5.2021", "", "", "Gammelt")),
    _meeting("date-text", "Datoen er «12. januar»", "others", ("celle B2", "«12. januar»", "11.5.2021"), "B2", "12. januar"),
    _meeting("date-month", "Datoen er «2021-13-45»", "others", ("celle B2", "2021-13-45"), "B2", "2021-13-45"),
    _meeting("date-tba", "Datoen er «TBA»", "others", ("celle B2", "«TBA»"), "B2", "TBA"),
    _meeting("date-number", "Datoen er tallet 11", "others", ("celle B2", "«11»", "som 11.5.2021"), "B2", 11),
    _meeting("date-yes", "Datoen er et avkryssingsfelt (SANN)", "others", ("celle B2", "«SANN»"), "B2", True),
    _meeting("date-swapped", "Datoen er «05/31/2021», måneden først, og kan bare bety én dag", "quiet", (), "B2", "05/31/2021"),
    _meeting("date-two-meanings", "Datoen er «5/6/2021», som kan være to", "others", ("celle B2", "5/6/2021"), "B2", "5/6/2021"),
    _meeting("date-weekday", "Datoen er «mandag 11.5.2021», som er en tirsdag", "others", ("celle B2", "mandag"), "B2", "mandag 11.5.2021"),
    _meeting("date-leap", "Datoen er 29. februar 2021, som ikke finnes", "others", ("celle B2", "29.2.2021"), "B2", "29.2.2021"),
    _meeting("date-year", "Datoen er 11.5.2201", "others", ("celle B2",), "B2", "11.5.2201"),
    _meeting("date-outside", "Datoen er etter sirkelens siste dag", "others", ("celle B2", "11.05.2022", "utenfor sirkelens tid", "first_day"),
             "B2", "11.5.2022"),
    sheet("date-dst-spring", "Møtet begynner 02.30 natten klokka stilles fram", "others", ("celle C2", "stilles fram"),
          both(put(MEETINGS, "B2", "27.3.2022"), put(MEETINGS, "C2", "02.30"), put(MEETINGS, "D2", "04.00")),
          circle=("last_day = 2021-12-31", "last_day = 2022-12-31")),
    sheet("date-dst-autumn", "Møtet begynner 02.30 natten klokka stilles tilbake", "told", ("celle C2", "to ganger", "Den første gjelder"),
          both(put(MEETINGS, "B2", "31.10.2021"), put(MEETINGS, "C2", "02.30"), put(MEETINGS, "D2", "04.00"))),
    sheet("date-order", "Møtet slutter før det begynner", "others", ("celle D2", "Slutt er ikke etter start"), put(MEETINGS, "D2", "08.00")),
    _meeting("time-text", "Starten er «kvart over ni»", "others", ("celle C2", "ikke et klokkeslett", "09:15"), "C2", "kvart over ni"),
    _meeting("time-25", "Starten er «25.00»", "others", ("celle C2", "25.00"), "C2", "25.00"),
    _meeting("time-minus", "Starten er tallet -10 000 000 000", "others", ("celle C2", "ikke et klokkeslett"), "C2", -10_000_000_000),
    _meeting("time-number", "Starten er tallet 9,15", "quiet", (), "C2", 9.15),
    _meeting("time-seconds", "Starten er klokkeslettet 09:15:30", "quiet", (), "C2", time(9, 15, 30)),
    sheet("date-twice", "To møter har samme dato og tid", "others", ("overlapper", "Flytt"), put(MEETINGS, "B3", datetime(2021, 5, 11))),
    sheet("number-twice", "To møter har Nr 1", "others", ("Nr 1 står i 2 rader", "celle A3"), put(MEETINGS, "A3", 1), served=()),
    _meeting("number-text", "Nr er «én»", "others", ("celle A2", "helt tall"), "A2", "én"),
    _meeting("number-zero", "Nr er 0", "others", ("celle A2",), "A2", 0),
    _meeting("number-exotic", "Nr er «²»", "others", ("celle A2", "helt tall"), "A2", "²"),
    _meeting("number-half", "Nr er 1,5", "others", ("celle A2", "helt tall"), "A2", 1.5),
    _meeting("number-none", "Nr mangler", "others", ("celle A2", "Nr mangler"), "A2", ""),
    _meeting("focus-error", "Fokusområdet er en formel som er blitt feil (#N/A)", "others", ("celle E2", "#N/A"), "E2", "#N/A",
             holds=lambda seen: not any("#N/A" in str(each["Subject"]) for each in seen.letters)),
    _meeting("form-odd", "Formen er «på Teams»", "others", ("celle F2", "«på Teams»", "digital, fysisk eller hybrid"), "F2", "på Teams"),
    _meeting("place-none", "Møtet er fysisk, og stedet mangler", "others", ("celle G2", "«Sted» er tomt"), "F2", "fysisk"),
    _meeting("status-odd", "Statusen er «utsatt»", "others", ("celle H2", "«utsatt»", "avlyst"), "H2", "utsatt"),
    _meeting("number-changed", "Nr er endret etter at invitasjonene gikk ut", "others", ("Nr 1", "borte", "avlyst"), "A2", 1,
             then=put(MEETINGS, "A2", 7)),
    _meeting("date-removed", "Datoen er tatt bort etter at invitasjonene gikk ut", "others", ("celle B2", "tatt bort"), "B2", datetime(2021, 5, 11),
             then=put(MEETINGS, "B2", "")),
    _meeting("moved-past", "Møtet er flyttet til en dag som er passert", "others", ("celle B2", "passert"), "B2", datetime(2021, 5, 11),
             then=put(MEETINGS, "B2", "3.5.2021")),
)  # fmt: skip
FORMS = (
    sheet("answer-stranger", "Et svar kommer fra en adresse som ikke er påmeldt", "others", ("«Refleksjoner»", "rad 2", "hører ikke til"),
          _row("Refleksjoner", "4.5.2021", "ukjent@example.com", 1, "Mye", "", "")),
    sheet("answer-meeting", "Et svar gjelder møte 99", "others", ("«Refleksjoner», celle C2", "finnes ikke"),
          _row("Refleksjoner", "4.5.2021", KARI, 99, "Mye", "", "")),
    sheet("answer-long", "Et svar er så langt en celle kan være (32 767 tegn)", "told", ("«Refleksjoner», celle E2", "svært langt"),
          _row("Refleksjoner", "4.5.2021", KARI, 1, "", "lære " * 6_550, "")),
    sheet("answer-stamp", "Et svar har tidsmerket «nylig»", "others", ("«Refleksjoner», celle A2", "Tidsmerket"),
          _row("Refleksjoner", "nylig", KARI, 1, "Mye", "", "")),
    sheet("answer-no-header", "«Refleksjoner» mangler kolonnen «Møte»", "stop", ("«Refleksjoner», rad 1", "«Møte» mangler"),
          both(put("Refleksjoner", "C1", "Nummer"), _row("Refleksjoner", "4.5.2021", KARI, 1, "Mye", "", ""))),
    sheet("absence-stranger", "Noen som ikke er påmeldt, melder fravær", "others", ("«Fravær», rad 2", "hører ikke til"),
          _row("Fravær", "4.5.2021", "D99", 1, "nei")),
    sheet("vote-meeting", "En stemme i «Samråd» gjelder et møte det ikke spørres om", "others", ("«Samråd», celle C2", "finnes ikke"),
          _row("Samråd", "4.5.2021", KARI, 44, "Miro", "")),
)  # fmt: skip
