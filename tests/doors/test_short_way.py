"""The short way: taken by whole requests for one deed, and told from the usual way by nothing."""

from __future__ import annotations

import json
import re
import socket
import time

import pytest

from plaudit.ingest import gather as gathering
from plaudit.ingest import short_way
from plaudit.ingest.keys import hash_of
from plaudit.ingest.limits import SHORT_BODY_BYTES_MAX, SHORT_WAIT_SECONDS
from plaudit.ingest.short_way import Usual
from tests.crash.tills import WholeRequests
from tests.doors.bodies import deed
from tests.doors.fakes import BATCH, KEY, SINGLE, Gate
from tests.doors.serving import (
    CHUNKED,
    DEED,
    HEAD,
    Served,
    answer,
    chunk,
    is_closed,
    sent_apart,
    short_way_of,
    with_length,
)

TOO_LONG = 2 * SHORT_WAIT_SECONDS


def raw(number: int, **changed: object) -> bytes:
    return json.dumps(deed(number, **changed)).encode()


def test_every_way_gives_the_same_answer_to_the_byte(served: Served, taken: list[bool]) -> None:
    ids = ["till-8/a", "nobody-1", "poison-1", "till-7/000001"]
    for id in ids:
        said = set()
        head, body = with_length(raw(1, id=id)).split(b"{", 1)
        for parts in ([head + b"{" + body], [head, b"{" + body], [head + b"{", body]):
            served.book._seen.discard((1, "till-8/a"))
            connection = served.connect()
            for part in parts:
                connection.sendall(part)
                time.sleep(TOO_LONG if part.endswith(b"\r\n{") else 0.01)
            said.add(re.sub(rb"date: [^\r]+", b"", connection.recv(65536)))
        assert len(said) == 1, id
        assert said.pop().startswith(b"HTTP/1.1 ")

    assert taken == [True, True] * len(ids)


def test_the_tills_of_the_crash_tests_take_it_each_time(served: Served, taken: list[bool]) -> None:
    till = WholeRequests("127.0.0.1", served.port, timeout=10)
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": SINGLE}
    for number in range(20):
        till.request("POST", "/v1/deeds", raw(number), headers)
        till.send_all()
        assert b"outcomes" in till.getresponse().read()
    till.close()

    assert taken == [True] * 20


UNUSUAL = [
    ([HEAD.replace(KEY.encode(), b"guessed") + b"Content-Length: 2\r\n\r\n{}"], 401),
    ([with_length(b"{}")], 400),
    ([with_length(DEED).replace(b"cloudevents+json", BATCH.encode()[12:])], 400),
    ([CHUNKED + chunk(DEED) + b"0\r\n\r\n"], 200),
    ([with_length(DEED).replace(b"HTTP/1.1", b"HTTP/1.0")], 200),
    ([with_length(DEED).replace(b"POST", b"PUT")], 405),
    ([with_length(DEED).replace(b"/v1/deeds", b"/v1/deeds?a")], 200),
]


def test_what_is_not_the_usual_goes_the_usual_way(served: Served, taken: list[bool]) -> None:
    assert [sent_apart(served, *parts)[0] for parts, _ in UNUSUAL] == [
        status for _, status in UNUSUAL
    ]
    assert True not in taken


def test_a_long_body_is_not_waited_for(served: Served, taken: list[bool]) -> None:
    whole = with_length(DEED.ljust(SHORT_BODY_BYTES_MAX + 1))

    assert sent_apart(served, whole)[0] == 200
    assert sent_apart(served, with_length(DEED.ljust(SHORT_BODY_BYTES_MAX)))[0] == 200
    assert taken == [True]


def test_a_body_that_drips_is_not_waited_for(served: Served, taken: list[bool]) -> None:
    connection = served.connect()
    drops = [b"{", b"}", b" ", b" ", b" "]
    connection.sendall(with_length(DEED)[:60])
    for drop in (HEAD[60:] + b"Content-Length: 5\r\n\r\n", *drops):
        connection.sendall(drop)
        time.sleep(0.6 * SHORT_WAIT_SECONDS)

    assert answer(connection)[0] == 400
    assert taken == []


def test_a_quiet_connection_is_closed_and_a_busy_one_is_not(
    served: Served, taken: list[bool]
) -> None:
    idle = short_way_of(served).idle
    idle._seconds = 0.2
    served.server.config.timeout_keep_alive = 0.2  # type: ignore[assignment]  # whole seconds
    assert sent_apart(served, with_length(DEED))[0] == 200
    connection = served.connect()
    connection.sendall(b"GET /v1/health HTTP/1.1\r\nHost: door\r\n\r\n")
    assert answer(connection)[0] == 200
    for _ in range(8):
        connection.sendall(with_length(DEED))
        assert answer(connection)[0] == 200
        time.sleep(0.05)

    gate = Gate(served.book)
    connection.sendall(with_length(DEED))
    gate.wait()
    time.sleep(0.3)
    gate.open()
    assert answer(connection)[0] == 200
    assert taken == [True] * 10
    assert len(idle._until) == 1
    assert is_closed(connection)
    assert not idle._until


def test_requests_sent_ahead_are_answered_in_order(served: Served, taken: list[bool]) -> None:
    connection = served.connect()
    ids = [f"a{number}" for number in range(6)]

    connection.sendall(b"".join(with_length(raw(1, id=id)) for id in ids))
    got = b""
    while got.count(b'"outcomes"') < len(ids):
        got += connection.recv(65536)

    assert re.findall(rb'"id":"(a\d)"', got) == [id.encode() for id in ids]
    assert taken[0]
    assert not short_way_of(served)._heads  # what came with others isn't known again


def test_nobody_is_answered_before_the_commit(served: Served, taken: list[bool]) -> None:
    gate = Gate(served.book)
    connection = served.connect()
    connection.sendall(with_length(raw(2)))
    gate.wait()
    connection.settimeout(0.1)
    with pytest.raises(TimeoutError):
        connection.recv(1)
    connection.settimeout(10)
    gate.open()

    assert answer(connection)[0] == 200
    assert taken == [True]


def test_a_client_that_leaves_harms_nobody(served: Served, taken: list[bool]) -> None:
    gate = Gate(served.book)
    leaving = served.connect()
    leaving.sendall(with_length(raw(2)))
    gate.wait()
    leaving.close()
    time.sleep(0.05)
    gate.open()

    assert sent_apart(served, with_length(raw(3)))[0] == 200
    assert taken == [True, True]
    assert served.book.settled[1:] == ["till-7/000002", "till-7/000003"]


def test_an_answer_that_may_be_the_last_says_so(served: Served, taken: list[bool]) -> None:
    connection = served.connect()
    connection.sendall(with_length(DEED).replace(b"Host:", b"Connection: close\r\nHost:"))

    got = b""
    while part := connection.recv(65536):
        got += part

    assert b"connection: close\r\n" in got
    assert got.endswith(b'"status":"duplicate"}]}')
    assert is_closed(connection)
    assert taken == [True]


def test_away_full_and_our_own_faults_are_said(
    served: Served, taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    served.book.is_away = True
    assert sent_apart(served, with_length(raw(2)))[1]["code"] == "service_away"
    served.book.is_away = False
    monkeypatch.setattr(gathering, "WAITING_DEEDS_MAX", 0)
    assert sent_apart(served, with_length(raw(2)))[1]["code"] == "too_busy"
    assert taken == [True, False]
    monkeypatch.undo()

    def broken(*_: object) -> None:
        raise AssertionError("till-7 told nobody")

    until = time.monotonic() + 10  # a writer finds its way back after a moment
    while sent_apart(served, with_length(raw(2)))[0] == 503 and time.monotonic() < until:
        time.sleep(0.05)
    monkeypatch.setattr(short_way, "deed_answer", broken)
    assert sent_apart(served, with_length(raw(3)))[1]["code"] == "our_fault"


def test_many_connections_share_transactions(served: Served, taken: list[bool]) -> None:
    gate = Gate(served.book)
    connections: list[socket.socket] = [served.connect() for _ in range(40)]
    for number, connection in enumerate(connections):
        connection.sendall(with_length(raw(100 + number)))
        if not number:
            gate.wait()
    while len(taken) < len(connections):
        time.sleep(0.01)
    gate.open()

    assert {answer(connection)[0] for connection in connections} == {200}
    assert [len(batch) for batch in served.book.batches[1:]] == [1, 39]


@pytest.mark.parametrize("is_known", [False, True])
def test_a_stop_answers_what_was_taken_in(
    served: Served, taken: list[bool], is_known: bool
) -> None:
    whole = with_length(raw(2))
    head, body = whole.split(b"{", 1)
    short_way_of(served).bodies._seconds = 5
    gate = Gate(served.book)
    connection, slow = served.connect(), served.connect()
    connection.sendall(whole)
    gate.wait()
    if is_known:
        key = hash_of(b"Bearer " + KEY.encode())
        assert key is not None
        short_way_of(served).know_again(head, Usual(1 + len(body), key))
    slow.sendall(head)
    time.sleep(0.05)
    served.server.should_exit = True
    time.sleep(0.3)
    slow.sendall(b"{" + body)
    time.sleep(0.05)
    gate.open()

    assert answer(slow)[0] == 200

    got = b""
    while part := connection.recv(65536):
        got += part

    assert taken == [True]
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"connection: close\r\n" in got
