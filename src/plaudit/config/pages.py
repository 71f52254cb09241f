"""Django's pages as an ASGI application, each request answered whole by one thread.

Django's own handler goes to a thread and back for every middleware and for the view, and starts a
thread for each request: more work than a page itself. Source: docs/reference/performance.md.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import sync_to_async
from django import db
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished, request_started

THREADS = 40
"""Requests that are answered at once: more than the connections that pages may have (pages.book),
so that it is the book that says it has no place."""


class Pages(ASGIHandler):
    """All pages and the partners' API."""

    def __init__(self) -> None:
        super().__init__()
        self._answered = sync_to_async(
            self.get_response,
            thread_sensitive=False,
            executor=ThreadPoolExecutor(THREADS, thread_name_prefix="plaudit-pages"),
        )

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Load the middleware for threads: nothing of ours waits for anything but the book."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI 3), by no thread of its own."""
        await self.handle(scope, receive, send)

    async def get_response_async(self, request: Any) -> Any:
        """Return the response, made in one thread from the first middleware to the last."""
        return await self._answered(request)


def pages() -> Pages:
    """Return the application, with Django set up.

    Django's own care for its connections is left out: it has none here.
    """
    django.setup(set_prefix=False)
    for receiver in (db.reset_queries, db.close_old_connections):
        request_started.disconnect(receiver)
    request_finished.disconnect(db.close_old_connections)
    return Pages()
