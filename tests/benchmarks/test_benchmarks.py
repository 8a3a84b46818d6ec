"""The benchmarks themselves are run by hand; this holds that they can still be."""

from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, as_json, ratio


def test_a_contender_in_its_own_process_sends_each_letter_once(tmp_path: Path) -> None:
    told = Bench(tmp_path, {}, rest=0).send("ideal", 12, connections=2)
    assert (told["letters"], told["connections"], told["logins"]) == (12, 2, 2)
    assert told["seconds"] > 0 and told["peak_mb"] > 10


def test_a_figure_says_whether_it_was_reached_and_a_ratio_is_the_median_of_pairs() -> None:
    found = ratio("ours / theirs", [1, 9, 2], [2, 3, 4], most=0.5)
    assert (found.value, found.reached) == (0.5, True)
    assert Figure("few enough", 3, most=2).reached is False
    assert as_json({"all": [Figure("seconds", 3, "s")]})["all"][0]["reached"] is None
