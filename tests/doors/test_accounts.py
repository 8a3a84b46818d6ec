"""What is set for a door reaches the account it works with."""

import json
from datetime import datetime
from pathlib import Path

from tasks.doors.bootstrap import mail_tokens, smtp_post, zoom_room
from tasks.settings.load import load
from tests.settings.test_settings import CIRCLE, NAME, copy_of_config, spoil

ROOM = {"host": "vert", "alternative_hosts": ("a@example.org",), "waiting_room": False, "recording": "cloud"}
ROOM |= {"api_url": "https://zoom.example.org/v2", "token_url": "https://zoom.example.org/token"}
POST = {"host": "smtp.example.org", "port": 465, "security": "tls", "user": "sirkel", "auth": "xoauth2", "per_minute": 30}
SECRETS = {
    "SIRKEL_ZOOM_ACCOUNT_ID": "a",
    "SIRKEL_ZOOM_CLIENT_ID": "b",
    "SIRKEL_ZOOM_CLIENT_SECRET": "c",
    "SIRKEL_SMTP_PASSWORD": "d",
    "SIRKEL_SMTP_OAUTH": "{}",
}


def toml(values: dict[str, object]) -> str:
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())


def test_every_setting_of_room_and_post_reaches_its_account(tmp_path: Path) -> None:
    config = copy_of_config(tmp_path)
    (config / "rot.pem").touch()
    spoil(config, CIRCLE, "[rhythm]", f'[room]\nkind = "zoom"\n{toml(ROOM)}\n[post]\nkind = "smtp"\nca_file = "rot.pem"\n{toml(POST)}\n[rhythm]')
    found = load(config, tmp_path / "var", SECRETS)
    chosen, secrets = found.circle(NAME), found.secrets
    room = zoom_room(chosen, secrets, datetime.now)._account
    tokens = mail_tokens(secrets, chosen.doors.ledger, tmp_path)
    post = smtp_post(chosen.doors.post, secrets, tokens)._account
    assert {key: getattr(room, key) for key in ROOM} == ROOM
    assert (room.account_id, room.client_id, room.client_secret, room.zone) == ("a", "b", "c", chosen.circle.zone)
    assert {key: getattr(post, key) for key in POST} == POST
    assert (post.password, post.sender, post.ca_file) == ("d", "sirkel@example.org", config / "rot.pem")
