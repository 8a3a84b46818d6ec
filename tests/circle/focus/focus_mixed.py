"""Makes participants with two wishes: pairs of them change suggestions, so that need and suggestion ask for different themes."""

import copy
import random
from typing import Any

Case = dict[str, Any]


def mixed(case: Case, gold: Case, share: float = 0.2) -> tuple[Case, Case]:
    """The circle and its truth with about `share` of the participants wanting two things; the same ones every time."""
    case, gold = copy.deepcopy(case), copy.deepcopy(gold)
    draw = random.Random(case["case"])
    labels = gold["labels"]
    wanted = [each for each in case["answers"] if labels[each["id"]]["want"] and not _points(each["text"])]
    needs = {each["participant"] for each in wanted if each["question"] == "need"}
    open_ = [each for each in wanted if each["question"] == "suggestion" and each["participant"] in needs]
    draw.shuffle(open_)
    for _ in range(max(1, round(share * len(open_) / 2))):
        one = open_.pop() if open_ else None
        other = next((each for each in open_ if one and labels[each["id"]]["want"] != labels[one["id"]]["want"]), None)
        if one and other:
            open_.remove(other)
            one["text"], other["text"] = other["text"], one["text"]
            labels[one["id"]], labels[other["id"]] = labels[other["id"]], labels[one["id"]]
    return case, gold


def _points(text: str) -> bool:
    return "over" in text.casefold() or "above" in text.casefold()
