"""The writer's own words in a mail that answers a letter of ours: above the quote, below it, or between its lines (R31)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks.circle.replies.quoting import QUOTED, Ours, attribution, begins_at, unmarked
from tasks.circle.replies.signature import is_greeting, is_pointer, is_postscript, without_signature
from tasks.circle.replies.words import lines_of, plain_words


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that stand together. `question` is the number of the question of ours right above them, 0 for none."""

    lines: tuple[str, ...] = field(repr=False)
    question: int = 0


def own_pieces(text: str, ours: Ours, name: str) -> list[Piece]:
    """What is the writer's (`name` as in From), in the order it stands. Of a letter that came back whole, with nothing written, none."""
    lines = lines_of(text)
    begins = begins_at(lines, ours)
    marked = next((place for place, line in enumerate(lines) if QUOTED.match(line)), len(lines))
    top = lines[: min(begins, marked)]
    rest = lines[len(top) :]
    pieces = [Piece(tuple(without_signature(each, name)), number) for each, number in _by_question(top, ours)]
    found = [*pieces, *(Piece(tuple(without_signature(each.lines, name)), each.question) for each in _between(rest, ours, marked < len(lines)))]
    bare = (_without_greeting(part) for each in found for part in _postscript_apart(each))
    return [each for each in bare if any(line.strip() for line in each.lines)]


def _postscript_apart(piece: Piece) -> Iterator[Piece]:
    """A postscript is no part of the answer it stands below."""
    place = next((place for place, line in enumerate(piece.lines) if place and is_postscript(line)), len(piece.lines))
    yield Piece(piece.lines[:place], piece.question)
    yield Piece(piece.lines[place:])


def _without_greeting(piece: Piece) -> Piece:
    lines = list(piece.lines)
    while lines and (not lines[0].strip() or is_greeting(lines[0]) or is_pointer(lines[0])):
        lines = lines[1:]
    return Piece(tuple(lines), piece.question)


def _by_question(lines: Sequence[str], ours: Ours) -> Iterator[tuple[list[str], int]]:
    """Pieces of what stands above the quote, cut where the writer has repeated a question; that itself is nobody's answer."""
    part, number = list[str](), 0
    asked = _asked(lines, len(ours.questions))
    for place, line in enumerate(lines):
        if repeated := ours.question(line) or asked.get(place, 0):
            yield part, number
            part, number = [], repeated
        else:
            part.append(line)
    yield part, number


def _asked(lines: Sequence[str], many: int) -> dict[int, int]:
    """The questions repeated in other words (a translation of them): as many lines that ask as the letter has questions, the first at the
    top, with something below each. By place, the number."""
    told = [place for place, line in enumerate(lines) if line.strip() and not is_greeting(line)]
    asks = [place for place in told if lines[place].rstrip(" *_").endswith("?") and len(plain_words(lines[place])) > 4]
    found = [place for place in asks if place + 1 in told and place + 1 not in asks]
    if not 2 <= len(found) <= many or found[0] != told[0]:
        return {}
    return {place: number for number, place in enumerate(found, start=1)}


def _between(lines: Sequence[str], ours: Ours, marked: bool) -> Iterator[Piece]:
    """What stands below or between the lines of the letter and is not the letter's.

    With marks (`>`) it is what has none; without, only what stands below a question of ours counts: the rest may be any program's.
    """
    part, number, place = list[str](), 0, 0
    quoted_before = False
    while place < len(lines):
        line = lines[place]
        skipped = attribution(lines, place) or int(bool(QUOTED.match(line)) or ours.said(line))
        bare = unmarked([line])[0]
        asked = ours.question(bare) if skipped or not marked else 0
        if skipped or asked:
            if part:
                yield Piece(tuple(part), number)
            part, number = [], asked or (number if not plain_words(bare) else 0)
            quoted_before = True
            place += max(skipped, 1)
            continue
        if quoted_before and (number or (marked and not _of_the_letter(line))):
            part.append(line)
        place += 1
    if part:
        yield Piece(tuple(part), number)


def _of_the_letter(line: str) -> bool:
    """Left over from a wrapped line of the letter: an address alone."""
    return line.strip().startswith(("http://127.", "<http", "http://", "https://"))
