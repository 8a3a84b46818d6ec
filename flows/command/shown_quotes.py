"""What Prefect's page shows of people's words leaves it when one of them is forgotten (RULES.md «Privacy»). No Prefect is imported: quick."""

from collections.abc import Collection, Mapping
from pathlib import Path

from httpx import BasicAuth, Client, HTTPError

from tasks.settings.prefect_environment import CLIENT_PASSWORD, prefect_environment

#: The artifact with quotes, and how its description names the circle: `flows.runs.artifacts.show_proposals`.
KEY, NAMED = "fokusforslag", "Fokusforslag: "
_PAGE, _SECONDS = 200, 10


def take_away(circles: Collection[str], data: Path, environment: Mapping[str, str]) -> int | None:
    """How many artifacts with quotes of these circles were deleted, in Prefect's collection too; None where no server that is named
    (PREFECT_API_URL) answered for all of them. What people said is shown anew, without the person, by «rett forslagene».
    """
    url = environment.get("PREFECT_API_URL", "").rstrip("/")
    name, _, password = prefect_environment(data, environment).get(CLIENT_PASSWORD, environment.get(CLIENT_PASSWORD, "")).partition(":")
    if not url:
        return None
    try:
        with Client(auth=BasicAuth(name, password) if name else None, timeout=_SECONDS) as client:
            found = _found(client, url, {f"{NAMED}{circle}" for circle in circles})
            for each in found:
                client.delete(f"{url}/artifacts/{each}").raise_for_status()
    except (HTTPError, ValueError):
        return None
    return len(found)


def _found(client: Client, url: str, described: Collection[str]) -> list[str]:
    found, offset = list[str](), 0
    while True:
        asked = {"artifacts": {"key": {"any_": [KEY]}}, "limit": _PAGE, "offset": offset}
        page = client.post(f"{url}/artifacts/filter", json=asked).raise_for_status().json()
        found += [each["id"] for each in page if each["description"] in described]
        offset += _PAGE
        if len(page) < _PAGE:
            return found
