"""The public page with the notice of the edition in force."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.core.notice.blocks import fingerprint
from plaudit.store.notices import read_notices
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside, instant
from tests.store.test_notices import keep_all


@pytest.fixture
def town(connection: psycopg.Connection) -> Riverside:
    """Riverside with the notices of both its editions."""
    found = Riverside(connection, members=1)
    keep_all(connection)
    connection.commit()
    return found


@pytest.fixture
def visitor(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody with a browser, on 20 November 2026."""
    return Visitor(database_url, monkeypatch, now=NOW)


def test_the_notice_in_force_is_shown_as_it_was_kept(town: Riverside, visitor: Visitor) -> None:
    kept = read_notices(town.connection, "riverside", "2026-10")

    for language, code in (("en", "en"), ("th", "th"), ("zh-CN", "zh-Hans")):
        response = visitor.get("/notice/riverside", language=language)
        seen = Seen(response)
        assert response.status_code == 200
        assert seen.having("article")[0]["lang"] == code
        assert kept[code].agreement in seen.text
        assert fingerprint(kept[code]) in seen.text
        for section in kept[code].sections:
            for block in section.blocks:
                words = [block.heading, *block.paragraphs, *block.items, *sum(block.pairs, ())]
                assert [one for one in words if " ".join(one.split()) not in seen.text] == []


def test_before_a_new_edition_is_in_force_the_notice_is_the_old_one(
    town: Riverside, visitor: Visitor
) -> None:
    visitor.it_is(instant("2026-09-30T23:59:59+07:00"))
    assert "rules “2026-04”" in Seen(visitor.get("/notice/")).text

    visitor.it_is(instant("2026-10-01T00:00:00+07:00"))
    assert "rules “2026-10”" in Seen(visitor.get("/notice/")).text


def test_it_is_linked_from_the_start_page_and_from_the_foot_of_every_page(
    town: Riverside, visitor: Visitor
) -> None:
    assert "/notice/riverside" in Seen(visitor.get("/")).addresses()
    for address in ("/", "/member/", "/nowhere"):
        assert "/notice/" in Seen(visitor.get(address)).addresses()
    assert "/notice/" in Seen(visitor.enters(town.members[0])).addresses()


def test_the_language_is_switched_without_leaving_the_notice(
    town: Riverside, visitor: Visitor
) -> None:
    (thai,) = (
        one
        for one in Seen(visitor.get("/notice/riverside")).addresses()
        if one.startswith("/language/th")
    )

    response = visitor.get(thai, follow=True)
    assert response.request["PATH_INFO"] == "/notice/riverside"  # type: ignore[attr-defined]
    assert "ประกาศความเป็นส่วนตัว" in Seen(response).text


def test_a_programme_that_there_is_not_has_no_notice(town: Riverside, visitor: Visitor) -> None:
    assert visitor.get("/notice/elsewhere").status_code == 404


def test_without_a_kept_notice_the_page_says_that_there_is_none(
    connection: psycopg.Connection, visitor: Visitor
) -> None:
    Riverside(connection, members=0)
    connection.commit()

    response = visitor.get("/notice/")
    assert response.status_code == 200
    assert "No programme is in force yet." in Seen(response).text
