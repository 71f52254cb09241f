"""The head of a request: too long, too slow, or announcing too much."""

from __future__ import annotations

import time

import pytest

from plaudit.ingest import limited
from plaudit.ingest.limits import BODY_SECONDS_MAX, HEADER_BYTES_MAX
from tests.doors.fakes import Gate
from tests.doors.serving import (
    CHUNKED,
    DEED,
    HEAD,
    Served,
    answer,
    is_closed,
    sent,
    statuses,
    with_length,
)


def test_a_head_that_grows_without_end_is_refused(served: Served) -> None:
    connection = served.connect()
    connection.sendall(HEAD)
    filler = b"X-Filler: " + b"x" * 1000 + b"\r\n"
    for _ in range(HEADER_BYTES_MAX // len(filler) + 1):
        connection.sendall(filler)

    status, problem = answer(connection)
    assert (status, problem["code"], problem["limit"]) == (431, "head_too_large", HEADER_BYTES_MAX)
    assert is_closed(connection)


@pytest.mark.parametrize(
    ("before", "said"), [(b"", [431]), (HEAD + b"Content-Length: 0\r\n\r\n", [400, 431])]
)
def test_a_head_too_large_that_comes_at_once_is_refused_too(
    served: Served, before: bytes, said: list[int]
) -> None:
    filler = b"X-Filler: " + b"x" * HEADER_BYTES_MAX + b"\r\n"
    connection = served.connect()

    connection.sendall(before + HEAD + filler + b"Content-Length: 0\r\n\r\n")

    assert statuses(connection) == said
    assert served.book.settled == []


def test_a_head_too_large_behind_a_whole_request_is_refused_before_it_ends(served: Served) -> None:
    connection = served.connect()

    connection.sendall(with_length(DEED) + HEAD + b"X: " + b"x" * 60_000)

    assert statuses(connection) == [200, 431]


@pytest.mark.parametrize("behind", [b"GARBAGE\r\n\r\n", with_length(DEED) + CHUNKED + b"zz\r\n"])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_fault_behind_a_deed_is_told_after_its_answer(
    served: Served, behind: bytes, at_once: bool
) -> None:
    assert sent(served.connect(), with_length(DEED))[0] == 200  # makes the key known
    gate = Gate(served.book)
    connection = served.connect()
    connection.sendall(with_length(DEED) + (behind if at_once else b""))
    gate.wait()
    if not at_once:
        connection.sendall(behind)
    connection.sendall(b"and more")
    connection.settimeout(0.1)
    with pytest.raises(TimeoutError):
        connection.recv(1)
    connection.settimeout(10)
    gate.open()

    assert statuses(connection) == [200] * (1 + behind.count(DEED)) + [400]


PADDED = DEED.ljust(HEADER_BYTES_MAX + 4000)


def test_a_body_sent_ahead_of_an_answer_is_no_head(served: Served) -> None:
    connection = served.connect()

    assert sent(connection, with_length(DEED) + with_length(b"", len(PADDED)))[0] == 200
    for at in range(0, len(PADDED), 4000):
        connection.sendall(PADDED[at : at + 4000])

    assert answer(connection)[0] == 200


def test_a_head_that_follows_a_long_body_keeps_no_answer_away(served: Served) -> None:
    connection = served.connect()
    waits = b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(PADDED)
    connection.sendall(HEAD + waits)
    assert connection.recv(4096).startswith(b"HTTP/1.1 100 Continue")

    next_one = with_length(DEED)

    assert sent(connection, PADDED + next_one[:20])[0] == 200
    assert sent(connection, next_one[20:])[0] == 200


def test_a_connection_too_many_is_told_when_to_come_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = served.connect()
    assert sent(first, with_length(DEED))[0] == 200
    monkeypatch.setattr(limited, "CONNECTIONS_MAX", 1)
    second = served.connect()

    second.sendall(with_length(DEED))
    raw = b""
    while more := second.recv(65536):
        raw += more

    assert raw.startswith(b"HTTP/1.1 503 ")
    assert b"content-type: application/problem+json" in raw
    assert b"retry-after: " in raw
    assert b'"code":"too_busy"' in raw
    assert sent(first, with_length(DEED))[0] == 200


def test_who_announces_too_much_and_sends_nothing_is_answered_soon(served: Served) -> None:
    started = time.monotonic()

    status, problem = sent(served.connect(), HEAD + b"Content-Length: 99999999999\r\n\r\n")

    assert (status, problem["code"]) == (413, "body_too_large")
    assert time.monotonic() - started < BODY_SECONDS_MAX / 2


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"POST /v1/de", HEAD])
def test_a_slow_head_loses_its_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(limited, "HEADER_SECONDS_MAX", 0.3)
    connection = served.connect()
    started = time.monotonic()
    try:
        connection.sendall(begun)
        for _ in range(20):  # a byte now and then buys no time
            time.sleep(0.1)
            if begun:
                connection.sendall(b"X" if begun != b"\r\n" else b"\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass

    assert is_closed(connection)
    assert time.monotonic() - started < 5


def test_a_slow_head_after_an_answer_loses_its_connection_too(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited, "HEADER_SECONDS_MAX", 0.3)
    connection = served.connect()
    assert sent(connection, with_length(DEED))[0] == 200
    connection.sendall(b"POST /v1/de")

    assert is_closed(connection)
