import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.message.ics import calendar_part
from tasks.doors.message.mime import compose
from tasks.doors.outbox.outbox import Outbox, safe_name
from tasks.doors.outbox.preview import write_index
from tasks.doors.ports import Envelope, Post
from tests.counting import calls
from tests.doors.post_contract import Arrived, PostContract, envelope
from tests.doors.sample_letter import entry, letter


class TestOutbox(PostContract):
    DELIVERED = Outcome.LAID

    @pytest.fixture
    def post(self, tmp_path: Path) -> Post:
        return Outbox(tmp_path / "ut" / "brev")

    @pytest.fixture
    def arrived(self, tmp_path: Path) -> Arrived:
        return lambda: [path.read_bytes() for path in (tmp_path / "ut" / "brev").glob("*.eml")]

    def test_the_same_letter_again_is_done_already_and_one_file(self, post: Post, arrived: Arrived) -> None:
        with post.session() as session:
            outcomes = [session.deliver(envelope()).outcome for _ in range(2)]
        assert outcomes == [Outcome.LAID, Outcome.LAID]
        assert len(arrived()) == 1

    def test_another_letter_of_the_same_name_gets_a_name_of_its_own(self, post: Post, tmp_path: Path) -> None:
        with post.session() as session:
            for number in (1, 2, 2, 1, 3):
                assert session.deliver(envelope(number, name="brev")).outcome is Outcome.LAID
        assert sorted(path.name for path in (tmp_path / "ut" / "brev").iterdir()) == ["brev-2.eml", "brev-3.eml", "brev.eml"]

    def test_a_name_from_outside_leads_nowhere_else(self, post: Post, tmp_path: Path) -> None:
        with post.session() as session:
            assert session.deliver(envelope(name="../../../etc/møte\x00 1")).outcome is Outcome.LAID
        assert [path.name for path in (tmp_path / "ut" / "brev").iterdir()] == ["etc_møte_1.eml"]

    @pytest.mark.usefixtures("small_files")
    def test_a_full_disk_leaves_the_letter_for_later_and_no_half_file(self, post: Post, tmp_path: Path) -> None:
        with post.session() as session:
            delivery = session.deliver(envelope(text="x" * 100_000))
        assert (delivery.outcome, delivery.stop) == (Outcome.LATER, True)
        assert "disken er full" in delivery.detail
        assert list((tmp_path / "ut" / "brev").iterdir()) == []

    @pytest.fixture
    def small_files(self) -> Iterator[None]:
        """No file may grow beyond 50 kB, as if the disk were full then."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_a_folder_that_cannot_be_made_stops_the_round_and_says_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "ut").write_text("en fil")
        with pytest.raises(Stop) as stop, Outbox(tmp_path / "ut").session():
            pass
        (problem,) = stop.value.problems
        assert problem.where == str(tmp_path / "ut")
        assert "SIRKEL_DATA" in problem.next_step


@pytest.mark.parametrize("name", ["", "...", "/", "~", "a" * 999, "å" * 200, ".skjult", "x/../y"])
def test_a_safe_name_is_short_visible_and_in_the_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not safe.startswith(".")
    assert "/" not in safe
    assert len(safe.encode()) <= 120


def fill(folder: Path, count: int) -> None:
    """`count` letters, every second one with a calendar part, some hours apart."""
    with Outbox(folder).session() as session:
        for number in range(count):
            made = letter(
                message_id=f"<{number}@example.org>",
                at=datetime(2021, 5, 1, 8, tzinfo=UTC) + timedelta(hours=3 * number),
                meeting=number % 4,
                kind="invitation" if number % 2 else "welcome",
                calendar=calendar_part(entry()) if number % 2 else None,
                participant=f"d{number % 40:02}",
                html="<p>Hei</p><script>alert(1)</script>",
                subject="Velkommen <script>alert(2)</script>",
            )
            name = f"{number:04}-{made.kind}"
            assert session.deliver(Envelope("", "", made.message_id, name, compose(made))).outcome is Outcome.LAID


def test_the_index_lists_every_letter_and_links_to_its_page(tmp_path: Path) -> None:
    fill(tmp_path, 6)
    index = write_index(tmp_path, "Læringssirkel & venner").read_text()
    assert "<h1>Læringssirkel &amp; venner</h1>" in index
    assert "Mai 2021" in index
    assert "Møte 3" in index
    for page in sorted(path.stem for path in tmp_path.glob("*.eml")):
        assert f'href="letters/{page}.html"' in index
        assert (tmp_path / "letters" / f"{page}.html").exists()


def test_a_letter_s_page_shows_text_html_headers_and_the_calendar_in_plain_words(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    write_index(tmp_path, "Sirkel")
    page = (tmp_path / "letters" / "0001-invitation.html").read_text()
    assert "Åse Ødegård &lt;åse@example.org&gt;" in page
    assert "tirsdag 11. mai 2021 kl. 09.15–11.30" in page
    assert "lørdag 1. mai 2021 kl. 13.00" in page  # when it was sent
    assert "Legger møtet i kalenderen" in page
    assert "BEGIN:VCALENDAR" in page


def test_nothing_from_a_letter_becomes_markup_of_the_pages(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    index = write_index(tmp_path, "<script>alert(3)</script>").read_text()
    pages = index + "".join(path.read_text() for path in (tmp_path / "letters").iterdir())
    assert "<script>alert" not in pages
    assert "<iframe sandbox " in pages  # without rights: no scripts, no forms


def test_damaged_and_foreign_files_are_shown_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "søppel.eml").write_bytes(b"\xff\xfe\x00 not a letter")
    (tmp_path / "kalender.eml").write_bytes(b"Date: tull\r\nContent-Type: text/calendar; charset=ukjent\r\n\r\nBEGIN:VEVENT\r\n")
    index = write_index(tmp_path, "Sirkel").read_text()
    assert "letters/kalender.html" in index
    assert "Uten dato" in index


def test_the_same_letters_give_the_same_pages_and_pages_without_letters_go(tmp_path: Path) -> None:
    fill(tmp_path, 4)
    first = {path.name: path.read_bytes() for path in sorted(write_index(tmp_path, "Sirkel").parent.rglob("*.html"))}
    second = {path.name: path.read_bytes() for path in sorted(write_index(tmp_path, "Sirkel").parent.rglob("*.html"))}
    assert first == second
    (tmp_path / "0000-welcome.eml").unlink()
    write_index(tmp_path, "Sirkel")
    assert not (tmp_path / "letters" / "0000-welcome.html").exists()


def test_an_index_costs_no_more_for_each_of_many_letters(tmp_path: Path) -> None:
    cost = {}
    for many in (50, 200):
        folder = tmp_path / f"{many}"
        folder.mkdir()
        fill(folder, many)
        cost[many] = calls(partial(write_index, folder, "Sirkel"))
    assert cost[200] < 4 * cost[50]
