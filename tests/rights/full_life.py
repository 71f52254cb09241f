"""A member with a row in every table about members, and a canary in each of their columns.

What the tables themselves check is kept; triggers and keys between tables are off while the rows
are put in, so the book doesn't add up afterwards: tests say so (damages_the_book).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from plaudit.actions.join import join
from plaudit.store.columns import Column, read_columns
from tests.riverside import JOINED, Riverside

NUMBER = 7_919_000_000_017
"""The member's number, long enough to be found wherever it is left."""

Said = Mapping[str, object]

# By table: the rows to put in; each column that isn't named gets a canary of its type.
ROWS: dict[str, list[Said]] = {
    "activity_consent": [{}],
    "handle_given": [{}],
    "link_code": [{}],
    "way_in": [{"kind": "passkey"}, {"kind": "email", "public_key": None}],
    "ended_passes": [{}],
    "live_code": [{}],
    "proposal": [{}],
    "restriction": [{"ground": "objection"}],
    "refused_deed": [{}],
    "transfer": [
        {"why": "reverse", "into_wallet": False, "reason": "wrong_day", "voucher_id": None},
        {
            "why": "redeem",
            "into_wallet": False,
            **dict.fromkeys(("reason", "of_deed_on", "of_deed_id", "decided_by")),
        },
    ],
    "voucher": [{"state": "open"}],
    "reversal": [
        {
            "kind": "strike_out",
            "reason": "wrong_day",
            "moved_points": -710_001,
            "held_before": 7_200_000_000_001,
            "held_after": 7_199_999_290_000,
            "gave_after": 7_100_000_000_003,
            "in_vouchers_points": 6_900_000_000_005,
        }
    ],
    "expiry_notice": [{}],
    "question": [
        {"partner_id": None, "event_id": None},
        {"happened_on": None, "deed_id": None},
    ],
    "question_words": [{}],
    "answer": [
        {"result": "struck_out", "new_deed_on": None, "new_deed_id": None},
        {"result": "reported_anew", "reversal_id": None},
    ],
    "brought_forward": [{}],
    "look": [{"reason": "audit"}],
}


class Canary(NamedTuple):
    """A value of a column as it is written wherever it is left."""

    table: str
    column: str
    written: str


class FullLife:
    """Joins one more member of a city, lets a deed be settled, and fills every other table."""

    def __init__(self, city: Riverside, owner: psycopg.Connection) -> None:
        self.city = city
        self.canaries: list[Canary] = []
        self._count = 0
        owner.execute("SELECT setval('member_number', %s, false)", (NUMBER,))
        (self.member_id,) = join(
            city.connection,
            programme_id=city.programme_id,
            now=JOINED + 123_457,
            language="en",
            wording="canary-consent",
        )
        assert self.member_id == NUMBER
        city.members.append(self.member_id)
        at = "2026-11-20T09:00:00.123459+07:00"
        place = len(city.members) - 1
        deed = city.report("cup_return", {"cups": 7}, member=place, at=at, event_id="canary-deed")
        assert city.settle(deed)[0].status == "accepted"
        for table, column, written in (
            ("member", "agreed_at", ":00:00.123457"),
            ("consent", "wording", "canary-consent"),
            ("deed", "happened_at", ":00:00.123459"),
            ("deed", "event_id", "canary-deed"),
            ("member", "member_id", str(NUMBER)),
        ):
            self.canaries.append(Canary(table, column, written))
        self._fill(owner)

    def _fill(self, owner: psycopg.Connection) -> None:
        """Put in the rows of every other table."""
        columns: dict[str, list[Column]] = {}
        for one in read_columns(owner):
            columns.setdefault(one.table, []).append(one)
        with owner.transaction():
            owner.execute("SET LOCAL session_replication_role = replica")
            for table, rows in ROWS.items():
                for said in rows:
                    self._add(owner, columns[table], said)
            owner.execute(
                "UPDATE member SET restricted_at = '2031-01-01 00:00:00.654321+00',"
                " withdrawn_at = '2031-01-01 00:00:00.654322+00',"
                " withheld = '{7300000000001, 7300000000002}' WHERE member_id = %s",
                (NUMBER,),
            )
        for written in ("00.654321", "00.654322", "7300000000001", "7300000000002"):
            self.canaries.append(Canary("member", "restricted_at", written))

    def _add(self, owner: psycopg.Connection, columns: list[Column], said: Said) -> None:
        table = columns[0].table
        values: list[object] = []
        for one in columns:
            if one.name == "member_id":
                values.append(NUMBER)
            elif one.name in said:
                values.append(said[one.name])
            elif one.name == "partner_id":
                values.append(self.city.cafe)  # who will be told
            else:
                value, written = self._canary(one.type)
                values.append(value)
                if written:
                    self.canaries.append(Canary(table, one.name, written))
        owner.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(sql.Identifier(one.name) for one in columns),
                sql.SQL(", ").join(sql.Placeholder() for _ in columns),
            ),
            values,
        )

    def _canary(self, type_name: str) -> tuple[object, str]:
        """Return a value of a type that stands nowhere else, and how it is written."""
        self._count += 1
        n = self._count
        at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(hours=n, microseconds=700_001 + 10 * n)
        on = date(2041, 1, 1) + timedelta(days=n)
        known: dict[str, tuple[object, str]] = {
            "bigint": (7_000_000_000_000 + n, str(7_000_000_000_000 + n)),
            "integer": (1_700_000_000 + n, str(1_700_000_000 + n)),
            "smallint": (29_000 + n, ""),
            "text": (f"canary-{n}-", f"canary-{n}-"),
            "boolean": (True, ""),
            "date": (on, on.isoformat()),
            "timestamp with time zone": (at, at.strftime("%H:%M:%S.%f")),
            "bigint[]": ([7_400_000_000_000 + n], str(7_400_000_000_000 + n)),
            "integer[]": ([1_800_000_000 + n], str(1_800_000_000 + n)),
            "jsonb": (Jsonb({"said": f"canary-{n}-"}), f"canary-{n}-"),
            "bytea": (f"canary-{n}-".encode(), f"canary-{n}-".encode().hex()),
        }
        return known[type_name]
