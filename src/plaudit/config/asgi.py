"""The one ASGI application: the door for deeds, the partners' API, news for pages, the pages."""

from __future__ import annotations

import os
from typing import Any, cast

from django.core.asgi import get_asgi_application
from django.http.cookie import parse_cookie

from plaudit.config.openapi import openapi_text
from plaudit.ingest.app import PATHS, Door
from plaudit.ingest.connected import ConnectedLook, ConnectedRegistry, KnownHandles
from plaudit.ingest.gate import Gate
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.news import NEWS_PATH, News
from plaudit.ingest.ports import Message, Receive, Scope, Send
from plaudit.ingest.settler_process import SettlerProcess
from plaudit.pages.passes import COOKIE, pass_of
from plaudit.store.embedded import database_url

API_PATH = "/v1/"
SETTINGS = "plaudit.config.settings"
WRITERS_MAX = 4
WRITERS = max(1, min(WRITERS_MAX, os.cpu_count() or 1))
"""Processes that settle. With four, the one that reads requests is the next limit."""


class Application:
    """All doors of the house. The start and the stop of the server are the deeds' door's."""

    def __init__(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        self._pages = cast("Any", get_asgi_application())
        url = database_url()
        keys = Keys(ConnectedRegistry(url))
        settling = Gather(
            lambda: SettlerProcess(url), members_of=KnownHandles().members_of, writers=WRITERS
        )
        self._door = Door(keys, settling, document=openapi_text)
        self._gate = Gate(keys, self._pages)
        self._news = News(ConnectedLook(url), admitted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http" or scope["path"] in PATHS:
            await self._door(scope, receive, self._until_stopped(send))
        elif scope["path"] == NEWS_PATH:
            await self._news(scope, receive, send)
        elif scope["path"].startswith(API_PATH):
            await self._gate(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    def _until_stopped(self, send: Send) -> Send:
        """Let the stop of the server wait for the news as well."""

        async def sending(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await self._news.stop()
            await send(message)

        return sending


def admitted(cookies: str) -> tuple[int, int] | None:
    """Return whose pass the cookies hold, and when it ends."""
    return pass_of(parse_cookie(cookies).get(COOKIE, ""))


application = Application()
