"""Django's pages and API: a whole request is answered by one call, in one thread.

Django's own handler goes to a thread and back for each middleware, for the view and for the end of
an answer, and watches the connection meanwhile: more work than a page itself. Source:
docs/reference/performance.md.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import django
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponse
from django.urls import get_resolver, set_script_prefix

from plaudit.ingest.answers import Answer
from plaudit.ingest.ports import Scope
from plaudit.ingest.whole import AnswerWhole

SETTINGS = "plaudit.config.settings"
THREADS = 40
"""Requests that are answered at once: more than the connections that pages may have (pages.book),
so that it is the book that says it has no place."""


class Site(ASGIHandler):
    """All pages and the partners' API: a whole request in, a whole answer out."""

    def __init__(self) -> None:
        super().__init__()
        assert get_resolver().url_patterns  # read now, and not when the first visitor waits

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Load the middleware for threads: nothing of ours waits for anything but the book."""
        super().load_middleware(is_async=False)

    def __call__(self, scope: Scope, body: IO[bytes]) -> Answer:  # type: ignore[override]
        """Return the answer to a request (its ASGI scope, and its body)."""
        set_script_prefix(scope.get("root_path", ""))
        request, unread = self.create_request(scope, body)
        response: Any = unread if request is None else self.get_response(request)
        response._handler_class = type(self)  # noqa: SLF001 (Django's handlers say so too)
        try:
            return _answer_of(response)
        finally:
            response.close()


def set_up() -> None:
    """Set Django up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup(set_prefix=False)


def site() -> Site:
    """Return the pages, with Django set up."""
    set_up()
    return Site()


def in_threads(pages: Site) -> AnswerWhole:
    """Let pages be answered by threads of this process."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="plaudit-pages")

    async def answer(scope: Scope, body: IO[bytes]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(threads, pages, scope, body)

    return answer


def _answer_of(response: HttpResponse) -> Answer:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").strip().encode("ascii"))
        for cookie in response.cookies.values()
    ]
    return Answer(response.status_code, headers, response.content)
