"""Texts and cells as strangers, spreadsheet programs and cats on keyboards leave them, for the fuzzing tests."""

from datetime import date, datetime, time

from hypothesis import settings
from hypothesis import strategies as st

TRAPS = (
    "\r\nBcc: ond@example.com", "\nSubject: x\n\nx", "Kari <ond@example.com>", "ond@example.com, ", '"', "=?utf-8?q?=0D=0ABcc:_x@example.com?=",
    "=HYPERLINK(\"http://ond.example.com\")", "+1+1", "@SUM(A1)", "-2", "\t=1", "<script>alert(1)</script>", "<img src=x onerror=y>", "&amp;",
    "[x](javascript:alert)", "![x](https://ond.example.com/p.png)", "**", "# ", "`", "~~~", "{{ keys }}", "{% raw %}", "/etc/hostname", "file.pdf",
    "\x00", "\x07", "\x1b[31m", "\u202eab", "\u2066", "\u200b", "\ud800", "\ufeff", "\u2028", "\x85", "👩🏽‍🏫", "مريم", "Å", "--=_", "\r\n.\r\n",
    "BEGIN:VEVENT", "\\n", ";", ":", "END:VCALENDAR", "kari@example.org", "KARI@EXAMPLE.ORG", "åse@blåbær.no", "a@b@c.no", "2021-05-11", "11.5.2021",
    "24:00", "9.15", "#REF!", "SANN", "nei", "avlyst", "fysisk", "1e400", "٣", "²",
)  # fmt: skip
#: Numbers at the edges of what can be a day, a float, or written at all.
EXTREMES = (
    10**400, -(10**400), 10**5000, 2**31, 2**63, -1, 0.0, -0.0, 25_568.999_99, 25_569, 199_999.999_999, 200_000, 2_958_466, 1e308, 5e-324,
    float("inf"), float("-inf"), float("nan"), 0.999_999_999, 23.6, 9.995, 24.0,
)  # fmt: skip
# By their places: Hypothesis may have to write down what it draws from, and one of them can't be written at all.
extreme = st.sampled_from(range(len(EXTREMES))).map(lambda place: EXTREMES[place])
text = st.one_of(
    st.text(st.characters(), max_size=30),
    st.lists(st.one_of(st.sampled_from(TRAPS), st.text(st.characters(), max_size=6)), min_size=1, max_size=4).map("".join),
    st.builds(lambda word, times: (word or "x") * times, st.text(st.characters(), max_size=6), st.integers(50, 400)),
)
cell = st.one_of(
    text, st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.sampled_from(TRAPS), extreme,
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)), st.dates(date(1, 1, 1), date(9999, 12, 31)), st.times(),
)  # fmt: skip
#: What one of the columns may well hold, beside anything.
likely = st.sampled_from(
    ("", "kari@example.org", "ola@example.org", "Kari", 1, 2, 3, "11.5.2021", "2021-06-08", datetime(2021, 5, 11), time(9, 15), "ja", "nn", "fysisk")
)


def quickly(examples: int) -> settings:
    """So many examples in the suite; the profile «nightly» multiplies them."""
    return settings(max_examples=max(1, examples * settings().max_examples // 100), deadline=None)
