"""The one ASGI application: deeds under /v1/ go to the door, everything else to the pages."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

from plaudit.ingest.app import Door
from plaudit.ingest.connected import ConnectedRegistry, ConnectedSettler
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.ports import Receive, Scope, Send
from plaudit.store.embedded import database_url

DOOR_PATH = "/v1/"
SETTINGS = "plaudit.config.settings"


class Application:
    """Both doors of the house. The start and the stop of the server are the deeds' door's."""

    def __init__(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        self._pages: Any = get_asgi_application()
        url = database_url()
        registry = Keys(ConnectedRegistry(url))
        self._door = Door(registry, Gather(lambda: ConnectedSettler(url)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http" or scope["path"].startswith(DOOR_PATH):
            await self._door(scope, receive, send)
        else:
            await self._pages(scope, receive, send)


application = Application()
