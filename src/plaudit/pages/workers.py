"""The service workers: what a member's phone, a till and a steward's device run behind pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.http import HttpResponse

from plaudit.pages.files import FOLDER
from plaudit.pages.safety import OF_WORKER

_SHARED = "keeping.js"


def answer_with_worker(name: str, *, files: Sequence[str], pages: str = "") -> HttpResponse:
    """Answer with a worker: FILES that it keeps, their VERSION, what all share, and its own text.

    The browser asks for it anew each time, and installs it where a byte of it is another.
    Takes:   `pages`: what those of the files say whose addresses have no hash of it.
    """
    text = "".join((FOLDER / one).read_text("utf-8") for one in (_SHARED, name))
    version = hashlib.sha256("\n".join((*files, pages, text)).encode()).hexdigest()[:12]
    given = f"const FILES = {json.dumps(files)};\nconst VERSION = {json.dumps(version)};\n"
    response = HttpResponse(given + text, content_type="text/javascript; charset=utf-8")
    response.headers["Content-Security-Policy"] = OF_WORKER
    response.headers["Cache-Control"] = "no-cache"
    return response
