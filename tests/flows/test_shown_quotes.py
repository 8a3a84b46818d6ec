"""Quotes in Prefect's page go with the person who is forgotten: on a real server, in its collection too (RULES.md «Privacy»)."""

import asyncio
import os
from pathlib import Path

import pytest
from prefect.artifacts import Artifact, create_markdown_artifact
from prefect.settings import PREFECT_API_URL

from flows.command.shown_quotes import KEY, NAMED, take_away
from tests.flows.conftest import Desk


def test_the_quotes_of_the_circle_go_and_those_of_others_stay(prefect_server: None, tmp_path: Path) -> None:
    address = {**os.environ, "PREFECT_API_URL": PREFECT_API_URL.value()}
    for circle in ("annen", "glemt", "glemt"):
        create_markdown_artifact(markdown=f"zzmerke i {circle}", key=KEY, description=f"{NAMED}{circle}")
    assert take_away(["glemt"], tmp_path, address) == 2
    left = asyncio.run(Artifact.aget(KEY))
    assert left and left.data == "zzmerke i annen"
    assert take_away(["glemt"], tmp_path, address) == 0
    assert take_away(["glemt"], tmp_path, {**address, "PREFECT_API_URL": "http://127.0.0.1:9/api"}) is None
    assert take_away(["glemt"], tmp_path, {}) is None


def test_the_command_takes_what_a_real_round_showed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in ("2021-08-20T08:05", "2021-09-07T08:05"):
        desk.run(at)
    assert asyncio.run(Artifact.aget(KEY))
    monkeypatch.setenv("PREFECT_API_URL", PREFECT_API_URL.value())
    assert "«fokusforslag» er slettet" in desk.call("forget", "D01")
    left = asyncio.run(Artifact.aget(KEY))
    assert left is None or left.description != f"{NAMED}baerekraftige-moteplasser"
