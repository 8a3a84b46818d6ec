"""What is shipped: the production lock and the list of licences, made from the whole lock and from what is installed of it; and the list of
places with people's data in the papers.

`python -m tests.shipped` writes all three, after a change of dependencies or places. No test tool is in the lock.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from itertools import product

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tasks.admin import copies
from tests.sources import ROOT

WHOLE = ROOT / "deployments" / "requirements.txt"
PRODUCTION = ROOT / "deployments" / "requirements-production.txt"
PAPERS = ROOT / "deployments" / "PERSONVERN.md"
LICENCES = ROOT / "deployments" / "LICENCES.md"
#: Licences under which a package may be shipped beside the program (SPDX), by what their metadata call them.
KNOWN = {
    "Apache 2": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0-Perl OR GPL-2.0-or-later", "BSD": "BSD-3-Clause", "BSD License": "BSD-3-Clause", "BSD-2": "BSD-2-Clause",
    "BSD-3": "BSD-3-Clause", "Dual License": "Apache-2.0 OR BSD-3-Clause", "ISC License (ISCL)": "ISC", "MIT License": "MIT",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-only", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0", "The Unlicense (Unlicense)": "Unlicense",
}  # fmt: skip
SPDX = {
    "0BSD", "Apache-2.0", "Artistic-1.0-Perl", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "GPL-2.0-or-later", "ISC",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "ZPL-2.1",
}  # fmt: skip


def entries() -> dict[str, list[str]]:
    """The entries of the whole lock by package, each with its hashes, as they stand."""
    found: dict[str, list[str]] = {}
    for entry in re.findall(r"^\S.*(?:\n[ \t]+.*)*", WHOLE.read_text("utf-8"), re.MULTILINE):
        found.setdefault(canonicalize_name(re.split(r"[\[=; ]", entry)[0]), []).append(entry)
    return found


def shipped() -> list[str]:
    """The packages that the program needs to run, on one machine or several, with all that they need, on any system."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    waiting = [Requirement(each) for each in (*project["project"]["dependencies"], *project["dependency-groups"]["machines"])]
    waiting.append(Requirement("sqlalchemy[asyncio]"))
    seen: dict[str, set[str]] = {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        new = ({""} | set(wanted.extras)) - seen.get(name, set())
        seen.setdefault(name, set()).update(new)
        if new:
            waiting += [each for each in _needs(name) if not each.marker or any(_applies(each, extra) for extra in new)]
    locked = entries()
    return sorted(name for name in seen if name in locked)


def _needs(name: str) -> Iterator[Requirement]:
    try:
        yield from map(Requirement, distribution(name).requires or ())
    except PackageNotFoundError:  # of another system
        return


def _applies(wanted: Requirement, extra: str) -> bool:
    """Whether it is needed with that extra, on Linux, Windows or a Mac."""
    assert wanted.marker is not None
    systems = product((("linux", "Linux"), ("win32", "Windows"), ("darwin", "Darwin")), ("3.11.0", "3.11.9", "3.13.0"))
    return any(
        wanted.marker.evaluate(
            {"extra": extra, "sys_platform": one, "platform_system": other, "python_full_version": python, "python_version": python[:4]}
        )
        for (one, other), python in systems
    )


def production() -> str:
    locked = entries()
    return "".join(f"{entry}\n" for name in shipped() for entry in locked[name])


def licence(name: str) -> str:
    """The SPDX expression of a package, by its metadata; as they call it where nobody has said what that is."""
    about = distribution(name).metadata
    told = about["License-Expression"] or next(
        (each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License :: OSI Approved :: ")),
        (about["License"] or "").split("\n")[0],
    )
    return KNOWN.get(told, told)


def unknown(expression: str) -> bool:
    """Whether a part of it is none of `SPDX`."""
    return not expression or bool(set(re.split(r"\s+(?:AND|OR)\s+|[()\s]+", expression)) - SPDX - {"", "WITH", "LLVM-exception"})


def licences() -> str:
    head = "# Lisensene til det som følger med\n\nPakkene i `requirements-production.txt`, etter det de selv oppgir."
    head += " Listen lages av `python -m tests.shipped`.\n"
    rows = [f"| {name} | {distribution(name).version} | {licence(name)} |" for name in shipped() if _installed(name)]
    return "\n".join([head, "| pakke | versjon | lisens |", "|---|---|---|", *rows]) + "\n"


def _installed(name: str) -> bool:
    try:
        return bool(distribution(name).version)
    except PackageNotFoundError:
        return False


if __name__ == "__main__":
    PRODUCTION.write_text(production(), "utf-8")
    LICENCES.write_text(licences(), "utf-8")
    PAPERS.write_text(copies.told(PAPERS.read_text("utf-8")), "utf-8")
