"""A small programme for commands that use the clock: its rules don't mind what day it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from plaudit.actions.house import House, open_house
from plaudit.actions.join import join
from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.store.catalogue import programme_number
from tests.publishing import publish_as_promised

ACTIVITIES = {
    "walk": 'id = "walk"\ntitle = { en = "Walk" }\n',
    "visit": """
id = "visit"
title = { en = "Visit" }
[facts.venue]
type = "choice"
values = ["museum", "library", "old town hall, left wing"]
[facts.hours]
type = "decimal"
places = 1
max = 12
[facts.guests]
type = "integer"
max = 30
required = false
""",
}
EDITION = """
[edition]
programme = "town"
id = "1"
starts_on = 2020-01-01
time_zone = "UTC"
languages = ["en"]

[[rule]]
id = "walks"
on = "walk"
per = "day"
rate = { points = 5, per = 1 }
at_most = 10

[[rule]]
id = "visits"
on = "visit"
per = "year"
each = "venue"
count = "hours"
rate = { points = 2, per = 1 }
"""
DAY = 86_400_000_000


class Town:
    """The programme, published; the partners `club` (walks) and `guide` (visits); three members."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.now = time.time_ns() // 1_000
        publish_as_promised(connection, EDITION, ACTIVITIES)
        programme_id = programme_number(connection, "town")
        assert programme_id is not None
        self.programme_id = programme_id
        self.partners = {
            "club": self._partner("club", ["walk"]),
            "guide": self._partner("guide", ["visit"]),
        }
        self.members = join(
            connection,
            programme_id=programme_id,
            now=self.now - 60 * DAY,
            language="en",
            wording="I join.",
            how_many=3,
        )
        self.house: House = open_house(connection)

    def _partner(self, id: str, activities: list[str]) -> int:
        registration = Registration(self.programme_id, id, id.title(), activities, 30, None)
        partner_id, _ = register_partner(self.connection, registration, now=self.now)
        return partner_id

    def handle(self, member: int, partner: str) -> str:
        return self.house.handles.handle_of(self.members[member], self.partners[partner])

    def points(self) -> list[int]:
        """Return what each member's wallet holds."""
        rows = self.connection.execute("SELECT points FROM member ORDER BY member_id").fetchall()
        return [row[0] for row in rows]

    def deeds(self) -> int:
        row = self.connection.execute("SELECT count(*) FROM deed").fetchone()
        assert row is not None
        return int(row[0])

    def walk(self, id: str, *, member: int = 0, days_ago: int = 3, **given: Any) -> dict[str, Any]:
        """Return a walk as a CloudEvent."""
        said = {"source": "club", "subject": self.handle(member, "club"), "time": noon(days_ago)}
        return {"specversion": "1.0", "id": id, "type": "deed.walk", **said, **given}

    def visit(self, id: str, data: dict[str, Any], *, member: int = 0) -> dict[str, Any]:
        """Return a visit as a CloudEvent."""
        said = {"source": "guide", "subject": self.handle(member, "guide"), "time": noon(3)}
        return {"specversion": "1.0", "id": id, "type": "deed.visit", **said, "data": data}


def noon(days_ago: int) -> str:
    """Return noon of a day, as deeds say it. Today's may be yet to come."""
    on = datetime.now(UTC).date() - timedelta(days=days_ago)
    return f"{on.isoformat()}T12:00:00Z"
