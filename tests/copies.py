"""Where a word stands in a folder, however it is written there: as it is, in mail's encodings, in parts of zip files, in a database's file."""

import base64
import email
import email.policy
import gzip
import io
import quopri
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


def places(folder: Path, word: str) -> list[str]:
    """The files below `folder` that hold `word`, in any case of its first letter, by their path from there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and holds(path.read_bytes(), word))


def holds(content: bytes, word: str) -> bool:
    written = forms(word)
    return any(form in part for part in decoded(content) for form in written)


def forms(word: str) -> set[bytes]:
    """The word in UTF-8 and UTF-16, as JSON, quoted-printable and percents escape it, and the three ways it may fall in base64."""
    utf8 = word.encode()
    found = {utf8, word.encode("utf-16-le"), word.encode("unicode_escape"), quopri.encodestring(utf8).rstrip(b"=\n"), quote(word).encode()}
    for before in range(3):
        text = base64.b64encode(b"\0" * before + utf8)
        found.add(text[4 if before else 0 : -4 if len(text) > 12 else None])
    return {form for form in found if len(form) > 5}


def decoded(content: bytes, depth: int = 0) -> Iterator[bytes]:
    yield content
    if depth > 2:
        return
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from decoded(archive.read(name), depth + 1)
    elif content[:2] == b"\x1f\x8b":
        yield from decoded(gzip.decompress(content), depth + 1)
    elif b"\nMIME-Version" in content[:20_000] or content[:5] in (b"From:", b"Date:", b"Messa"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        yield str(message["To"]).encode()
        yield str(message["Subject"]).encode()
        for part in message.walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload
