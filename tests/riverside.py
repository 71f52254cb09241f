"""Riverside in a fresh book: published, with partners and members, for tests with a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg.pq import TransactionStatus

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House, open_house
from plaudit.actions.join import join
from plaudit.actions.publish import publish
from plaudit.actions.register_partner import register_partner
from plaudit.actions.settle import settle
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.deed import Report, facts_of
from plaudit.core.ledger import Outcome, Registration
from plaudit.core.publishing import promised_instant
from plaudit.core.refusals import Refusal
from plaudit.store.catalogue import programme_number
from plaudit.store.instants import as_instant
from tests.books import Book
from tests.rows import Rows

CATALOGUE = Path(__file__).parents[1] / "catalogue"
ACTIVITY_TEXTS = {
    path.stem: path.read_text("utf-8") for path in sorted((CATALOGUE / "activities").glob("*.toml"))
}
ACTIVITIES = {id: parse_activity(text) for id, text in ACTIVITY_TEXTS.items()}
EDITIONS = sorted((CATALOGUE / "programmes" / "riverside").glob("*.toml"))


def instant(text: str) -> int:
    """Return an instant written as a date-time with its offset."""
    return as_instant(datetime.fromisoformat(text))


NOW = instant("2026-11-20T12:00:00+07:00")
JOINED = instant("2026-03-01T08:00:00+07:00")


class _Published(NamedTuple):
    """What publishing Riverside writes into an empty book, and which activities earn there."""

    rows: Rows
    watched: set[str]


_PUBLISHED: list[_Published] = []
"""Kept by the worker once it has published: three hundred tests begin with it."""


def _publish(connection: psycopg.Connection) -> set[str]:
    """Publish the editions and return the activities that earn.

    Where the book is empty, what publishing wrote into an empty one before is put into it.
    """
    book = Book.of(connection)
    is_alone = connection.info.transaction_status == TransactionStatus.IDLE
    is_empty = book is not None and is_alone and not book.take_out().by_table
    if book is not None and is_empty and _PUBLISHED:
        book.put_back(_PUBLISHED[0].rows)
        return set(_PUBLISHED[0].watched)
    watched: set[str] = set()
    for path in EDITIONS:
        text = path.read_text("utf-8")
        edition = publish(connection, text, ACTIVITY_TEXTS, now=promised_instant(text))
        watched |= {id for stage in edition.stages for id in stage.on}
    if book is not None and is_empty:
        _PUBLISHED.append(_Published(book.take_out(), watched))
    return watched


class Riverside:
    """A small Riverside: the partners `cafe` and `depot`, and as many members as wanted."""

    def __init__(
        self, connection: psycopg.Connection, *, members: int = 3, budget: int | None = None
    ) -> None:
        self.connection = connection
        watched = _publish(connection)
        programme_id = programme_number(connection, "riverside")
        assert programme_id is not None
        self.programme_id = programme_id
        self.cafe, self.cafe_key = self._partner("cafe", ["cup_return"], budget=budget)
        self.depot, self.depot_key = self._partner(
            "depot", sorted(watched - {"cup_return"}), budget=None
        )
        self.members = join(
            connection,
            programme_id=programme_id,
            now=JOINED,
            language="en",
            wording="I join Riverside.",
            how_many=members,
        )
        self.house: House = open_house(connection)

    def _partner(self, id: str, activities: list[str], *, budget: int | None) -> tuple[int, str]:
        registration = Registration(self.programme_id, id, id.title(), activities, 30, budget)
        return register_partner(self.connection, registration, now=JOINED)

    def handle(self, member: int, partner_id: int) -> str:
        """Return a member's handle; `member` counts from 0."""
        return self.house.handles.handle_of(self.members[member], partner_id)

    def report(
        self,
        activity: str,
        facts: dict[str, object],
        *,
        member: int = 0,
        at: str = "2026-11-20T09:00:00+07:00",
        event_id: str = "1",
    ) -> Arrival:
        """Return a report as the door makes it, by the partner that may report the activity."""
        partner_id, source = (
            (self.cafe, "cafe") if activity == "cup_return" else (self.depot, "depot")
        )
        scaled = facts_of(ACTIVITIES[activity], facts)
        assert not isinstance(scaled, Refusal), scaled
        handle = self.handle(member, partner_id)
        return Arrival(
            partner_id,
            Report(event_id, source, handle, ACTIVITIES[activity], instant(at), scaled),
        )

    def settle(self, *arrivals: Arrival, now: int = NOW) -> list[Outcome]:
        """Settle arrivals as one batch."""
        return settle(self.connection, self.house, arrivals, now=now)

    def points(self, member: int = 0) -> int:
        """Return what a member's wallet holds."""
        row = self.connection.execute(
            "SELECT points FROM member WHERE member_id = %s", (self.members[member],)
        ).fetchone()
        assert row is not None
        return int(row[0])

    def all_points(self) -> list[int]:
        """Return all wallets in the order of the members."""
        return [self.points(member) for member in range(len(self.members))]


def statuses(outcomes: Sequence[Outcome]) -> list[str]:
    """Return each outcome's status, or the code of its refusal."""
    return [
        outcome.refusal.code.value if outcome.refusal else outcome.status for outcome in outcomes
    ]
