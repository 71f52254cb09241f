"""What tests of the tables try as the service: falls, transfers, reversals, deeds, editions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.riverside import Riverside

RIGHTS = psycopg.errors.InsufficientPrivilege
RULE = psycopg.errors.IntegrityConstraintViolation
CHECK = psycopg.errors.CheckViolation


@contextmanager
def tried(connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Try something in a transaction, up to the point of its commit, and take it back."""
    with connection.transaction(force_rollback=True):
        yield connection
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")


def move(
    connection: psycopg.Connection, member_id: int, points: int, *, why: str = "expire"
) -> None:
    """Add a transfer out of a wallet, of the first lot, into the expiry account; announced."""
    connection.execute(
        "INSERT INTO expiry_notice (member_id, lot_month, points, announced_at)"
        " SELECT member_id, lots[1], 99, '2026-10-01' FROM member WHERE member_id = %s"
        " ON CONFLICT DO NOTHING",
        (member_id,),
    )
    connection.execute(
        "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points, lot_month,"
        " why, recorded_at, voucher_id) SELECT %s, 1 + (SELECT count(*) FROM transfer), account_id,"
        " false, %s, (SELECT lots[1] FROM member WHERE member_id = %s), %s, '2026-11-21', %s"
        " FROM account WHERE kind = 'expiry'",
        (member_id, points, member_id, why, 1 if why in {"redeem", "give_back"} else None),
    )


def lower(connection: psycopg.Connection, member_id: int, points: int) -> None:
    """Take points out of a wallet's total and its first lot."""
    connection.execute(
        "UPDATE member SET points = points - %s, lots[2] = lots[2] - %s WHERE member_id = %s",
        (points, points, member_id),
    )


REVERSAL = {
    "points": 3,
    "lot_month": None,
    "why": "reverse",
    "recorded_at": "2026-11-21",
    "of_deed_on": "2026-11-20",
    "reason": "wrong_amount",
    "decided_by": "Pim Chaiyo, points office",
}


def reverse(riverside: Riverside, **changed: object) -> None:
    """Add a reversal of the member's one deed, with some of its values changed."""
    given = REVERSAL | {"number": 1, "deed": None, "into": False} | changed
    riverside.connection.execute(
        "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points, lot_month,"
        " why, recorded_at, of_deed_on, of_deed_id, reason, decided_by)"
        " SELECT d.member_id, %(number)s, a.account_id, %(into)s, %(points)s,"
        " coalesce(%(lot_month)s, d.lot_month), %(why)s, %(recorded_at)s, %(of_deed_on)s,"
        " coalesce(%(deed)s, d.deed_id), %(reason)s, %(decided_by)s"
        " FROM deed AS d, account AS a WHERE a.kind = 'returned'",
        given,
    )


def add_deed(
    riverside: Riverside,
    refused: type[Exception] | None,
    *,
    points: int = 0,
    lot_month: int = 2027 * 12 + 11,
    on: str = "2026-11-20",
) -> None:
    """Copy the one deed with other values, and see whether that is refused."""
    with tried(riverside.connection) as connection:
        statement = (
            "INSERT INTO deed SELECT member_id, deed_id + 1, happened_at, %s, partner_id,"
            " edition_id, %s, activity_no, %s, event_id, facts, counted FROM deed"
        )
        if refused is None:
            connection.execute(statement, (on, points, lot_month))
        else:
            with pytest.raises(refused), connection.transaction():
                connection.execute(statement, (on, points, lot_month))


EDITION = {
    "id": "2027-01",
    "starts_on": "2027-01-15",
    "author": "Malee Srisai, programme office",
    "approver": "Anan Wongsa, city council",
    "approved_on": "2026-12-31",
    "published_on": "2027-01-01",
    "published_at": "2026-12-31T18:00:00+00",
    "sha256": None,
}


def add_edition(connection: psycopg.Connection, **changed: object) -> None:
    """Add an edition row to Riverside, with some of its values changed."""
    connection.execute(
        "INSERT INTO edition (programme_id, id, starts_on, source, sha256, author, approver,"
        " approved_on, content_sha256, published_on, published_at) SELECT programme_id, %(id)s,"
        " %(starts_on)s, 'text', coalesce(%(sha256)s, sha256('text'::BYTEA)), %(author)s,"
        " %(approver)s, %(approved_on)s, sha256('content'::BYTEA), %(published_on)s,"
        " %(published_at)s FROM programme",
        EDITION | changed,
    )
