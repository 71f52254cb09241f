"""Real connections: slow, lying, broken and hasty clients reach nobody and harm nobody."""

from __future__ import annotations

import re
import threading
import time

import pytest

from plaudit.ingest import body as bodies
from plaudit.ingest.limits import BODY_BYTES_MAX
from tests.doors.bodies import body, deed
from tests.doors.fakes import BATCH, KEY, SINGLE
from tests.doors.serving import (
    CHUNKED,
    DEED,
    HEAD,
    Served,
    answer,
    chunk,
    is_closed,
    sent,
    statuses,
    with_length,
)


def test_one_connection_carries_many_requests(served: Served) -> None:
    connection = served.connect()

    assert sent(connection, with_length(DEED))[0] == 200
    assert sent(connection, with_length(b"nonsense"))[0] == 400
    assert sent(connection, with_length(DEED))[1]["outcomes"] == [
        {"id": "till-7/000001", "status": "duplicate"}
    ]


def test_requests_sent_without_waiting_are_answered_in_order(served: Served) -> None:
    connection = served.connect()

    connection.sendall(with_length(DEED) + with_length(b"{}") + with_length(DEED))
    raw = b""
    while raw.count(b'"outcomes"') < 3:
        raw += connection.recv(65536)

    assert re.findall(rb"HTTP/1.1 (\d+)", raw) == [b"200", b"400", b"200"]
    assert raw.index(b"accepted") < raw.index(b"attribute_missing") < raw.index(b"duplicate")


def test_a_chunked_body_is_read_whole(served: Served) -> None:
    parts = [chunk(DEED[:5]), chunk(DEED[5:]), b"0\r\n\r\n"]

    assert sent(served.connect(), CHUNKED, *parts)[0] == 200


def test_a_chunked_body_that_is_too_large_is_refused_with_the_number(served: Served) -> None:
    connection = served.connect()
    connection.sendall(CHUNKED.replace(SINGLE.encode(), BATCH.encode()))
    for _ in range(BODY_BYTES_MAX // 65536 + 2):
        connection.sendall(chunk(b" " * 65536))
    connection.sendall(b"0\r\n\r\n")

    status, problem = answer(connection)

    assert (status, problem["limit"]) == (413, BODY_BYTES_MAX)
    assert sent(connection, with_length(DEED))[0] == 200


def test_a_length_that_is_too_large_is_refused_before_the_body(served: Served) -> None:
    connection = served.connect()

    status, problem = sent(
        connection, HEAD + b"Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n"
    )

    assert (status, problem["code"]) == (413, "body_too_large")
    assert is_closed(connection)


def test_a_client_may_wait_to_be_told_to_go_on(served: Served) -> None:
    connection = served.connect()
    connection.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(DEED))
    assert connection.recv(4096).startswith(b"HTTP/1.1 100 Continue")

    assert sent(connection, DEED)[0] == 200


def test_a_length_that_promises_more_than_comes_reaches_nobody(served: Served) -> None:
    connection = served.connect()
    connection.sendall(with_length(DEED, len(DEED) + 10))
    connection.close()
    time.sleep(0.2)

    assert served.book.settled == []
    assert sent(served.connect(), with_length(DEED))[0] == 200


def test_a_length_that_promises_less_than_comes_breaks_the_text(served: Served) -> None:
    connection = served.connect()
    connection.sendall(with_length(DEED, len(DEED) - 1))

    assert statuses(connection) == [400, 400]
    assert served.book.settled == []


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 5,  # a TLS hello
        b"GARBAGE\r\n\r\n",
        b"POST /v1/deeds HTTP/9.9\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 0x10\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\nzz\r\n",
        CHUNKED + b"zz\r\n",
        CHUNKED + b"ffffffffffffffffff\r\n",
        HEAD + b"Bad Header: x\r\n\r\n",
        HEAD + b"X: a\x00b\r\n\r\n",
        HEAD.replace(b"\r\n", b"\n").replace(b"Host", b" Host") + b"\n",
    ],
)
def test_what_is_not_http_is_refused_and_reaches_nobody(served: Served, raw: bytes) -> None:
    status, problem = sent(served.connect(), raw)

    assert 400 <= status < 500
    assert problem["code"] == "not_http"
    assert served.book.settled == []
    assert sent(served.connect(), with_length(DEED))[0] == 200


def test_a_slow_body_is_told_so_and_reaches_nobody(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS_MAX", 1)
    connection = served.connect()
    started = time.monotonic()
    connection.sendall(with_length(DEED[:-1], len(DEED)))

    status, problem = answer(connection)

    assert (status, problem["code"]) == (408, "body_too_slow")
    assert time.monotonic() - started < 1.9  # it isn't given the same time once more
    assert is_closed(connection)
    assert served.book.settled == []


def test_many_slow_clients_hold_up_nobody(served: Served) -> None:
    for _ in range(200):
        served.connect().sendall(with_length(DEED[:-1], len(DEED)))

    started = time.monotonic()
    assert sent(served.connect(), with_length(DEED))[0] == 200
    assert time.monotonic() - started < 2
    assert len(served.book.settled) == 1


def test_a_large_body_without_a_key_still_sees_its_answer(served: Served) -> None:
    raw = body(*map(deed, range(2000)))
    head = HEAD.replace(KEY.encode(), b"guessed") + b"Content-Length: %d\r\n\r\n" % len(raw)

    assert sent(served.connect(), head, raw)[0] == 401


def test_a_stop_answers_what_was_taken_in(served: Served) -> None:
    reached = threading.Event()

    def settle_slowly() -> None:
        reached.set()
        time.sleep(0.5)

    served.book.before_commit = settle_slowly
    connection = served.connect()
    connection.sendall(with_length(DEED))
    assert reached.wait(5)
    served.server.should_exit = True

    assert answer(connection)[0] == 200
