"""Heads that are known byte for byte: their requests aren't parsed, and mean what they meant."""

from __future__ import annotations

import time

import pytest

from plaudit.ingest import limited, short_way
from tests.doors.serving import DEED, Served, answer, sent_apart, short_way_of, with_length


def test_a_head_is_parsed_once(served: Served, taken: list[bool], seen: list[bool]) -> None:
    head, body = with_length(DEED).split(b"{", 1)
    cuts = [(head + b"{", body), (head, b"{" + body), (head + b"{" + body[:40], body[40:])]

    assert sent_apart(served, head + b"{" + body)[0] == 200
    assert [sent_apart(served, *parts)[0] for parts in cuts] == [200] * 3
    assert sent_apart(served, with_length(DEED + b" "))[0] == 200

    assert seen == [False, True, True, True, False]
    assert taken == [True] * 5


def test_a_head_in_a_packet_of_its_own_is_known_again_too(
    served: Served, taken: list[bool], seen: list[bool]
) -> None:
    head, body = with_length(DEED).split(b"{", 1)
    for parts in ([head, b"{" + body], [b"\r\n" + head, b"{" + body], [head + b"{", body]):
        assert sent_apart(served, *parts)[0] == 200

    assert seen == [False, True]  # what doesn't begin with the request's line isn't looked up
    assert taken == [True] * 3


def test_a_known_head_says_nothing_once_its_key_is_withdrawn(
    served: Served, taken: list[bool]
) -> None:
    for _ in range(2):
        assert sent_apart(served, with_length(DEED))[0] == 200
    served.book.keys.clear()
    short_way_of(served)._keys._kept.clear()  # as it would be after KEY_SECONDS

    assert sent_apart(served, with_length(DEED))[0] == 401
    assert taken == [True, True, False]


def test_known_heads_have_an_end(
    served: Served, taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short_way, "HEADS_KEPT_MAX", 3)
    for spaces in range(5):
        assert sent_apart(served, with_length(DEED + b" " * spaces))[0] == 200

    assert len(short_way_of(served)._heads) == 2
    assert taken == [True] * 5


def test_who_has_sent_a_known_head_needs_no_haste_with_the_next(
    served: Served, taken: list[bool], seen: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    head, body = with_length(DEED).split(b"{", 1)
    assert sent_apart(served, head + b"{" + body)[0] == 200
    monkeypatch.setattr(limited, "HEADER_SECONDS_MAX", 0.5)
    monkeypatch.setattr(short_way_of(served).bodies, "_seconds", 30)

    connection = served.connect()
    connection.sendall(head)
    time.sleep(0.8)
    connection.sendall(b"{" + body)

    assert answer(connection)[0] == 200
    assert seen == [False, True]
    assert taken == [True] * 2
