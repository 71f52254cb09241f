"""The head of a request: too long, too slow, or announcing too much."""

from __future__ import annotations

import time

import pytest

from plaudit.ingest import server as serving
from plaudit.ingest.limits import BODY_SECONDS_MAX, HEADER_BYTES_MAX
from tests.doors.serving import DEED, HEAD, Served, answer, is_closed, sent, with_length


def test_a_head_that_grows_without_end_is_refused(served: Served) -> None:
    connection = served.connect()
    connection.sendall(HEAD)
    filler = b"X-Filler: " + b"x" * 1000 + b"\r\n"
    for _ in range(HEADER_BYTES_MAX // len(filler) + 1):
        connection.sendall(filler)

    status, problem = answer(connection)
    assert (status, problem["code"], problem["limit"]) == (431, "head_too_large", HEADER_BYTES_MAX)
    assert is_closed(connection)


@pytest.mark.parametrize("before", [b"", HEAD + b"Content-Length: 0\r\n\r\n"])
def test_a_head_too_large_that_comes_at_once_is_refused_too(served: Served, before: bytes) -> None:
    filler = b"X-Filler: " + b"x" * HEADER_BYTES_MAX + b"\r\n"
    connection = served.connect()

    connection.sendall(before + HEAD + filler + b"Content-Length: 0\r\n\r\n")

    assert answer(connection)[0] == 431
    assert is_closed(connection)
    assert served.book.settled == []


def test_who_announces_too_much_and_sends_nothing_is_answered_soon(served: Served) -> None:
    started = time.monotonic()

    status, problem = sent(served.connect(), HEAD + b"Content-Length: 99999999999\r\n\r\n")

    assert (status, problem["code"]) == (413, "body_too_large")
    assert time.monotonic() - started < BODY_SECONDS_MAX / 2


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"POST /v1/de", HEAD])
def test_a_slow_head_loses_its_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(serving, "HEADER_SECONDS_MAX", 0.3)
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
    monkeypatch.setattr(serving, "HEADER_SECONDS_MAX", 0.3)
    connection = served.connect()
    assert sent(connection, with_length(DEED))[0] == 200
    connection.sendall(b"POST /v1/de")

    assert is_closed(connection)
