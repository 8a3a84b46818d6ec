"""From a file of answers to what they ask for, without a circle (R14; the command `focus`)."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tasks.circle.focus.propose import FocusReport, Proposal, propose
from tasks.circle.model.errors import Problem
from tasks.doors.answers_file.reading import read_answers
from tasks.settings.focus_words import vocabulary_of
from tasks.settings.folders import folders


def report_in(path: Path) -> tuple[FocusReport, Sequence[Problem], str]:
    """What the answers in `path` ask for, what of them was not used, and how many rows of them count ("" where
    they stand in no rows). Raises `Stop` with all that is wrong with the file.

    The words of config/focus count, and nothing else of the configuration.
    """
    read, vocabulary = read_answers(path), vocabulary_of(folders()[0])
    report = propose(read.answers, read.topics, read.past, read.names, read.pairs, read.circle, vocabulary=vocabulary)
    return report, read.remarks, read.told


def focus_of(path: Path) -> dict[str, Any]:
    """Read `path`, propose, and give the result ready for JSON. Raises `Stop` with all that is wrong with the file."""
    return as_dict(report_in(path)[0])


def as_dict(report: FocusReport) -> dict[str, Any]:
    """The report in the words of the file contract.

    Single voices follow the shared proposals in `proposals` too (participants 1), so that this one list places every answer;
    when nothing is proposed they stand in `also` only.
    """
    voices = [_proposal(each) for each in report.also]
    return {
        "state": report.state,
        "sure": report.sure,
        "proposals": [_proposal(each) for each in report.proposals] + (voices if report.proposals else []),
        "also": voices,
        "set_aside": [asdict(each) for each in report.set_aside],
        "suggested_merges": [[each.one, each.other] for each in report.merges],
        "merge_questions": [each.question for each in report.merges],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "rank": proposal.rank,
        "title": proposal.title,
        "participants": proposal.participants,
        "answers": list(proposal.answers),
        "evidence": [asdict(each) for each in proposal.evidence],
        "backlog": proposal.topic,
        "novelty": proposal.novelty,
        "why": proposal.why,
        "sure": proposal.sure,
        "key": proposal.key,
    }
