"""What belongs to a meeting, on the pages (RULES.md R32)."""

from dataclasses import replace
from datetime import timedelta

from tasks.circle.model.records import Changes
from tasks.context import context_of
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, SEPTEMBER, Served


def test_links_and_notes_are_on_ones_own_page_and_the_input_on_everybodys(site: Served) -> None:
    known = {each.number: each for each in site.memory().meetings}
    held = replace(known[SEPTEMBER], links="Tavla: https://tavle.example.org/x", after="Opptak: https://film.example.org/9\n<b>Notat</b>")
    later = replace(known[SEPTEMBER], number=COMING, uid="mote-5", start=NOW + timedelta(days=27), end=NOW + timedelta(days=27, hours=2))
    coming = replace(later, input="Åse: tavler <i>i</i> praksis", links="https://senere.example.org", after="ikke ennå")
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(held, coming)))
    mine, front = site.get(site.links("D01").me).text, site.get(f"/{CIRCLE}").text
    assert '<a href="https://tavle.example.org/x" rel="noreferrer">Tavla</a>' in mine and "https://film.example.org/9" in mine
    assert "&lt;b&gt;Notat&lt;/b&gt;" in mine and "ikke ennå" not in mine and "https://senere.example.org" in mine
    assert "Innspill: Åse: tavler &lt;i&gt;i&lt;/i&gt; praksis" in front and "tavle.example.org" not in front and "senere.example.org" not in front
