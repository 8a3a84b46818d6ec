"""Secrets kept in Prefect: a Secret block for each that the environment does not give (names as in `block_name`)."""

import json

from prefect.blocks.system import Secret

from tasks.context import CircleRef, missing_secrets_of, use_secrets
from tasks.settings.secret_values import block_name, environment_name


def fill_in(ref: CircleRef) -> None:
    """Ask Prefect for what the doors of `ref` need and nobody has given; nothing is asked when nothing is missing.

    What has no block stays missing: the round then stops and names it.
    """
    found = {environment_name(field): value for field in missing_secrets_of(ref) if (value := _block(field))}
    if found:
        use_secrets(found)


def _block(field: str) -> str:
    try:
        value = Secret.load(block_name(field)).get()  # type: ignore[union-attr]  # a coroutine only in an event loop
    except ValueError:  # Prefect's word for a block that isn't there
        return ""
    return value if isinstance(value, str) else json.dumps(value)
