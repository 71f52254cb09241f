"""A client that offers another protocol, as Java's does with each request: it is passed over."""

from __future__ import annotations

import pytest

from tests.doors.serving import (
    DEED,
    HEAD,
    Served,
    chunk,
    sent_apart,
    statuses,
)

OFFER = (
    b"Connection: Upgrade, HTTP2-Settings\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: h2c\r\n"
)
OFFERED = HEAD + OFFER + b"Content-Length: %d\r\n\r\n" % len(DEED)
IN_CHUNKS = HEAD + OFFER + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"Connection: close, Upgrade\r\nUpgrade: h2c\r\n"


@pytest.mark.parametrize(
    "parts",
    [
        (OFFERED + DEED,),
        (OFFERED, DEED),
        (OFFERED[:-1], OFFERED[-1:] + DEED[:9], DEED[9:]),
        tuple((OFFERED + DEED)[at : at + 40] for at in range(0, len(OFFERED + DEED), 40)),
        (IN_CHUNKS + chunk(DEED[:20]), chunk(DEED[20:]) + chunk(b"")),
    ],
    ids=["together", "apart", "across", "in many pieces", "in chunks"],
)
def test_a_deed_with_an_offer_is_taken(served: Served, parts: tuple[bytes, ...]) -> None:
    assert sent_apart(served, *parts)[0] == 200
    assert sent_apart(served, *parts)[0] == 200  # by a head that was seen before


def test_requests_with_offers_in_a_row_are_all_answered_and_close_still_closes(
    served: Served,
) -> None:
    last = HEAD + LAST + b"Content-Length: %d\r\n\r\n" % len(DEED) + DEED
    connection = served.connect()

    connection.sendall(OFFERED + DEED + OFFERED + DEED + last)

    assert statuses(connection) == [200, 200, 200]


@pytest.mark.parametrize(
    "head",
    [
        b"GET /v1/deeds HTTP/1.1\r\nHost: door\r\n" + LAST + b"\r\n",
        b"POST /v1/deeds HTTP/1.1\r\nHost: door\r\n" + LAST + b"Content-Length: 5\r\n\r\n{}{}{",
    ],
)
def test_an_offer_changes_nothing_of_a_refusal(served: Served, head: bytes) -> None:
    without = head.replace(LAST, b"Connection: close\r\n")
    offered, plain = served.connect(), served.connect()

    offered.sendall(head)
    plain.sendall(without)

    assert statuses(offered) == statuses(plain) != []


def test_a_head_with_an_offer_that_is_too_large_is_refused(served: Served) -> None:
    connection = served.connect()

    connection.sendall(HEAD + OFFER + b"X-Long: " + b"x" * 70_000 + b"\r\n\r\n")

    assert statuses(connection) == [431]


def test_a_tunnel_is_not_opened(served: Served) -> None:
    connection = served.connect()

    connection.sendall(b"CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\nhello")
    connection.shutdown(1)

    assert all(status >= 400 for status in statuses(connection))
