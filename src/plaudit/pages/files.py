"""The few files that pages link to: styles, scripts and icons, under names with their hash.

A name never stands for other content, so browsers may keep it for good, and no copying step is
needed before the service starts.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
HASH_LETTERS = 12


class LinkedFile(NamedTuple):
    """A file's content type and bytes."""

    kind: str
    content: bytes


@cache
def linked_files() -> dict[str, LinkedFile]:
    """Return all files by hashed name, read once."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in KINDS:
            content = path.read_bytes()
            found[_hashed(path.name, content)] = LinkedFile(KINDS[path.suffix], content)
    return found


@cache
def address_of(name: str) -> str:
    """Return where a file is: its name with the hash of what is in it."""
    return f"/static/{_hashed(name, (FOLDER / name).read_bytes())}"


def _hashed(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LETTERS]}.{suffix}"


@require_safe
def linked_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a file, to be kept for a year."""
    file = linked_files().get(name)
    if file is None:
        raise Http404
    response = HttpResponse(file.content, content_type=file.kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
