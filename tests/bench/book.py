"""A book for measuring: a PostgreSQL of its own with full settings, members by the million."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House, open_house
from plaudit.actions.register_partner import register_partner
from plaudit.core.deed import Report
from plaudit.core.ledger import Partner, Registration
from plaudit.store import embedded
from plaudit.store.catalogue import programme_number
from plaudit.store.connect import connect
from plaudit.store.upgrade import upgrade
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS, instant

PARTNERS = 100
JOINED = instant("2026-03-01T08:00:00+07:00")
NOW = instant("2026-11-20T12:00:00+07:00")

ONE_RULE = """
[edition]
programme = "measured"
id = "1"
starts_on = 2026-01-01
time_zone = "Asia/Bangkok"
languages = ["en"]
source = "one simple rule with a day cap, as the prototypes had"
title = { en = "Measured" }

[[rule]]
id = "cups"
on = "cup_return"
per = "day"
count = "cups"
rate = { points = 1, per = 1 }
at_most = 15
source = "measured"
says = { en = "Cups" }
"""

RIVERSIDE = Path(__file__).parents[2] / "catalogue" / "programmes" / "riverside" / "2026-10.toml"


class Book(NamedTuple):
    """A book with `members` members, numbered from 1, and PARTNERS partners with their keys."""

    url: str
    members: int
    keys: list[str]


@contextmanager
def server() -> Iterator[str]:
    """Run an embedded PostgreSQL with the settings that a city gets, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="plaudit-bench-", dir="/tmp"))
    folder.chmod(0o711)
    os.environ["PLAUDIT_VAR"] = str(folder / "var")
    os.environ.pop("PLAUDIT_DATABASE_URL", None)
    try:
        yield embedded.start(folder / "postgres").url
    finally:
        embedded.stop(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


def make_book(server_url: str, name: str, *, members: int, edition: str = ONE_RULE) -> Book:
    """Make a fresh book: published, with partners, and members who agreed."""
    with connect(server_url, role="owner") as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        owner.execute(f"CREATE DATABASE {name}".encode())
    url = server_url.replace("@/plaudit?", f"@/{name}?")
    with connect(url, role="owner") as owner:
        upgrade(owner)
        published = publish_as_promised(owner, edition, ACTIVITY_TEXTS)
        programme_id = programme_number(owner, published.programme)
        assert programme_id is not None
        watched = sorted({id for stage in published.stages for id in stage.on})
        registrations = [
            Registration(programme_id, f"partner-{number}", f"Partner {number}", watched, 7)
            for number in range(PARTNERS)
        ]
        keys = [register_partner(owner, one, now=JOINED)[1] for one in registrations]
        # Loaded loosely, then filled up: a row grows by half with its first deed, and its next
        # version finds room on its page, without tidying that up each time.
        owner.execute("ALTER TABLE member SET (fillfactor = 50)")
        # Nobody agreed to anything here: the trigger that asks for a member's words rests.
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "INSERT INTO member (member_id, programme_id, agreed_at) "
            "SELECT id, %s, '2026-03-01' FROM generate_series(1, %s) AS id",
            (programme_id, members),
        )
        owner.execute("RESET session_replication_role")
        owner.execute("ALTER TABLE member SET (fillfactor = 95)")
        owner.execute("VACUUM ANALYZE member")
        owner.execute("CHECKPOINT")
    return Book(url, members, keys)


def open_measured(book: Book) -> House:
    """Return the house of a book."""
    with connect(book.url) as connection:
        return open_house(connection)


def arrivals(
    book: Book, house: House, how_many: int, *, chance: random.Random, lane: int = 0, lanes: int = 1
) -> list[Arrival]:
    """Return deeds of today: 1 to 5 cups of random members at random partners, with random ids.

    `lane` of `lanes`: only the members whose deeds the door gives to that writer (ingest.lanes).
    """
    partners: list[Partner] = list(house.partners.values())
    found = []
    by_partner: dict[int, list[int]] = {}
    for _ in range(how_many):
        partner = chance.choice(partners)
        member_id = chance.randrange(lane or lanes, book.members + 1, lanes)
        by_partner.setdefault(partner.partner_id, []).append(member_id)
    for partner_id, members in by_partner.items():
        for handle in house.handles.handles_of(members, partner_id):
            report = Report(
                f"{chance.getrandbits(64):016x}",
                house.partners[partner_id].id,
                handle,
                ACTIVITIES["cup_return"],
                NOW - chance.randrange(10_000_000_000),
                (chance.randint(1, 5) * 1_000_000,),
            )
            found.append(Arrival(partner_id, report))
    chance.shuffle(found)
    return found
