"""The circle's report: meetings, numbers, what was proposed and chosen, what suits people. No participant is named (R16b, R17)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template

from tasks.circle.circle import Circle
from tasks.circle.consultation import result
from tasks.circle.overview import status_words
from tasks.circle.programme import held
from tasks.circle.state import SETTLED, Meeting, Memory
from tasks.circle.tally import Tally, tallies
from tasks.circle.telling_day import balance
from tasks.circle.telling_digest import KIND_WORDS
from tasks.circle.words import date_words, join_words, when_words

PAGE = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ title }}: rapport</title>
<style>
:root { color-scheme: light dark; --line: #8886; --bar: #3a7d6b; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid var(--line); margin-top: 1.5rem; }
.row { display: grid; grid-template-columns: 7rem 1fr 3rem; gap: .6rem; align-items: center; }
.bar { background: var(--bar); height: .8rem; border-radius: .2rem; min-width: 2px; }
small { opacity: .75; } h2 { margin-bottom: .2rem; } table { border-collapse: collapse; } td { padding: .1rem 1rem .1rem 0; }
</style></head><body>
<h1>{{ title }}</h1>
<p>{{ period }}. Tilrettelagt av {{ leaders }}. Rapporten er skrevet {{ written }}.</p>
{% for m in meetings %}<section><h2>{{ m.number }}. {{ m.focus or "Uten fokusområde" }}</h2>
<p>{{ m.when }} · {{ m.status }}{% if m.moves %} · flyttet{% endif %}</p>
{% for words, count, share in m.bars %}<div class="row"><span>{{ words }}</span><div class="bar" style="width: {{ share }}%"></div>
<span>{{ count }}</span></div>
{% endfor %}{% if m.proposals %}<p>Foreslått etterpå:</p><ol>
{% for title, count in m.proposals %}<li>{{ title }}
<small>({{ count }} deltakere)</small></li>{% endfor %}</ol>{% endif %}</section>
{% endfor %}{% if consultations %}<section><h2>Samråd</h2>
{% for c in consultations %}<p>Om møte {{ c.consultation.meeting }}: {{ c.turnout }} svarte.</p>
<ul>{% for title, votes in c.proposals %}<li>{{ title }}: {{ votes }}</li>{% endfor %}
{% for day, votes in c.dates %}<li>{{ words(day) }}: {{ votes }}</li>
{% endfor %}</ul>{% endfor %}</section>{% endif %}
{% if balance %}<section><h2>Balanse</h2><ul>
{% for tag, count in balance %}<li>{{ tag }}: {{ count }} av {{ held }}</li>{% endfor %}</ul></section>{% endif %}
<section><h2>Brev</h2><table>
{% for words, count in letters %}<tr><td>{{ words }}</td><td>{{ count }}</td></tr>{% endfor %}</table></section>
</body></html>
"""


@lru_cache(maxsize=1)
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)


def report_page(circle: Circle, memory: Memory, now: datetime) -> str:
    """The report as one HTML page without scripts; `now` (UTC) decides what has been held."""
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    tallied = tallies(memory.letters, memory.replies)
    most = max([tally.invited for tally in tallied.values()] + [1])
    sent = Counter(letter.kind for letter in memory.letters if letter.outcome in SETTLED)
    return _template().render(
        title=circle.title,
        period=circle.shown_period,
        leaders=join_words([person.name for person in circle.facilitators], "nb"),
        written=date_words(now.astimezone(circle.zone).date(), "nb"),
        meetings=[_meeting(circle, meeting, tallied.get(meeting.number, Tally()), most, memory, now) for meeting in meetings],
        consultations=[result(each, memory.votes) for each in memory.consultations],
        balance=balance(circle, held(meetings, now)),
        held=len(held(meetings, now)),
        letters=[(KIND_WORDS["nb"][kind], count) for kind, count in sent.most_common()],
        words=lambda day: date_words(day, "nb"),
    )


def _meeting(circle: Circle, meeting: Meeting, tally: Tally, most: int, memory: Memory, now: datetime) -> dict[str, object]:
    counts: Sequence[tuple[str, int]] = (("Inviterte", tally.invited), ("Minnet på", tally.reminded), ("Har svart", tally.answered))
    return {
        "number": meeting.number,
        "focus": meeting.focus,
        "when": when_words(meeting.start.astimezone(circle.zone), meeting.end.astimezone(circle.zone), "nb"),
        "status": status_words(meeting, now),
        "moves": meeting.moves,
        "bars": [(words, count, round(100 * count / most)) for words, count in counts],
        "proposals": [(each.title, each.participants) for each in memory.candidates if each.meeting == meeting.number],
    }
