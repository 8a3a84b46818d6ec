"""The lock `deployments/requirements.txt`: everything pinned and hashed, and no host named."""

import re
import tomllib

from tests.sources import ROOT, none_of

LOCK = ROOT / "deployments" / "requirements.txt"
REQUIREMENT = re.compile(r"(?P<name>[a-z0-9-]+)(\[[a-z]+\])?==(?P<version>\S+)( ; (?P<marker>.+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
#: What talks to an outside is held at one version: its behaviour was measured (`pyproject.toml` says where a bound has a reason).
MEASURED = ("prefect", "gspread", "zoomus", "yagmail", "icalendar")


def entries() -> list[list[str]]:
    """Each requirement of the lock with its hashes."""
    return [re.split(r"\s+(?=--)", entry.strip()) for entry in LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()]


def versions() -> dict[str, str]:
    found = (REQUIREMENT.fullmatch(entry[0]) for entry in entries())
    return {each["name"]: each["version"] for each in found if each}


def test_every_line_of_the_lock_is_one_version_with_hashes() -> None:
    none_of(entry[0] for entry in entries() if not REQUIREMENT.fullmatch(entry[0]))
    none_of(f"{entry[0]} {entry[1:]}" for entry in entries() if not entry[1:] or not all(HASH.fullmatch(each) for each in entry[1:]))
    assert len(versions()) > 50


def test_the_lock_names_no_host_and_no_index() -> None:
    text = LOCK.read_text(encoding="utf-8")
    none_of(word for word in ("://", "--index", "--extra-index", "--find-links", "--trusted-host", "file:", "git+") if word in text)


def test_no_other_lock_lies_about() -> None:
    """Theirs hold addresses."""
    none_of(path.name for path in ROOT.iterdir() if path.name in ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"))


def test_prefect_is_the_measured_one() -> None:
    assert versions()["prefect"] == "3.9.1"


def test_an_extra_that_is_wanted_beside_its_package_is_locked_too() -> None:
    """Without, pip 23 looks for the newest package that has it, and stops at one that has no hash here."""
    assert f"\nsqlalchemy[asyncio]=={versions()['sqlalchemy']} " in LOCK.read_text(encoding="utf-8")


def test_what_talks_to_an_outside_is_pinned_and_locked_alike() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in MEASURED:
        assert f"{name}=={versions()[name]}" in project["dependencies"]


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *(each for group in project["dependency-groups"].values() for each in group)]
    names = {re.split(r"[^A-Za-z0-9._-]", each)[0].lower().replace("_", "-") for each in wanted}
    none_of(names - set(versions()))
