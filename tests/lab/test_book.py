"""The live book, replayed: the points of the live path, and nobody who must stand still."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions.catalogue_files import read_editions
from plaudit.actions.restrict import restrict
from plaudit.actions.strike_out import strike_out
from plaudit.core.period import Calendar
from plaudit.core.reversal import Decision
from plaudit.lab.book import OtherFacts, gather_book
from plaudit.lab.rehearsing import Sums, rehearsed
from plaudit.replay.counting import Replay
from plaudit.replay.gathering import Gathering
from plaudit.replay.snapshot import Snapshot
from tests.riverside import ACTIVITIES, EDITIONS, NOW, Riverside


def snapshot_of(riverside: Riverside, folder: Path) -> Snapshot:
    gathering = Gathering(folder, ACTIVITIES, Calendar("Asia/Bangkok"))
    hashed = gather_book(gathering, riverside.connection, riverside.programme_id)
    return gathering.finish(first_day=0, made_from=hashed)


def counted(riverside: Riverside, folder: Path) -> Sums:
    snapshot = snapshot_of(riverside, folder)
    editions = read_editions(EDITIONS, ACTIVITIES)
    about = snapshot.about
    replay = Replay(
        editions, ACTIVITIES, activity_ids=about.activity_ids, partner_ids=about.partner_ids
    )
    return rehearsed(snapshot, replay, replay, threads=1)


def test_the_book_replayed_gives_the_wallets_and_leaves_out_what_it_must(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    riverside = Riverside(connection, members=3)
    for number in range(12):
        at = f"2026-11-{4 + number:02d}T09:00:00+07:00"
        member, event_id = number % 3, f"e-{number}"
        riverside.settle(
            riverside.report(
                "cup_return", {"cups": 9}, member=member, at=at, event_id=f"c-{number}"
            ),
            riverside.report("litter_pick", {"bags": 4}, member=member, at=at, event_id=event_id),
            riverside.report("museum_visit", {"venue": "art_centre"}, member=member, at=at,
                             event_id=f"m-{number}"),
        )  # fmt: skip
    late = riverside.report(
        "cup_return", {"cups": 30}, at="2026-11-04T20:00:00+07:00", event_id="late"
    )
    riverside.settle(late)

    whole = counted(riverside, tmp_path / "whole")

    assert dict(whole.before.totals.items()) == {
        points: riverside.all_points().count(points) for points in riverside.all_points()
    }
    assert (whole.deeds, whole.members) == (37, 3)
    row = connection.execute("SELECT deed_id FROM deed WHERE event_id = 'm-0'").fetchone()
    assert row is not None
    connection.rollback()
    decision = Decision(riverside.members[0], row[0], "Pim Chaiyo, points office", "did_not_happen")
    strike_out(connection, riverside.house, decision, now=NOW)
    restrict(connection, riverside.members[2], asked_by="member", ground="objection", now=NOW)

    left = counted(riverside, tmp_path / "left")

    assert (left.deeds, left.members) == (37 - 1 - 12, 2)
    assert sorted(left.before.totals.elements()) == sorted(riverside.all_points()[:2])
    with pytest.raises(OtherFacts, match="litter_pick"):
        gather_book(
            Gathering(tmp_path / "other", {"cup_return": ACTIVITIES["cup_return"]},
                      Calendar("Asia/Bangkok")),
            connection, riverside.programme_id,
        )  # fmt: skip
