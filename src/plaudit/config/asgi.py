"""The one ASGI application: the door for deeds, the partners' API, news for pages, the pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from django.http.cookie import parse_cookie

from plaudit.actions.attach_report import REPORT_BYTES_MAX
from plaudit.config.openapi import openapi_text
from plaudit.config.pages import THREADS, in_threads, set_up, site
from plaudit.core.refusals import Refusal
from plaudit.core.table.cells import FILE_BYTES_MAX
from plaudit.ingest import limits
from plaudit.ingest.answers import Answer, problem_answer
from plaudit.ingest.app import PATHS, Door
from plaudit.ingest.bounded import Bound, Bounded
from plaudit.ingest.connected import ConnectedLook, ConnectedRegistry, KnownHandles
from plaudit.ingest.gate import Gate
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.news import NEWS_PATH, Admitted, News
from plaudit.ingest.page_processes import PageProcesses
from plaudit.ingest.ports import Message, Receive, Scope, Send
from plaudit.ingest.settler_process import SettlerProcess
from plaudit.ingest.whole import Whole
from plaudit.pages.passes import COOKIE, mark_of, pass_of
from plaudit.pages.unread import is_for_eyes, unread_page
from plaudit.store.embedded import database_url

API_PATH = "/v1/"
WRITERS_MAX = 4
WRITERS = max(1, min(WRITERS_MAX, os.cpu_count() or 1))
"""Processes that settle. With four, the one that reads requests is the next limit."""
PROCESSES = "PLAUDIT_PROCESSES"
"""How many processes answer pages: `plaudit serve --processes`."""
UPLOAD_PATH = "/staff/partner/upload/look"
"""The one address that takes a table."""
LARGE_FORM_PATHS = ("/staff/editions/", "/staff/till/sync")
REPORT_PATH_ENDS = "/rehearsal"
"""Under the editions: the address that takes a report, as a page or as its numbers."""


class Application:
    """All doors of the house. The start and the stop of the server are the deeds' door's."""

    def __init__(self) -> None:
        self._processes = page_processes(os.environ)
        self._pages = Whole(self._processes or in_threads(site()), say=unread)
        url = database_url()
        keys = Keys(ConnectedRegistry(url))
        settling = Gather(
            lambda: SettlerProcess(url), members_of=KnownHandles().members_of, writers=WRITERS
        )
        self._door = Door(keys, settling, document=openapi_text)
        self.short_way = self._door.short_way
        self._gate = Gate(keys, self._pages)
        self._bounded = Bounded(self._pages, bounds(), say=unread)
        self._news = News(ConnectedLook(url), admitted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http" or scope["path"] in PATHS:
            await self._door(scope, receive, self._living(send))
        elif scope["path"] == NEWS_PATH:
            await self._news(scope, receive, send)
        elif scope["path"].startswith(API_PATH):
            await self._gate(scope, receive, send)
        else:
            await self._bounded(scope, receive, send)

    def _living(self, send: Send) -> Send:
        """Let what else lives as long as the server begin and end with the door."""

        async def sending(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete" and self._processes is not None:
                self._processes.start()
            if message["type"] == "lifespan.shutdown.complete":
                await self._news.stop()
                if self._processes is not None:
                    await self._processes.stop()
            await send(message)

        return sending


def page_processes(environ: Mapping[str, str]) -> PageProcesses | None:
    """Return the processes that answer pages; None where this one does it itself.

    What is refused before a page sees it is still said here.
    """
    processes = int(environ.get(PROCESSES, "1"))
    if processes == 1:
        return None
    set_up()
    command = ["plaudit.config.page_child", str(processes)]
    return PageProcesses(command, processes=processes, threads=THREADS // processes)


def bounds() -> Callable[[str], Bound]:
    """Return what tells, by a page's address, what may be sent to it."""
    seconds, held = limits.FORM_SECONDS_MAX, limits.FORMS_HELD_BYTES_MAX
    form = Bound(limits.FORM_BYTES_MAX, seconds=seconds, held_bytes=held)
    large = Bound(limits.LARGE_FORM_BYTES_MAX, seconds=seconds, held_bytes=held)
    table = Bound(
        FILE_BYTES_MAX + limits.UPLOAD_BYTES_OVER,
        seconds=limits.UPLOAD_SECONDS_MAX,
        held_bytes=limits.UPLOADS_HELD_BYTES_MAX,
    )

    report = Bound(REPORT_BYTES_MAX + limits.UPLOAD_BYTES_OVER, seconds=seconds, held_bytes=held)

    def bound_of(path: str) -> Bound:
        if path == UPLOAD_PATH:
            return table
        if path.startswith(LARGE_FORM_PATHS[0]) and path.endswith(REPORT_PATH_ENDS):
            return report
        return large if path.startswith(LARGE_FORM_PATHS) else form

    return bound_of


def unread(scope: Scope, no: Refusal) -> Answer:
    """Return what is said of a form that was refused: a page to visitors, a problem to programs."""
    if not is_for_eyes(scope["headers"]):
        return problem_answer(no)
    said = unread_page(scope, no)
    headers = [(name.lower().encode(), value.encode()) for name, value in said.items()]
    return Answer(said.status_code, headers, said.content)


def admitted(cookies: str) -> Admitted | None:
    """Return whose pass the cookies hold, and until when it opens what."""
    signed = parse_cookie(cookies).get(COOKIE, "")
    found = pass_of(signed)
    return None if found is None else Admitted(*found, mark=mark_of(signed))


application = Application()
