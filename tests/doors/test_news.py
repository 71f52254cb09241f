"""The stream of news: one look for all, nothing of what is new, limits, and its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import psycopg
import pytest

from plaudit.ingest import news as streaming
from plaudit.ingest.news import NEWS_PATH, Admitted, News
from plaudit.ingest.ports import Message
from plaudit.store.news import WalletVersion, wallet_versions
from tests.riverside import Riverside

OVER = b"event: over\nid: 1\ndata: over\n\n"
MANY = b"event: many\nid: 1\ndata: many\n\n"


class FakeLook:
    """Wallets by member; counts how often it was asked, and by how many members at a time."""

    def __init__(self) -> None:
        self.wallets = {1: "1", 2: "1"}
        self.ended: dict[int, tuple[int, str]] = {}
        """How often passes were ended, and the mark of the one that goes on."""
        self.asked: list[int] = []
        self.is_away = False

    def versions(self, member_ids: Sequence[int]) -> Mapping[int, WalletVersion]:
        self.asked.append(len(member_ids))
        if self.is_away:
            raise psycopg.OperationalError
        return {
            one: WalletVersion(self.wallets[one], *self.ended.get(one, (0, "")))
            for one in member_ids
            if one in self.wallets
        }

    def close(self) -> None:
        """Nothing is open."""


class Page:
    """An open page: what its stream said so far."""

    def __init__(self, news: News, member: int, *, since: str = "1", cookie: str = "") -> None:
        self.said: list[bytes] = []
        self.status = 0
        self.is_gone = asyncio.Event()
        scope = {
            "type": "http", "method": "GET", "path": NEWS_PATH,
            "query_string": f"since={since}".encode(),
            "headers": [(b"cookie", (cookie or str(member)).encode())],
        }  # fmt: skip
        self.task = asyncio.create_task(news(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.said += [body] if (body := message.get("body")) else []

    @property
    def events(self) -> list[bytes]:
        """What was said without the first line, and without heartbeats."""
        return [said for said in self.said if said.startswith(b"event")]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_SECONDS", "AWAY_SECONDS"):
        monkeypatch.setattr(streaming, name, 0.001)


def played(
    play: Callable[[News, FakeLook], Awaitable[None]],
    *,
    seconds_left: float = 60,
    stops: bool = True,
) -> FakeLook:
    """Play a story with a fresh stream of news; a cookie that isn't a number is no pass."""
    look = FakeLook()

    def admit(cookies: str) -> Admitted | None:
        ends_at = int(time.time() + seconds_left)
        member, _, mark = cookies.partition(" ")
        return Admitted(int(member), ends_at, 0, mark) if member.isdigit() else None

    async def play_it() -> None:
        news = News(look, admit)
        async with asyncio.timeout(10):
            await play(news, look)
            if stops:
                await news.stop()

    asyncio.run(play_it())
    return look


async def until(holds: Callable[[], object]) -> None:
    while not holds():  # noqa: ASYNC110 (what is waited for knows nothing of tests)
        await asyncio.sleep(0.001)


def test_each_open_page_hears_once_that_something_is_new_for_its_member_and_not_what() -> None:
    async def story(news: News, look: FakeLook) -> None:
        one, again, other = Page(news, 1), Page(news, 1), Page(news, 2)
        late = Page(news, 2, since="0")  # something was written after this page was made
        await until(lambda: late.events and len(look.asked) > 3)
        look.wallets[1] = "7"
        await until(lambda: one.events and again.events)
        looks = len(look.asked)
        await until(lambda: len(look.asked) > looks + 3)

        assert one.events == again.events == [b"event: new\nid: 7\ndata: new\n\n"]
        assert other.events == []
        assert late.events == [b"event: new\nid: 1\ndata: new\n\n"]
        one.is_gone.set()
        again.is_gone.set()
        await until(lambda: news.open_streams == 2)

    assert max(played(story).asked) == 2, "one look for all, and a member is asked about once"


def test_it_ends_with_the_pass_with_the_member_and_with_the_server() -> None:
    async def story(news: News, look: FakeLook) -> None:
        here, erased = Page(news, 1), Page(news, 2)
        del look.wallets[2]
        await erased.task
        assert erased.events == [OVER]
        await news.stop()
        await here.task
        assert here.events == [OVER]

    async def short(news: News, look: FakeLook) -> None:
        page = Page(news, 1)
        await page.task
        assert page.events == [OVER]

    played(short, seconds_left=0)
    played(story, stops=False)


def test_it_ends_for_passes_that_were_ended_and_not_for_the_one_that_goes_on() -> None:
    async def story(news: News, look: FakeLook) -> None:
        here, elsewhere = Page(news, 1, cookie="1 own"), Page(news, 1, cookie="1 other")
        await until(lambda: look.asked)
        look.ended[1] = (1, "own")
        look.wallets[1] = "2"
        await elsewhere.task
        later = Page(news, 1, since="0", cookie="1 other")
        await later.task
        await until(lambda: here.events)

        assert elsewhere.events == [OVER]
        assert later.events == [OVER.replace(b"id: 1", b"id: 0")], "it hears of no change"
        assert here.events == [b"event: new\nid: 2\ndata: new\n\n"]

    played(story)


def test_nobody_without_a_pass_and_no_more_than_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "STREAMS_MAX", 4)
    monkeypatch.setattr(streaming, "STREAMS_A_MEMBER_MAX", 2)

    async def story(news: News, look: FakeLook) -> None:
        nobody = Page(news, 1, cookie="no pass")
        await nobody.task
        pages = [Page(news, 1) for _ in range(4)]
        for oldest in pages[:2]:
            await oldest.task
        await until(lambda: news.open_streams == 2)
        others = [Page(news, 2, since="x"), Page(news, 2), Page(news, 2)]
        await others[2].task

        assert nobody.status == 403
        # A page that hears "over" loads itself again, which would end another one's stream.
        assert [page.events for page in pages] == [[MANY], [MANY], [], []]
        assert [page.status for page in others] == [200, 200, 503]

    played(story)


def test_a_look_that_fails_is_repeated_and_no_stream_ends() -> None:
    async def story(news: News, look: FakeLook) -> None:
        look.is_away = True
        page = Page(news, 1)
        await until(lambda: len(look.asked) > 2)
        look.is_away, look.wallets[1] = False, "2"
        await until(lambda: page.events)
        assert page.events == [b"event: new\nid: 2\ndata: new\n\n"]

    played(story)


def test_a_wallets_version_changes_with_its_own_deeds_and_refusals_alone(
    connection: psycopg.Connection,
) -> None:
    town = Riverside(connection)
    first, second = town.members[:2]
    before = wallet_versions(connection, [first, second, 2**60])

    town.settle(town.report("cup_return", {"cups": 2}))
    after = wallet_versions(connection, [first, second])
    late = town.report("cup_return", {"cups": 2}, at="2026-09-01T09:00:00+07:00", event_id="2")
    assert town.settle(late)[0].refusal is not None
    refused = wallet_versions(connection, [first, second])

    assert refused[first] != after[first]
    assert refused[second] == after[second]
    assert set(before) == {first, second}
    assert after[first] != before[first]
    assert after[second] == before[second]
