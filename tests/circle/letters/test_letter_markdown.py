"""The letters of several lines are written in several threads: what the first of them reads is read as everywhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tasks.circle.letters import rendering
from tasks.circle.letters.rendering import both_parts, fragment
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tests.circle.letters.sample_letters import sample_context, shipped_templates

ROOT = Path(__file__).resolve().parents[3]
#: The very first letters of a process, in eight threads; each lets the others go first wherever markdown-it puts rules together.
FIRST_LETTERS = """
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from tasks.circle.letters import rendering
together = Barrier(8)
def slowly(frame, event, what):
    if frame.f_code.co_name == "__compile__":
        time.sleep(0.001)
        return slowly
threading.settrace(slowly)
def letter(name):
    together.wait()
    return written(name)
def written(name):
    source = f"## Til {name}\\n\\nMed *alle* og **flere**:\\n\\n- én\\n- [to](https://example.org)\\n\\n> sitat"
    return tuple(part.replace(name, "alle") for part in rendering.both_parts(source))
with ThreadPoolExecutor(8) as lines:
    found = set(lines.map(letter, ("Kari", "Ola", "Åse", "Mona", "Nils", "Siv", "Tor", "Unni")))
assert found == {written("Vidar")}, found
"""


def test_the_first_letters_of_several_threads_are_written_alike() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_LETTERS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_passage_read_for_all_says_the_same_as_one_read_for_this_person_alone() -> None:
    read = set()
    for secret in ("D7.a_b-c_d-e_f-g_h-i_j-k_", "D7._________9_________2", "D7.abcdefghijklmnopqrstuv"):
        typed, link = secret.replace("_", "\\_"), "https://example.org/sirkel/min/"
        source = f"Her er din egen side, som ingen andre har, og som det er lett å komme tilbake til: [{link}{typed}]({link}{typed})"
        before = rendering._passage.cache_info().misses
        text, html = both_parts(source)
        read.add(rendering._passage.cache_info().misses - before)
        alone = rendering._passage(source)
        assert (text, html) == (alone[0] + "\n", alone[1])
        assert f"{link}{secret}\n" in text and f'href="{link}{secret}"' in html
    assert len(read) == 2, "read once for the three of them"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_letter_read_in_passages_says_the_same_as_one_read_whole(kind: Kind, language: str) -> None:
    source = shipped_templates()._template(language, kind).render(sample_context(kind, language)).lstrip().partition("\n")[2]
    text, html = rendering._passage(source.strip("\n"))
    assert both_parts(source) == (text + "\n", html)


@pytest.mark.parametrize("source", ["", "- \n- a\n", "> \n", "1.\n2. b\n"])
def test_a_part_that_is_left_empty_is_no_fault(source: str) -> None:
    """Such as an item for what somebody answered with invisible signs only."""
    text, html = both_parts(f"Hei\n\n{source}")
    assert text.startswith("Hei") and html.startswith("<p>Hei</p>") and both_parts(source)[0].endswith("\n")


def test_a_link_in_bold_alone_is_a_button_and_nothing_else_of_it_is_bold() -> None:
    assert fragment("**[Svar her](https://example.org/)**").html == '<a href="https://example.org/" class="button">Svar her</a>'


def test_lines_of_the_text_part_are_filled_up_to_seventy_six_columns() -> None:
    full, too_long = (both_parts(f"{'a' * 37} {'b' * words} c")[0] for words in (38, 39))
    assert [len(line) for line in full.splitlines()] == [76, 1]
    assert [len(line) for line in too_long.splitlines()] == [37, 41]


def test_lists_are_counted_from_their_first_number_and_keep_what_lies_in_them() -> None:
    text = both_parts("1. en\n   - to\n   - tre\n2. fire")[0]
    assert text.split() == ["1.", "en", "-", "to", "-", "tre", "2.", "fire"]
