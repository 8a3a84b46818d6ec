"""A personal link is of a person, not of a code: a lost ledger deals codes anew, addresses are corrected, facilitators change."""

from dataclasses import replace

import openpyxl

from flows.rounds import carry_out
from tasks.circle.model.records import Changes, PersonRecord
from tasks.circle.model.table import clean
from tasks.circle.plan import Order
from tasks.context import context_of, forget_doors
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, Served, serving, set_date


def everybody(site: Served) -> dict[str, tuple[PersonRecord, str]]:
    """Who is known, and the first name in the sheet, by the digest of the address."""
    context = context_of(site.ref)
    rows = context.doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1:]
    names = {context.keys.digest(clean(row[2]).casefold()): clean(row[1]).partition(" ")[0] for row in rows if clean(row[1])}
    return {each.digest: (each, names[each.digest]) for each in site.memory().people if each.digest in names and not each.left}


def lose_the_ledger_and(site: Served, first: str) -> None:
    """The ledger goes, and with it the codes; the row of `first` goes too, and the others are turned about."""
    forget_doors(site.ref)
    for file in site.office.data.glob("ledger.db*"):
        file.unlink()

    def turned(book: openpyxl.Workbook) -> None:
        sheet = book["Påmelding"]
        rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] and str(row[2]).casefold() != first]
        sheet.delete_rows(2, sheet.max_row)
        for row in reversed(rows):
            sheet.append(row)
        set_date(book)

    site.office.edit(turned)
    assert carry_out(site.ref, Order(NOW, adopt=True)).letters


def test_when_codes_are_dealt_anew_no_old_link_opens_anothers_page_and_ones_own_still_works(prefect_server: None, site: Served) -> None:
    before = everybody(site)
    old = {digest: site.links(known.code, COMING) for digest, (known, _) in before.items()}
    address = next(clean(row[2]).casefold() for row in context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1:])
    gone = context_of(site.ref).keys.digest(address)
    lose_the_ledger_and(site, address)
    after = everybody(site)
    moved = [digest for digest in after if digest in before and after[digest][0].code != before[digest][0].code]
    assert len(moved) >= 10 and gone in before and gone not in after
    mover = after[moved[0]][0]
    with serving(lambda: [site.ref]) as url:  # started anew, as who loses a ledger under the pages is told to do

        def anew(link: str) -> str:
            return url + site.path(link)

        for digest, links in old.items():
            for link in (links.me, links.absence, links.feed, links.unsubscribe):
                assert site.get(anew(link)).status_code == (200 if digest in after else 404)
            if digest in after:
                assert f"{after[digest][1]}!</h1>" in site.get(anew(links.me)).text
        assert site.post(anew(old[mover.digest].absence), {"comes": "no"}).status_code == 303
        assert [each.person for each in site.memory().attendance_replies] == [mover.code]
        assert [site.post(anew(each.unsubscribe)).status_code for each in (old[mover.digest], old[gone])] == [200, 404]
        assert [each.code for each in site.memory().people if each.withdrawn] == [mover.code]


def test_a_corrected_address_ends_the_links_that_went_to_the_old_one(site: Served) -> None:
    """It may have been a stranger's; the next letter, to the right address, has links that work."""
    old = site.links("D02", COMING)
    known = site.known("D02")

    def corrected(book: openpyxl.Workbook) -> None:
        keys = context_of(site.ref).keys
        cells = [row[2] for row in book["Påmelding"].iter_rows(min_row=2)]
        next(cell for cell in cells if keys.digest(str(cell.value).casefold()) == known.digest).value = "rettet@example.org"

    site.office.edit(corrected)
    site.office.round(NOW)
    assert site.known("D02").address_version == known.address_version + 1
    assert [site.get(link).status_code for link in (old.me, old.answer, old.feed, old.unsubscribe)] == [404] * 4
    assert site.get(site.links("D02").me).status_code == 200


def test_the_secret_alone_tells_who_it_is_and_another_code_before_it_gets_nobody_elses_page(site: Served) -> None:
    mine, others = site.links("D01"), site.get(site.links("D02").me).text
    shown = site.get(mine.me.replace("D01.", "D02."))
    assert shown.status_code == 200 and shown.text.replace("D02.", "D01.") == site.get(mine.me).text != others


def test_who_was_a_facilitator_and_never_signed_up_has_no_page_any_more(site: Served) -> None:
    former = PersonRecord("F09", context_of(site.ref).keys.digest("sluttet@example.org"))
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(people=(former,)))
    assert [site.get(site.links(code).me).status_code for code in ("F01", "F09")] == [200, 404]


def test_a_link_opens_what_it_is_for_and_nothing_else(site: Served) -> None:
    links = site.links("D01")
    secret = {name: getattr(links, name).rpartition("/")[2].removesuffix(".ics") for name in ("absence", "me", "unsubscribe", "feed")}
    root = f"/{CIRCLE}"
    opened = {
        name: [
            site.get(f"{root}/{path}").status_code
            for path in (f"fravaer/4/{who}", f"svar/4/{who}", f"svar/3/{who}", f"min/{who}", f"avmeld/{who}", f"kalender/{who}.ics")
        ]
        for name, who in secret.items()
    }
    assert opened == {
        "absence": [200, 200, 404, 404, 404, 404],
        "me": [200, 200, 200, 200, 404, 404],
        "unsubscribe": [404, 404, 404, 404, 200, 404],
        "feed": [404, 404, 404, 404, 404, 200],
    }
    assert "/min/" not in site.get(links.answer).text and "D01." not in site.get(links.feed).text


def test_who_belongs_to_no_meeting_or_has_left_posts_nothing_about_it(site: Served) -> None:
    late = site.known("D02")
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(people=(replace(late, joined=NOW),)))
    assert [site.get(site.links("D02").answer).status_code, site.post(site.links("D02").answer, {"need": "Lyd"}).status_code] == [404, 404]
    site.post(site.links("D03", COMING).unsubscribe)
    for link, form in ((site.links("D03").answer, {"need": "Lyd"}), (site.links("D03", COMING).absence, {"comes": "no"}),
                       (site.links("D03", COMING).consultation, {"proposal": "0"})):  # fmt: skip
        site.post(link, form)
    memory = site.memory()
    assert not memory.own_replies and not memory.attendance_replies and not memory.own_votes
    site.post(site.links("D04").answer, {"need": "Lyd"})
    assert {each.person for each in site.memory().own_replies} == {"D04"}
