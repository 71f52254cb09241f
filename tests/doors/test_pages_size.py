"""How much a phone has to load: a first page with everything that it links to."""

from __future__ import annotations

import gzip

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.pages.member.views import ENTRIES_A_PAGE
from plaudit.pages.voices import LANGUAGES
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

FIRST_PAGE_BYTES_MAX = 50_000
FULL = ENTRIES_A_PAGE


def sent(visitor: Visitor, address: str, language: str = "en") -> HttpResponse:
    """Ask as a browser does, which takes compressed answers."""
    headers = {"accept-language": language, "accept-encoding": "gzip, br"}
    response = visitor.client.get(address, headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def test_the_first_page_is_under_fifty_kilobytes_with_all_that_it_links_to(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Riverside(connection)
    for number in range(FULL):
        at = f"2026-11-{number + 1:02}T09:00:00+07:00"
        town.settle(
            town.report("cup_return", {"cups": 9}, event_id=str(number), at=at),
            now=NOW,
        )
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(town.members[0])

    for address in ("/", "/member/"):
        for language in LANGUAGES:
            page = sent(visitor, address, language)
            seen = Seen(gzip.decompress(page.content).decode())
            linked = {str(has["href"]) for has in seen.having("link")}
            linked |= {str(has["src"]) for tag in ("script", "img") for has in seen.having(tag)}
            whole = len(page.content) + sum(len(sent(visitor, one).content) for one in linked)

            assert page.headers["Content-Encoding"] == "gzip"
            assert "Vary" in page.headers
            assert whole < FIRST_PAGE_BYTES_MAX, (address, language, whole)


def test_what_partners_ask_and_what_is_taken_along_stays_as_it_is(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Riverside(connection)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(town.members[0])

    for address in ("/v1/vouchers/check", "/member/data/plaudit.json", "/member/data/plaudit.zip"):
        assert (
            "Content-Encoding"
            not in visitor.client.get(address, headers={"accept-encoding": "gzip"}).headers
        )
