"""Forms are bounded before they are kept: by what a head says, by what comes, and by time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from fractions import Fraction
from html import unescape

import httpx
import pytest

from plaudit.actions.attach_report import REPORT_BYTES_MAX
from plaudit.core.problem import PROBLEM
from plaudit.core.refusals import REASONS, Code
from plaudit.core.table.cells import FILE_BYTES_MAX
from plaudit.ingest import limits
from plaudit.ingest.ports import Message
from plaudit.pages.safety import POLICY
from plaudit.pages.unread import TO_VISITORS
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.doors import visitor  # noqa: F401 (Django comes first)

from plaudit.config.asgi import LARGE_FORM_PATHS, UPLOAD_PATH, Application, bounds  # isort: skip

PART = b"x" * 65_536
REPORT = "/staff/editions/7/rehearsal"
AWAY = "postgresql://127.0.0.1:1/nowhere"


class Sender:
    """Sends a body in parts without saying how long it is, and counts what was taken of it."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.taken = 0

    async def parts(self) -> AsyncIterator[bytes]:
        while self.left > 0:
            self.left -= len(PART)
            self.taken += len(PART)
            yield PART


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", AWAY)
    return Application()


def sent(
    application: Application, path: str, body: bytes | Sender, **headers: str
) -> httpx.Response:
    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            content = body if isinstance(body, bytes) else body.parts()
            return await client.post(path, content=content, headers=headers)

    return asyncio.run(asking())


def test_a_form_too_large_is_refused_by_its_head_and_by_what_comes(
    application: Application,
) -> None:
    bound_of = bounds()
    for path in (UPLOAD_PATH, LARGE_FORM_PATHS[1], REPORT, "/member/check-in/", "/"):
        most = bound_of(path).body_bytes
        endless = Sender(most + 2 * limits.DRAINED_BYTES_MAX)

        assert sent(application, path, b"x" * most).status_code == 403, "it has no token"
        answers = [sent(application, path, one) for one in (b"x" * (most + 1), endless)]

        for answer in answers:
            assert (answer.status_code, answer.headers["connection"]) == (413, "close")
            assert answer.headers["content-type"] == PROBLEM
            said = REASONS[Code.BODY_TOO_LARGE].sentence.format(limit=most)
            assert (answer.json()["detail"], answer.json()["limit"]) == (said, most)
        assert endless.taken <= most + limits.DRAINED_BYTES_MAX + 3 * len(PART)
    assert bound_of(UPLOAD_PATH).body_bytes > FILE_BYTES_MAX
    assert bound_of(REPORT).body_bytes > REPORT_BYTES_MAX
    assert bound_of(f"{REPORT}s").body_bytes == limits.LARGE_FORM_BYTES_MAX
    assert bound_of(f"{UPLOAD_PATH}/").body_bytes == limits.FORM_BYTES_MAX


def test_a_visitor_reads_why_in_the_own_language_without_a_database(
    application: Application,
) -> None:
    for language in LANGUAGES:
        voice = voice_of(language)
        most = voice.number(Fraction(limits.FORM_BYTES_MAX))
        for told in ({"Accept-Language": language}, {"Cookie": f"language={language.lower()}"}):
            answer = sent(
                application,
                "/member/data/erase",
                b"x" * (limits.FORM_BYTES_MAX + 1),
                Accept="text/html,*/*;q=0.8",
                **told,
            )
            assert (answer.status_code, answer.headers["connection"]) == (413, "close")
            assert answer.headers["content-security-policy"] == POLICY
            assert f'<html lang="{language}" dir="ltr">' in answer.text
            assert voice.say(TO_VISITORS[Code.BODY_TOO_LARGE], limit=most) in unescape(answer.text)
            assert 'class="button" href="/member/data/"' in answer.text


def test_slow_forms_and_too_many_at_once_are_refused_and_nothing_stays_counted(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = application._bounded._bound_of("/")
    monkeypatch.setattr(bound, "held_bytes", len(PART))
    busy = sent(application, "/", Sender(2 * len(PART)))
    assert (busy.status_code, busy.headers["retry-after"]) == (503, str(limits.BUSY_SECONDS))
    shown = sent(application, "/", Sender(2 * len(PART)), Accept="text/html")
    assert (shown.status_code, shown.headers["retry-after"]) == (503, str(limits.BUSY_SECONDS))
    assert "Too much is being sent just now" in shown.text
    assert sent(application, "/", Sender(len(PART))).status_code == 403

    monkeypatch.setattr(bound, "seconds", 0)
    said: list[Message] = []

    async def silence() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "path": "/", "method": "POST", "headers": [], "query_string": b""}
    asyncio.run(application({**scope, "http_version": "1.1"}, silence, send))
    assert [one.get("status") for one in said] == [408, None]
    assert bound.held.total_bytes == 0
